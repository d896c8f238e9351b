"""What one channel reported twice, and event ids that stand for two actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seen_building import seen, watch
from suspicion_building import findings

from simulator.checks.examples import AT, EMAIL_HASH, pair
from simulator.checks.seen import Twins
from simulator.checks.spot import ABSENT
from simulator.finding import Confidence
from simulator.settings import Settings
from simulator.suspicion.repeats import Repeats
from simulator.suspicion.reuse import reused

HOUR = 3600.0
FBP = f"fb.1.{AT - 3600}000.1098115397"
OTHER_FBP = f"fb.1.{AT - 3600}000.2098115398"
OTHER_HASH = "0" * 63 + "1"
AGENT = "Mozilla/5.0 (X11; Linux x86_64) Chrome/139.0"
ITEMS = [{"id": "SKU-1", "quantity": 1}]
SHOP = "https://shop.example"


def custom(**members: Any) -> dict[str, Any]:
    base = {"value": 49.9, "currency": "EUR", "content_type": "product", "contents": ITEMS}
    return {key: value for key, value in (base | members).items() if value is not ABSENT}


def user(**members: Any) -> dict[str, Any]:
    return {"client_user_agent": AGENT, **members}


def twice(
    channel: str,
    first: Mapping[str, Any] | None = None,
    second: Mapping[str, Any] | None = None,
    *,
    apart: float,
    **both: Any,
) -> list[dict[str, Any]]:
    """One channel's purchase, and once more that many seconds later under the id ``again``."""
    one = pair({**both, **(first or {})}, {**both, **(first or {})})[channel == "server"]
    other = pair(*[{"event_id": "again", **both, **(second or {})}] * 2)[channel == "server"]
    return [one | {"received_at": AT}, other | {"received_at": AT + apart}]


def told(lines: list[dict[str, Any]], code: str, **tables: Any) -> list[tuple[int, str, str]]:
    """Number, severity and confidence of the findings of that rule."""
    return [
        (n, finding.severity.value, str(finding.confidence))
        for n, own in findings(lines, **tables).items()
        for finding in own
        if finding.rule == code
    ]


def message(lines: list[dict[str, Any]], code: str, **tables: Any) -> str:
    [text] = [each.message for own in findings(lines, **tables).values() for each in own if each.rule == code]
    return text


ERROR, WARNING = [(2, "error", "high")], [(2, "warning", "medium")]
PERSON: dict[str, Any] = {"user_data": user(fbp=FBP), "custom_data": custom()}
CART = PERSON | {"event_name": "AddToCart"}
VIEW: dict[str, Any] = {"event_name": "PageView", "user_data": user(fbp=FBP), "custom_data": {"currency": "EUR"}}


