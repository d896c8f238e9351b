"""What the second pass costs, and what findings cost validate; by ratios alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmark_traffic import write
from rates import ONE_PASS, Claim, Rates, whole_path

from simulator.pipeline import validate
from simulator.settings import Settings

pytestmark = pytest.mark.benchmark


# Ours, not asked: where the second pass would begin to be felt.
AT_LEAST = 0.4
EVENTS = 20_000


def _validated(source: Path, _: Path) -> int:
    """Validate a file a few times over: one run of 1,000 events is over too soon to be told apart."""
    return sum(1 for _ in range(10) for _ in validate([str(source)], Settings(workers=1)))


def test_second_pass_against_the_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Copies that differ, so that every pair is compared member by member."""
    source = write(tmp_path / "differing.jsonl", EVENTS, alike=False)
    rates = Rates(
        tmp_path,
        {
            "both passes": (whole_path(Settings(workers=1)), source),
            "first pass": (whole_path(Settings(workers=1, suspicion=ONE_PASS)), source),
        },
        one_thread=True,
    )
    rates.rounds(Claim("both passes", "first pass", AT_LEAST))
    kept = rates.ratio("both passes", "first pass")
    rates.show(capsys, "second pass", f"both passes: {kept:.2f} of the rate of the first alone (at least {AT_LEAST})")
    assert kept >= AT_LEAST


def test_validate_with_faults_against_clean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rates = Rates(
        tmp_path,
        {
            "clean": (_validated, write(tmp_path / "clean.jsonl", 1_000, broken=0.0, alike=False)),
            "20 % faults": (_validated, write(tmp_path / "b20.jsonl", 1_000, broken=0.2, alike=False)),
        },
        one_thread=True,
    )
    rates.rounds(Claim("20 % faults", "clean", 0.5))
    kept = rates.ratio("20 % faults", "clean")
    rates.show(capsys, "validate, 1,000 events", f"20 % faults: {kept:.2f} of the rate of clean events (at least 0.5)")
    assert kept >= 0.5
