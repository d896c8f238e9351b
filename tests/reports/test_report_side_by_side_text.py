"""Pairs side by side as text: in line, whole values, the browser's copy on the left."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from rich.cells import cell_len
from stored_run import NOON, StoredRun

from simulator.reports.one_event import print_event
from simulator.reports.pairs import choose
from simulator.reports.side_by_side import sides_of
from simulator.reports.side_by_side_text import print_pairs, print_suspected
from simulator.reports.summary import summarize
from simulator.reports.suspected import suspected
from simulator.reports.terminal import make_console
from simulator.reports.text import print_report

HASH = "a" * 64
BROWSER: dict[str, Any] = {
    "event_name": "Purchase",
    "event_id": "order-1",
    "user_data": {"fbp": "fb.1.1.2", "fbc": "fb.1.1.x"},
    "custom_data": {"value": 24.0, "currency": "EUR"},
}
SERVER: dict[str, Any] = {
    **BROWSER,
    "user_data": {"fbp": "fb.1.1.2", "em": [HASH]},
    "custom_data": {"value": 29, "currency": "EUR"},
}
UUIDS = ("3f2b8c1e-9a7d-4f6b-8c1e-9a7d4f6b8c03", "9e7d4f6b-8c1e-4f6b-9a7d-3f2b8c1e9a03")


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)


def one_pair(
    browser: dict[str, Any] = BROWSER, server: dict[str, Any] = SERVER, server_counts: bool = False
) -> StoredRun:
    run = StoredRun()
    first = run.event("server" if server_counts else "browser")
    second = run.duplicate("browser" if server_counts else "server", first, survivor_rule="first-received")
    run.payload(first, server if server_counts else browser)
    run.payload(second, browser if server_counts else server)
    return run


def shown(run: StoredRun, limit: int = 9) -> str:
    out = io.StringIO()
    print_pairs(make_console(out), choose(run.store, 1, limit))
    return out.getvalue()


def test_a_pair_is_a_table_of_what_parts_and_two_sentences() -> None:
    run = one_pair()
    run.finding(2, "DUP012", 2, twin=1)
    assert shown(run).splitlines() == [
        "Purchase  1.5 s apart  DUP012 value-differs",
        "               browser #1 · counts  server #2",
        "               shop.jsonl:1         shop.jsonl:2",
        "    user_data",
        "  ×   em       –                    aaaa…aaaa (64 characters)",
        "  +   fbc      f…x (8 characters)   –",
        "    custom_data",
        "  ≠   value    24.0                 29",
        "    and 4 members alike",
        "  Same event name and event_id: the browser's copy came first, so it counts.",
        "  The server's copy does not count, and it alone had em. Meta does not say",
        "  whether it keeps them.",
    ]


def test_the_browsers_copy_is_on_the_left_also_when_the_servers_counts() -> None:
    lines = shown(one_pair(server_counts=True)).splitlines()
    assert re.search(r"browser #2 +server #1 · counts", lines[1])
    assert re.search(r"shop\.jsonl:2 +shop\.jsonl:1", lines[2])
    text = "\n".join(lines)
    assert re.search(r"\+   em +– +aaaa…aaaa", text), "the copy that counts has it"
    assert re.search(r"×   fbc +f…x \(8 characters\) +–", text)
    assert re.search(r"≠   value +24\.0 +29", text)
    assert "The browser's copy does not count, and it alone had fbc." in text


def test_equal_copies_are_one_line() -> None:
    text = shown(one_pair(BROWSER, BROWSER))
    assert "all 6 members alike" in text
    assert "browser #1" not in text


def test_pairs_that_part_in_the_same_are_shown_once() -> None:
    run = StoredRun()
    for name in ("PageView", "Lead", "Lead"):
        first = run.event("browser", name)
        second = run.duplicate("server", first, name)
        run.payload(first, BROWSER | {"event_time": NOON})
        run.payload(second, SERVER | {"event_time": NOON + len(name)})
    text = " ".join(shown(run).split())
    assert text.count("≠ value") == 1
    assert "The same goes for Lead #3 and #4, Lead #5 and #6." in text
    run.finding(6, "DUP012", 2, twin=5)
    assert shown(run).count("≠   value") == 2, "with a finding it is not the same"


@pytest.mark.parametrize("columns", [20, 80, 120, 200])
@pytest.mark.parametrize("ids", [UUIDS, ("x" * 80, "y" * 80), ("购买完成" * 9, "a-1"), ("a-1", "购买" * 30)])
def test_lines_fit_and_values_stay_whole(columns: int, ids: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    long = {"a_member_with_a_rather_long_name_of_somebodys_own_" + "x" * 30: 1}
    browser = BROWSER | {"event_id": ids[0], "custom_data": {"value": 1, **long}}
    text = shown(one_pair(browser, SERVER | {"event_id": ids[1]}))
    assert max(map(cell_len, text.splitlines())) <= max(80, min(columns, 140))
    assert "aaaa…aaaa (64 characters)" in text
    if ids == UUIDS:
        assert all(each in text for each in ids)


def test_an_id_that_is_too_long_for_its_column_goes_below_its_name() -> None:
    lines = shown(one_pair(BROWSER | {"event_id": UUIDS[0]}, SERVER | {"event_id": UUIDS[1]})).splitlines()
    at = next(index for index, line in enumerate(lines) if "≠ event_id" in line)
    assert lines[at].split() == ["≠", "event_id", "browser", "#1", UUIDS[0]]
    assert lines[at + 1].split() == ["server", "#2", UUIDS[1]]
    assert lines[at].index(UUIDS[0]) == lines[at + 1].index(UUIDS[1])


def test_a_wide_terminal_keeps_long_ids_in_their_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    text = shown(one_pair(BROWSER | {"event_id": UUIDS[0]}, SERVER | {"event_id": UUIDS[1]}))
    assert f"{UUIDS[0]}  {UUIDS[1]}" in text


def test_wide_characters_stay_in_their_columns() -> None:
    lines = shown(one_pair(BROWSER | {"event_id": "购买-1"}, SERVER | {"event_id": "b-1"})).splitlines()
    (row,) = [line for line in lines if "event_id" in line and "≠" in line]
    head = lines[1]
    assert cell_len(row[: row.index("b-1")]) == head.index("server #2")


def test_a_wide_name_is_cut_where_the_line_ends() -> None:
    run = StoredRun()
    name = "购" * 60
    run.payload(run.event("browser", name), BROWSER)
    run.payload(run.duplicate("server", 1, name), SERVER)
    assert max(map(cell_len, shown(run).splitlines())) <= 80


def test_nothing_an_event_says_is_obeyed() -> None:
    evil = {"event_id": "\x1b[2Jx", "\x1b[31m[red]": 1, "custom_data": {"[bold]\u202e": 2}}
    text = shown(one_pair(BROWSER | evil, SERVER))
    assert [c for c in text if c != "\n" and not c.isprintable()] == []
    assert "\\x1b[2Jx" in text
    assert "[red]" in text


def test_marks_need_no_colour_and_no_unicode(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", newline="\n")
    print_pairs(make_console(stream), choose(one_pair().store, 1, 1))
    stream.flush()
    text = raw.getvalue().decode("ascii")
    assert re.search(r"!   value +24\.0 +29", text)
    assert re.search(r"x   em ", text)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert not re.search(r"\x1b\[[\d;]*3[0-7]", shown(one_pair()))


def suspect(**columns: Any) -> StoredRun:
    run = StoredRun()
    first = run.event("browser", event_id="A-1")
    second = run.event("server", **{"event_id": "a-1", **columns})
    run.payload(first, BROWSER | {"event_id": "A-1"})
    run.payload(second, SERVER | {"event_id": "a-1"})
    run.finding(second, "DUP001", 2, twin=first, confidence="medium")
    return run


def suspected_text(run: StoredRun, *, members: bool) -> str:
    out = io.StringIO()
    (each,) = suspected(run.store, 1, 9)
    print_suspected(make_console(out), each, sides_of(run.store, 1, 1, 2) if members else None)
    return out.getvalue()


def test_a_suspected_pair_in_short() -> None:
    assert suspected_text(suspect(), members=False).splitlines() == [
        "Purchase  1 s apart  medium confidence  DUP001 event-id-differs",
        "  browser #1  A-1",
        "  server #2   a-1",
        "  The ids differ only in upper and lower case.",
    ]
    assert "server #2   j…@… (16 characters)" in suspected_text(suspect(event_id="jane@example.com"), members=False)
    assert "server #2   no event_id" in suspected_text(suspect(event_id=None), members=False)
    assert suspected_text(suspect(event_name="purchase"), members=False).startswith("Purchase / purchase  ")
    assert "times unknown" in suspected_text(suspect(received_at=None, event_time=None), members=False)


def test_a_suspected_pair_with_its_members_loses_nothing() -> None:
    text = suspected_text(suspect(), members=True)
    assert re.search(r"≠ event_id +A-1 +a-1", text)
    assert re.search(r"\+   em +– +aaaa…aaaa", text)
    assert "×" not in text
    assert "counts" not in text


def report_of(run: StoredRun, pairs: int = 8) -> str:
    out = io.StringIO()
    print_report(make_console(out), run.store, summarize(run.store, 1, pairs), pairs)
    return out.getvalue()


def test_the_report_shows_up_to_two_pairs_that_part() -> None:
    run = StoredRun()
    for change in ({}, {"opt_out": True}, {"opt_out": False, "referrer_url": "x"}, {"event_source_url": "y"}):
        first = run.event("browser")
        run.payload(first, BROWSER)
        run.payload(run.duplicate("server", first), BROWSER | change)
    text = report_of(run)
    section = text[text.index("Side by side") : text.index("Findings")]
    assert section.count("apart") == 2
    assert "'capisim report --pair N'" in section
    assert "Side by side" not in report_of(run, 0)
    assert "Side by side" not in report_of(one_pair(BROWSER, BROWSER))


def test_the_report_has_a_section_for_what_looks_like_one_action() -> None:
    text = report_of(suspect())
    section = text[text.index("Looks like one action") : text.index("Findings")]
    assert "medium confidence" in section
    assert "browser #1  A-1" in section
    assert "Looks like one action" not in report_of(suspect(), 0)
    assert "Looks like one action" not in report_of(one_pair())
    assert "#2 $.user_data.em with #1, medium confidence: is wrong" in text


def test_more_suspected_pairs_than_shown_are_counted() -> None:
    run = StoredRun()
    for _ in range(7):
        first = run.event("browser", event_id="A-1")
        run.finding(run.event("server", event_id="a-1"), "DUP001", 1, twin=first, confidence="high")
    text = report_of(run)
    assert "5 of 7 pairs that count twice" in text
    assert text.count("upper and lower case.") == 5


def event_text(run: StoredRun, n: int) -> str:
    out = io.StringIO()
    print_event(make_console(out), run.store, 1, n)
    return out.getvalue()


def test_one_event_shows_every_member() -> None:
    text = event_text(one_pair(), 2)
    assert text.startswith("Run 1 · #2 · Purchase · server · duplicate\n")
    assert re.search(r"    event_id +order-1 +order-1", text)
    assert re.search(r"      fbp +f…2 \(8 characters\) +f…2", text)
    assert "alike" not in text
    assert event_text(one_pair(), 1).startswith("Run 1 · #1 · Purchase · browser · kept\n")


def test_one_event_shows_what_is_suspected_of_it() -> None:
    assert "Looks like one action, and counts twice" in event_text(suspect(), 1)
    assert "Looks like one action, and counts twice" in event_text(suspect(), 2)


def test_one_event_without_another_copy() -> None:
    run = suspect()
    run.event("browser")
    assert event_text(run, 3).endswith("No other copy of it was found in this run, and none is suspected.\n")
