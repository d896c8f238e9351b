"""Peak memory must not grow with the input: a million events against a hundred thousand.

Both files have the same density, so both hold the same number of events in the 48 hours that
deduplication has to remember. Each replay is a process of its own, and the peak is the operating
system's figure for it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from benchmark_traffic import FEW_KEYS, write

pytestmark = pytest.mark.benchmark

resource = pytest.importorskip("resource", reason="this system doesn't tell a process's peak memory")

CHILD = """
import resource, sys
from simulator.pipeline import replay
from simulator.settings import Settings
from simulator.store import open_store

source, database = sys.argv[1:]
with open_store(database) as store:
    number = replay(store, [source], Settings(workers=1))
    assert store.last_number(number) > 0
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(peak // 1024 if sys.platform == "darwin" else peak)
"""


def replayed(folder: Path, count: int) -> subprocess.Popen[str]:
    """A replay of that many events, which ends by printing its peak resident memory (KiB)."""
    # Half as long as those of other benchmarks: what is remembered of an event is not its payload.
    source = write(folder / f"{count}.jsonl", count, keys=FEW_KEYS)
    arguments = [sys.executable, "-c", CHILD, str(source), str(folder / f"{count}.db")]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


def test_a_million_events_need_no_more_memory(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # The first runs while the second's events are written: memory is no matter of time.
    with replayed(tmp_path, 100_000) as one, replayed(tmp_path, 1_000_000) as other:
        small, large = (int(each.communicate()[0]) for each in (one, other))
    for file in tmp_path.iterdir():
        file.unlink()
    with capsys.disabled():
        print(f"\npeak memory: 100,000 events {small / 1024:.0f} MiB, 1,000,000 events {large / 1024:.0f} MiB")
        print(f"  {large / small:.2f} times (at most 1.3)")
    assert large / small <= 1.3
