"""Selections: pieces in order, sorted, continued where the last one ended."""

from __future__ import annotations

from pathlib import Path

import pytest
from stored_run import NOON, StoredRun, busy_run

from simulator.errors import UsageError
from simulator.filtering import parse
from simulator.store import open_store
from simulator.views.columns import COLUMNS
from simulator.views.selection import Order, select


def numbers(run: StoredRun, text: str = "", order: Order | None = None, start_after: int = 0) -> list[int]:
    return [n for piece in select(run.store, 1, parse(text), order, start_after) for n in piece]


def test_without_a_filter_every_event_comes_in_order() -> None:
    run = busy_run()
    assert numbers(run) == list(range(1, 12))
    assert [list(piece) for piece in select(run.store, 1, None)] == [list(range(1, 12))]
    assert numbers(run, start_after=9) == [10, 11]
    assert numbers(run, start_after=50) == []
    assert list(select(StoredRun().store, 1, None)) == []


def test_a_long_run_comes_in_pieces_that_show_how_far_it_is() -> None:
    run = StoredRun()
    for n in range(7000):
        run.event("server", "Purchase" if n in (3, 6500) else "PageView")
    pieces = list(select(run.store, 1, parse("name:Purchase")))
    assert [list(piece) for piece in pieces] == [[4], [], [6501]]
    assert {piece.typecode for piece in pieces} == {"I"}
    assert numbers(run) == list(range(1, 7001))
    assert numbers(run, "name:Purchase", start_after=4) == [6501]


def test_a_growing_run_is_continued_where_it_was_left(tmp_path: Path) -> None:
    path = str(tmp_path / "store.db")
    run = StoredRun(path)
    run.event("server")
    run.store.connection.commit()
    with open_store(path, readonly=True) as reader:
        assert [list(piece) for piece in select(reader, 1, parse("server"))] == [[1]]
        run.event("server")
        run.store.connection.commit()
        assert [list(piece) for piece in select(reader, 1, parse("server"), None, 1)] == [[2]]
    run.store.close()


def test_sorting_puts_what_is_missing_last_and_keeps_equals_in_order() -> None:
    run = StoredRun()
    for name, after in (("b", None), ("A", 3.0), (None, 1.0), ("a", 3.0)):
        run.event("server", name, after_seconds=after)
    assert numbers(run, order=Order("name")) == [2, 4, 1, 3]
    assert numbers(run, order=Order("name", descending=True)) == [1, 2, 4, 3]
    assert numbers(run, order=Order("after")) == [3, 2, 4, 1]
    assert numbers(run, order=Order("after", descending=True)) == [2, 4, 3, 1]
    assert numbers(run, order=Order("n", descending=True)) == [4, 3, 2, 1]
    assert numbers(run, "has:name", Order("after"), start_after=1) == [2, 4]


def test_the_worst_findings_come_first_with_quarantined_lines_among_them() -> None:
    run = StoredRun()
    run.event("server", worst=3)
    run.finding(run.quarantined("the line is no JSON"), "REQ001", 1)
    run.event("server", worst=0)
    run.event("server")
    assert numbers(run, order=Order("finding")) == [3, 2, 1, 4]


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("descending", [False, True])
def test_every_column_sorts_every_event_once(column: str, descending: bool) -> None:
    assert sorted(numbers(busy_run(), order=Order(column, descending))) == list(range(1, 12))


def test_an_unknown_column_is_a_mistake() -> None:
    with pytest.raises(UsageError, match="events have no column nme: did you mean name"):
        numbers(busy_run(), order=Order("nme"))


def test_a_selection_left_early_does_not_hold_the_store(tmp_path: Path) -> None:
    path = str(tmp_path / "store.db")
    run = StoredRun(path)
    for n in range(40_000):
        run.event("server", received_at=NOON - n)
    run.store.connection.commit()
    with open_store(path, readonly=True) as reader:
        pieces = select(reader, 1, None, Order("time"))
        assert next(pieces)[0] == 40_000
        pieces.close()
        (blocked, *_) = run.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        assert blocked == 0
    run.store.close()