@pytest.mark.parametrize("channel", ["browser", "server"])
@pytest.mark.parametrize(
    ("first", "second", "apart", "expected"),
    [
        # One order.
        ({}, {}, 1.0, ERROR),
        ({}, {}, 31.0, ERROR),
        ({}, {}, 48 * HOUR - 1, ERROR),
        ({}, {}, 48 * HOUR, []),
        ({"event_id": ABSENT}, {"event_id": ABSENT}, 60.0, ERROR),
        ({"custom_data": custom(order_id="1")}, {"custom_data": custom(order_id="2")}, 5.0, []),
        # Parts of one order, reported one by one.
        ({"custom_data": custom(order_id="1")}, {"custom_data": custom(order_id="1", value=7)}, 600.0, []),
        (
            {"custom_data": custom(order_id="1")},
            {"custom_data": custom(order_id="1", contents=[{"id": "SKU-2"}])},
            600.0,
            [],
        ),
        # Two people under one order id.
        (
            {"user_data": user(fbp=FBP, em=EMAIL_HASH)},
            {"user_data": user(fbp=OTHER_FBP, em=OTHER_HASH)},
            5.0,
            [],
        ),
        # One person.
        (PERSON, PERSON, 30.0, WARNING),
        (PERSON, PERSON, 30.001, []),
        (PERSON, PERSON | {"user_data": user(fbp=OTHER_FBP)}, 1.0, []),
        (PERSON, PERSON | {"custom_data": custom(value=7)}, 1.0, []),
        (PERSON, PERSON | {"custom_data": custom(contents=[{"id": "SKU-2"}])}, 1.0, []),
        (PERSON, PERSON | {"event_name": "Lead"}, 1.0, []),
        (PERSON | {"user_data": user()}, PERSON | {"user_data": user()}, 1.0, []),
        # What people do again and again.
        (CART, CART, 3.0, WARNING),
        (CART, CART, 3.1, []),
        (CART, CART | {"custom_data": custom(contents=[{"id": "SKU-2"}])}, 1.0, []),
        (VIEW, VIEW, 3.0, WARNING),
        (VIEW, VIEW, 3.1, []),
        (VIEW, VIEW | {"event_source_url": f"{SHOP}/other"}, 1.0, []),
        (VIEW, VIEW | {"event_source_url": f"{SHOP}/thank-you?page=2"}, 1.0, []),
        (VIEW, VIEW | {"event_source_url": f"{SHOP}/thank-you#top"}, 1.0, WARNING),
        (VIEW | {"event_name": "Microdata"}, VIEW | {"event_name": "Microdata"}, 1.0, []),
        (VIEW | {"event_name": "SubscribedButtonClick"}, VIEW | {"event_name": "SubscribedButtonClick"}, 1.0, []),
    ],
)
def test_double_fire(
    channel: str, first: dict[str, Any], second: dict[str, Any], apart: float, expected: list[Any]
) -> None:
    assert told(twice(channel, first, second, apart=apart), "DUP003") == expected


@pytest.mark.parametrize(("channel", "expected"), [("browser", []), ("server", WARNING)])
def test_a_page_view_of_the_pixel_script_without_an_id_is_left_to_its_rule(channel: str, expected: list[Any]) -> None:
    without = VIEW | {"event_id": ABSENT}
    assert told(twice(channel, VIEW, without, apart=1.0), "DUP003") == expected
    assert told(twice(channel, without, without, apart=1.0), "DUP003") == WARNING


def test_two_channels_or_two_pixels_are_no_double_fire() -> None:
    one, other = pair({"event_id": "a"}, {"event_id": "b"})
    assert not told([one, other], "DUP003")
    assert not told([one, one | {"pixel_id": "2222222222"}], "DUP003")


def test_a_double_fire_whose_copies_are_paired_is_told_once() -> None:
    lines = [*pair(), *[line | {"received_at": line["received_at"] + 600} for line in pair(*[{"event_id": "b"}] * 2)]]
    assert told(lines, "DUP003") == [(3, "error", "high")]


@pytest.mark.parametrize(
    ("channel", "second", "apart", "how"),
    [
        ("browser", {}, 600.0, "the page loaded once more"),
        ("browser", {}, 2.1, "the page loaded once more"),
        ("browser", {}, 2.0, "double click"),
        ("browser", {"event_source_url": f"{SHOP}/pay"}, 2.0, "several pieces of code"),
        ("browser", {"event_source_url": f"{SHOP}/pay"}, 2.1, "another page too"),
        ("server", {}, 600.0, "a retry that was given a new id"),
        ("server", {"event_time": AT + 1}, 600.0, "a retry that was given a new id"),
        ("server", {"custom_data": custom(order_id="1001", num_items=1)}, 600.0, "a second sender"),
        ("server", {"user_data": {"em": [EMAIL_HASH], "client_user_agent": "curl/8"}}, 1.0, "several pieces of code"),
    ],
)
def test_what_a_double_fire_looks_like(channel: str, second: dict[str, Any], apart: float, how: str) -> None:
    assert how in message(twice(channel, {}, second, apart=apart), "DUP003")


NOTE = [(2, "note", "high")]


