"""Two workers and one writer against one process, on a long replay."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from benchmark_traffic import write
from test_throughput import compare, ratio, show, whole_path

pytestmark = pytest.mark.benchmark

EVENTS = 200_000


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="two processes need two processors to be faster than one")
def test_two_workers_against_one_process(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(tmp_path / "long.jsonl", EVENTS)
    rates = compare(tmp_path, {"one process": (whole_path(1), source), "two workers": (whole_path(2), source)})
    faster = ratio(rates, "two workers", "one process")
    show(capsys, "two workers", rates, [f"{faster:.2f} times one process (at least 1.3)"])
    assert faster >= 1.3
