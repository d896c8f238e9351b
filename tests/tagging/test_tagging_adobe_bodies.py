"""The request bodies of the action, member by member and in order, against what Adobe's published extension sends.

The expected texts are written from its source and its tests (adobe/reactor-extension-meta-conversion-api-edge 1.7.0,
read 2026-09-12 and 2026-11-26) and from values that were run through its normaliser on 2026-09-12; nothing of them is
computed by what is tested here.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any, NamedTuple

import pytest
from tagged import VIEW, happened, prop, rule, session

from simulator.tagging.happening import Sent, Unsent
from simulator.tagging.values import json_text

UNDEFINED_ELEMENT = {"type": "data-layer", "path": "never.written"}


def h(text: str) -> str:
    """The hash of a text, as it stands in the body."""
    return f'"{sha256(text.encode()).hexdigest()}"'


class Case(NamedTuple):
    """Settings of the action, and what is in the body: the event's members and those beside ``data``."""

    what: str
    settings: dict[str, Any]
    event: str
    beside: str = ""
    elements: dict[str, Any] = {}  # noqa: RUF012 - never changed


MUST = {"event_name": "AddToCart", "event_time": "1234", "action_source": "website"}
HEAD = '"event_name":"AddToCart","event_time":"1234","action_source":"website",'
NONE = '"data_processing_options":[],'


def people(what: str, told: str, *, elements: dict[str, Any] | None = None, **given: Any) -> Case:
    """A case about customer information alone."""
    settings = {"server_event": MUST, "customer_information": given}
    return Case(what, settings, f'{HEAD}{NONE}"user_data":{{{told}}}', elements=elements or {})


def custom(what: str, value: Any, told: str | None, elements: dict[str, Any] | None = None) -> Case:
    """A case about custom data alone."""
    tail = "" if told is None else f',"custom_data":{told}'
    return Case(
        what,
        {"server_event": MUST, "custom_data": value},
        f'{HEAD}{NONE}"user_data":{{}}{tail}',
        elements=elements or {},
    )


def constant(value: Any) -> dict[str, Any]:
    """A data element of that value."""
    return {"x": {"type": "constant", "value": value}}


