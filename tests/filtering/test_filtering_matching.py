"""What filters let through, in a table."""

from __future__ import annotations

import pytest

from simulator.filtering import parse
from simulator.filtering.matching import Subject, matches
from simulator.finding import Severity
from simulator.match_quality.keys import KEYS

EM, PH = (1 << KEYS.index(key) for key in ("em", "ph"))
EVENT = Subject(
    n=7,
    channel="server",
    pixel_id="1234567890",
    event_name="Purchase",
    event_id="Order-1001",
    event_time=1_772_445_600.0,
    received_at=1_772_445_602.5,
    action_source="website",
    external_id='["shopper-7"]',
    fbp="fb.1.1772445600000.42",
    source="logs/server.jsonl",
    line=12,
    present=EM | PH,
    valid=EM,
    verdict="duplicate",
    key="event_id",
    after_seconds=2.5,
    survivor_rule="browser-within-5-minutes",
    findings=(("USR013", Severity.WARNING), ("DUP040", Severity.NOTE)),
    payload={
        "event_source_url": "https://shop.example/thanks?x=1",
        "custom_data": {"value": 12.5, "currency": "EUR", "contents": [{"id": "SKU-1"}, {"id": 2}], "num": "12.50"},
        "user_data": {"em": ["62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"]},
        "flags": [True, None],
    },
)
QUARANTINED = Subject(
    8, None, None, None, None, None, None, None, None, None, "shop.jsonl", 3, 0, 0, "quarantined", None, None, None,
    (("REQ001", Severity.ERROR),), None,
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name:Purchase",
        "name:purchase",
        "name:pur*",
        "name:*chase",
        "name:*urch*",
        "name:*",
        'name:"Purchase"',
        "id:order-1*1",
        "server purchase 1001",
        "order-*1",
        '"Order-"',
        "shopper-7",
        "#7",
        "usr013",
        "website",
        "channel:SERVER",
        "pixel:123*",
        "verdict:duplicate",
        "verdict!=kept",
        "finding:USR",
        "finding:usr013",
        "finding:USR01*",
        "finding:*",
        "finding:warning",
        "finding:note",
        "finding>=warning",
        "finding>note",
        "finding<error",
        "finding<=warning",
        "key:event_id",
        "survivor:browser-within-5-minutes",
        "after>2",
        "after<=2500ms",
        "after:2.5",
        "n:7 line>=12 line<13",
        "source:server.jsonl",
        "source:logs/*",
        "source:*.jsonl",
        "time:2026-03-02",
        "time:2026-03-02T10:00",
        "time>2026-03-02T10:00:01",
        "time:2026-03-02T10:00:02",
        "event_time<=2026-03-02T10:00:00",
        "time>=2026-03-02T11:00+01:00",
        "has:em has:ph valid:em !valid:ph",
        "has:id has:key !has:fbc",
        "custom_data.currency:eur",
        "payload.custom_data.currency:EUR",
        "custom_data.value:12.50",
        "custom_data.value>12",
        "custom_data.num>12",
        "custom_data.num:12.50",
        "custom_data.contents.id:sku-*",
        "custom_data.contents.id:2",
        "user_data.em:62a1*",
        "payload.event_source_url:*/thanks*",
        "payload.flags:true",
        "has:custom_data.contents.id",
        "has:payload.flags",
        "name:Lead | name:Purchase",
        "!(name:Lead & server)",
    ],
)
def test_lets_the_event_through(text: str) -> None:
    assert matches(parse(text), EVENT)
    assert not matches(parse(f"!({text})" if text else "!*"), EVENT)


@pytest.mark.parametrize(
    "text",
    [
        'name:"purchase"',
        "name:Pur",
        "name:*x",
        "name:Purchase*Purchase",
        '"order-"',
        '"Pur*"',
        "lead",
        "#8",
        "usr014",
        "channel:browser",
        "finding:CUS",
        "finding:error",
        "finding>=error",
        "finding<warning",
        "after>2.5",
        "n:8",
        "source:server",
        "time:2026-03-03",
        "time>2026-03-02",
        "time<2026-03-02T10:00:02",
        "time:2026-03-02T10:01",
        'custom_data.value:"12.50"',
        "custom_data.num:12.5",
        "custom_data.value>12.5",
        "custom_data.currency>0",
        "custom_data.contents:*",
        "custom_data.contents.name:*",
        "payload.flags:null",
        "has:custom_data.order_id",
        "has:user_data.ph",
    ],
)
def test_holds_the_event_back(text: str) -> None:
    assert not matches(parse(text), EVENT)
    assert matches(parse(f"!({text})"), EVENT)


@pytest.mark.parametrize(
    ("text", "through"),
    [
        ("verdict:quarantined", True),
        ("quarantined", True),
        ("finding:error", True),
        ("source:shop.jsonl & line:3", True),
        ("!has:name", True),
        ("!name:Purchase", True),
        ("name:*", False),
        ("channel:server", False),
        ("time>=1970-01-01", False),
        ("after>=0", False),
        ("custom_data.value:*", False),
        ("!custom_data.value:1", True),
        ("has:em", False),
    ],
)
def test_a_quarantined_line_has_nothing_but_its_place_and_its_finding(text: str, through: bool) -> None:
    assert matches(parse(text), QUARANTINED) is through
