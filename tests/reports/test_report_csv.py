"""The table for spreadsheets: it reads back, holds no formula, and shows nobody."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st
from stored_run import NOON, StoredRun, busy_run

from simulator.reports.csv import HEADER, rows
from simulator.views.export import export


def table(run: StoredRun) -> list[dict[str, str]]:
    text = b"".join(rows(export(run.store, 1, None))).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_line_for_each_event_under_one_header() -> None:
    run = busy_run()
    told = table(run)
    assert list(told[0]) == list(HEADER)
    assert [row["n"] for row in told] == [str(n) for n in range(1, 12)]
    second = told[1]
    assert (second["verdict"], second["duplicate_of"], second["after_seconds"]) == ("duplicate", "1", "1.5")
    assert (second["received_at"], second["match_keys"]) == ("2026-01-01T12:00:01Z", "em")
    assert (second["findings"], second["origin"]) == ("EVT099", "shop.jsonl:2")
    assert (told[9]["event_name"], told[9]["channel"], told[9]["event_id"]) == ("", "", "")


def test_an_address_in_a_name_is_masked() -> None:
    run = StoredRun()
    run.event("browser", "Bought by ana@example.com", event_id="+16505550123", received_at=NOON)
    text = b"".join(rows(export(run.store, 1, None))).decode()
    assert "ana@" not in text
    assert "5550123" not in text


def test_many_events_come_in_pieces() -> None:
    run = StoredRun()
    for _ in range(1500):
        run.event("server")
    pieces = list(rows(export(run.store, 1, None)))
    assert len(pieces) > 1
    assert b"".join(pieces).count(b"\r\n") == 1501


_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), st.sampled_from(["", *_STARTS]))
def test_no_cell_is_a_formula(text: str, start: str) -> None:
    run = StoredRun()
    run.event("browser", start + text, event_id=start + text)
    try:
        (row,) = table(run)
    finally:
        run.store.close()
    for cell in (row["event_name"], row["event_id"]):
        assert not cell.startswith(_STARTS)
        assert "\n" not in cell
