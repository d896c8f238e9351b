"""A finding as a ticket: complete, masked, and nothing in it is Markdown that was not meant."""

from __future__ import annotations

from stored_run import StoredRun, busy_run

from simulator.checks.catalog import catalog
from simulator.filtering import parse
from simulator.reports.ticket import ticket


def test_a_ticket_tells_everything_that_is_needed_to_mend_it() -> None:
    run = StoredRun()
    for _ in range(7):
        run.finding(run.event("server", event_id="a"), "USR003", 1, "em is no hash")
    rule = catalog()["USR003"]
    text = ticket(run.store, 1, "USR003")
    assert text.startswith(f"# USR003 {rule.name} (error)\n")
    assert "7 findings on 7 of 7 events." in text
    assert f"<{rule.source}>, read {rule.read}." in text
    assert "## Why it matters" in text
    assert "## How to mend it" in text
    assert text.count("- em is no hash") == 5
    assert "  - event #1: Purchase, server, from `shop.jsonl:1`" in text
    assert "  - at `$.user_data.em`" in text
    assert "expected a SHA-256 hash" in text
    assert text.endswith("`capisim rules USR003` explains the rule with examples of its own.\n")


def test_what_came_from_events_is_neither_markdown_nor_a_control_character() -> None:
    run = StoredRun()
    hostile = run.event("server", "[x](http://evil.example) `*boo*` \x1b[31m")
    run.finding(hostile, "USR003", 1, "<script>alert(1)</script>\n# not a heading", "$['`x`']")
    text = ticket(run.store, 1, "USR003")
    assert "\\[x\\](http://evil.example)" in text
    assert "\\<script\\>" in text
    assert "\x1b" not in text
    assert "\n# not" not in text
    assert "`$[''x'']`" in text


def test_an_address_in_an_event_name_is_masked() -> None:
    run = StoredRun()
    run.finding(run.event("server", "jane@example.com"), "USR003", 1)
    assert "jane@example.com" not in ticket(run.store, 1, "USR003")


def test_findings_about_two_events_name_the_other_one() -> None:
    run = StoredRun()
    one, other = run.event("browser"), run.event("server")
    run.finding(other, "DUP001", 1, twin=one, confidence="high")
    assert "  - with event #1\n" in ticket(run.store, 1, "DUP001")


def test_findings_about_the_run_as_a_whole_have_no_event() -> None:
    run = StoredRun()
    run.event("browser")
    run.finding(0, "COV001", 2, "no server copies for an hour", "$")
    text = ticket(run.store, 1, "COV001")
    assert "1 finding about the run as a whole." in text
    assert "event #0" not in text


def test_a_rule_that_found_nothing_and_one_of_another_catalog() -> None:
    run = busy_run()
    assert "Nothing was found in run 1" in ticket(run.store, 1, "USR003")
    run.finding(1, "OLD001", 2, "as an older capisim said")
    text = ticket(run.store, 1, "OLD001")
    assert text.startswith("# OLD001 (warning)\n\n1 finding on 1 of 11 events.")
    assert "How to mend it" not in text


def test_a_filter_is_told_and_obeyed() -> None:
    run = StoredRun()
    for name in ("Purchase", "Lead"):
        run.finding(run.event("server", name), "USR003", 1)
    text = ticket(run.store, 1, "USR003", parse("name:Lead"))
    assert "1 finding on 1 of 2 events." in text
    assert "Only events that match `name:Lead` are counted." in text
    assert "#1" not in text
