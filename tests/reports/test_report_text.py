"""The text report: complete, in line, in its width, and deaf to what events say."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from rich.cells import cell_len
from stored_run import StoredRun, busy_run

from simulator.reports.summary import summarize
from simulator.reports.terminal import bar, make_console, range_bar, safe
from simulator.reports.text import print_report


def printed(run: StoredRun, pairs: int = 8, **changes: Any) -> str:
    out = io.StringIO()
    print_report(make_console(out), run.store, summarize(run.store) | changes, pairs)
    return out.getvalue()


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)


def test_every_section_is_there() -> None:
    text = printed(busy_run())
    titles = ["Run 1", "Verdicts", "Pairs by event name", "Who counts", "Findings", "Match quality", "Quarantined"]
    places = [text.index(title) for title in titles]
    assert places == sorted(places)
    assert "11 read = 9 stored + 2 quarantined" in text
    assert re.search(r"Purchase +2 +3 +1 +1 +1 +50\.0 %", text)
    assert re.search(r"Lead +#4 +#5 +30 s +event_id +browser #4", text)
    assert "although it came second" in " ".join(text.split())
    assert re.search(r"rejected REQ003 \S+ +×1", text)
    assert "#8 $: is refused with its request" in text
    assert "ignored by the settings" not in text
    assert "shop.jsonl:10  the line is no JSON  (2 with this reason)" in text


def test_no_head_is_cut_at_80_columns() -> None:
    run = busy_run()
    run.event("browser", "SubscribedButtonClick" + "X" * 40)
    lines = printed(run).splitlines()
    at = next(index for index, line in enumerate(lines) if line.startswith("event "))
    assert lines[at].split() == ["event", "browser", "server", "pairs", "browser", "server", "coverage"]
    assert lines[at - 1].split() == ["only", "only"]
    assert "…" not in lines[at]


def test_an_empty_run_is_short() -> None:
    text = printed(StoredRun())
    assert "0 read = 0 stored + 0 quarantined" in text
    assert "Findings  none" in text
    assert "Match quality" not in text
    assert "Quarantined" not in text


def test_match_quality_is_a_range_with_its_model_and_gains() -> None:
    run = busy_run()
    (purchase, *_) = summarize(run.store)["match_quality"]
    text = printed(run)
    estimate = purchase["estimate"]
    assert f"{estimate['low']:.1f} – {estimate['high']:.1f}" in text
    assert f"model {estimate['model']}" in text
    for gain in purchase["gains"]:
        assert text.count(gain["text"].rpartition(": ")[0]) >= 1
        assert f"\n    +{gain['gain']:.1f}  send" in text
    assert len(purchase["gains"]) == 3


@pytest.mark.parametrize("columns", [20, 80, 100, 120, 400])
def test_no_line_is_wider_than_the_console(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    run = busy_run()
    long = "a-very-long-custom-event-name-that-somebody-chose"
    run.duplicate("server", run.event("browser", long), long)
    widest = max(map(cell_len, printed(run).splitlines()))
    assert widest <= max(80, min(columns, 140))


def test_wide_characters_stay_in_line() -> None:
    run = StoredRun()
    run.duplicate("server", run.event("browser", "购买完成"), "购买完成")
    run.event("browser", "Purchase")
    rows = [line for line in printed(run).splitlines() if line.endswith(("100.0 %", "  0.0 %"))]
    assert len(rows) == 2
    assert len({cell_len(row) for row in rows}) == 1


def test_nothing_an_event_says_is_obeyed() -> None:
    run = StoredRun(source="\x1b]0;title\x07[red]shop[/red].jsonl")
    name = "\x1b[2J[link=file:///etc/passwd]Buy[/link]\u202e"
    n = run.event("browser", name)
    run.duplicate("server", n, name, key="event_id")
    run.finding(n, "EVT099", 2, "\x9b31m[blink]:smile:[/blink]", "$.custom_data.\x1b[31m")
    run.quarantined("\x1b[31mreason", "\x1b[8mexcerpt")
    text = printed(run)
    assert [c for c in text if c != "\n" and not c.isprintable()] == []
    assert "[blink]:smile:[/blink]" in text
    assert "[red]shop[/red].jsonl" in text


def test_plain_where_there_is_no_terminal_coloured_where_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in printed(busy_run())
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    coloured = printed(busy_run())
    assert "\x1b[1;31m" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[\d;]*3[0-7]", printed(busy_run()))


def test_an_ascii_terminal_gets_the_nearest_characters() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", newline="\n")
    run = busy_run()
    run.event("browser", "购买")
    print_report(make_console(stream), run.store, summarize(run.store))
    stream.flush()
    text = raw.getvalue().decode("ascii")
    assert re.search(r"kept +\d+ +[\d.]+ % +#+", text)
    assert re.search(r"\.+-+\|", text), "the range is drawn"
    assert re.search(r"^\?\? ", text, re.MULTILINE)


def test_pairs_are_as_many_as_asked_for_and_the_rest_is_mentioned() -> None:
    run = StoredRun()
    for _ in range(12):
        run.duplicate("server", run.event("browser"))
    assert printed(run).count("browser #") == 8
    assert "8 of 12, one of every kind first; --pairs N shows more" in printed(run)
    assert printed(run, pairs=100).count("browser #") == 12
    assert "Who counts" not in printed(run, pairs=0)


def test_unreadable_lines_show_every_reason_before_a_second_of_the_same() -> None:
    run = StoredRun()
    for _ in range(10):
        run.quarantined("the line is no JSON")
    run.quarantined("the line is too long")
    text = printed(run)
    assert "shop.jsonl:11  the line is too long" in text
    assert text.count("the line is no JSON") == 4
    assert "(10 with this reason)" in text


def test_many_event_names_are_cut_with_a_hint() -> None:
    run = StoredRun()
    for index in range(30):
        run.event("browser", f"Custom{index:02}")
    text = printed(run)
    assert text.count("Custom") == 25
    assert "and 5 more event names" in text


@pytest.mark.parametrize(("share", "cells"), [(0.0, 0), (0.001, 1), (0.5, 10), (1.0, 20)])
def test_a_bar_shows_that_there_is_something(share: float, cells: int) -> None:
    assert len(bar(share)) == cells


@pytest.mark.parametrize(
    ("low", "likely", "high", "drawn"),
    [(0, 0, 0, "┃" + "·" * 19), (10, 10, 10, "·" * 19 + "┃"), (2, 5, 7.4, "····━━━━━━┃━━━━·····")],
)
def test_a_range_is_drawn_to_scale(low: float, likely: float, high: float, drawn: str) -> None:
    assert range_bar(low, likely, high) == drawn


def test_safe_text_is_short_and_printable() -> None:
    assert safe("\x1b[31m") == "\\x1b[31m"
    assert len(safe("x" * 1000)) == 200