CASES = [
    Case("the least", {"server_event": MUST}, f'{HEAD}{NONE}"user_data":{{}}'),
    Case(
        "the extension's own test",
        {
            "server_event": {
                **MUST,
                "event_source_url": "https://localhost",
                "event_id": "EV123",
                "opt_out": "true",
                "limited_data_use": True,
            },
            "customer_information": {"email": "some@emai.com", "phone": "1-123-456-7899"},
            "custom_data": {"a": "b"},
            "test_event": {"enabled": True, "code": "TEST64687"},
        },
        '"event_name":"AddToCart","event_time":"1234","event_id":"EV123","event_source_url":"https://localhost",'
        '"action_source":"website","opt_out":"true","data_processing_options":["LDU"],'
        '"data_processing_options_country":0,"data_processing_options_state":0,"user_data":{'
        '"em":"9807c5d0506892d6e2473d24720f8ec4a23f0fd219ebe9bcb29280d95953c994",'
        '"ph":"720ee8981cbdb529cc5f16fd3f05f7ef9f074083755e9e2bb1e060e450b6bb39"},"custom_data":{"a":"b"}',
        '"test_event_code":"TEST64687",',
    ),
    Case(
        "a time from a data element keeps its type",
        {"server_event": {**MUST, "event_time": "{{x}}"}},
        '"event_name":"AddToCart","event_time":1234,"action_source":"website",' + NONE + '"user_data":{}',
        elements=constant(1234),
    ),
    Case(
        "milliseconds are sent as they are",
        {"server_event": {**MUST, "event_time": "{{x}}"}},
        '"event_name":"AddToCart","event_time":1791795600000,"action_source":"website",' + NONE + '"user_data":{}',
        elements={"x": {"type": "time", "unit": "milliseconds"}},
    ),
    Case(
        "a time inside of more text is text",
        {"server_event": {**MUST, "event_time": "{{x}}0"}},
        '"event_name":"AddToCart","event_time":"12340","action_source":"website",' + NONE + '"user_data":{}',
        elements=constant(1234),
    ),
    Case(
        "what is undefined is left out, even where it is required",
        {"server_event": {**MUST, "event_time": "{{x}}"}},
        '"event_name":"AddToCart","action_source":"website",' + NONE + '"user_data":{}',
        elements={"x": UNDEFINED_ELEMENT},
    ),
    Case(
        "null is sent where nothing is asked of the value",
        {"server_event": {**MUST, "event_time": "{{x}}"}},
        '"event_name":"AddToCart","event_time":null,"action_source":"website",' + NONE + '"user_data":{}',
        elements=constant(None),
    ),
    Case(
        "an empty name is sent, an empty id and address are not",
        {"server_event": {**MUST, "event_name": "", "event_id": "", "event_source_url": ""}},
        '"event_name":"","event_time":"1234","action_source":"website",' + NONE + '"user_data":{}',
    ),
    Case(
        "an id that is 0 is left out",
        {"server_event": {**MUST, "event_id": "{{x}}"}},
        f'{HEAD}{NONE}"user_data":{{}}',
        elements=constant(0),
    ),
    Case(
        "an id that is a number stays one",
        {"server_event": {**MUST, "event_id": "{{x}}"}},
        '"event_name":"AddToCart","event_time":"1234","event_id":42,"action_source":"website",'
        + NONE
        + '"user_data":{}',
        elements=constant(42),
    ),
    Case(
        "opt out as the text false is sent",
        {"server_event": {**MUST, "opt_out": "{{x}}"}},
        f'{HEAD}"opt_out":"false",{NONE}"user_data":{{}}',
        elements=constant("false"),
    ),
    Case(
        "opt out that is false is left out",
        {"server_event": {**MUST, "opt_out": "{{x}}"}},
        f'{HEAD}{NONE}"user_data":{{}}',
        elements=constant(False),
    ),
    Case(
        "an action source of one's own",
        {"server_event": {**MUST, "action_source": "business_messaging"}},
        '"event_name":"AddToCart","event_time":"1234","action_source":"business_messaging",' + NONE + '"user_data":{}',
    ),
    Case(
        "limited data use",
        {"server_event": {**MUST, "limited_data_use": True}},
        f'{HEAD}"data_processing_options":["LDU"],"data_processing_options_country":0,'
        '"data_processing_options_state":0,"user_data":{}',
    ),
    Case(
        "a code without the checkbox",
        {"server_event": MUST, "test_event": {"enabled": False, "code": "TEST1"}},
        f'{HEAD}{NONE}"user_data":{{}}',
    ),
    Case(
        "the checkbox without a code",
        {"server_event": MUST, "test_event": {"enabled": True}},
        f'{HEAD}{NONE}"user_data":{{}}',
    ),
    people("an e-mail address", f'"em":{h("user@example.com")}', email=" USER@Example.COM "),
    people("no e-mail address at all", f'"em":{h("invalid")}', email="invalid"),
    people("a phone number", f'"ph":{h("16505551212")}', phone="+1 (650) 555-1212"),
    people("a phone number without country code", f'"ph":{h("791234567")}', phone="079 123 45 67"),
    people("a phone number with an extension", f'"ph":{h("1650555121212")}', phone="16505551212 ext 12"),
    people("a phone number without digits", f'"ph":{h("NaN")}', phone="abc"),
    people("a phone number of zeros", f'"ph":{h("0")}', phone="00000"),
    people(
        "names", f'"fn":{h("mary-jane")},"ln":{h("o" + chr(39) + "brien")}', first_name="Mary-Jane", last_name="O'Brien"
    ),
    people("a name with white space", f'"fn":{h(" valéry ")}', first_name=" Valéry "),
    people("a city", f'"ct":{h("washington, d.c.")}', city="Washington, D.C."),
    people("a state", f'"st":{h("california")}', state="California"),
    people("ZIP plus four", f'"zp":{h("940251234")}', zip="94025-1234"),
    people("a British postcode", f'"zp":{h("M11AE")}', zip="M1 1AE"),
    people("a country", f'"country":{h("united states")}', country="United States"),
    people("a date of birth", f'"db":{h("2/16/1997")}', date_of_birth="2/16/1997"),
    people("a gender", f'"ge":{h("Female")}', gender="Female"),
    people("an external id", f'"external_id":{h(" ABC 123 ")}', external_id=" ABC 123 "),
    people(
        "an external id that is a number", f'"external_id":{h("12345")}', external_id="{{x}}", elements=constant(12345)
    ),
    people("a hash is passed on", '"em":"' + "a" * 64 + '"', email="a" * 64),
    people("so are any 64 letters and digits", '"fn":"' + "Z9" * 32 + '"', first_name="Z9" * 32),
    people("an empty field is left out", "", email="", phone=""),
    people(
        "address and user agent even when empty",
        '"client_ip_address":"","client_user_agent":""',
        client_ip_address="",
        client_user_agent="",
    ),
    people(
        "the others as they are, in the extension's order",
        '"client_ip_address":"203.0.113.10","client_user_agent":"Mozilla/5.0","fb_login_id":"7","fbc":"fb.1.2.c",'
        '"fbp":"fb.1.2.3","lead_id":"1234567890123456","subscription_id":"s-1","partner_name":"liveramp","partner_id":"XY1"',
        partner_id="XY1",
        partner_name="liveramp",
        subscription_id="s-1",
        lead_id="1234567890123456",
        fbp="fb.1.2.3",
        fbc="fb.1.2.c",
        fb_login_id="7",
        client_user_agent="Mozilla/5.0",
        client_ip_address="203.0.113.10",
    ),
    custom(
        "an object with members of every type",
        {"value": "{{x}}", "currency": "EUR", "content_ids": ["A", "{{x}}"], "new": True},
        '{"value":19.9,"currency":"EUR","content_ids":["A",19.9],"new":true}',
        constant(19.9),
    ),
    custom("whole numbers have no point", {"value": "{{x}}"}, '{"value":19}', constant(19.0)),
    custom(
        "undefined members are left out, undefined items are null",
        {"value": "{{x}}", "content_ids": ["{{x}}"]},
        '{"content_ids":[null]}',
        {"x": UNDEFINED_ELEMENT},
    ),
    custom("an empty object", {}, "{}"),
    custom("text that is JSON", '{"value": 1, "currency": "EUR"}', '{"value":1,"currency":"EUR"}'),
    custom("text that is no JSON", "value=1", "{}"),
    custom("text that is JSON and no object", "[1, 2]", None),
    custom("empty text", "", None),
    custom("a data element that is an object", "{{x}}", '{"value":2}', constant({"value": 2})),
    custom("a data element that is text in JSON", "{{x}}", '{"value":2}', constant('{"value":2}')),
    custom("a data element that is a list", "{{x}}", None, constant([1])),
    custom(
        "a token that no data element has stays text",
        {"a": "{{y}}", "b": "%x%"},
        '{"a":"{{y}}","b":"%x%"}',
        constant(1),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_the_body_is_that_of_the_published_extension(case: Case) -> None:
    action = {"do": "send-conversions-api-event", **case.settings}
    (made,) = [
        each for each in happened(prop(rule(action), elements=case.elements), session(VIEW)) if isinstance(each, Sent)
    ]
    request = made.line["request"]
    assert json_text(request["body"]) == f'{{{case.beside}"data":[{{{case.event}}}],"partner_agent":"adobe_launch"}}'
    assert request["method"] == "POST"
    assert request["headers"] == {"content-type": "application/json"}


def test_there_are_at_least_thirty() -> None:
    assert len({case.what for case in CASES}) == len(CASES) >= 30


@pytest.mark.parametrize("value", [True, {"a": "some@emai.com"}, ["some@emai.com"]], ids=str)
def test_a_hashed_field_that_is_neither_text_nor_number_throws(value: Any) -> None:
    action = {"do": "send-conversions-api-event", "server_event": MUST, "customer_information": {"email": "{{x}}"}}
    made = happened(prop(rule(action), elements=constant(value)), session(VIEW))
    assert not [each for each in made if isinstance(each, Sent)]
    (failed,) = [each for each in made if isinstance(each, Unsent)]
    assert failed.kind == "throws"
    assert failed.reason == (
        'The value of the "Email (em)" field is not a string or a number. Cannot generate a SHA-256 string.'
    )


def test_address_and_token_of_the_action_come_first() -> None:
    action = {"do": "send-conversions-api-event", "server_event": MUST, "pixel_id": "ID321"}
    (made,) = [each for each in happened(prop(rule(action)), session(VIEW)) if isinstance(each, Sent)]
    # The token is never read, so it can't be in any output.
    assert (
        made.line["request"]["url"]
        == "https://graph.facebook.com/v22.0/ID321/events/?access_token=ACCESS-TOKEN-TAKEN-OUT"
    )


def test_each_event_is_a_request_of_its_own() -> None:
    action = {"do": "send-conversions-api-event", "server_event": MUST}
    made = [each for each in happened(prop(rule(action, action)), session(VIEW)) if isinstance(each, Sent)]
    assert [len(each.line["request"]["body"]["data"]) for each in made] == [1, 1]
