"""Events that are chosen by their numbers, and what stood beside them in their requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from forwarding import NOW, SETTINGS, event, server, stored

from simulator.filtering import parse
from simulator.forward import Asked, plan
from simulator.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def browser(payload: dict[str, Any]) -> dict[str, Any]:
    return {**server(payload), "pixel_id": "99", "channel": "browser"}


def test_of_a_browsers_event_its_server_copies_are_taken(tmp_path: Path) -> None:
    lines = [browser(event("a")), server(event("a")), server(event("a")), server(event("b")), browser(event("c"))]
    with open_store(":memory:") as store:
        stored(store, tmp_path, *lines)

        def chosen(*numbers: int) -> list[int]:
            found = plan(store, None, None, SETTINGS, only=numbers, clock=lambda: NOW)
            assert found.matching == len(found.events)
            return [each.n for each in found.events]

        assert chosen(1) == [2, 3]
        assert chosen(3) == [3], "a server's event is meant itself, be it a copy"
        assert chosen(4, 2, 4) == [2, 4]
        assert chosen(5) == []
        assert chosen() == []
        nothing = plan(store, None, None, SETTINGS, only=(5,), clock=lambda: NOW)
        assert [each.reason for each in nothing.refusals] == ["no-events"]
        filtered = plan(store, None, parse("name:Nothing"), SETTINGS, only=(1,), clock=lambda: NOW)
        assert len(filtered.events) == 2, "numbers are taken instead of a filter"


def test_many_numbers_are_looked_up_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.forward.selecting._AT_ONCE", 2)
    with open_store(":memory:") as store:
        stored(store, tmp_path, *[server(event(f"{n}")) for n in range(7)])
        found = plan(store, None, None, SETTINGS, only=range(1, 8), clock=lambda: NOW)
        assert [each.n for each in found.events] == [1, 2, 3, 4, 5, 6, 7]


def test_what_stood_beside_the_events_is_not_sent_and_that_is_said(tmp_path: Path) -> None:
    body = {"data": [event("a"), event("b")], "partner_agent": "shop_1_0", "upload_tag": "x", "test_event_code": "T1"}
    url = "https://graph.facebook.com/v26.0/99/events?access_token=EAAnobodysnobodysnobodysnobodys"
    request = {"received_at": NOW, "request": {"method": "POST", "url": url, "body": body}}
    with open_store(":memory:") as store:
        stored(store, tmp_path, request)
        found = plan(store, None, None, SETTINGS, Asked(), clock=lambda: NOW)
    assert len(found.events) == 2
    (note,) = [each for each in found.notes if "beside" in each]
    assert note == "What stood beside the events in their requests is not sent: partner_agent, upload_tag."


def test_events_alone_had_nothing_beside_them(tmp_path: Path) -> None:
    with open_store(":memory:") as store:
        stored(store, tmp_path, server(event("a")))
        assert not [each for each in plan(store, None, None, SETTINGS).notes if "beside" in each]
