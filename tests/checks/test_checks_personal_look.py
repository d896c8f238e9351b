"""The quick look never passes what a rule would tell, and an address is found wherever it is put."""

from __future__ import annotations

import subprocess
import sys
from typing import Any
from urllib.parse import quote

import pytest
from checks_building import codes, context
from hypothesis import example, given
from hypothesis import strategies as st

from simulator.checks.examples import CUSTOMERS, app_event, browser, event, user
from simulator.checks.exposures import exposures
from simulator.checks.personal_look import _others, _shapes, may_show

ADDRESS = "jane.doe@example.com"
PAGE = "https://shop.example/thank-you"

# Pieces that mean something to the look or to the rules, between any other text.
PIECES = [
    "@",
    "%",
    "+",
    "=",
    "?",
    "&",
    "#",
    ";",
    "{",
    "}",
    "[",
    "]",
    ".",
    ":",
    "\\",
    '"',
    "/",
    "-",
    "_",
    "%40",
    "%25",
    "%2B",
    "%2540",
    "+1",
    "650",
    "555",
    "0123",
    "+16505550123",
    "%2b1",
    "jane",
    "@example.com",
    ".png",
    "email",
    "phone",
    "first_name",
    "Jane",
    "Doe",
    "dob",
    "1990-05-17",
    "name",
    "id",
    "shop.example",
    "\t",
    "\n",
]
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=8).map("".join)
names = st.one_of(st.sampled_from(["id", "title", "email", "customer", "firstName", "PHONE", "dob", "contents"]), texts)
leaves = st.one_of(texts, st.integers(-(10**20), 10**20), st.booleans(), st.none(), st.floats(allow_nan=False))
values = st.recursive(
    leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=3)),
    max_leaves=8,
)
payloads = st.fixed_dictionaries(
    {},
    optional={
        "event_name": texts,
        "event_id": texts,
        "event_source_url": texts.map(f"{PAGE}?".__add__) | texts,
        "referrer_url": texts,
        "custom_data": st.dictionaries(st.sampled_from(["contents", "note", "value"]) | names, values, max_size=4),
        "email": values,
        "order_id": values,
        "app_data": values,
        "user_data": st.fixed_dictionaries({}, optional={"external_id": values, "em": texts}),
    },
)


@given(payloads)
@example({"custom_data": {"contents": ["x"], "extra": {"first_name": "Jane"}}})
@example({"custom_data": {"contents": ["{", {"id": "1"}], "extra": {"first_name": "Jane"}}})
@example({"custom_data": {"contents": [[{"first_name": "Jane"}]]}})
@example({"custom_data": {"contents": [{"more": {"first_name": "Jane"}}]}})
@example({"custom_data": [{"first_name": "Jane"}]})
@example({"custom_data": {"note": "a\n+1\t\t\t650\t\t\t5550123"}})
@example({"custom_data": {"note": "%252B16505550123"}})
@example({"custom_data": {"note": "%2b16505550123"}})
@example({"event_source_url": "x#a?first%5Fname=Jane"})
@example({"event_source_url": "x?a?b.first_name=Jane"})
@example({"first_name": "Jane"})
@example({"shop": {"customer": {"first_name": "Jane"}}})
@example({"app_data": {"note": "+16505550123"}})
@example({"event_id": "+1-650-555-0123"})
@example({"user_data": {"external_id": ["+16505550123"]}})
def test_what_the_look_passes_shows_nothing(payload: dict[str, Any]) -> None:
    if not may_show(payload):
        assert exposures(payload, None) == []


@given(payloads)
def test_what_the_look_passes_shows_no_known_customer(payload: dict[str, Any]) -> None:
    people = context({"customers": CUSTOMERS}).people
    assert people is not None
    if not may_show(payload, people):
        assert exposures(payload, people) == []


