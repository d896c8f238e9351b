"""Rules about the run as a whole and about how the pixel is installed, at both sides of each boundary."""

from __future__ import annotations

from typing import Any

import pytest
from suspicion_building import findings, found

from simulator.checks.examples import AT, EMAIL_HASH, browser, event, pair, received, user
from simulator.checks.rules.coverage import Covered, event_coverage_low, server_events_without_browser
from simulator.checks.spot import ABSENT
from simulator.customer.builder_marker import unmarked_cookie
from simulator.settings import Settings
from simulator.suspicion import people as sharing

Line = dict[str, Any]


@pytest.mark.parametrize(
    ("pairs", "browser_only", "told"),
    [
        (3, 1, False),  # exactly 75 %
        (74, 26, True),
        (75, 25, False),
        (299, 101, True),
        (0, 4, True),
        (0, 3, False),  # too few to say anything
        (2, 1, False),
        (2, 2, True),
        (4, 0, False),
        (0, 0, False),
    ],
)
def test_coverage_below_three_quarters(pairs: int, browser_only: int, told: bool) -> None:
    assert (event_coverage_low(Covered("Purchase", pairs, browser_only, 0)) is not None) is told


@pytest.mark.parametrize(
    ("pairs", "server_only", "told"),
    [(2, 2, False), (1, 3, True), (0, 4, True), (0, 3, False), (49, 51, True), (50, 50, False), (4, 0, False)],
)
def test_server_events_without_browser(pairs: int, server_only: int, told: bool) -> None:
    assert (server_events_without_browser(Covered("Lead", pairs, 0, server_only)) is not None) is told


def test_coverage_is_told_by_event_name_with_its_figures() -> None:
    lines = [
        {
            **browser(event_id=f"v-{n}", event_name="Lead", event_time=AT + 900 * n, custom_data=ABSENT),
            "received_at": AT + 900 * n,
        }
        for n in range(4)
    ]
    lines.append(received(event(event_name="Contact", event_id="c-1", custom_data=ABSENT)))
    (told,) = findings(lines)[0]
    assert told.rule == "COV002"
    assert "0 of the browser's 4 Lead events (0 %)" in told.message


@pytest.mark.parametrize(("name", "told"), [("AppendValue", False), ("AppendAttribution", False), ("Lead", True)])
def test_what_adds_to_another_event_needs_no_copy(name: str, told: bool) -> None:
    added = {"original_event_data": {"event_time": AT, "event_id": "order-1001"}, "attribution_data": {"ad_id": "1"}}
    lines = [*pair(), *(received(event(event_name=name, event_id=f"a-{n}", **added)) for n in range(4))]
    codes = {code for own in found(lines).values() for code in own}
    assert ("COV003" in codes) is told


def test_one_channel_alone_says_nothing_about_coverage() -> None:
    lines = [{**browser(event_id=f"o-{n}", event_time=AT + 900 * n), "received_at": AT + 900 * n} for n in range(6)]
    assert 0 not in found(lines)


def _with_code(code: str | None, number: int) -> Line:
    order = {"value": 10 + number, "currency": "EUR", "order_id": str(number)}
    body: Line = {"data": [event(event_id=f"order-{number}", event_time=AT - 60 + number, custom_data=order)]}
    return body | ({"test_event_code": code} if code else {})


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        (["TEST1", None], True),
        ([None, "TEST1"], True),
        (["TEST1", "TEST2"], False),
        ([None, None], False),
        (["TEST1"], False),
        (["TEST1", ""], True),
    ],
)
def test_test_code_on_a_part(codes: list[str | None], told: bool) -> None:
    lines = [_with_code(code, number) for number, code in enumerate(codes)]
    assert ("ENV003" in found(lines).get(0, [])) is told


def test_a_browser_needs_no_test_code() -> None:
    lines = [browser(custom_data={"value": 3, "currency": "EUR"}, event_id="b-1"), _with_code("TEST1", 1)]
    assert "ENV003" not in found(lines).get(0, [])


def _sent(number: int, **user_data: Any) -> Line:
    shopper = user(**({"em": ABSENT, "external_id": f"customer-{number}"} | user_data))
    order = {"value": 10 + number, "currency": "EUR", "order_id": str(number)}
    line = event(event_id=f"order-{number}", event_time=AT - 60 + number, user_data=shopper, custom_data=order)
    return received(line, AT + number)


