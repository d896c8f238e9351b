"""Words of consent: read, kept apart from events, and quarantined when they don't say enough."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from simulator.capture.read import read_item
from simulator.event import Origin, Quarantined, Request
from simulator.settings import Limits

WORD: dict[str, Any] = {
    "channel": "browser",
    "pixel_id": "1234567890",
    "received_at": 1_788_000_000.5,
    "consent": "revoke",
    "user_data": {"fbp": "fb.1.1787996400000.1098115397", "external_id": ["customer-1001", ""]},
}


def read(line: dict[str, Any]) -> Request | Quarantined | None:
    return read_item(orjson.dumps(line), Origin("test", 1), "lines", Limits())


def test_a_word_is_a_request_without_events() -> None:
    request = read(WORD)
    assert isinstance(request, Request)
    assert (request.form, request.events) == ("consent", [])
    assert request.body == {
        "pixel_id": "1234567890",
        "at": 1_788_000_000.5,
        "word": "revoke",
        "ids": ["fbp:fb.1.1787996400000.1098115397", "external_id:customer-1001"],
    }


@pytest.mark.parametrize("word", ["grant", "revoke"])
def test_both_words_are_known(word: str) -> None:
    request = read(WORD | {"consent": word})
    assert isinstance(request, Request)
    assert request.body["word"] == word


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"consent": "denied"}, 'give "grant" or "revoke"'),
        ({"consent": None}, 'give "grant" or "revoke"'),
        ({"consent": ["revoke"]}, 'give "grant" or "revoke"'),
        ({"received_at": None}, 'no "received_at"'),
        ({"user_data": {}}, 'no "user_data" with fbp or external_id'),
        ({"user_data": {"fbp": ""}}, 'no "user_data" with fbp or external_id'),
        ({"user_data": "fb.1.1787996400000.1098115397"}, 'no "user_data" with fbp or external_id'),
        ({"user_data": {"em": "ana@example.com"}}, 'no "user_data" with fbp or external_id'),
    ],
)
def test_a_word_that_says_too_little_is_quarantined(change: dict[str, Any], reason: str) -> None:
    found = read(WORD | change)
    assert isinstance(found, Quarantined)
    assert reason in found.reason
    assert "ana@" not in found.reason + found.excerpt


def test_an_event_with_a_member_of_that_name_stays_an_event() -> None:
    found = read({"event_name": "Purchase", "event_time": 1_788_000_000, "user_data": {}, "consent": "revoke"})
    assert isinstance(found, Request)
    assert len(found.events) == 1
