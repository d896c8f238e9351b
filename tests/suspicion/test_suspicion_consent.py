from __future__ import annotations

from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from suspicion_building import findings, found

from simulator.checks.examples import AT, browser, event, received
from simulator.checks.seen import Consent, Seen
from simulator.customer.hashing import sha256
from simulator.finding import Severity
from simulator.settings import Settings
from simulator.suspicion import consent as module
from simulator.suspicion.consent import MOST_EVENTS, ON_LOADING, SESSION, ConsentWatch
from simulator.suspicion.observer import Told

FBP = f"fb.1.{AT - 3600}000.1098115397"
OTHER = f"fb.1.{AT - 3600}000.2098115397"
HASH = "d18bb2e4db9b94e16ecd8c6a26c81f2ddcde4b7bd9e3f98a52a40b8bd4fa0a59"


def word(said: Literal["grant", "revoke"], at: float, *ids: str) -> Consent:
    return Consent("1234567890", at, said, ids or (f"fbp:{FBP}",))


def sent(
    n: int,
    at: float,
    channel: Literal["browser", "server"] = "browser",
    *,
    happened: float | None = None,
    **user: Any,
) -> Seen:
    user_data = user or {"fbp": FBP}
    payload = {"event_name": "Lead", "user_data": user_data}
    return Seen(n, channel, "1234567890", "Lead", f"lead-{n}", happened, at, payload, {}, "kept", False)


def told(*what: Consent | Seen) -> list[Told]:
    watch = ConsentWatch(Settings())
    found: list[Told] = []
    for each in what:
        found += watch.consent(each) if isinstance(each, Consent) else watch.see(each)
    return found + list(watch.end())


def codes(*what: Consent | Seen) -> list[tuple[int, str]]:
    return [(each.n, each.rule) for each in told(*what)]


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ([sent(1, AT)], []),
        ([word("grant", AT), sent(1, AT + 1)], []),
        ([word("revoke", AT), sent(1, AT + 1)], [(1, "CNS007")]),
        ([word("revoke", AT), sent(1, AT)], [(1, "CNS007")]),
        ([word("revoke", AT), sent(1, AT + 1), word("grant", AT + 2), sent(2, AT + 3)], [(1, "CNS007")]),
        ([word("grant", AT), word("revoke", AT + 1), sent(1, AT + 2)], [(1, "CNS007")]),
        ([word("revoke", AT), sent(1, AT + 1, fbp=OTHER)], []),
        ([word("revoke", AT), sent(1, AT + 1, em=HASH)], []),
        ([word("revoke", AT), sent(1, AT + 90, "server")], [(1, "CNS008")]),
        ([word("grant", AT), sent(1, AT + 90, "server")], []),
        ([sent(1, AT), word("grant", AT + 10)], [(1, "CNS007")]),
        ([sent(1, AT, "server"), word("grant", AT + 10)], [(1, "CNS008")]),
        ([sent(1, AT), word("revoke", AT + 10)], []),
        ([sent(1, AT), word("revoke", AT + 10), word("grant", AT + 20)], []),
        ([sent(1, AT), word("grant", AT + 10), sent(2, AT + 11), word("grant", AT + 12)], [(1, "CNS007")]),
        ([sent(1, AT), word("grant", AT + SESSION)], [(1, "CNS007")]),
        ([sent(1, AT), word("grant", AT + SESSION + 1)], []),
        ([sent(1, AT), sent(2, AT + 2), word("grant", AT + SESSION + 1)], [(2, "CNS007")]),
    ],
)
def test_events_and_words(what: list[Consent | Seen], expected: list[tuple[int, str]]) -> None:
    assert codes(*what) == expected


@pytest.mark.parametrize(
    ("happened", "hits"),
    [
        (AT - 100, False),
        (AT - 1, False),
        (AT, True),
        (AT + 30, True),
        (None, True),
        (AT * 1000, True),
        (AT + 999, True),
    ],
)
def test_server_s_event_goes_by_when_it_happened(happened: float | None, hits: bool) -> None:
    expected = [(1, "CNS008")] if hits else []
    assert codes(word("revoke", AT), sent(1, AT + 60, "server", happened=happened)) == expected


@pytest.mark.parametrize(
    ("granted", "expected"), [(0.4, []), (ON_LOADING, []), (ON_LOADING + 0.1, [(1, "CNS008")]), (None, [(1, "CNS008")])]
)
def test_revoke_of_a_page_that_loads(granted: float | None, expected: list[tuple[int, str]]) -> None:
    """Meta asks for a revoke on every page; it is followed by the grant of who agreed before."""
    grant = [] if granted is None else [word("grant", AT + granted)]
    assert codes(word("grant", AT - 60), word("revoke", AT), sent(1, AT + 0.2, "server"), *grant) == expected


def test_revoke_of_a_page_holds_the_browser_back_at_once() -> None:
    what = (word("grant", AT - 60), word("revoke", AT), sent(1, AT + 0.2), word("grant", AT + 0.4))
    assert codes(*what) == [(1, "CNS007")]


def test_revoke_again_is_no_new_revoke() -> None:
    message = told(word("revoke", AT), word("revoke", AT + 100), sent(1, AT + 110))[0].hit.message
    assert message == (
        "The browser sent this event 110.0 s after the visitor's consent was revoked, and before it was granted again."
    )


def test_message_before_the_first_grant() -> None:
    message = told(sent(1, AT, "server"), word("grant", AT + 600))[0].hit.message
    assert message == "The server reported what happened 10 min before the visitor's consent was first granted."


