"""Filters in SQL: the same events as the plain reading, whatever the events hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_filters import row_of, subjects, texts
from stored_run import StoredRun, busy_run

from simulator.filtering import parse
from simulator.filtering.matching import Subject, matches
from simulator.store import event_key
from simulator.views.selection import Order, select
from simulator.views.where import Where, where


def stored(events: list[Subject]) -> StoredRun:
    run = StoredRun()
    paths = sorted({event.source for event in events})
    run.store.connection.execute("DELETE FROM sources")
    for ix, path in enumerate(paths):
        run.store.connection.execute(
            "INSERT INTO sources (run, ix, path, items, offset) VALUES (1, ?, ?, 0, 0)", [ix, path]
        )
    for event in events:
        columns = row_of(event)
        n = run.event(columns.pop("channel"), columns.pop("event_name"), **columns, source=paths.index(event.source))
        assert n == event.n
        for code, severity in event.findings:
            run.finding(n, code, severity.rank)
        if event.payload is not None:
            run.payload(n, event.payload)
    return run


def chosen(run: StoredRun, text: str) -> list[int]:
    return [n for piece in select(run.store, 1, parse(text)) for n in piece]


@given(st.tuples(*(subjects(n) for n in (1, 2, 3, 4))), st.lists(texts, min_size=1, max_size=12))
def test_sql_chooses_what_the_plain_reading_does(events: tuple[Subject, ...], filters: list[str]) -> None:
    run = stored(list(events))
    try:
        for text in filters:
            by = parse(text)
            assert chosen(run, text) == [event.n for event in events if matches(by, event)], text
    finally:
        run.store.close()


@pytest.mark.parametrize("typed", ["'; DROP TABLE events; --", "' OR 1=1 --", "%", "_", "\\", "?"])
def test_what_is_typed_is_never_part_of_the_statement(typed: str) -> None:
    run = busy_run()
    run.event("browser", "axxb", event_id="xx")
    n = run.event("browser", f"a{typed}b", event_id=typed * 2)
    quoted = '"' + typed.replace("\\", "\\\\") * 2 + '"'
    for text in (f"name:a{typed}*" if " " not in typed else f"id:{quoted}", quoted, f"id:{quoted}"):
        assert typed not in where(run.store, 1, parse(text)).sql or typed in "?_\\%"
        assert chosen(run, text) == [n]


def test_no_filter_and_the_empty_one_need_no_condition() -> None:
    run = busy_run()
    assert where(run.store, 1, None) == where(run.store, 1, parse(" ")) == Where("1", ())


def test_sources_are_those_of_the_run() -> None:
    run = busy_run()
    assert chosen(run, "source:shop.jsonl") == list(range(1, 12))
    assert chosen(run, "source:other.jsonl") == []


def test_the_longest_filter_is_not_too_much_for_sqlite() -> None:
    from simulator.filtering.parsing import DEEPEST, MOST_TERMS

    run = busy_run()
    assert chosen(run, "|".join(["*Pur*ch*"] * MOST_TERMS)) == [1, 2, 3, 6, 7, 8]
    assert chosen(run, "!" * (DEEPEST - 1) + "name:Purchase") == [4, 5, 9, 10, 11]


def test_a_run_is_asked_alone() -> None:
    run = busy_run()
    columns = "id, source, line, present, valid, verdict, event_name"
    run.store.connection.execute(
        f"INSERT INTO events ({columns}) VALUES (?, 0, 1, 0, 0, 'kept', 'Lead')",  # noqa: S608 - constants
        [event_key(2, 1)],
    )
    assert chosen(run, "name:Lead") == [4, 5]
    assert [list(piece) for piece in select(run.store, 2, parse("n:1"))] == [[1]]


def test_a_second_question_can_be_asked_while_the_first_is_answered() -> None:
    run = busy_run()
    for _ in range(40_000):
        run.event("server", "AddToCart")
    first = select(run.store, 1, parse("name:*"), Order("time"))
    assert len(next(first)) > 1
    # The first statement is still open on this connection, which must not learn its functions again.
    assert chosen(run, "custom_data.currency:EUR") == []
    assert sum(map(len, first)) > 1