@pytest.mark.parametrize(
    ("lines", "expected", "words"),
    [
        (twice("server", {}, {"event_id": "order-1001"}, apart=20.0), NOTE, "unchanged"),
        (twice("browser", {}, {"event_id": "order-1001"}, apart=20.0), NOTE, "unchanged"),
        (
            twice("server", {}, {"event_id": "order-1001", "custom_data": custom(value=1)}, apart=9.0),
            NOTE,
            "other cont",
        ),
        (twice("server", {}, {"event_id": "order-1001"}, apart=48 * HOUR - 1), NOTE, "47.9 h"),
        (twice("server", {}, {"event_id": "order-1001"}, apart=48 * HOUR), [], ""),
        (twice("server", {}, {}, apart=20.0), [], ""),
        (pair(), [], ""),
        ([*pair(), pair(apart=40.0)[1]], [(3, "note", "high")], "38.0 s"),
        ([*pair(), pair()[0] | {"received_at": AT + 9}], [(3, "note", "high")], "9.0 s"),
        (twice("browser", VIEW, VIEW | {"event_id": "order-1001"}, apart=1.0, event_name="Microdata"), [], ""),
    ],
)
def test_delivered_again(lines: list[dict[str, Any]], expected: list[Any], words: str) -> None:
    if lines[0]["event"]["event_name"] == "PageView":
        for line in lines:
            line["event"]["event_name"] = "Microdata"
    assert told(lines, "DUP004") == expected
    assert not expected or words in message(lines, "DUP004")


def test_a_repeat_that_the_settings_let_count_is_not_told_as_taken_out() -> None:
    lines = twice("server", {}, {"event_id": "order-1001"}, apart=20.0)
    assert not told(lines, "DUP004", deduplication={"same_channel_event_id": False})


OTHER_ORDER = {"custom_data": custom(order_id="2002", value=7.5, contents=[{"id": "SKU-9"}])}
HIGH, MEDIUM, NOTHING = "high", "medium", None


@pytest.mark.parametrize(
    ("browser", "server", "apart", "expected"),
    [
        ({}, {}, 2.0, NOTHING),
        ({}, OTHER_ORDER, 2.0, HIGH),
        ({}, OTHER_ORDER, 48 * HOUR - 1, HIGH),
        # One order under a number of the shop's and one of its database.
        ({}, {"custom_data": custom(order_id="88123", contents=ITEMS)}, 2.0, NOTHING),
        ({}, {"custom_data": custom(order_id="shop-1001", value=7.5)}, 2.0, NOTHING),
        ({}, {"custom_data": custom(order_id="88123")}, 900.0, HIGH),
        # People.
        (
            {"custom_data": custom(), "user_data": user(fbp=FBP, em=EMAIL_HASH)},
            {"custom_data": custom(value=7.5), "user_data": user(fbp=OTHER_FBP, em=OTHER_HASH)},
            2.0,
            HIGH,
        ),
        (
            {"custom_data": custom(), "user_data": user(fbp=FBP)},
            {"custom_data": custom(value=7.5), "user_data": user(fbp=OTHER_FBP)},
            2.0,
            MEDIUM,
        ),
        # A hash that is wrong on one side is drift between the copies of one action.
        (
            {"custom_data": custom(), "user_data": user(em=EMAIL_HASH)},
            {"custom_data": custom(value=7.5), "user_data": user(em=OTHER_HASH)},
            2.0,
            NOTHING,
        ),
        (
            {"custom_data": custom(), "user_data": user(fbp=FBP, em=EMAIL_HASH)},
            {"custom_data": custom(), "user_data": user(fbp=OTHER_FBP, em=OTHER_HASH)},
            2.0,
            NOTHING,
        ),
        ({}, {"user_data": user(fbp=OTHER_FBP, em=OTHER_HASH)}, 900.0, NOTHING),
        # One visitor, other contents, long after.
        (PERSON, PERSON | {"custom_data": custom(value=7.5, contents=[{"id": "SKU-9"}])}, 601.0, MEDIUM),
        (PERSON, PERSON | {"custom_data": custom(value=7.5, contents=[{"id": "SKU-9"}])}, 600.0, NOTHING),
        (PERSON, PERSON | {"custom_data": custom(value=7.5)}, 601.0, NOTHING),
        (PERSON, PERSON | {"custom_data": custom(contents=[{"id": "SKU-9"}])}, 601.0, NOTHING),
    ],
)
def test_event_id_reused(browser: dict[str, Any], server: dict[str, Any], apart: float, expected: str | None) -> None:
    lines = pair({**browser, "event_time": ABSENT}, {**server, "event_time": AT + int(apart)}, apart=apart)
    lines[0]["event"]["event_time"] = AT
    severity = {"high": "error", "medium": "warning"}
    assert told(lines, "DUP005") == ([(2, severity[expected], expected)] if expected else [])
    events = [seen(line, n) for n, line in enumerate(lines, 1)]
    assert reused(Twins(events[0], events[1], "same-event", "event_id", Confidence.HIGH, 1)) is bool(expected)