@pytest.mark.parametrize(
    ("address", "people", "told"),
    [
        ("198.51.100.7", 9, False),
        ("198.51.100.7", 10, True),
        ("198.51.100.7.AQQCAQMC", 10, True),
        ("2001:db8::7", 10, True),
        ("2001:db8::7", 9, False),
        (None, 12, False),
    ],
)
def test_one_address_on_many_people(address: str | None, people: int, told: bool) -> None:
    given = {} if address is None else {"client_ip_address": address}
    assert ("USR025" in found([_sent(n, **given) for n in range(people)]).get(0, [])) is told


def test_one_person_many_times_is_one_person() -> None:
    lines = [_sent(n, external_id="customer-1", client_ip_address="198.51.100.7") for n in range(30)]
    assert "USR025" not in found(lines).get(0, [])


@pytest.mark.parametrize(
    ("accounts", "email", "told"),
    [
        (2, EMAIL_HASH, False),
        (3, EMAIL_HASH, True),
        (3, f"{EMAIL_HASH}.AQQCAQMC", True),
        (12, EMAIL_HASH, True),
        (3, ABSENT, False),
        (1, EMAIL_HASH, False),
    ],
)
def test_one_email_on_many_people(accounts: int, email: Any, told: bool) -> None:
    lines = [_sent(n, em=ABSENT if email is ABSENT else [email]) for n in range(accounts)]
    assert ("USR026" in found(lines).get(0, [])) is told


def test_addresses_are_masked_and_counted_together() -> None:
    lines = [_sent(n, client_ip_address=f"198.51.100.{n % 2 + 7}") for n in range(20)]
    (told,) = [each for each in findings(lines)[0] if each.rule == "USR025"]
    assert "10 different people" in told.message
    assert "1 more like it" in told.message
    assert "198.51.100" not in told.message


def test_memory_for_shared_values_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "MOST_VALUES", 100)
    watched = sharing._Sharing()
    for number in range(1_000):
        watched.add(f"address-{number}", "one")
        watched.add("shared", f"person-{number}")
    assert len(watched._people) <= 101
    most = watched.most(10)
    assert most is not None
    assert (most.people, most.at_least) == (sharing.MOST_PEOPLE, True)
    for number in range(1_000):
        watched.add(f"of-two-{number}", "one")
        watched.add(f"of-two-{number}", "another")
    assert len(watched._people) <= 101


def _view(event_id: Any, at: float, url: str = "https://shop.example/a", **members: Any) -> Line:
    own = {"event_name": "PageView", "custom_data": ABSENT, "event_source_url": url} | members
    return {**browser(event_id=event_id, event_time=int(at), **own), "received_at": at}


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([_view("v-1", AT), _view(ABSENT, AT + 5)], True),
        ([_view("v-1", AT), _view(ABSENT, AT + 5.1)], False),
        ([_view("v-1", AT), _view(ABSENT, AT)], True),
        ([_view(ABSENT, AT), _view("v-1", AT + 1)], False),
        ([_view(ABSENT, AT), _view(ABSENT, AT + 1, "https://shop.example/b")], False),
        ([_view("v-1", AT), _view("v-2", AT + 1, "https://shop.example/b")], False),
        ([_view("v-1", AT), _view(ABSENT, AT + 1, user_data={"fbp": "fb.1.1787996400000.7"})], False),
    ],
)
def test_page_view_without_an_id_after_one_with(lines: list[Line], told: bool) -> None:
    assert ("PIX011" in found(lines).get(2, [])) is told


def _product(sku: Any, at: float, url: str = "https://shop.example/p") -> Line:
    data = {"content_ids": sku, "content_type": "product"}
    own = {"event_name": "ViewContent", "event_source_url": url, "custom_data": data}
    return {**browser(event_id=f"view-{at}", event_time=int(at), **own), "received_at": at}


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([_product(["a"], AT), _product(["b"], AT + 1800)], True),
        ([_product(["a"], AT), _product(["b"], AT + 1801)], False),
        ([_product(["a"], AT), _product(["a"], AT + 60)], False),
        ([_product(["a", "b"], AT), _product(["b"], AT + 60)], False),
        ([_product(["a"], AT), _product(["b"], AT + 60, "https://shop.example/q")], False),
        ([_product([], AT), _product(["b"], AT + 60)], False),
        ([_product([1], AT), _product([2], AT + 60)], True),
    ],
)
def test_two_products_under_one_address(lines: list[Line], told: bool) -> None:
    assert ("PIX012" in found(lines).get(2, [])) is told


