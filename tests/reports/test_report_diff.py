"""A diff as text, Markdown and JSON: the same story, and nothing in it is obeyed."""

from __future__ import annotations

import io

import pytest
from schema_check import assert_valid
from stored_run import StoredRun, busy_run

from simulator.finding import Severity
from simulator.reports.diff import document
from simulator.reports.diff_markdown import escape, markdown
from simulator.reports.diff_sections import SHOWN, sections, sentence
from simulator.reports.diff_text import print_diff
from simulator.reports.terminal import make_console
from simulator.views.diffing import RunDiff, Worse, diff, of_run

HOSTILE = "\x1b[31m<b>|x|`#1\n**b"


def found(before: StoredRun, after: StoredRun) -> RunDiff:
    return diff(of_run(before.store, 1, "main"), of_run(after.store, 1, "this"), Severity.ERROR)


def text(of: RunDiff, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COLUMNS", "80")
    out = io.StringIO()
    print_diff(make_console(out), of)
    return out.getvalue()


def md(of: RunDiff) -> str:
    return b"".join(markdown(of)).decode()


def test_a_document_has_the_published_shape() -> None:
    for one, two in ((busy_run(), StoredRun()), (StoredRun(), busy_run()), (busy_run(), busy_run())):
        assert_valid(document(found(one, two), Severity.ERROR, 0.5), "diff.schema.json")


def test_what_is_the_same_is_left_out() -> None:
    made = document(found(busy_run(), busy_run()), Severity.ERROR, 0.0)
    assert made["worse"] == made["rules"] == made["coverage"] == made["match_keys"] == made["channels"] == []
    assert all(row["before"] == row["after"] for row in made["verdicts"])


def test_text_tells_what_is_worse_first(monkeypatch: pytest.MonkeyPatch) -> None:
    told = text(found(StoredRun(), busy_run()), monkeypatch)
    assert told.startswith("main (0 events) → this (11 events)\n\nWorse\n  REQ003 ")
    assert told.index("Findings by rule") < told.index("New") < told.index("Event coverage") < told.index("Match keys")
    assert max(map(len, told.splitlines())) <= 80


def test_nothing_changed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    same = found(busy_run(), busy_run())
    assert "Worse  nothing\nNothing changed.\n" in text(same, monkeypatch)
    assert "Nothing is worse.\n\nNothing changed.\n" in md(same)


def test_long_lists_are_cut_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    run = StoredRun()
    for n in range(SHOWN + 3):
        run.event("server", event_id=f"order-{n:02}")
    new = next(each for each in sections(found(StoredRun(), run)) if each.title == "New")
    assert (len(new.rows), new.left) == (SHOWN, 3)
    assert "and 3 more" in text(found(StoredRun(), run), monkeypatch)
    assert "and 3 more" in md(found(StoredRun(), run))


def test_hostile_text_stays_text(monkeypatch: pytest.MonkeyPatch) -> None:
    run = StoredRun()
    run.duplicate("server", run.event("browser", HOSTILE, event_id=HOSTILE), HOSTILE, event_id=HOSTILE)
    of = found(run, StoredRun())
    told = text(of, monkeypatch)
    assert "\x1b" not in told
    assert "<b>" in told
    written = md(of)
    assert "\x1b" not in written
    assert "\\<b\\>" in written
    assert "<b>" not in written
    assert all(
        line.count("|") - line.count("\\|") == 6 for line in written.splitlines() if line.startswith("| browser")
    )


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("Purchase", "Purchase"),
        ("add_to_cart", "add\\_to\\_cart"),
        ("- a", "\\- a"),
        ("a-b", "a-b"),
        ("1. a", "1\\. a"),
        ("a: b", "a: b"),
        ("https://x.example", "https\\://x.example"),
        ("www.x.example", "www\\.x.example"),
        ("<b>", "\\<b\\>"),
        ("&lt;", "\\&lt;"),
        ("@me", "@&#8203;me"),
        ("#12 kept", "\\#&#8203;12 kept"),
        ("a|b", "a\\|b"),
    ],
)
def test_markdown_obeys_nothing(given: str, written: str) -> None:
    assert escape(given) == written


@pytest.mark.parametrize(
    ("worse", "said"),
    [
        (Worse("rule", "DUP001", 0, 1200), "DUP001 event-id-differs: 0 → 1,200 findings"),
        (Worse("verdict", "kept → rejected", None, 1), "1 event kept → rejected"),
        (Worse("pairs", None, None, 2), "2 pairs broke"),
        (Worse("coverage", "Purchase", 95.0, 80.5), "Purchase: event coverage 95.0 % → 80.5 %"),
        (Worse("match-key", "Purchase.em", 95.0, 80.5), "Purchase.em: well formed 95.0 % → 80.5 %"),
        (Worse("channel", "Purchase:server", 44, 0), "Purchase:server: no longer reported (44 before)"),
    ],
)
def test_every_kind_has_its_words(worse: Worse, said: str) -> None:
    assert sentence(worse) == said