@pytest.mark.parametrize(
    ("first", "second", "apart", "expected"),
    [
        (VIEW, VIEW | {"user_data": user(fbp=OTHER_FBP)}, 60.0, "warning"),
        (VIEW, VIEW | {"event_source_url": f"{SHOP}/other"}, 1.0, "warning"),
        (VIEW, VIEW | {"event_source_url": f"{SHOP}/thank-you?a=b"}, 1.0, None),
        (CART, CART | {"event_source_url": f"{SHOP}/other"}, 1.0, None),
        (PERSON, PERSON | {"user_data": user(fbp=OTHER_FBP)}, 60.0, "warning"),
        ({}, OTHER_ORDER, 60.0, "error"),
    ],
)
def test_an_id_from_a_cache(first: dict[str, Any], second: dict[str, Any], apart: float, expected: str | None) -> None:
    again = {"event_id": "order-1001", "event_time": AT + int(apart)}
    lines = twice("browser", first, second | again, apart=apart)
    assert [severity for _, severity, _ in told(lines, "DUP005")] == ([expected] if expected else [])
    assert bool(told(lines, "DUP004")) is (expected is None)


def test_a_constant_id_is_told_of_each_action_that_is_lost() -> None:
    lines = [
        pair(
            {
                "custom_data": custom(order_id=str(5000 + n), value=n),
                "user_data": user(fbp=f"fb.1.{AT - 3600}000.{n}"),
                "event_time": AT + 60 * n,
            }
        )[0]
        | {"received_at": AT + 60 * n}
        for n in range(1, 5)
    ]
    assert [n for n, _, _ in told(lines, "DUP005")] == [2, 3, 4]


def test_the_finding_stands_on_the_event_that_is_lost() -> None:
    # The browser's copy came second and counts, as it came within five minutes.
    lines = pair(server=OTHER_ORDER, apart=-60.0)
    assert [n for n, _, _ in told(lines, "DUP005")] == [2]
    assert "#1 has the same name and event ID" in message(lines, "DUP005")


def test_a_pair_by_another_key_is_no_reused_id() -> None:
    one, other = (seen(line, n) for n, line in enumerate(pair(server=OTHER_ORDER), 1))
    assert not reused(Twins(one, other, "same-event", "fbp", Confidence.HIGH, 1))


@given(
    st.lists(st.tuples(st.sampled_from(["browser", "server"]), st.integers(0, 100), st.integers(1, 4)), max_size=15),
)
def test_orders_of_their_own_are_never_repeats(kinds: list[tuple[str, int, int]]) -> None:
    events = []
    for n, (channel, later, fbp) in enumerate(sorted(kinds, key=lambda kind: kind[1]), 1):
        lines = pair(
            *[{"event_id": f"id-{n}", "custom_data": custom(order_id=str(n)), "user_data": user(fbp=str(fbp))}] * 2
        )
        events.append(seen(lines[channel == "server"] | {"received_at": AT + later}, n))
    assert not watch(Repeats(Settings()), events)


@given(st.integers(2, 8), st.booleans())
def test_each_repeat_is_told_once(count: int, ordered: bool) -> None:
    data = custom(order_id="1") if ordered else custom()
    lines = [pair({"event_id": f"id-{n}", "custom_data": data})[0] | {"received_at": AT + n} for n in range(count)]
    events = [seen(line, n) for n, line in enumerate(lines, 1)]
    assert [(each.n, each.twin) for each in watch(Repeats(Settings()), events)] == [
        (n, n - 1) for n in range(2, count + 1)
    ]
