"""Our stand-in for Meta's pixel script in Chromium: a shop page, its server, and what both report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from heard_pixels import Told
from shop import PIXEL

from simulator.verdict import Outcome

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request
    from shop import Shop

    from simulator.emulator.service import Service

INIT = f"fbq('init', '{PIXEL}');\n"
VIEW = INIT + "fbq('track', 'PageView');\n"
CHANNELS = ("browser", "server")


@pytest.fixture
def told(service: Service) -> Told:
    return Told(service)


@pytest.fixture
def sent(page: Page) -> list[Request]:
    """The pixel requests of the page, in order; a test waits for them with ``until``."""
    found: list[Request] = []
    page.on("request", lambda request: found.append(request) if urlsplit(request.url).path == "/tr/" else None)
    return found


@pytest.fixture
def said(page: Page) -> list[str]:
    """What the console shows."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text))
    return found


def until(page: Page, kind: str, heard: list[Any], count: int) -> None:
    """Wait until so many requests or messages were heard: they come while something is asked of the page."""
    while len(heard) < count:
        page.wait_for_event(kind)


def parameters(request: Request) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(request.url).query, keep_blank_values=True)


def cookies(page: Page) -> dict[str, str]:
    return {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}


def test_the_two_copies_of_a_purchase_are_one_event(page: Page, shop: Shop, told: Told, said: list[str]) -> None:
    shop.commands = VIEW
    page.goto(shop.url())
    answer = page.evaluate("buy('order-1', 19.9)")
    assert answer["events_received"] == 1
    view, first, second = told.verdicts(3)
    assert (view.event_name, view.verdict) == ("PageView", Outcome.KEPT)
    assert {first.channel, second.channel} == set(CHANNELS)
    assert {first.verdict, second.verdict} == {Outcome.KEPT, Outcome.DUPLICATE}
    assert [each.key for each in (first, second) if each.verdict == Outcome.DUPLICATE] == ["event_id"]
    assert any("stand-in" in text and shop.emulator in text for text in said)
    custom = next(each["custom_data"] for each in told.payloads(3) if "contents" in each.get("custom_data", {}))
    assert custom == {"value": "19.9", "currency": "EUR", "contents": [{"id": "SKU-1", "quantity": 2}]}


def test_parameters_come_in_the_order_of_the_pixel(page: Page, shop: Shop, told: Told, sent: list[Request]) -> None:
    shop.commands = (
        "fbq('dataProcessingOptions', ['LDU'], 1, 1000);\n"
        f"fbq('init', '{PIXEL}', {{em: 'a@shop.example'}}, {{agent: 'tests'}});\n"
        "fbq('trackCustom', 'Fitted', {size: 'M', gift: true, none: null}, {eventID: 'f-1'});\n"
    )
    page.goto(shop.url(path="/?fbclid=IwAR0Click"))
    told.verdicts(1)
    until(page, "request", sent, 1)
    found = parameters(sent[0])
    order = "id ev dl rl if ts cd[size] cd[gift] sw sh ud[em] v r a ec fbp fbc dpo dpoco dpost it coo eid rqm"
    assert " ".join(name for name, _ in found) == order
    values = dict(found)
    assert (values["cd[gift]"], values["if"], values["ec"], values["rqm"]) == ("true", "false", "0", "GET")
    assert (values["dl"], values["eid"], values["a"], values["coo"]) == (page.url, "f-1", "tests", "false")
    assert told.payloads(1)[0]["data_processing_options"] == ["LDU"]


def test_one_pixel_of_several_is_told_and_counts_for_itself(
    page: Page, shop: Shop, told: Told, sent: list[Request], said: list[str]
) -> None:
    shop.commands = (
        INIT
        + INIT
        + "fbq('init', '99');\n"
        + "fbq('track', 'PageView'); fbq('track', 'PageView');\n"
        + "fbq('set', 'autoConfig', false, '99');\n"
        + "fbq('trackSingle', '99', 'Lead', {}, {eventID: 'l'}); fbq('trackSingleCustom', '99', 'Odd');\n"
        + "fbq('trackSingle', '77', 'Lead'); fbq('track', 'CustomEvent', {event: 'Renamed', a: 1});\n"
    )
    page.goto(shop.url())
    told.verdicts(6)
    until(page, "request", sent, 6)
    found = [dict(parameters(request)) for request in sent]
    assert [(each["id"], each["ev"], each["ec"], each["coo"]) for each in found] == [
        (PIXEL, "PageView", "0", "false"),
        ("99", "PageView", "0", "false"),
        ("99", "Lead", "1", "true"),
        ("99", "Odd", "2", "true"),
        (PIXEL, "Renamed", "1", "false"),
        ("99", "Renamed", "3", "true"),
    ]
    assert [each.get("cd[event]") for each in found[4:]] == [None, None]
    assert sum("[DUPLICATE_PIXEL_ID]" in text for text in said) == 1
    assert sum("[PIXEL_NOT_INITIALIZED]" in text for text in said) == 1