def test_known_customers_are_looked_for_in_every_text() -> None:
    people = context({"customers": CUSTOMERS}).people
    line = event(custom_data={"note": "Ana Example"})
    assert may_show(line, people)
    assert not may_show(line)
    assert not may_show(event(), people)


@pytest.mark.parametrize(
    "line",
    [
        event(),
        app_event(),
        browser()["event"],
        event(custom_data={"value": 9, "currency": "EUR", "contents": [{"id": "a", "quantity": 1}] * 3}),
        event(event_source_url=f"{PAGE}?utm_source=mail&utm_medium=email&fbclid=abc%20d&name=x"),
        event(custom_data={"note": "20 % off, 2 + 1 = 3", "data": {"deep": [{"id": "a"}]}}),
        event(user_data=user(external_id=["customer-1001"])),
    ],
)
def test_ordinary_events_need_no_rules(line: dict[str, Any]) -> None:
    """Otherwise the look is right and useless."""
    assert not may_show(line)


plain = st.text(st.characters(exclude_characters="@%", exclude_categories=["Cs"]), max_size=60)


@given(plain, plain)
def test_text_without_an_at_sign_holds_no_address(note: str, query: str) -> None:
    line = event(event_source_url=f"{PAGE}?{query}", custom_data={"value": 1, "currency": "EUR", "note": note})
    assert not {"PRV001", "PRV002"} & set(codes(line))


# Ends at which an address would not end: it goes on there, or becomes the name of a picture.
around = st.text(st.characters(exclude_characters="@%", exclude_categories=["Cs"]), max_size=30)


def _nest(text: str, path: list[str | None]) -> Any:
    value: Any = text
    for step in reversed(path):
        value = [1, value] if step is None else {"id": 7, step: value}
    return value


@given(around, around, st.lists(st.one_of(st.none(), st.sampled_from(["a", "title", "items"])), max_size=5))
@example("", "123", [])
@example("x", "_1", [])
@example("ж", "ж", [None])
def test_address_is_found_anywhere_in_custom_data(before: str, after: str, path: list[str | None]) -> None:
    text = f"{before}{ADDRESS} {after}"
    assert "PRV001" in codes(event(event_name="Tasting", custom_data={"note": _nest(text, path)}))


@given(around, st.text("0123456789_ ,;:!?)>'\"", max_size=5))
def test_address_is_found_without_a_gap(before: str, after: str) -> None:
    assert "PRV001" in codes(event(event_name="Tasting", custom_data={"note": f"{before}{ADDRESS}{after}"}))


@given(
    st.sampled_from(["event_source_url", "referrer_url"]),
    st.sampled_from(["{}", "/{}/x", "?{}", "?a={}", "?a=1&b={}&c=2", "#{}", "#/x?a={}", "?a=1;b={}", "?{}=1"]),
    st.integers(0, 3),
)
def test_address_is_found_anywhere_in_a_url(member: str, template: str, encodings: int) -> None:
    text = ADDRESS
    for _ in range(encodings):
        text = quote(text, safe="")
    line = event(**{member: "https://shop.example/page" + template.format(text)})
    assert codes(line) == ["PRV002"]


def test_made_up_names_do_not_fill_the_memory() -> None:
    for number in range(5_000):
        may_show(event(custom_data={f"key{number}": 1}))
        may_show(event(**{f"key{number}": 1}))
    assert len(_shapes) <= 4096
    assert len(_others) <= 4096


def test_long_names_are_not_kept() -> None:
    name = "n" * 2000
    assert not may_show(event(**{name: 1}, custom_data={name: 1}))
    assert (name,) not in _shapes
    assert not any(name in names for names in _others)


def test_number_plans_are_not_loaded_for_plain_events() -> None:
    code = (
        "import sys; from simulator.checks.examples import event; from simulator.checks.personal_look import may_show;"
        "may_show(event(custom_data={'note': 'x', 'price': '+19.99'}));"
        "print('phonenumbers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
