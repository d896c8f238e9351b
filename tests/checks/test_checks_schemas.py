"""What the event schemas let pass and what they object to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from schema_events import app_event, browser_purchase, messaging_event, purchase, sha256

from simulator.checks.schemas import SchemaSet, Violation, expectation

SCHEMAS = SchemaSet()
Event = dict[str, Any]


def found(event: Event, channel: str = "server") -> list[tuple[str, str]]:
    """The violations of an event, as (dotted path, keyword)."""
    violations = SCHEMAS.violations(channel, event.get("event_name"), event)
    assert SCHEMAS.is_valid(channel, event.get("event_name"), event) == (not violations)
    assert not any(violation.planned for violation in violations)
    return [(".".join(map(str, violation.path)), violation.keyword) for violation in violations]


def put(event: Event, path: str, value: object) -> Event:
    """The event with one member set."""
    holder: Any = event
    *way, last = path.split(".")
    for part in way:
        holder = holder[int(part) if isinstance(holder, list) else part]
    holder[int(last) if isinstance(holder, list) else last] = value
    return event


def drop(event: Event, path: str) -> Event:
    """The event without one member."""
    holder = event
    *way, last = path.split(".")
    for part in way:
        holder = holder[part]
    del holder[last]
    return event


@pytest.mark.parametrize("make", [purchase, app_event, messaging_event])
def test_clean_server_events_pass(make: Callable[[], Event]) -> None:
    assert found(make()) == []


def test_clean_browser_event_passes() -> None:
    assert found(browser_purchase(), "browser") == []


@pytest.mark.parametrize("name", ["PageView", "A custom name", "Purchase\n"])
def test_other_names_need_no_value(name: str) -> None:
    event = drop(purchase(), "custom_data")
    assert found(put(event, "event_name", name)) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("user_data.em", sha256("one")),
        ("user_data.em", [sha256("one"), sha256("two") + ".AQQCAQMC"]),
        ("user_data.ph", sha256("one") + ".Ag"),
        ("user_data.lead_id", 123456789012345),
        ("user_data.lead_id", "1234567890123456"),
        ("user_data.fb_login_id", "12345"),
        ("user_data.client_ip_address", "2001:db8::7"),
        ("user_data.client_ip_address", "203.0.113.7.AQQAAQMC"),
        ("user_data.fbc", "fb.2.1767225500123.AbC.Bg"),
        ("user_data.fbp", "fb.1.1767225500123.123"),
        ("user_data.unknown", {"key": None}),
        ("custom_data.value", 0),
        ("custom_data.status", True),
        ("custom_data.content_type", "hotel"),
        ("data_processing_options", []),
        ("event_time", 1767225600.0),
        ("event_name", "é" * 50),
    ],
)
def test_legal_values_pass(path: str, value: object) -> None:
    event = put(purchase(), path, value)
    if path == "event_name":
        assert found(drop(event, "custom_data")) == []
    else:
        assert found(event) == []


@pytest.mark.parametrize(
    ("path", "value", "keyword"),
    [
        ("event_time", 1767225600000, "maximum"),
        ("event_time", "1767225600", "type"),
        ("event_time", 1767225600.5, "type"),
        ("event_time", True, "type"),
        ("event_time", 12, "minimum"),
        ("event_id", 1001, "type"),
        ("event_id", "", "minLength"),
        ("action_source", "Website", "enum"),
        ("event_source_url", "shop.example/thanks", "pattern"),
        ("opt_out", "false", "type"),
        ("data_processing_options_state", 999, "enum"),
        ("data_processing_options_country", "1", "enum"),
        ("data_processing_options.0", "ldu", "enum"),
        ("user_data", "em", "type"),
        ("user_data.em", [], "minItems"),
        ("user_data.em.0", "shopper@example.com", "pattern"),
        ("user_data.em.0", sha256("one").upper(), "pattern"),
        ("user_data.em.0", sha256("one") + "\n", "pattern"),
        ("user_data.em.0", None, "type"),
        ("user_data.em", 5, "type"),
        ("user_data.external_id", 5, "type"),
        ("user_data.fbc", "fb.1.1767225500.AbC", "pattern"),
        ("user_data.fbc", "", "pattern"),
        ("user_data.fbp", "fb.1.1767225500123", "pattern"),
        ("user_data.client_ip_address", "203.0.113.7, 198.51.100.1", "pattern"),
        ("user_data.client_ip_address", sha256("203.0.113.7"), "pattern"),
        ("user_data.lead_id", 12345, "minimum"),
        ("user_data.lead_id", 12345678901234567, "maximum"),
        ("user_data.lead_id", "l:12345", "pattern"),
        ("custom_data.value", "99.50", "type"),
        ("custom_data.value", -1, "minimum"),
        ("custom_data.currency", "eur", "enum"),
        ("custom_data.currency", "EURO", "enum"),
        ("custom_data.currency", None, "enum"),
        ("custom_data.order_id", 1001, "type"),
        ("custom_data.content_ids", '["sku-1"]', "type"),
        ("custom_data.contents", '[{"id":"sku-1"}]', "type"),
        ("custom_data.contents.0", "sku-1", "type"),
        ("custom_data.contents.0.quantity", "1", "type"),
        ("custom_data.content_type", "products", "enum"),
        ("custom_data.delivery_category", "by_air", "enum"),
    ],
)
def test_one_wrong_value_is_one_violation(path: str, value: object, keyword: str) -> None:
    assert found(put(purchase(), path, value)) == [(path, keyword)]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("event_name", [("event_name", "required")]),
        ("event_time", [("event_time", "required")]),
        ("action_source", [("action_source", "required")]),
        ("user_data", [("user_data", "required")]),
        ("event_source_url", [("event_source_url", "required")]),
        ("user_data.client_user_agent", [("user_data.client_user_agent", "required")]),
        ("custom_data", [("custom_data", "required")]),
        ("custom_data.value", [("custom_data.value", "required")]),
        (
            "custom_data.currency",
            [("custom_data.currency", "dependentRequired"), ("custom_data.currency", "required")],
        ),
        ("data_processing_options_country", [("data_processing_options_country", "required")]),
        ("data_processing_options_state", [("data_processing_options_state", "dependentRequired")]),
    ],
)
def test_a_missing_member_is_named(path: str, expected: list[tuple[str, str]]) -> None:
    event = drop(purchase(), path)
    if path == "event_name":
        del event["custom_data"]
    assert found(event) == expected


def test_value_needs_currency_in_any_event() -> None:
    event = drop(purchase(), "custom_data.currency") | {"event_name": "Lead"}
    assert found(event) == [("custom_data.currency", "dependentRequired")]


def test_content_names_its_missing_members() -> None:
    assert found(put(purchase(), "custom_data.contents.1", {})) == [
        ("custom_data.contents.1.id", "required"),
        ("custom_data.contents.1.quantity", "required"),
    ]


@pytest.mark.parametrize(
    ("path", "value", "where", "keyword"),
    [
        ("app_data.extinfo.4", "", "app_data.extinfo.4", "minLength"),
        ("app_data.extinfo.0", "", "app_data.extinfo.0", "enum"),
        ("app_data.extinfo", ["i2", "", "", "", "17.1"], "app_data.extinfo", "minItems"),
        ("app_data.advertiser_tracking_enabled", 2, "app_data.advertiser_tracking_enabled", "maximum"),
        (
            "app_data",
            {"extinfo": ["a2", "", "", "", "14", *[""] * 11]},
            "app_data.advertiser_tracking_enabled",
            "required",
        ),
    ],
)
def test_app_events_describe_app_and_device(path: str, value: object, where: str, keyword: str) -> None:
    assert found(put(app_event(), path, value)) == [(where, keyword)]
    assert found(drop(app_event(), "app_data")) == [("app_data", "required")]


def test_messaging_events_name_their_channel() -> None:
    assert found(drop(messaging_event(), "messaging_channel")) == [("messaging_channel", "required")]


@pytest.mark.parametrize(("value", "passes"), [("1", True), ("+1.50", True), (7, True), ("-1", False), ("1,50", False)])
def test_browser_value_is_text_that_reads_as_a_number(value: object, passes: bool) -> None:
    expected = [] if passes else [("custom_data.value", "pattern")]
    assert found(put(browser_purchase(), "custom_data.value", value), "browser") == expected


def test_browser_needs_neither_source_nor_user_agent() -> None:
    assert found({"event_name": "PageView"}, "browser") == []
    assert found({"event_name": "PageView"}, "server") != []


def test_browser_purchase_needs_value_and_currency_too() -> None:
    assert found({"event_name": "Purchase"}, "browser") == [("custom_data", "required")]


@pytest.mark.parametrize("payload", [None, [], "event", 7])
@pytest.mark.parametrize("channel", ["server", "browser"])
def test_a_payload_that_is_no_object_is_told_so(channel: str, payload: object) -> None:
    assert SCHEMAS.violations(channel, "Purchase", payload) == [Violation((), "type", "object", False)]


def test_a_made_up_name_takes_no_memory() -> None:
    schemas = SchemaSet()
    for number in range(50):
        assert schemas.is_valid("server", f"made up {number}", messaging_event())
    assert len(schemas._judges) == 1


@pytest.mark.parametrize(
    ("keyword", "value", "text"),
    [
        ("type", ["string", "array"], "array or string"),
        ("type", "integer", "integer"),
        ("enum", ["a", 1, None], "a, 1, null"),
        ("enum", [f"code {number}" for number in range(17)], "one of 17 listed values, such as code 0"),
        ("maximum", 9999999999, "at most 9999999999"),
        ("minItems", 1, "at least 1 items"),
        ("const", "Purchase", "Purchase"),
        ("required", None, None),
        ("anyOf", [], None),
    ],
)
def test_what_was_expected_is_said_in_words(keyword: str, value: object, text: str | None) -> None:
    assert expectation(keyword, value) == text
