"""Two actions under one event id: what shows that they are two, and how often it is told."""

from __future__ import annotations

from typing import Any

import pytest
from action_building import OTHER_FBP, PAGE, line, messages, person, told
from suspicion_building import found

from simulator.checks.examples import AT
from simulator.checks.spot import ABSENT
from simulator.suspicion import losses

VIEW = {"event_name": "PageView", "custom_data": ABSENT}
OWN = {"user_data": person(OTHER_FBP)}


def copies(browser: dict[str, Any], server: dict[str, Any], apart: float = 1.0) -> list[dict[str, Any]]:
    return [line("browser", 0, "3f0c", **(VIEW | browser)), line("server", apart, "3f0c", **(VIEW | server))]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # A server with a cookie of its own.
        (copies({}, OWN), []),
        (copies({"user_data": person(external_id="a1")}, {"user_data": person(OTHER_FBP, external_id="b2")}), []),
        (copies({}, OWN | {"event_time": AT + 30}), []),
        (copies({}, OWN | {"event_time": AT + 31}, 31.0), [(2, 1, "warning")]),
        (copies({}, OWN | {"event_source_url": PAGE + "?a=b#c"}), []),
        (copies({}, OWN | {"event_source_url": "https://shop.example/other"}), []),
        (copies({}, {"user_data": person(OTHER_FBP, client_user_agent="curl/8")}), []),
        (
            copies(
                {},
                {
                    "user_data": person(OTHER_FBP, client_user_agent="curl/8"),
                    "event_source_url": "https://shop.example/other",
                },
            ),
            [(2, 1, "warning")],
        ),
        # What was bought says otherwise.
        (
            copies(
                {"custom_data": {"value": 1, "currency": "EUR"}}, OWN | {"custom_data": {"value": 2, "currency": "EUR"}}
            ),
            [(2, 1, "warning")],
        ),
        (
            copies(
                {"custom_data": {"content_ids": ["1"]}},
                OWN | {"custom_data": {"content_ids": ["2"]}},
            ),
            [(2, 1, "warning")],
        ),
        (
            copies({"custom_data": {"order_id": "A-1"}}, OWN | {"custom_data": {"order_id": "B-2"}}),
            [(2, 1, "error")],
        ),
        # One channel.
        ([line("browser", 0, "x", **VIEW), line("browser", 1, "x", **(VIEW | OWN))], [(2, 1, "warning")]),
    ],
)
def test_what_shows_two_actions(lines: list[dict[str, Any]], expected: list[Any]) -> None:
    assert told(lines, "DUP005") == expected


def product(number: int, url: str, value: float) -> dict[str, Any]:
    own = {"content_ids": [f"sku-{number}"], "content_type": "product", "value": value, "currency": "EUR"}
    return {"event_name": "ViewContent", "event_source_url": f"https://shop.example/{url}", "custom_data": own}


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        # Another product on another page, seconds later: the id is that of the visit.
        (product(2, "p/2", 20), [(2, 1, "warning")]),
        # One view, with the address of the page before or with ids of another list.
        (product(1, "p/2", 10), []),
        (product(2, "p/2", 10), []),
        (product(2, "p/1", 20), []),
    ],
)
def test_products_of_two_pages_are_two_views(server: dict[str, Any], expected: list[Any]) -> None:
    assert told(copies(product(1, "p/1", 10), server), "DUP005") == expected


def test_a_minute_later_another_page_is_another_view() -> None:
    other = {"event_source_url": "https://shop.example/other", "event_time": AT + 60}
    assert told(copies({}, other, 61.0), "DUP005") == [(2, 1, "warning")]
    assert not told(copies({}, {"event_time": AT + 60}, 61.0), "DUP005")


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"client_user_agent": "Mozilla/5.0 (iPhone)", "client_ip_address": "198.51.100.9"}, [(2, 1, "warning")]),
        ({"client_user_agent": "Mozilla/5.0 (iPhone)"}, []),
        ({"client_ip_address": "198.51.100.9"}, []),
    ],
)
def test_hours_later_another_visitor_is_told_by_address_and_user_agent(
    members: dict[str, str], expected: list[Any]
) -> None:
    visitor = person() | {"client_user_agent": "Mozilla/5.0 (X11)", "client_ip_address": "203.0.113.7"}
    unknown = {key: value for key, value in (visitor | members).items() if key.startswith("client_")}
    lines = copies({"user_data": visitor}, {"user_data": unknown, "event_time": AT + 7200}, 7201.0)
    assert told(lines, "DUP005") == expected


