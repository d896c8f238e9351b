"""Events that one channel alone reported."""

from __future__ import annotations

from stored_run import StoredRun

from simulator.views.one_sided import OneSided, one_sided


def test_pairs_repeats_and_other_sources_are_left_out() -> None:
    run = StoredRun()
    first = run.event("browser", event_id="a")
    run.duplicate("server", first, event_id="a")
    again = run.event("browser", event_id="b")
    run.duplicate("browser", again, event_id="b")
    run.event("server", event_id="c")
    run.event("server", "Lead", action_source="app")
    run.event("server", "Lead", verdict="rejected")
    run.event("browser", "Microdata")
    assert one_sided(run.store, 1) == [OneSided("Purchase", 1, 1)]


def test_what_looks_like_a_copy_counts_as_one_unless_contents_alone_suggest_it() -> None:
    run = StoredRun()
    first, second = run.event("browser", event_id="a"), run.event("server", event_id="A")
    run.finding(second, "DUP001", 1, twin=first, confidence="medium")
    third, fourth = run.event("browser", "Lead", event_id="b"), run.event("server", "Lead", event_id="c")
    run.finding(fourth, "DUP001", 2, twin=third, confidence="low")
    assert one_sided(run.store, 1) == [OneSided("Lead", 1, 1)]


def test_with_one_channel_nothing_is_one_sided() -> None:
    run = StoredRun()
    run.event("server")
    assert one_sided(run.store, 1) == []