def test_revoked_consent_holds_everything_back_until_it_is_granted(
    page: Page, shop: Shop, told: Told, sent: list[Request]
) -> None:
    shop.commands = "fbq('consent', 'revoke');\n" + VIEW + "fbq('track', 'Lead', {}, {eventID: 'l-1'});\n"
    page.goto(shop.url())
    # The server's copy arrives after all that the page could have sent.
    page.evaluate("buy('order-1', 5)")
    assert [verdict.channel for verdict in told.verdicts(1)] == ["server"]
    assert sent == []
    assert cookies(page) == {}
    page.evaluate("fbq('consent', 'grant')")
    names = [(each.channel, each.event_name) for each in told.verdicts(4)]
    until(page, "request", sent, 3)
    assert sorted(names[1:]) == [("browser", "Lead"), ("browser", "PageView"), ("browser", "Purchase")]
    assert [dict(parameters(request))["ev"] for request in sent] == ["PageView", "Lead", "Purchase"]
    assert "_fbp" in cookies(page)


def test_an_event_too_long_for_a_url_arrives_by_post(page: Page, shop: Shop, told: Told, sent: list[Request]) -> None:
    shop.commands = VIEW
    page.goto(shop.url())
    told.verdicts(1)
    page.evaluate("fbq('trackCustom', 'Long', {text: 'ä'.repeat(3000)}, {eventID: 'beacon'})")
    told.verdicts(2)
    # As a browser answers that has enough beacons waiting.
    page.evaluate(
        "navigator.sendBeacon = () => false; fbq('trackCustom', 'Long', {text: 'ä'.repeat(70000)}, {eventID: 'form'})"
    )
    told.verdicts(3)
    page.evaluate("navigator.sendBeacon = undefined; fbq('trackCustom', 'Long', {text: 'é&= '.repeat(999)})")
    told.verdicts(4)
    until(page, "request", sent, 4)
    assert [request.method for request in sent] == ["GET", "POST", "POST", "POST"]
    kinds = [request.headers["content-type"].partition(";")[0] for request in sent[1:]]
    assert kinds == ["multipart/form-data", *["application/x-www-form-urlencoded"] * 2]
    texts = [each["custom_data"]["text"] for each in told.payloads(4)[1:]]
    assert texts == ["ä" * 3000, "ä" * 70000, "é&= " * 999]
    assert [verdict.event_id for verdict in told.verdicts(4)][1:] == ["beacon", "form", None]
    assert page.url == shop.url()


@pytest.mark.parametrize("size", [2047, 2048])
def test_a_url_of_2048_characters_is_too_long(
    page: Page, shop: Shop, told: Told, sent: list[Request], size: int
) -> None:
    shop.commands = INIT
    page.goto(shop.url())
    # Without a text first, to know how long the rest is; ec and ts keep their lengths.
    page.evaluate("fbq('trackCustom', 'Sized', {text: ''})")
    told.verdicts(1)
    until(page, "request", sent, 1)
    page.evaluate("n => fbq('trackCustom', 'Sized', {text: 'x'.repeat(n)})", size - len(sent[0].url))
    told.verdicts(2)
    until(page, "request", sent, 2)
    assert sent[1].method == ("GET" if size < 2048 else "POST")


def test_cookies_stay_on_reload_and_a_new_click_replaces_the_old(page: Page, shop: Shop, told: Told) -> None:
    shop.commands = VIEW
    page.goto(shop.url("www.shop.example", "/?fbclid=IwAR0First"))
    told.verdicts(1)
    found = {cookie["name"]: cookie for cookie in page.context.cookies()}
    now = page.evaluate("Date.now()")
    for name in ("_fbp", "_fbc"):
        cookie = found[name]
        assert (cookie["domain"], cookie["path"], cookie["sameSite"]) == (".shop.example", "/", "Lax")
        assert not cookie["httpOnly"]
        assert abs(cookie["expires"] - now / 1000 - 90 * 86400) < 3600
    prefix, index, made, click = found["_fbc"]["value"].split(".")
    assert (prefix, index, click) == ("fb", "1", "IwAR0First")
    assert 0 <= now - int(made) < 3_600_000
    assert found["_fbp"]["value"].split(".")[:2] == ["fb", "1"]
    before = cookies(page)
    page.reload()
    told.verdicts(2)
    assert cookies(page) == before
    page.goto(shop.url("www.shop.example", "/?fbclid=IwAR0Second"))
    told.verdicts(3)
    after = cookies(page)
    assert after["_fbp"] == before["_fbp"]
    assert after["_fbc"].endswith(".IwAR0Second")
    users = [each["user_data"] for each in told.payloads(3)]
    assert {user["fbp"] for user in users} == {before["_fbp"]}
    assert [user["fbc"] for user in users] == [before["_fbc"], before["_fbc"], after["_fbc"]]


