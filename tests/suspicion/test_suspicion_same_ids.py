"""One event id under two names, on two pixels, or after the window."""

from __future__ import annotations

from typing import Any

import pytest
from copies_building import FBP, HOUR, OTHER_FBP, custom, pairing, user
from seen_building import seen
from suspicion_building import findings

from simulator.checks.examples import AT, pair
from simulator.checks.spot import ABSENT
from simulator.suspicion import same_ids
from simulator.suspicion.observer import Told
from simulator.suspicion.same_ids import SameIds, spelling


@pytest.mark.parametrize(
    ("browser", "server", "expected"),
    [
        ({}, {"event_name": "purchase"}, [(2, "DUP006", "error", "high")]),
        ({}, {"event_name": "Purchase (1234567890)"}, [(2, "DUP006", "error", "high")]),
        ({"event_name": "ViewContent"}, {"event_name": "view_item"}, [(2, "DUP006", "error", "high")]),
        ({}, {"event_name": "CompleteRegistration"}, [(2, "DUP006", "warning", "medium")]),
        ({}, {"event_name": "PageView"}, []),
        ({}, {"event_name": "purchase", "event_id": "x"}, [(2, "DUP006", "error", "high")]),
        ({}, {"event_name": "Lead", "event_id": "x"}, []),
        (
            {"custom_data": custom(order_id="1001")},
            {"event_name": "purchase", "custom_data": custom(order_id="1002")},
            [],
        ),
        # Other things under the id of the page.
        ({"custom_data": custom()}, {"event_name": "Lead", "custom_data": custom(value=1, contents=ABSENT)}, []),
    ],
)
def test_event_name_differs(browser: dict[str, Any], server: dict[str, Any], expected: list[Any]) -> None:
    assert pairing(pair(browser, server)) == expected


@pytest.mark.parametrize(
    ("name", "apart", "expected"),
    [
        ("purchase", 48 * HOUR - 1, True),
        ("purchase", 48 * HOUR, False),
        ("CompleteRegistration", 30.0, True),
        ("CompleteRegistration", 30.1, False),
    ],
)
def test_how_long_one_id_ties_two_names(name: str, apart: float, expected: bool) -> None:
    assert bool(pairing(pair(server={"event_name": name}, apart=apart))) is expected


def test_an_id_that_names_its_page_pairs_each_name_with_its_own_spelling() -> None:
    lines = [
        *pair({"event_name": "AddToCart"}, {"event_name": "addtocart"}),
        *pair({"event_name": "InitiateCheckout"}, {"event_name": "initiate_checkout"}),
    ]
    told = findings(lines)
    assert [(n, f.twin) for n, own in sorted(told.items()) for f in own if f.rule == "DUP006"] == [(2, 1), (4, 3)]


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Purchase", "PURCHASE", "upper and lower case"),
        ("AddToCart", "add_to_cart", "spelling"),
        ("AddToCart", "add-to-cart", "spelling"),
        ("Purchase", "Purchase (42)", "an addition behind the name"),
        ("Purchase", "Purchase (id)", "an addition behind the name"),
        ("Purchase", "42 Purchase", "an addition before the name"),
        ("Purchase", "Purchase ", "white space"),
        ("AddToCart", "add to cart", "white space"),
        ("PageView", "page_view", "vocabulary, as one is Google Analytics' name for it"),
        ("ViewContent", "view_item", "vocabulary, as one is Google Analytics' name for it"),
        ("Purchase", "PurchaseServer", "an addition behind the name"),
        ("Purchase", "fb_Purchase", "an addition before the name"),
        ("InitiateCheckout", "begin_checkout", "vocabulary, as one is Google Analytics' name for it"),
        ("Purchase", "Lead", ""),
        ("AddToCart", "AddToWishlist", ""),
        ("买单", "下单", ""),
    ],
)
def test_how_two_names_part(one: str, other: str, how: str) -> None:
    assert spelling(one, other) == spelling(other, one) == how


LATE = [(2, "DUP007", "error", "high")]


@pytest.mark.parametrize(
    ("lines", "tables", "expected"),
    [
        (pair(apart=48 * HOUR - 1), {}, []),
        (pair(apart=48 * HOUR), {}, LATE),
        (pair(apart=60 * HOUR), {}, LATE),
        (pair(apart=2 * HOUR - 1), {"deduplication": {"window_hours": 2}}, []),
        (pair(apart=2 * HOUR), {"deduplication": {"window_hours": 2}}, LATE),
        # Its time was set anew, but all else is the same.
        (pair(server={"event_time": AT + 48 * 3600}, apart=49 * HOUR), {}, LATE),
        # An id that was used again for another order or person is no late copy.
        (pair(server={"custom_data": custom(order_id="7")}, apart=49 * HOUR), {}, []),
        (
            pair(
                {"custom_data": custom(), "user_data": user(fbp=FBP)},
                {"custom_data": custom(), "user_data": user(fbp=OTHER_FBP)},
                apart=49 * HOUR,
            ),
            {},
            [],
        ),
        # One channel.
        ([pair()[1], pair(apart=49 * HOUR)[1]], {}, LATE),
        # A late third copy of a pair.
        ([*pair(), pair(apart=49 * HOUR)[1]], {}, [(3, *LATE[0][1:])]),
    ],
)
def test_copy_after_the_window(lines: list[dict[str, Any]], tables: dict[str, Any], expected: list[Any]) -> None:
    assert pairing(lines, **tables) == expected


def on_pixel(line: dict[str, Any], pixel_id: str) -> dict[str, Any]:
    return line | {"pixel_id": pixel_id}


BROWSER, SERVER = pair()
TWO_PIXELS = [(2, "DUP009", "warning", "high")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([BROWSER, on_pixel(SERVER, "2222222222")], TWO_PIXELS),
        ([BROWSER, on_pixel(pair(apart=48 * HOUR - 1)[1], "2222222222")], TWO_PIXELS),
        ([BROWSER, on_pixel(pair(apart=48 * HOUR)[1], "2222222222")], []),
        # The browser reports to both, the server to one.
        ([BROWSER, on_pixel(BROWSER, "2222222222"), SERVER], []),
        ([BROWSER, on_pixel(BROWSER, "2222222222")], []),
        ([BROWSER, on_pixel(pair(server={"event_id": "x"})[1], "2222222222")], []),
        ([BROWSER, on_pixel(pair(server={"custom_data": custom(order_id="7")})[1], "2222222222")], TWO_PIXELS),
        (
            [
                pair({"user_data": user(fbp=FBP), "custom_data": custom()})[0],
                on_pixel(pair(server={"user_data": user(fbp=OTHER_FBP), "custom_data": custom()})[1], "2222222222"),
            ],
            [],
        ),
    ],
)
def test_pixel_differs(lines: list[dict[str, Any]], expected: list[Any]) -> None:
    assert pairing(lines) == expected


def test_a_busy_id_is_remembered_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(same_ids, "MOST_IDS", 2)
    known = SameIds(30.0, 48 * HOUR)

    def told(event_id: str, n: int, **members: Any) -> list[Told]:
        line = pair({"event_id": event_id, "custom_data": custom(), **members})[0]
        channel = "server" if members else "browser"
        return known.add(seen(line | {"channel": channel}, n))

    for n, event_id in enumerate(["busy", "other", "busy", "third"], 1):
        assert not told(event_id, n)
    assert [each.rule for each in told("busy", 5, event_name="purchase")] == ["DUP006"]
    assert not told("other", 6, event_name="purchase")
