"""Expressions, conditions, storage and pushes on a page: what ``capisim tag`` computes, the page's script computes."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from heard_pixels import Told
from served_folder import served

from simulator.quickstart.project import make_project, update_project
from simulator.quickstart.wanted import Wanted
from simulator.tagging.happening import Sent
from simulator.tagging.property import parse_property
from simulator.tagging.run import run
from simulator.tagging.session import parse_session

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from simulator.emulator.service import Service

PIXEL = "1234567890"
# The pixel sets its cookie in the moment in which the rules begin to listen.
BEGUN = "() => document.cookie.includes('_fbp=')"
LAYER: dict[str, Any] = {
    "value": 19.5,
    "text": "  Ana  ",
    "many": [{"id": "A", "price": 10.1, "quantity": 2}, {"id": "B", "price": 5}, {"id": 7}],
    "plain": [1, "2", None, 2.5],
    "deep": {"a": {"b": 0}},
    "no": False,
    "nil": None,
    "empty": "",
    "odd": "a😀ü",
}
VALUES = (
    *(f"layer.{name}" for name in (*LAYER, "none")),
    *("3", "-1.5", "'5'", "' 7.0 '", "'1e3'", "'x'", "true", "undefined"),
)
SIGNS = ("+", "-", "*", "/", "%", "??", "==", "!=", ">", "<=")
TEXTS = ("lower", "upper", "trim", "text", "number", "round", "length", "first", "join", "sum")
TWO = ("contains", "starts_with", "ends_with", "round", "slice", "join", "pluck", "sum")
PRODUCTS = [
    *(f"{one} {sign} {other}" for sign in SIGNS for one, other in product(VALUES, VALUES)),
    *(f"{one} && {other} || 'z'" for one, other in product(VALUES, VALUES)),
    *(f"{name}({one})" for name, one in product(TEXTS, VALUES)),
    *(f"{name}({one}, {other})" for name, one, other in product(TWO, VALUES, ("'2'", "'id'", "-1", "2", "layer.none"))),
    *(f"{one} ? 'yes' : not {one}" for one in VALUES),
]
EXPRESSIONS = [
    # Every so many of them, so that each sign and function is met with most of the values.
    *PRODUCTS[::17],
    "sum(layer.many, 'price', 'quantity')",
    "sum(layer.plain, null, 'quantity')",
    "replace('1,5', ',', '.')",
    "replace(layer.value, '9', 'nine')",
    "slice(layer.odd, 1, 2)",
    "slice('order-1001', -4)",
    "contains(layer.plain, '2') && contains(layer.deep, 'a')",
    "1 % 0",
    "-layer.text",
    "query('order') + query('x') + query('none')",
    "page.path + page.query + page.fragment",
    "read('deep.a.b') + read('window.dataLayer.meta.value')",
    "window.dataLayer.meta.many.1.id",
    "event.name + event.detail.id",
    "environment",
    "%Twice% + %Twice%",
    "'a' + 'b' == 'ab' && !(1 > 2) and (2 >= 2 or false)",
]


def made(below: Path, elements: dict[str, Any], rules: list[dict[str, Any]]) -> dict[str, Any]:
    """A folder with this property; its content."""
    make_project(Wanted("shop.example", PIXEL), below)
    content = {
        "name": "shop.example",
        "extensions": {
            "meta_pixel": {"pixel_id": PIXEL},
            "meta_conversions_api": {"pixel_id": PIXEL, "access_token": {"secret": "META_ACCESS_TOKEN"}},
        },
        "elements": elements,
        "rules": rules,
    }
    (below / "property.toml").unlink()
    (below / "property.json").write_text(json.dumps(content))
    update_project(below)
    return content


def rule(name: str, trigger: dict[str, Any], data: dict[str, Any], *conditions: str) -> dict[str, Any]:
    event = {"event_name": name, "event_time": "{{Now}}", "action_source": "website", "event_id": name}
    information = {"client_user_agent": "{{Agent}}"}
    action = {"do": "send-conversions-api-event", "server_event": event, "custom_data": data}
    action["customer_information"] = information
    return {"name": name, "triggers": [trigger], "conditions": list(conditions), "actions": [action]}


ELEMENTS = {"Now": {"type": "time"}, "Agent": {"type": "visitor", "of": "user_agent"}}


@pytest.fixture
def told(service: Service) -> Told:
    return Told(service)


def test_a_page_computes_what_the_simulator_computes(page: Page, emulator: str, told: Told, tmp_path: Path) -> None:
    elements: dict[str, Any] = {
        f"E{n}": {"type": "expression", "expression": text} for n, text in enumerate(EXPRESSIONS)
    }
    elements |= {"Twice": {"type": "expression", "expression": "layer.value * 2"}, **ELEMENTS}
    data = {f"e{n}": f"{{{{E{n}}}}}" for n in range(len(EXPRESSIONS))}
    content = made(tmp_path, elements, [rule("Lead", {"on": "custom-event", "name": "go"}, data)])
    with served(tmp_path, emulator) as site:
        page.goto(f"{site}index.html?order=7&x=#top")
        page.wait_for_function(BEGUN)
        page.evaluate("layer => Object.assign(window.dataLayer.meta, layer)", LAYER)
        page.evaluate("() => window.dispatchEvent(new CustomEvent('go', {detail: {id: 'd1'}}))")
        (lead,) = told.payloads(1)
    steps = [
        {"visit": f"{site}index.html?order=7&x=#top", "write": LAYER},
        {"event": "go", "detail": {"id": "d1"}},
    ]
    session = parse_session({"start": "2026-10-12T09:00:00Z", "steps": steps})
    (sent,) = (each for each in run(parse_property(content), session) if isinstance(each, Sent))
    expected = json.loads(json.dumps(sent.line["request"]["body"]["data"][0]["custom_data"]))
    wrong = {
        text: (lead["custom_data"].get(f"e{n}", "undefined"), expected.get(f"e{n}", "undefined"))
        for n, text in enumerate(EXPRESSIONS)
        if lead["custom_data"].get(f"e{n}", "undefined") != expected.get(f"e{n}", "undefined")
    }
    assert wrong == {}
    assert len(expected) > len(EXPRESSIONS) / 2


def test_conditions_storage_and_pushes_hold_on_a_page(page: Page, emulator: str, told: Told, tmp_path: Path) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    elements = {
        **ELEMENTS,
        "Kept": {"type": "query-parameter", "name": "order", "storage": "session"},
        "First": {"type": "random", "storage": "page"},
    }
    data = {"order": "{{Kept}}", "first": "{{First}}", "again": "{{First}}"}
    push = {"on": "data-layer-push", "event": "purchase"}
    rules = [
        rule("Never", push, data, "event.detail.value > 2", "1 > 2"),
        rule("Purchase", push, data, "event.detail.value > 2", "%Kept% == '7'"),
        rule("Lead", {"on": "data-layer-push", "path": "window.adobeDataLayer.cart.id"}, data),
        rule("Contact", {"on": "custom-event", "name": "go"}, data, "consent == 'grant'"),
    ]
    made(tmp_path, elements, rules)
    with served(tmp_path, emulator) as site:
        page.add_init_script("window.adobeDataLayer = []")
        for query, sends in (("?order=7", {"cart": {"id": 1}}), ("", {"event": "purchase", "value": 3})):
            page.goto(f"{site}index.html{query}")
            page.wait_for_function("() => adobeDataLayer.push !== Array.prototype.push")
            page.evaluate("() => window.dispatchEvent(new CustomEvent('go'))")
            for pushed in ({"event": "purchase", "value": 2}, {"cart": {}}, sends):
                page.evaluate("pushed => adobeDataLayer.push(pushed)", pushed)
        lead, purchase = told.payloads(2)
    assert (lead["event_name"], purchase["event_name"]) == ("Lead", "Purchase")
    # The page before had it, and session storage kept it.
    assert purchase["custom_data"]["order"] == lead["custom_data"]["order"] == "7"
    assert lead["custom_data"]["first"] == lead["custom_data"]["again"] != purchase["custom_data"]["first"]
    assert any("consent, in a condition of Contact" in each for each in said)
