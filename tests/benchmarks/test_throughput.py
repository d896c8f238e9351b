"""The whole path against a careful loop and against the floor, by ratios alone."""

from __future__ import annotations

import os
from pathlib import Path

import baselines
import pytest
from benchmark_traffic import write
from rates import ONE_PASS, Claim, Rates, whole_path

from simulator.settings import Settings

pytestmark = pytest.mark.benchmark

# Enough for two processes to be faster than one.
LONG = 200_000
# One process against itself: a short file says the same.
FEWER = 20_000
# As many as keep the careful loop busy for nearly as long as the others: a short run catches a quiet moment of
# the machine more easily than a long one.
CAREFUL_EVENTS = 3_000
SEVERAL = (os.cpu_count() or 1) > 1


def test_replay_against_a_careful_loop_the_floor_and_one_process(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first pass of a long replay as it runs by itself: on two processors it takes both."""
    source = write(tmp_path / "long.jsonl", LONG)
    rates = Rates(
        tmp_path,
        {
            "careful loop": (baselines.careful, write(tmp_path / "careful.jsonl", CAREFUL_EVENTS)),
            "floor": (baselines.floor, source),
            "replay": (whole_path(Settings(suspicion=ONE_PASS)), source),
            "one process": (whole_path(Settings(workers=1, suspicion=ONE_PASS)), source),
        },
    )
    rates.rounds(
        Claim("replay", "careful loop", 30),
        Claim("replay", "floor", 0.5),
        *([Claim("replay", "one process", 1.3)] if SEVERAL else []),
    )
    over_careful, under_floor = rates.ratio("replay", "careful loop"), rates.ratio("floor", "replay")
    over_one = rates.ratio("replay", "one process")
    rates.show(
        capsys,
        "replay",
        f"{over_careful:.1f} times the careful loop (at least 30)",
        f"{under_floor:.2f} times slower than the floor (at most 2)",
        f"{over_one:.2f} times one process (at least 1.3 on two processors)",
        f"one process: {rates.ratio('one process', 'careful loop'):.1f} times the careful loop,"
        f" {rates.ratio('floor', 'one process'):.2f} times slower than the floor",
    )
    assert over_careful >= 30
    assert under_floor <= 2
    assert over_one >= 1.3 or not SEVERAL


def test_invalid_events_against_valid_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = whole_path(Settings(workers=1, suspicion=ONE_PASS))
    rates = Rates(
        tmp_path,
        {
            "all valid": (one, write(tmp_path / "clean.jsonl", FEWER, broken=0.0)),
            "20 % invalid": (one, write(tmp_path / "b20.jsonl", FEWER, broken=0.2)),
        },
        one_thread=True,
    )
    rates.rounds(Claim("20 % invalid", "all valid", 0.5))
    invalid = rates.ratio("20 % invalid", "all valid")
    rates.show(capsys, "one process", f"20 % invalid events: {invalid:.2f} of the rate of valid ones (at least 0.5)")
    assert invalid >= 0.5
