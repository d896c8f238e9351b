"""Running a property: triggers, conditions, order, what is read where, and what leaves."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tagged import (
    EVENT_ID,
    EXTENSIONS,
    HOME,
    NEW_ID,
    PIXEL,
    VIEW,
    fired,
    happened,
    pixel,
    prop,
    rule,
    sent,
    server,
    session,
    unsent,
)

from simulator.tagging.happening import Sent, Word
from simulator.tagging.run import in_order_of_receipt


def asked(made: Sent) -> dict[str, str]:
    """The parameters of a pixel request."""
    request = made.line["request"]
    text = request.get("body") or urlsplit(request["url"]).query
    return {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}


def event(made: Sent) -> dict[str, Any]:
    """The event of a request to the events endpoint."""
    (found,) = made.line["request"]["body"]["data"]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("trigger", "steps"),
    [
        ({"on": "page-view"}, [1, 3]),
        ({"on": "page-view", "path": "/cart*"}, [3]),
        ({"on": "route-change"}, [4]),
        ({"on": "route-change", "path": "/"}, []),
        ({"on": "click", "selector": ".buy"}, [5]),
        ({"on": "form-submit"}, [6]),
        ({"on": "form-submit", "selector": "#other"}, []),
        ({"on": "custom-event", "name": "cart:added"}, [7]),
        ({"on": "data-layer-push", "event": "purchase"}, [8, 9]),
        ({"on": "data-layer-push", "path": "window.dataLayer.ecommerce.value"}, [8]),
        ({"on": "data-layer-push"}, [8, 9, 10]),
    ],
    ids=str,
)
def test_what_triggers_a_rule(trigger: dict[str, Any], steps: list[int]) -> None:
    visit = session(
        VIEW,
        {"write": {"value": 1}},
        {"visit": f"{HOME}cart/7"},
        {"route": f"{HOME}checkout"},
        {"click": "form#order > button.buy"},
        {"submit": "form#order"},
        {"event": "cart:added"},
        {"push": {"event": "purchase", "ecommerce": {"value": 2}}},
        {"push": ["event", "purchase", {"value": 2}]},
        {"push": {"page": "x"}, "to": "window.adobeDataLayer"},
        {"consent": "grant"},
        {"input": "#email", "value": "x"},
    )
    given = prop({"name": "Rule", "triggers": [trigger], "actions": []})
    assert [step for _, step in fired(given, visit)] == steps


def test_conditions_must_all_hold_and_the_order_counts() -> None:
    given = prop(
        rule(NEW_ID, name="late", order=60),
        rule(NEW_ID, name="never", conditions=["true", "layer.value > 5"]),
        rule(NEW_ID, name="early", order=10, conditions=["layer.value > 0"]),
        rule(NEW_ID, name="off", enabled=False),
        rule(NEW_ID, name="second"),
        {"name": "no trigger", "actions": [NEW_ID]},
    )
    visit = session({**VIEW, "write": {"value": 1}})
    assert fired(given, visit) == [("early", 1), ("second", 1), ("late", 1)]


def test_both_copies_carry_the_new_id_and_each_firing_another() -> None:
    given = prop(
        rule(NEW_ID, pixel("Lead", event_id="%Event ID%"), server("Lead", server_event={"event_id": "{{Event ID}}"})),
        elements=EVENT_ID,
    )
    browser, copy, again, last = sent(given, session(VIEW, {"at": 5, **VIEW}))
    assert browser.event_id == copy.event_id == asked(browser)["eid"] == event(copy)["event_id"]
    assert again.event_id == last.event_id != browser.event_id
    (read,) = browser.fields[0].reads
    assert read.write is not None
    assert (read.write.by, read.write.step) == ("Rule", 1)


def test_equal_files_give_equal_bytes_and_another_seed_others() -> None:
    given = prop(rule(NEW_ID, pixel("Lead", event_id="%Event ID%")), elements=EVENT_ID)
    first, second = (sent(given, session(VIEW)) for _ in range(2))
    assert first == second
    assert sent(given, session(VIEW, seed=8))[0].event_id != first[0].event_id


def test_the_pixels_request_is_that_of_the_tags_extension() -> None:
    elements = {"n": {"type": "constant", "value": 19.0}, "none": {"type": "data-layer", "path": "none"}}
    parameters = {
        "value": "%n%",
        "currency": "EUR",
        "contents": [{"id": "A", "quantity": 2}],
        "x": "%none%",
        "ok": True,
    }
    given = prop(rule(pixel(event_id="id-%n%", parameters=parameters)), elements=elements)
    (made,) = sent(given, session({**VIEW, "at": 2.25, "referrer": "https://search.example/"}, network={}))
    told = asked(made)
    assert list(told)[:6] == ["id", "ev", "dl", "rl", "if", "ts"]
    assert told["ts"] == "1791795602250"
    assert (told["a"], told["ec"], told["eid"]) == ("adobe_launch", "0", "id-19")
    assert (told["dl"], told["rl"]) == (HOME, "https://search.example/")
    assert {name: value for name, value in told.items() if name.startswith("cd[")} == {
        "cd[value]": "19",
        "cd[currency]": "EUR",
        "cd[contents]": '[{"id":"A","quantity":2}]',
        "cd[ok]": "true",
    }
    # The extension gives no customer information to init.
    assert not [name for name in told if name.startswith("ud[")]
    assert made.received_at == 1791795602.45


def test_the_id_of_the_action_comes_before_that_of_the_extension() -> None:
    extensions = {**EXTENSIONS, "meta_pixel": {"pixel_id": PIXEL, "event_id": "%all%"}}
    elements = {"all": {"type": "constant", "value": "default"}, "own": {"type": "data-layer", "path": "id"}}
    given = prop(rule(pixel(event_id="%own%")), extensions=extensions, elements=elements)
    first, second = sent(given, session({**VIEW, "write": {"id": "own-1"}}, VIEW))
    assert (first.event_id, second.event_id) == ("own-1", "default")


def test_a_long_event_is_a_form() -> None:
    given = prop(rule(pixel(parameters={"content_name": "x" * 3000})))
    (made,) = sent(given, session(VIEW))
    request = made.line["request"]
    assert (request["method"], request["url"]) == ("POST", "https://www.facebook.com/tr/")
    assert request["headers"]["content-type"] == "application/x-www-form-urlencoded"
    assert asked(made)["rqm"] == "formPOST"


def test_several_pixels_and_those_of_each_environment() -> None:
    ids = {"development": ["111", "%own%"], "production": "333"}
    api = {"pixel_id": {"staging": "{{own}}", "production": "333"}, "access_token": {"secret": "META_ACCESS_TOKEN"}}
    elements = {"own": {"type": "environment", "values": {"development": 222, "staging": "444"}}}
    extensions = {"meta_pixel": {"pixel_id": ids}, "meta_conversions_api": api}
    given = prop(rule(pixel(), server()), extensions=extensions, elements=elements)
    visit = session(VIEW)
    assert [each.pixel_id for each in sent(given, visit)] == ["111", "222"]
    assert [(each.channel, each.pixel_id) for each in sent(given, visit, "staging")] == [("server", "444")]
    assert [each.pixel_id for each in sent(given, visit, "production")] == ["333", "333"]
    assert [each.kind for each in unsent(given, visit)] == ["no-pixel-id"]


def test_page_view_goes_out_once_for_each_page_load() -> None:
    given = prop(rule(pixel("PageView")), rule(pixel("PageView"), on="route-change", name="Route"))
    visit = session(VIEW, {"route": f"{HOME}b"}, VIEW)
    assert len(sent(given, visit)) == 2
    assert [(each.firing.step, each.kind) for each in unsent(given, visit)] == [(2, "page-view-twice")]


def test_the_pixel_sets_its_cookies_and_the_server_can_read_them() -> None:
    elements = {name: {"type": "cookie", "name": f"_{name}"} for name in ("fbp", "fbc")}
    information = {"fbp": "{{fbp}}", "fbc": "{{fbc}}"}
    given = prop(rule(pixel(), server(customer_information=information)), elements=elements)
    browser, copy, _, later = sent(given, session({"visit": f"{HOME}?fbclid=Click1"}, {"at": 60, **VIEW}))
    assert event(copy)["user_data"] == {"fbc": asked(browser)["fbc"], "fbp": asked(browser)["fbp"]}
    assert asked(browser)["fbc"] == "fb.1.1791795600000.Click1"
    assert event(later)["user_data"] == event(copy)["user_data"]


def test_a_page_load_empties_the_data_layer_and_a_route_change_does_not() -> None:
    elements = {"v": {"type": "data-layer", "path": "value"}}
    parameters = {"value": "%v%"}
    given = prop(
        rule(pixel("Lead", parameters=parameters)),
        rule(pixel("Lead", parameters=parameters), on="route-change", name="Route"),
        elements=elements,
    )
    visit = session({**VIEW, "write": {"value": 1}}, {"route": f"{HOME}b"}, VIEW)
    assert [asked(each).get("cd[value]") for each in sent(given, visit)] == ["1", "1", None]


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"type": "data-layer", "path": "name"}, "  Ana  Maria "),
        ({"type": "data-layer", "path": "name", "clean_text": True, "lower_case": True}, "ana maria"),
        ({"type": "data-layer", "path": "none", "default": "x"}, "x"),
        ({"type": "data-layer", "path": "window.other.0.id"}, "A"),
        ({"type": "cookie", "name": "member"}, "7"),
        ({"type": "query-parameter", "name": "q"}, "cup"),
        ({"type": "page", "of": "host"}, "shop.example"),
        ({"type": "visitor", "of": "client_ip_address"}, "203.0.113.10"),
        ({"type": "event", "path": "detail.id"}, "E1"),
        ({"type": "environment", "values": {"development": "dev"}}, "dev"),
        ({"type": "time"}, "1791795603"),
        ({"type": "time", "unit": "milliseconds"}, "1791795603500"),
        ({"type": "expression", "expression": "upper(%other%) + query('q')"}, "Zcup"),
        ({"type": "random", "form": "digits", "length": 3}, r"\d{3}"),
        ({"type": "random"}, r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_where_the_value_of_an_element_comes_from(element: dict[str, Any], value: str) -> None:
    import re

    elements = {"x": element, "other": {"type": "constant", "value": "z"}}
    given = prop(rule(pixel("Lead", parameters={"x": "%x%"}), on="custom-event", name="go"), elements=elements)
    given["rules"][0]["triggers"] = [{"on": "custom-event", "name": "go"}]
    write = {"name": "  Ana  Maria ", "window.other": [{"id": "A"}]}
    visit = session(
        {"visit": f"{HOME}?q=cup", "write": write},
        {"at": 3.5, "event": "go", "detail": {"id": "E1"}},
        visitor={"cookies": {"member": "7"}},
    )
    (made,) = sent(given, visit)
    assert re.fullmatch(value, asked(made)["cd[x]"])


@pytest.mark.parametrize(("storage", "times"), [("page", 2), ("session", 1), ("visitor", 1), (None, 3)])
def test_a_random_element_that_is_stored_is_not_renewed(storage: str | None, times: int) -> None:
    element = {"type": "random", **({"storage": storage} if storage else {})}
    given = prop(rule(pixel("Lead", event_id="%x%"), on="click", selector="a"), elements={"x": element})
    visit = session(VIEW, {"click": "a"}, {"click": "a"}, VIEW, {"click": "a"})
    assert len({each.event_id for each in sent(given, visit)}) == times


def test_undefined_inside_text_and_the_checkbox_that_makes_it_empty() -> None:
    elements = {"x": {"type": "data-layer", "path": "none"}}
    action = pixel("Lead", parameters={"a": "%x%", "b": "is %x%", "c": "%y% 100%"})
    (made,) = sent(prop(rule(action), elements=elements), session(VIEW))
    assert {name: asked(made).get(f"cd[{name}]") for name in "abc"} == {"a": None, "b": "is undefined", "c": "%y% 100%"}
    (made,) = sent(prop(rule(action), elements=elements, undefined_as_empty=True), session(VIEW))
    assert (asked(made)["cd[a]"], asked(made)["cd[b]"]) == ("", "is ")


def test_pushes_of_gtag_and_of_adobes_data_layer_can_be_read() -> None:
    elements = {
        "google": {"type": "data-layer", "path": "window.dataLayer.eventModel.value"},
        "set": {"type": "data-layer", "path": "window.dataLayer.currency"},
        "adobe": {"type": "data-layer", "path": "window.adobeDataLayer.cart.total"},
    }
    action = pixel("Lead", parameters={name: f"%{name}%" for name in elements})
    given = prop(rule(action, on="click", selector="a"), elements=elements)
    visit = session(
        VIEW,
        {"push": ["set", {"currency": "EUR"}]},
        {"push": ["event", "purchase", {"value": 3}]},
        {"push": {"event": "x", "cart": {"total": 4}}, "to": "window.adobeDataLayer"},
        {"click": "a"},
    )
    (made,) = sent(given, visit)
    assert {name: asked(made)[f"cd[{name}]"] for name in elements} == {"google": "3", "set": "EUR", "adobe": "4"}


def test_an_object_that_is_read_as_a_whole_is_traced_to_its_leaves() -> None:
    elements = {"all": {"type": "data-layer", "path": "conversion"}}
    given = prop(rule(server(custom_data="{{all}}"), on="click", selector="a"), elements=elements)
    visit = session(
        {**VIEW, "write": {"conversion": {"value": 1, "currency": "EUR"}}}, {"write": {"conversion.value": 2}}
    )
    visit["steps"].append({"click": "a"})
    (made,) = sent(given, visit)
    steps = {field.name: field.reads[0].write.step for field in made.fields if field.reads[0].write}
    assert steps == {"custom_data.value": 2, "custom_data.currency": 1}


def test_the_visitors_word_goes_along_and_can_be_asked_for() -> None:
    given = prop(rule(pixel("Lead"), on="click", selector="a", conditions=["consent == 'grant'"]))
    cookies = {"cookies": {"_fbp": "fb.1.2.3"}}
    steps: list[dict[str, Any]] = [VIEW, {"consent": "revoke"}, {"click": "a"}, {"at": 9, "consent": "grant"}]
    visit = session(*steps, {"at": 10, "click": "a"}, visitor=cookies)
    received = list(in_order_of_receipt(happened(given, visit)))
    assert [type(each) for each in received] == [Word, Word, Sent]
    assert received[0].line["user_data"] == {"fbp": "fb.1.2.3"}


def test_what_leaves_comes_in_order_of_receipt() -> None:
    given = prop(rule(pixel("Lead"), server("Lead"), on="click", selector="a"))
    visit = session(VIEW, *({"at": n / 10, "click": "a"} for n in range(10)))
    received = [each.received_at for each in in_order_of_receipt(happened(given, visit))]
    assert len(received) == 20
    assert received == sorted(received)