@pytest.mark.parametrize(
    ("host", "domain", "index"),
    [("localhost", "localhost", "0"), ("127.0.0.1", "127.0.0.1", "3"), ("a.b.shop.example", ".shop.example", "1")],
)
def test_cookies_are_on_the_highest_domain_there_is(
    page: Page, shop: Shop, told: Told, host: str, domain: str, index: str
) -> None:
    shop.commands = VIEW
    page.goto(shop.url(host))
    told.verdicts(1)
    cookie = page.context.cookies()[0]
    assert (cookie["name"], cookie["domain"], cookie["value"].split(".")[1]) == ("_fbp", domain, index)
    assert not any(finding.rule.startswith("CLK") for finding in told.verdicts(1)[0].findings)


def test_no_cookies_where_they_are_switched_off(page: Page, shop: Shop, told: Told, sent: list[Request]) -> None:
    shop.commands = f"fbq('set', 'firstPartyCookies', false, '{PIXEL}');\n" + VIEW
    page.goto(shop.url(path="/?fbclid=IwAR0Click"))
    told.verdicts(1)
    until(page, "request", sent, 1)
    assert cookies(page) == {}
    assert not {"fbp", "fbc"} & {name for name, _ in parameters(sent[0])}


def test_events_go_where_the_page_sets_the_endpoint(
    page: Page, shop: Shop, told: Told, sent: list[Request], said: list[str]
) -> None:
    shop.commands = VIEW + "console.warn = (warn => text => { warn(text); window.reached = false; })(console.warn);\n"
    page.goto(shop.url())
    told.verdicts(1)
    elsewhere = shop.emulator.replace("127.0.0.1", "localhost")
    page.evaluate("url => { fbq('set', 'endpoint', url); fbq('track', 'Lead'); }", elsewhere)
    told.verdicts(2)
    until(page, "request", sent, 2)
    assert sent[1].url.startswith(f"{elsewhere}/tr/?id=")
    page.evaluate("fbq('set', 'endpoint', 'http://127.0.0.1:9/tr/'); fbq('track', 'Contact')")
    page.wait_for_function("window.reached === false")
    assert any("no answer from http://127.0.0.1:9" in text for text in said)


def test_mistakes_are_told_on_the_console_and_break_nothing(
    page: Page, shop: Shop, told: Told, said: list[str]
) -> None:
    shop.commands = (
        "fbq('init', 'YOUR_PIXEL'); fbq('track', 'Lead'); fbq(); fbq('sing'); fbq('consent', 'maybe');\n"
        + INIT
        + "fbq('track'); fbq('track', 'Bought'); fbq('track', 'Purchase', {value: '1,5'});\n"
        + "fbq('track', 'Contact', {currency: 'euros', value: -1}, {event_id: 'c'});\n"
        + "var cyclic = {}; cyclic.self = cyclic; fbq('track', 'Search', {cyclic: cyclic});\n"
        + "fbq('track', 'Lead', {text: '\\ud800'});\n"
    )
    page.goto(shop.url())
    names = [verdict.event_name for verdict in told.verdicts(4)]
    assert sorted(names) == ["Bought", "Contact", "Lead", "Purchase"]
    # One message that this is a stand-in, twelve warnings, and what could not be sent.
    until(page, "console", said, 14)
    codes = [text.partition("[")[2].partition("]")[0] for text in said if "stand-in [" in text]
    assert codes == [
        *("INVALID_PIXEL_ID", "PIXEL_NOT_INITIALIZED", "FBQ_NO_METHOD_NAME", "INVALID_FBQ_METHOD"),
        *("INVALID_CONSENT_ACTION", "NO_EVENT_NAME", "NONSTANDARD_EVENT", "REQUIRED_PARAM_MISSING", "INVALID_PARAM"),
        *("NEGATIVE_EVENT_PARAM", "INVALID_PARAM", "eventID"),
    ]


def test_another_pixel_script_is_left_alone(page: Page, shop: Shop, said: list[str], sent: list[Request]) -> None:
    shop.commands = "window.fbq.callMethod = function () { window.others = (window.others || 0) + 1; };\n" + VIEW
    page.goto(shop.url())
    page.wait_for_function("window.others === 2")
    assert any("[CONFLICTING_VERSIONS]" in text for text in said)
    assert sent == []
