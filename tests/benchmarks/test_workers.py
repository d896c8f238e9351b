"""Two workers and one writer against one process, on a long replay."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from rates import ONE_PASS, Rates, whole_path

from simulator.settings import Settings

pytestmark = pytest.mark.benchmark


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="two processes need two processors to be faster than one")
def test_two_workers_against_one_process(
    tmp_path: Path, long_traffic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rates = Rates(
        tmp_path,
        {
            "one process": (whole_path(Settings(workers=1, suspicion=ONE_PASS)), long_traffic),
            "two workers": (whole_path(Settings(workers=2, suspicion=ONE_PASS)), long_traffic),
        },
    )
    rates.rounds(lambda: rates.ratio("two workers", "one process") >= 1.3)
    faster = rates.ratio("two workers", "one process")
    rates.show(capsys, "long replay", f"two workers: {faster:.2f} times one process (at least 1.3)")
    assert faster >= 1.3
