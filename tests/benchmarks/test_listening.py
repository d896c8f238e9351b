"""What a list asks of a stored run takes as long in a long run as in a short one."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.filtering import parse
from simulator.run import SourceState
from simulator.store import Store, event_key, open_store
from simulator.store.write import NewRun, Writer
from simulator.views.detail import detail
from simulator.views.lines import lines
from simulator.views.selection import select

pytestmark = pytest.mark.benchmark

SHORT, LONG = 3_000, 300_000
MOST = 3.0
_EVENTS = """
    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
    INSERT INTO events (id, channel, pixel_id, event_name, event_id, event_time, received_at, action_source, source,
        line, present, valid, verdict, duplicate_of, key, after_seconds, survivor_rule)
    SELECT ? + n, iif(n % 2, 'browser', 'server'), '1234567890', iif(n % 5, 'PageView', 'Purchase'),
        'order-' || ((n + 1) / 2), 1767225600 + n, 1767225600 + n, 'website', 0, n, 1023, 1023,
        iif(n % 2, 'kept', 'duplicate'),
        iif(n % 2, NULL, n - 1), iif(n % 2, NULL, 'event_id'), iif(n % 2, NULL, 1.0), iif(n % 2, NULL, 'first-received')
    FROM numbers
"""


def stored(path: Path, events: int) -> Store:
    store = open_store(str(path))
    new = NewRun(None, "0", "sha256:0", None, None, {}, {}, [SourceState("shop.jsonl", None, None, 0, 0)])
    Writer.begin(store, new).finish("complete")
    store.connection.execute(_EVENTS, (events, event_key(1, 0)))
    store.connection.commit()
    return store


def best(action: Callable[[], object], rounds: int = 30) -> float:
    took = []
    for _ in range(rounds):
        started = time.perf_counter()
        action()
        took.append(time.perf_counter() - started)
    return min(took)


def test_a_screenful_takes_no_longer_in_a_long_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    by = parse("name:Purchase & verdict:duplicate")
    questions: dict[str, Callable[[Store, int], object]] = {
        "60 lines at the end": lambda store, last: lines(store, 1, range(last - 60, last)),
        "60 lines all over": lambda store, last: lines(store, 1, range(1, last, last // 60)),
        "first matches": lambda store, _: next(select(store, 1, by)),
        "one event": lambda store, last: detail(store, 1, last // 2),
    }
    ratios: dict[str, float] = {}
    with stored(tmp_path / "short.db", SHORT) as short, stored(tmp_path / "long.db", LONG) as long:
        for name, ask in questions.items():
            ratios[name] = best(lambda ask=ask: ask(long, LONG)) / best(lambda ask=ask: ask(short, SHORT))  # type: ignore[misc]
    with capsys.disabled():
        print(f"\n{LONG:,} events against {SHORT:,}:")
        for name, ratio in ratios.items():
            print(f"  {name}: {ratio:.2f} times (at most {MOST})")
    assert max(ratios.values()) <= MOST
