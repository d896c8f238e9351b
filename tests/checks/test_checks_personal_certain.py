"""Personal data that is certain: of known shoppers, or beside its hash; and that none of it is shown."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
from checks_building import context, findings
from personal_building import ADDRESS, HASH, NUMBER, PAGE, custom, only, page, personal

from simulator.checks.examples import CUSTOMERS, event, user
from simulator.checks.exposures import exposures
from simulator.checks.personal_look import may_show
from simulator.checks.spot import ABSENT


@pytest.mark.parametrize(
    ("line", "path"),
    [
        (custom(note="Ana@Example.com"), "$.custom_data.note"),
        (custom(note="ANA example"), "$.custom_data.note"),
        (custom(note="call 650-555-0111"), "$.custom_data.note"),
        (custom(contents=[{"id": "ana@example.com"}]), "$.custom_data.contents[0].id"),
        (page(f"{PAGE}?x=ana%2540example.com"), "$.event_source_url"),
        (page("https://shop.example/ana-example"), "$.event_source_url"),
        (event(referrer_url=f"{PAGE}?x=Chlo%C3%A9+Mod%C3%A8le"), "$.referrer_url"),
        (event(event_id="ana@example.com"), "$.event_id"),
        (event(event_name="Ana Example buys"), "$.event_name"),
        (event(user_data=user(external_id="ben@example.org")), "$.user_data.external_id"),
        (event(user_data=user(external_id=["x", "ben@example.org"])), "$.user_data.external_id[1]"),
    ],
)
def test_known_customer(line: dict[str, Any], path: str) -> None:
    (finding,) = (
        each for each in findings(line, context=context({"customers": CUSTOMERS})) if each.rule.startswith("PRV")
    )
    assert (finding.rule, finding.path) == ("PRV006", path)


@pytest.mark.parametrize(
    "line",
    [
        custom(note="An example"),
        custom(note="Anabel Example"),
        custom(note="Ana"),
        event(user_data=user(external_id="customer-1001")),
        event(user_data=user(em=[sha256(b"ana@example.com").hexdigest()])),
        page(f"{PAGE}?order=6505550111222"),
    ],
)
def test_nobody_known(line: dict[str, Any]) -> None:
    assert personal(line, customers=CUSTOMERS) == []


def test_known_customer_needs_the_file() -> None:
    assert personal(custom(note="Ana Example")) == []
    assert personal(custom(note="ana@example.com")) == ["PRV001"]


@pytest.mark.parametrize(
    ("user_data", "members", "path"),
    [
        ({"em": [HASH]}, {"note": f"for {ADDRESS}"}, "$.custom_data.note"),
        ({"em": HASH.upper()}, {"note": ADDRESS.upper()}, "$.custom_data.note"),
        ({"em": [HASH + ".AQQCAQMC"]}, {"email": ADDRESS}, "$.custom_data.email"),
        ({"external_id": HASH}, {"note": ADDRESS}, "$.custom_data.note"),
        ({"ph": [sha256(b"16505550123").hexdigest()]}, {"note": NUMBER}, "$.custom_data.note"),
        ({"ph": [sha256(b"16505550123").hexdigest()]}, {"phone": 16505550123}, "$.custom_data.phone"),
        ({"fn": [sha256(b"jane").hexdigest()]}, {"first_name": "Jane"}, "$.custom_data.first_name"),
        ({"db": [sha256(b"19900517").hexdigest()]}, {"dob": "1990-05-17"}, "$.custom_data.dob"),
        ({"external_id": sha256(b"jane doe").hexdigest()}, {"full_name": "Jane Doe"}, "$.custom_data.full_name"),
        ({"em": [HASH]}, {"order_id": ADDRESS}, "$.custom_data.order_id"),
    ],
)
def test_plain_twin(user_data: dict[str, Any], members: dict[str, Any], path: str) -> None:
    finding = only(custom(**members) | {"user_data": user(**user_data)}, "PRV009")
    assert finding.path == path
    assert next(iter(user_data)) in finding.message


def test_external_id_in_clear_is_told_as_such_beside_its_hash() -> None:
    assert personal(event(user_data=user(em=[HASH], external_id=ADDRESS))) == ["PRV008"]


def test_twin_in_url_is_the_only_finding() -> None:
    line = event(user_data=user(em=[HASH]), event_source_url=f"{PAGE}?email={ADDRESS}")
    assert personal(line) == ["PRV009"]


def test_other_hash_is_no_twin() -> None:
    assert personal(custom(note=ADDRESS) | {"user_data": user(em=[sha256(b"x").hexdigest()])}) == ["PRV001"]


@pytest.mark.parametrize(
    "line",
    [
        custom(Janedoe=ADDRESS, first_name=NUMBER),
        custom(contents=[{"id": "x", "jane_doe": {"note": ADDRESS}}]),
        event(jane=ADDRESS),
        page(f"{PAGE}?janedoe={ADDRESS}&jane[email]=x%40localhost&doe=%2B16505550123"),
        custom(a=ADDRESS, first_name="Jane Doe", phone=NUMBER, note=f"x {NUMBER}"),
        event(event_id=ADDRESS, event_name=f"{ADDRESS} buys"),
        page(f"{PAGE}?{ADDRESS}={ADDRESS}&first_name=Jane&dob=1990-05-17&16505550123=1#{NUMBER}"),
        custom(**{ADDRESS: {ADDRESS: ADDRESS}, "+16505550123": "+16505550123"}),
        event(user_data=user(external_id=ADDRESS)),
        event(user_data=user(em=[HASH]), custom_data={ADDRESS: ADDRESS}, event_name="Lead"),
    ],
)
def test_nothing_personal_is_shown(line: dict[str, Any]) -> None:
    found = [each for each in findings(line) if each.rule.startswith("PRV")]
    assert found
    for each in found:
        shown = f"{each.path} {each.message} {each.expected} {each.actual} {each.fix}".lower()
        for secret in ("jane", "doe", "example.com", "555", "1990"):
            assert secret not in shown


@pytest.mark.parametrize(
    "line",
    [
        event(custom_data=None),
        event(custom_data=[{"email": ADDRESS}]),
        event(custom_data=ADDRESS),
        event(user_data=None, custom_data={"note": ADDRESS}),
        event(event_name={"a": 1}, event_id={"a": 1}, event_source_url=["x"], referrer_url=7),
        event(event_source_url="https://[", event_name="Microdata", referrer_url=f"x?{ADDRESS}"),
        event(event_source_url=ABSENT, custom_data={"n": 10**30, "note": "\ud800 x"}),
    ],
)
def test_broken_events_are_read_too(line: dict[str, Any]) -> None:
    shows = bool(exposures(line, None))
    assert shows == (ADDRESS in str(line))
    assert may_show(line) or not shows
