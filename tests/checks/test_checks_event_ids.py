"""Event IDs that are placeholders."""

from __future__ import annotations

import pytest
from checks_building import codes, findings
from hypothesis import given
from hypothesis import strategies as st

from simulator.checks.event_ids import is_placeholder
from simulator.checks.examples import browser, event


@pytest.mark.parametrize(
    "event_id",
    [
        "undefined",
        "null",
        "NULL",
        "None",
        "NaN",
        "nil",
        "false",
        "n/a",
        "(not set)",
        "event_id",
        "YOUR_EVENT_ID",
        "[object Object]",
        "[event id]",
        "[]",
        "{}",
        "{event_id}",
        "{{event_id}}",
        "{{ Event ID 2 }}",
        "{{event_id}}-order",
        "{% order.id %}",
        "${eventId}",
        "order-${orderId2}",
        "#{event_id}",
        "%event_id%",
        "%%event_id%%",
        "<event_id>",
        "order-undefined",
        "undefined.order",
        "Purchase_null",
        "Purchase_NaN",
        " undefined ",
        "undefined\n",
    ],
)
def test_placeholders(event_id: str) -> None:
    assert is_placeholder(event_id)
    assert codes(event(event_id=event_id)) == ["DUP021"]
    assert codes(browser(event_id=event_id)) == ["DUP021"]


@pytest.mark.parametrize(
    "event_id",
    [
        "",
        "0",
        "1",
        "test",
        "order",
        "order-1001",
        "undefined-1788000000",
        "1001.undefined",
        "order-{{x}}-1001",
        "${x}1001",
        "nullable-order",
        "Nancy",
        "purchase-none",
        "a-null-b1",
        "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}",
        '{"id": "abc"}',
        "<abc@mail.shop.example>",
        "100%",
        "a%b%c",
        "9f2c04d1-cafe-4dad-8bad-0123456789ad",
        "x" * 200 + "undefined",
    ],
)
def test_no_placeholders(event_id: str) -> None:
    assert not is_placeholder(event_id)
    if event_id:
        assert "DUP021" not in codes(event(event_id=event_id))
        assert "DUP021" not in codes(browser(event_id=event_id))


def test_what_is_told() -> None:
    (finding,) = findings(event(event_id="undefined"))
    assert (finding.severity, finding.path) == ("error", "$.event_id")


@given(st.text(max_size=120))
def test_any_text_is_an_id_or_none(text: str) -> None:
    if is_placeholder(text):
        assert "{" in text or not any(c in "0123456789" for c in text)


@given(st.uuids())
def test_random_ids_are_ids(value: object) -> None:
    assert not is_placeholder(str(value))
    assert not is_placeholder(f"{{{value}}}")
