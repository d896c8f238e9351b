"""Which events a plan holds, as who made them, and what it says of them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from forwarding import NOW, SETTINGS, event, run_of, server, stored

from simulator.errors import UsageError
from simulator.filtering import parse
from simulator.forward import Asked, plan
from simulator.forward.made_up import made_up
from simulator.forward.request import address, batches, body
from simulator.pipeline import replay
from simulator.pipeline.listening import Listener
from simulator.resources import fixtures
from simulator.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

MEANT = Asked(include_captured=True, include_rejected=True)


def test_server_events_alone_as_their_server_sent_them(tmp_path: Path) -> None:
    browser = {**server(event("b")), "channel": "browser"}
    sent = event(
        "s", user_data={"em": "Ana@Example.com", "ph": ["+1 650"]}, odd={"x": [1, None]}, event_time="1789996400"
    )
    with open_store(":memory:") as store:
        stored(store, tmp_path, browser, server(sent), {"channel": "server", "event": "no event"})
        found = plan(store, None, None, SETTINGS, Asked(keep_ids=True), clock=lambda: NOW)
        assert [each.payload for each in found.events] == [sent]
        assert [each.n for each in found.events] == [2]
        assert found.shifted_seconds is None
        assert found.id_suffix is None


def test_a_filter_chooses_and_the_first_ones_are_taken(tmp_path: Path) -> None:
    payloads = [event(f"{n}", event_name="Lead" if n % 2 else "Purchase") for n in range(10)]
    few = replace(SETTINGS, forward=replace(SETTINGS.forward, max_events=3))
    with run_of(tmp_path, *payloads) as store:
        found = plan(store, None, parse("name:Lead"), few, clock=lambda: NOW)
        assert [each.n for each in found.events] == [2, 4, 6]
        assert found.matching == 5
        assert plan(store, None, parse("name:Nothing"), few, clock=lambda: NOW).refusals[0].reason == "no-events"
        with pytest.raises(UsageError, match="no run 9"):
            plan(store, 9, None, few)


def test_the_dataset_is_never_taken_from_the_events(tmp_path: Path) -> None:
    with run_of(tmp_path, event()) as store:
        bare = replace(SETTINGS, forward=replace(SETTINGS.forward, pixel_id=None))
        found = plan(store, None, None, bare, clock=lambda: NOW)
        assert "99" not in address(found.target), "the dataset they were captured from"
        assert "PIXEL_ID" in address(found.target)


def test_ids_get_one_ending_of_their_own_each_time(tmp_path: Path) -> None:
    with run_of(tmp_path, event("a"), event("b"), event("a"), event(None)) as store:
        first, second = (plan(store, None, None, SETTINGS, clock=lambda: NOW) for _ in range(2))
        assert first.id_suffix != second.id_suffix
        ids = [each.event_id for each in first.events]
        assert ids == [f"a{first.id_suffix}", f"b{first.id_suffix}", f"a{first.id_suffix}", None]
        assert any("1 of the events have no event id" in note for note in first.notes)
        kept = plan(store, None, None, SETTINGS, Asked(keep_ids=True), clock=lambda: NOW)
        assert [each.event_id for each in kept.events] == ["a", "b", "a", None]
        assert any("stay as they are" in note for note in kept.notes)


def test_old_events_are_fine_once_they_are_moved(tmp_path: Path) -> None:
    with run_of(tmp_path, event("a", event_time=1_700_000_000), event("b", event_time=1_700_000_060)) as store:
        old = plan(store, None, None, SETTINGS, clock=lambda: NOW)
        assert [each.prediction and each.prediction[3:] for each in old.events] == [(100, 2804003)] * 2
        now = plan(store, None, None, SETTINGS, Asked(shift_time=True), clock=lambda: NOW)
        assert [each.prediction for each in now.events] == [None, None]
        assert [each.event_time for each in now.events] == [NOW - 120, NOW - 60]
        assert now.refusals == ()
        assert any("later, so that the last has just happened" in note for note in now.notes)


def test_the_first_thing_it_says_is_that_test_events_are_real(tmp_path: Path) -> None:
    with run_of(tmp_path, event()) as store:
        note = plan(store, None, None, SETTINGS, clock=lambda: NOW).notes[0]
    assert "Meta processes test events as real events" in note


def _copied(name: str, folder: Path) -> str:
    shutil.copy(fixtures() / name / "events.jsonl", folder / "mine.jsonl")
    return str(folder / "mine.jsonl")


def test_who_made_the_events(tmp_path: Path) -> None:
    with open_store(":memory:") as store:

        def of(*sources: str, **given: Any) -> list[str | None]:
            return list(made_up(store.run(replay(store, sources, SETTINGS, **given))))

        assert of(str(fixtures() / "clean-pair")) == ["fixture"]
        copy = _copied("poisoned-batch", tmp_path)
        assert of(copy) == ["fixture"], "wherever it lies"
        other = tmp_path / "other.jsonl"
        other.write_text(f"{(tmp_path / 'mine.jsonl').read_text('utf-8')}\n", "utf-8")
        assert of(copy, str(other)) == ["fixture", None], "nobody knows what was added to it"
        assert of(str(other), made="synthetic") == ["synthetic"]


def test_what_was_listened_to_is_captured_whoever_sent_it() -> None:
    with open_store(":memory:") as store:
        listener = Listener(store, SETTINGS)
        listener.finish()
        assert made_up(store.run()) == [None]


def test_one_captured_event_among_made_up_ones_is_noticed(tmp_path: Path) -> None:
    with open_store(":memory:") as store:
        copy = _copied("poisoned-batch", tmp_path)
        real = tmp_path / "real.jsonl"
        real.write_text('{"channel": "server", "event": {"event_name": "Lead", "event_time": 1}}\n', "utf-8")
        run = replay(store, [copy, str(real)], SETTINGS)
        found = plan(store, run, None, SETTINGS, Asked(include_rejected=True), clock=lambda: NOW)
        assert [each.reason for each in found.refusals] == ["captured"]
        assert found.refusals[0].message.startswith("1 of the events")
        meant = plan(store, run, None, SETTINGS, MEANT, clock=lambda: NOW)
        assert meant.refusals == ()
        assert not any("this very dataset" in note for note in meant.notes)
        assert "Captured events are among them" in meant.notes[-1]


def test_captured_events_back_to_their_own_dataset_are_pointed_out(tmp_path: Path) -> None:
    own = replace(SETTINGS, forward=replace(SETTINGS.forward, pixel_id="99"))
    with run_of(tmp_path, event("a"), event("b"), made=None) as store:
        notes = plan(store, None, None, own).notes
        assert notes[1] == "127.0.0.1:9 is not Meta: its answers are not Meta's."
        assert "2 of the events were captured on their way to this very dataset" in notes[2]
    with run_of(tmp_path, event("a")) as store:
        assert not any("very dataset" in note for note in plan(store, None, None, own).notes)


def test_requests_hold_so_many_and_what_we_reject_goes_alone(tmp_path: Path) -> None:
    payloads = [event(f"{n}", event_time=1_700_000_000 if n == 2 else int(NOW)) for n in range(6)]
    with run_of(tmp_path, *payloads) as store:
        found = plan(store, None, None, SETTINGS, Asked(include_rejected=True, keep_ids=True), clock=lambda: NOW)
    assert [[each.event_id for each in batch] for batch in batches(found.events, 2)] == [
        ["0", "1"],
        ["2"],
        ["3", "4"],
        ["5"],
    ]
    assert body([payloads[0]], "TEST1") == {"data": [payloads[0]], "test_event_code": "TEST1"}
    assert batches((), 2) == []
