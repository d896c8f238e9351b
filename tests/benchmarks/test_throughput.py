"""The whole path against a careful loop and against the floor, by ratios alone."""

from __future__ import annotations

from pathlib import Path

import baselines
import pytest
from benchmark_traffic import write
from rates import ONE_PASS, Rates, whole_path

from simulator.settings import Settings

pytestmark = pytest.mark.benchmark

EVENTS = 80_000
# As many as keep the careful loop busy for nearly as long as the others: a short run catches a quiet moment of
# the machine more easily than a long one.
CAREFUL_EVENTS = 4_000


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("traffic")
    return {
        "clean": write(folder / "clean.jsonl", EVENTS, broken=0.0),
        "b20": write(folder / "b20.jsonl", EVENTS, broken=0.2),
        "careful": write(folder / "careful.jsonl", CAREFUL_EVENTS, broken=0.05),
    }


def test_replay_against_a_careful_loop_and_the_floor(
    tmp_path: Path, sources: dict[str, Path], long_traffic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first pass of a long replay as it runs by itself: on two processors it takes both."""
    rates = Rates(
        tmp_path,
        {
            "careful loop": (baselines.careful, sources["careful"]),
            "floor": (baselines.floor, long_traffic),
            "replay": (whole_path(Settings(suspicion=ONE_PASS)), long_traffic),
        },
    )
    rates.rounds(lambda: rates.ratio("replay", "careful loop") >= 30 and rates.ratio("floor", "replay") <= 2)
    over_careful, under_floor = rates.ratio("replay", "careful loop"), rates.ratio("floor", "replay")
    rates.show(
        capsys,
        "replay",
        f"{over_careful:.1f} times the careful loop (at least 30)",
        f"{under_floor:.2f} times slower than the floor (at most 2)",
    )
    assert over_careful >= 30
    assert under_floor <= 2


def test_invalid_events_against_valid_ones(
    tmp_path: Path, sources: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """In one process; the careful loop, which is told alone, says how that compares with it."""
    one = whole_path(Settings(workers=1, suspicion=ONE_PASS))
    rates = Rates(
        tmp_path,
        {
            "careful loop": (baselines.careful, sources["careful"]),
            "one process, all valid": (one, sources["clean"]),
            "one process, 20 % invalid": (one, sources["b20"]),
        },
    )
    rates.rounds(lambda: rates.ratio("one process, 20 % invalid", "one process, all valid") >= 0.5)
    invalid = rates.ratio("one process, 20 % invalid", "one process, all valid")
    rates.show(
        capsys,
        "one process",
        f"all valid: {rates.ratio('one process, all valid', 'careful loop'):.1f} times the careful loop",
        f"20 % invalid events: {invalid:.2f} of the rate of valid ones (at least 0.5)",
    )
    assert invalid >= 0.5
