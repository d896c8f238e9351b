"""Clients that retry, with faults on: each event stored and counted once, memory flat; and a killed server."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from load_client import posts, rate, server
from soak_client import Soaked, soak

from simulator.emulator.network_faults import Fault, NetworkFaults, fault_of
from simulator.store import Store, open_store
from simulator.store.rows import event_span

CLIENTS = 8
# Deduplication remembers its window (hours) and one hour of disorder. On a clock that is so many times as fast that is
# over in a few seconds, and from then on memory has to be flat.
WINDOW, SPEED = 3, 2000
# SQLite's caches are full after this many thousand events.
WARM_UP = 80
SAMPLES = 40
MOST_GROWTH = 1.15
SHORT = 400
FAULTS = (
    *(
        "code-2=2%",
        "code-4=1%",
        "http-500=1%",
        "http-500-after=1%",
        "html-error-after=1%",
        "reset=1%",
        "reset-after=1%",
    ),
    *("latency:0.02=1%", "slow-body:0.02=1%", "timeout:0.05=0.5%", "timeout-after:0.05=0.5%"),
)


def verdicts(store: Store) -> dict[str, Counter[str]]:
    """Event ID to how many of its copies have which verdict."""
    found: dict[str, Counter[str]] = {}
    for event_id, verdict in store.connection.execute(
        "SELECT event_id, verdict FROM events WHERE id BETWEEN ? AND ? AND event_name = 'Lead'", event_span(1)
    ):
        found.setdefault(event_id, Counter())[verdict] += 1
    return found


def taken(requests: int) -> int:
    """Of so many requests, how many are stored with these faults: which of them is for the seed to say."""
    faults = NetworkFaults(tuple(fault_of(text) for text in FAULTS))
    drawn: list[Fault | None] = [faults.meet(1, is_graph=True) for _ in range(requests)]
    return sum(1 for fault in drawn if fault is None or fault.kind.stores)


def ids(end: float, most: int) -> Iterator[str]:
    """Event IDs until the end, which is a time of the monotonic clock."""
    for number in range(most):
        if time.monotonic() >= end:
            break
        yield f"lead-{number}"


def check(path: Path, soaked: Soaked) -> None:
    """Every acknowledged event is stored and counts once; what else is stored are its repeats, all of them."""
    with open_store(str(path), readonly=True) as store:
        found = verdicts(store)
        assert store.run(1).state == "complete"
    assert set(found) == soaked.acknowledged
    assert {each["kept"] for each in found.values()} == {1}
    assert {verdict for each in found.values() for verdict in each} <= {"kept", "duplicate"}
    assert sum(each.total() for each in found.values()) == taken(soaked.attempts)


def test_every_acknowledged_event_is_stored_and_counts_once(tmp_path: Path) -> None:
    with server("emulator", tmp_path / "short.db", *FAULTS) as running:
        forever = time.monotonic() + 3600
        soaked = soak(running.port, ids(forever, SHORT), int(time.time()), clients=CLIENTS, watch=lambda _: False)
    assert len(soaked.acknowledged) == SHORT
    assert soaked.attempts > SHORT, "some were sent again"
    check(tmp_path / "short.db", soaked)


@pytest.mark.benchmark
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system doesn't tell a process's memory")
def test_so_it_is_for_a_minute_and_memory_is_flat(
    tmp_path: Path, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    seconds: float = request.config.getoption("--soak-seconds")
    memory: list[int] = []
    now = int(time.time())
    with server("emulator", tmp_path / "soak.db", *FAULTS, window=WINDOW, speed=SPEED) as running:
        rate(running.port, posts(WARM_UP, 1000), 2)
        began = time.monotonic()

        def watch(_: int) -> bool:
            if time.monotonic() >= began + seconds * len(memory) / SAMPLES:
                memory.append(running.ask("VmRSS"))
            return False

        soaked = soak(running.port, ids(began + seconds, 10**7), now, clients=CLIENTS, watch=watch)
        took = time.monotonic() - began
    check(tmp_path / "soak.db", soaked)
    quarter = len(memory) // 4
    quarters = [statistics.median(memory[at * quarter : (at + 1) * quarter]) for at in range(4)]
    # In the first quarter the window of deduplication is still filling with these events.
    growth = quarters[3] / quarters[1]
    with capsys.disabled():
        print(f"\nsoak: {took:.0f} s, {len(soaked.acknowledged):,} events of {CLIENTS} clients, faults on")
        print(f"  {soaked.attempts:,} requests, {taken(soaked.attempts):,} of them stored")
        print(f"  memory by quarters: {', '.join(f'{each / 1024:.0f} MiB' for each in quarters)}")
        print(f"  {growth:.2f} times from the second to the last quarter (at most {MOST_GROWTH})")
    assert growth <= MOST_GROWTH


def test_a_killed_server_keeps_every_event_that_it_acknowledged(tmp_path: Path) -> None:
    with server("emulator", tmp_path / "killed.db", *FAULTS) as running:

        def watch(acknowledged: int) -> bool:
            # The others have requests at hand at this moment.
            if acknowledged >= 500 and running.process.poll() is None:
                running.process.kill()
            return acknowledged >= 500

        forever = time.monotonic() + 3600
        soaked = soak(running.port, ids(forever, 10**6), int(time.time()), clients=CLIENTS, watch=watch)
        running.process.wait()
    with open_store(str(tmp_path / "killed.db")) as store:
        found = verdicts(store)
    assert len(soaked.acknowledged) >= 500
    assert all(found[event_id]["kept"] == 1 for event_id in soaked.acknowledged)
    # What was stored without its answer getting out belongs to requests that were at hand.
    assert len(set(found) - soaked.acknowledged) <= CLIENTS