@pytest.mark.parametrize(
    ("second", "apart", "told"),
    [
        ({"pixel_id": "2234567890"}, 5.0, True),
        ({"pixel_id": "2234567890"}, 5.1, False),
        ({"pixel_id": "1234567890"}, 1.0, False),
        ({"pixel_id": "2234567890", "event": {"event_id": "order-1002"}}, 1.0, False),
        ({"pixel_id": "2234567890", "event": {"event_name": "Lead"}}, 1.0, False),
        ({"pixel_id": "2234567890", "event": {"user_data": {"fbp": "fb.1.1787996400000.7"}}}, 1.0, False),
        ({"pixel_id": "2234567890", "event": {"event_id": ABSENT}}, 1.0, False),
    ],
)
def test_one_event_for_several_pixels(second: Line, apart: float, told: bool) -> None:
    other = {**browser(**second.get("event", {})), "pixel_id": second["pixel_id"], "received_at": AT + apart}
    assert ("PIX010" in found([browser(), other]).get(2, [])) is told


def test_each_two_pixels_are_told_once() -> None:
    lines = [
        {
            **browser(event_id=f"order-{n}", custom_data={"value": n + 1, "currency": "EUR"}),
            "pixel_id": pixel,
            "received_at": AT + 60 * n,
        }
        for n in range(3)
        for pixel in ("1", "2")
    ]
    told = [code for own in found(lines).values() for code in own]
    assert told.count("PIX010") == 1


@pytest.mark.parametrize(
    ("cookie", "plain"),
    [
        ("fb.1.1787996400000.1098115397", "fb.1.1787996400000.1098115397"),
        ("fb.1.1787996400000.1098115397.AQQCAQMC", "fb.1.1787996400000.1098115397"),
        ("fb.1.1787996400000.1098115397.Ag", "fb.1.1787996400000.1098115397"),
        ("fb.1.1787996400000.12345678", "fb.1.1787996400000.12345678"),
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7.AQQAAQMC", "203.0.113.7"),
    ],
)
def test_the_appendix_of_the_builder_is_no_part_of_a_value(cookie: str, plain: str) -> None:
    assert unmarked_cookie(cookie) == plain


def _ignoring(**rules: Any) -> list[str]:
    return found([event(custom_data={"value": 1, "currency": "eur"})], rules=rules).get(0, [])


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ({"ignore": ["CUS006"]}, 0),
        ({"ignore": ["CUS"]}, 0),
        ({"ignore": ["CUS009"]}, 1),
        ({"ignore": ["CUS006", "EVT013", "CLK"]}, 2),
        ({"ignores": [{"rule": "CUS006", "reason": "a till that shouts", "event_names": ["Purchase"]}]}, 0),
        ({"ignores": [{"rule": "CUS006", "reason": "a till that shouts", "event_names": ["Lead"]}]}, 1),
        ({"ignore": ["CUS009", "ENV009"]}, 0),
    ],
)
def test_an_ignore_that_matches_nothing_is_told(rules: dict[str, Any], told: int) -> None:
    assert _ignoring(**rules) == ["ENV009"] * told


def test_settings_are_needed_by_every_observer() -> None:
    from simulator.suspicion import make_observers

    assert all(observer.settings == Settings() for observer in make_observers(Settings()))


@pytest.mark.parametrize("placeholder", ["undefined", "{{event_id}}", "[object Object]"])
def test_a_placeholder_for_an_id_is_one_cause(placeholder: str) -> None:
    lines = [
        line
        for number in range(3)
        for line in pair(
            {"event_id": f"order-{number}", "custom_data": _order(number), "user_data": _browser_of(number)},
            {"event_id": placeholder, "custom_data": _order(number), "user_data": user(external_id=[f"c-{number}"])},
        )
    ]
    lines = [{**line, "received_at": line["received_at"] + 900 * (n // 2)} for n, line in enumerate(lines)]
    told = found(lines, rules={"select": ["DUP", "PIX", "EVT"]})
    assert told == {2: ["DUP021"], 4: ["DUP021"], 6: ["DUP021"]}


def _order(number: int) -> Line:
    return {"value": 20 + number, "currency": "EUR", "order_id": str(4000 + number)}


def _browser_of(number: int) -> Line:
    return {
        "fbp": f"fb.1.1787996400000.{number + 7}",
        "client_user_agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/139.0",
    }
