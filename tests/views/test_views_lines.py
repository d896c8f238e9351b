"""Lines of a list: any numbers, in any order, of any run."""

from __future__ import annotations

from pathlib import Path

import pytest
from stored_run import NOON, StoredRun, busy_run

from simulator.finding import Severity
from simulator.store import open_store
from simulator.verdict import Outcome
from simulator.views.lines import lines


def test_a_line_tells_what_the_store_holds() -> None:
    run = busy_run()
    first, second = lines(run.store, 1, [1, 2])
    assert (first.n, first.channel, first.event_name, first.event_id) == (1, "browser", "Purchase", "order-1")
    assert (first.verdict, first.duplicate_of, first.worst) == (Outcome.KEPT, None, None)
    assert (first.received_at, first.source, first.line) == (NOON, "shop.jsonl", 1)
    assert (second.verdict, second.duplicate_of, second.key) == (Outcome.DUPLICATE, 1, "event_id")
    assert (second.after_seconds, second.survivor_rule) == (1.5, "browser-within-5-minutes")
    assert (second.present, second.valid, second.action_source) == (1, 1, "website")


@pytest.mark.parametrize(
    "numbers", [range(1, 12), [11, 1, 5], [3, 3], range(4, 1, -1), [2, 4, 6], [10], [], [1, 3, 2, 4], (5, 7, 6, 8)]
)
def test_lines_come_in_the_order_asked_for(numbers: range | list[int]) -> None:
    assert [line.n for line in lines(busy_run().store, 1, numbers)] == list(numbers)


@pytest.mark.parametrize("numbers", [[0], [-3], [12], [2**32], [2**40]])
def test_a_number_without_event_is_left_out(numbers: list[int]) -> None:
    assert [line.n for line in lines(busy_run().store, 1, [*numbers, 4])] == [4]


def test_more_than_a_screenful_is_read_in_pieces() -> None:
    run = StoredRun()
    for _ in range(1203):
        run.event("server")
    odd = range(1, 1204, 2)
    assert [line.n for line in lines(run.store, 1, odd)] == list(odd)


def test_a_quarantined_line_is_as_bad_as_its_finding() -> None:
    run = StoredRun()
    n = run.quarantined("the line is no JSON")
    assert lines(run.store, 1, [n])[0].worst is None
    run.finding(n, "REQ001", 1, "the line is no JSON", "$")
    (line,) = lines(run.store, 1, [n])
    assert (line.verdict, line.worst) == (Outcome.QUARANTINED, Severity.ERROR)
    assert (line.channel, line.event_name, line.received_at, line.line) == (None, None, NOON + n, n)


def test_a_store_that_another_connection_writes_is_seen_growing(tmp_path: Path) -> None:
    path = str(tmp_path / "store.db")
    run = StoredRun(path)
    run.event("browser")
    run.store.connection.commit()
    with open_store(path, readonly=True) as reader:
        assert len(lines(reader, 1, range(1, 10))) == 1
        run.event("server")
        assert len(lines(reader, 1, range(1, 10))) == 1
        run.store.connection.commit()
        assert len(lines(reader, 1, range(1, 10))) == 2
    run.store.close()


def test_a_run_that_is_not_there_has_no_lines() -> None:
    assert lines(busy_run().store, 2, range(1, 5)) == []
