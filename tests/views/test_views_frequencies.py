"""Frequency tables: every value counted, and a condition that chooses it."""

from __future__ import annotations

import pytest
from stored_run import StoredRun, busy_run

from simulator.errors import UsageError
from simulator.filtering import parse
from simulator.views.frequencies import COUNTED, Frequencies, Frequency, frequencies
from simulator.views.selection import select


def counted(run: StoredRun, column: str, text: str = "", limit: int = 100) -> Frequencies:
    return frequencies(run.store, 1, column, parse(text), limit)


def test_names_by_how_often_they_come() -> None:
    table = counted(busy_run(), "name")
    assert table.rows == [
        Frequency("Purchase", 6, 'name:"Purchase"'),
        Frequency(None, 2, "!has:name"),
        Frequency("Lead", 2, 'name:"Lead"'),
        Frequency("ViewContent", 1, 'name:"ViewContent"'),
    ]
    assert (table.distinct, table.events) == (4, 11)
    few = counted(busy_run(), "name", limit=1)
    assert ([row.value for row in few.rows], few.distinct) == (["Purchase"], 4)


def test_only_what_the_filter_lets_through_is_counted() -> None:
    table = counted(busy_run(), "channel", "name:Purchase & verdict:duplicate")
    assert (table.rows, table.events) == ([Frequency("server", 2, 'channel:"server"')], 2)
    assert counted(busy_run(), "name", "verdict:kept name:Nothing") == ([], 0, 0)


def test_an_event_counts_once_for_a_rule_that_found_it_twice() -> None:
    assert [(row.value, row.events) for row in counted(busy_run(), "finding").rows] == [("EVT099", 1), ("REQ003", 1)]


def test_members_of_the_payload_are_counted_through_lists() -> None:
    run = StoredRun()
    for custom in (
        {"currency": "EUR", "contents": [{"id": "a"}, {"id": "b"}, {"id": "a"}]},
        {"currency": "EUR", "contents": [{"id": "a"}], "content_ids": ["a", "b"]},
        {"currency": True, "contents": {"id": 1}},
        {"currency": None},
    ):
        run.payload(run.event("server"), {"custom_data": custom})
    run.event("server")

    def rows(column: str) -> list[tuple[str | None, int]]:
        return [(row.value, row.events) for row in counted(run, column).rows]

    assert rows("custom_data.currency") == [(None, 2), ("EUR", 2), ("true", 1)]
    assert rows("custom_data.contents.id") == [(None, 2), ("a", 2), ("1", 1), ("b", 1)]
    assert rows("custom_data.content_ids") == [(None, 4), ("a", 1), ("b", 1)]


@pytest.mark.parametrize("column", [*COUNTED, "custom_data.currency", "custom_data.contents.id"])
def test_the_condition_of_a_row_chooses_its_events(column: str) -> None:
    run = busy_run()
    run.payload(1, {"custom_data": {"currency": 'E"U\\R', "contents": [{"id": "x*"}]}})
    run.payload(2, {"custom_data": {"currency": 12.5}})
    for row in counted(run, column).rows:
        assert sum(map(len, select(run.store, 1, parse(row.term)))) == row.events, row


@pytest.mark.parametrize("column", ["n", "time", "nme", "has", "custom_data."])
def test_what_can_t_be_counted_is_said(column: str) -> None:
    with pytest.raises(UsageError, match="can be counted: "):
        counted(busy_run(), column)