def views(second: dict[str, Any], *, server_first: bool = False) -> list[dict[str, Any]]:
    """A page view on both channels, and another one a minute later under the same id."""
    later = [line("browser", 60, "v", **(VIEW | {"event_time": AT + 60} | second))]
    later.append(line("server", 61, "v", **(VIEW | {"event_time": AT + 60} | second)))
    if server_first:
        later = [each | {"received_at": AT + 60 + n} for n, each in enumerate(reversed(later))]
    return [line("browser", 0, "v", **VIEW), line("server", 1, "v", **VIEW), *later]


@pytest.mark.parametrize("server_first", [False, True])
@pytest.mark.parametrize(
    "second", [{"event_source_url": "https://shop.example/other"}, OWN, {"user_data": person(OTHER_FBP, em="0" * 64)}]
)
def test_one_loss_is_told_once(second: dict[str, Any], server_first: bool) -> None:
    lines = views(second, server_first=server_first)
    assert [n for n, _, _ in told(lines, "DUP005")] == [3]
    assert not told(lines, "DUP004")


def test_a_loss_that_only_the_server_reports_is_told_there() -> None:
    lines = views({"event_source_url": "https://shop.example/other"})
    del lines[2]
    assert told(lines, "DUP005") == [(3, 1, "warning")]
    assert not told(lines, "DUP004")


@pytest.mark.parametrize(
    ("later", "words"),
    [
        ({}, "unchanged, as a retry does"),
        ({"event_time": AT + 360}, "unchanged but with another event_time (6 min off)"),
        ({"event_time": AT + 360, "custom_data": {"value": 20, "order_id": "A-1"}}, "with other contents"),
        ({"event_time": ABSENT}, "unchanged, as a retry does"),
    ],
)
def test_what_a_delivery_looks_like(later: dict[str, Any], words: str) -> None:
    [text] = messages([line("browser", 0, "A-1"), line("browser", 360, "A-1", **later)], "DUP004")
    assert words in text


def constant(count: int) -> list[dict[str, Any]]:
    """So many purchases, each on both channels, all under one id."""
    lines = []
    for n in range(count):
        members = {
            "event_time": AT + 600 * n,
            "user_data": person(f"fb.1.1787996400000.{n + 1}"),
            "custom_data": {"value": n + 1, "currency": "EUR", "order_id": f"A{n}x"},
        }
        lines += [line("browser", 600 * n, "id", **members), line("server", 600 * n + 1, "id", **members)]
    return lines


@pytest.mark.parametrize(
    ("count", "expected", "more"),
    [(2, [3], None), (4, [3, 5, 7], None), (5, [3, 5, 7, 9], None), (6, [3, 5, 7, 9], 1), (13, [3, 5, 7, 9], 8)],
)
def test_one_id_for_many_actions_is_told_of_a_few(count: int, expected: list[int], more: int | None) -> None:
    lines = constant(count)
    assert [n for n, _, _ in told(lines, "DUP005")] == expected
    assert not told(lines, "DUP004")
    last = messages(lines, "DUP005")[-1]
    assert (f"takes {more} more with it" in last) is (more is not None)


def test_memory_for_losses_is_bounded_and_nothing_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(losses, "MOST_COUNTED", 1)
    lines = constant(6)
    lines += [
        each | {"received_at": each["received_at"] + 5000, "event": each["event"] | {"event_id": "id2"}}
        for each in constant(2)
    ]
    assert len([n for n, codes in found(lines).items() if "DUP005" in codes]) == 5