@pytest.mark.parametrize(
    ("said", "user"),
    [
        (f"fbp:{FBP}", {"fbp": f"{FBP}.AQYCAQMA"}),
        (f"fbp:{FBP}.AQYCAQMA", {"fbp": FBP}),
        ("external_id:4711", {"external_id": 4711}),
        ("external_id:4711", {"external_id": ["4711"]}),
        (f"external_id:{HASH}", {"external_id": f"{HASH}.AQQAAQMC"}),
        (f"external_id:{HASH.upper()}", {"external_id": [HASH]}),
        ("external_id:a:b", {"external_id": "a:b"}),
        # One channel hashes the id and the other does not.
        ("external_id:4711", {"external_id": [sha256("4711")]}),
        ("external_id:4711", {"external_id": f"{sha256('4711')}.AQQAAQMC"}),
        (f"external_id:{sha256('4711').upper()}", {"external_id": 4711}),
        # An id in clear that looks like a hash: a UUID without its hyphens.
        ("external_id:" + "0b9f6c1e" * 4, {"external_id": sha256("0b9f6c1e" * 4)}),
    ],
)
def test_spellings_of_a_visitor(said: str, user: dict[str, Any]) -> None:
    assert codes(word("revoke", AT, said), sent(1, AT + 1, **user)) == [(1, "CNS007")]
    assert codes(sent(1, AT - 1, **user), word("grant", AT, said)) == [(1, "CNS007")]


@pytest.mark.parametrize("sent_id", [sha256("4712"), sha256(sha256("4711")), "4712", "4711 ", sha256("4711")[:40]])
def test_another_visitor_s_id(sent_id: str) -> None:
    assert codes(word("revoke", AT, "external_id:4711"), sent(1, AT + 1, external_id=sent_id)) == []


def test_latest_word_of_either_id_counts() -> None:
    both: dict[str, Any] = {"fbp": FBP, "external_id": "4711"}
    assert codes(word("revoke", AT), word("grant", AT + 1, "external_id:4711"), sent(1, AT + 2, **both)) == []
    again = (word("grant", AT), word("revoke", AT + 1, "external_id:4711"), sent(1, AT + 2, **both))
    assert codes(*again) == [(1, "CNS007")]
    once_more = (word("revoke", AT), word("grant", AT + 1, "external_id:4711"), word("revoke", AT + 2))
    assert codes(*once_more, sent(1, AT + 3, **both)) == [(1, "CNS007")]


def test_event_under_two_ids_is_told_once() -> None:
    both: dict[str, Any] = {"fbp": FBP, "external_id": "4711"}
    assert codes(sent(1, AT, **both), word("grant", AT + 1, f"fbp:{FBP}", "external_id:4711")) == [(1, "CNS007")]
    assert codes(word("revoke", AT, f"fbp:{FBP}", "external_id:4711"), sent(1, AT + 1, "server", **both)) == [
        (1, "CNS008")
    ]


@given(
    st.dictionaries(
        st.sampled_from(["fbp", "external_id"]),
        st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=3),
    )
)
def test_strange_ids_break_nothing(user: dict[str, Any]) -> None:
    event = sent(1, AT + 1)._replace(payload={"user_data": user})
    assert codes(word("revoke", AT), event) in ([], [(1, "CNS007")])


@pytest.mark.parametrize("user_data", [None, "x", [], {}, {"fbp": 5}, {"fbp": ""}, {"external_id": [None, {}]}])
def test_event_that_tells_no_visitor(user_data: Any) -> None:
    strange = sent(1, AT + 1)._replace(payload={"user_data": user_data})
    assert codes(word("revoke", AT), strange) == []


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_VISITORS", 10)
    monkeypatch.setattr(module, "MOST_UNHEARD", 10)
    watch = ConsentWatch(Settings())
    for n in range(100):
        assert list(watch.see(sent(n + 1, AT, fbp=f"fb.1.{AT}000.{n}"))) == []
        assert list(watch.consent(word("revoke", AT, f"external_id:{n}"))) == []
    assert len(watch) == 20
    assert list(watch.see(sent(101, AT + 1, external_id="99")))
    assert not list(watch.see(sent(102, AT + 1, external_id="0")))


def test_memory_is_bounded_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_UNHEARD", 10)
    watch = ConsentWatch(Settings())
    for n in range(100):
        assert not list(watch.see(sent(n + 1, AT, fbp=f"fb.1.{AT}000.{n}")))
    assert len(watch) == 10
    assert [
        each.n for each in watch.consent(word("grant", AT + 1, *(f"fbp:fb.1.{AT}000.{n}" for n in range(100))))
    ] == [*range(91, 101)]


def test_of_a_visitor_s_events_the_last_are_remembered() -> None:
    many = [sent(n, AT + n) for n in range(1, MOST_EVENTS + 5)]
    expected = [(n, "CNS007") for n in range(5, MOST_EVENTS + 5)]
    assert codes(*many, word("grant", AT + 60)) == expected


def line(said: str, at: float) -> dict[str, Any]:
    return {
        "channel": "browser",
        "pixel_id": "1234567890",
        "received_at": at,
        "consent": said,
        "user_data": {"fbp": FBP},
    }


def test_over_the_whole_path() -> None:
    who = {"fbp": FBP, "client_user_agent": "Mozilla/5.0"}
    server = received(event(event_name="Lead", event_id="lead-2", event_time=AT + 20, user_data=who), AT + 30)
    lines = [browser(), line("revoke", AT - 10), server]
    told = findings(lines)
    assert {n: [each.rule for each in own] for n, own in told.items()} == {1: ["CNS007"], 2: ["CNS008"]}
    assert {each.severity for own in told.values() for each in own} == {Severity.WARNING}
    assert found([browser(), line("grant", AT - 10), server]) == {}
