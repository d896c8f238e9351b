"""The code for a page of ``capisim quickstart``, in Chromium against the emulator."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from heard_pixels import Told
from served_folder import served

from simulator.quickstart.events import PERSON
from simulator.quickstart.project import make_project
from simulator.quickstart.wanted import Wanted
from simulator.tagging.actions.send_conversions_api_event import CUSTOMER_INFORMATION
from simulator.tagging.conversions_api_body import user_data_of
from simulator.verdict import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from simulator.emulator.service import Service
    from simulator.verdict import Verdict

PIXEL = "1234567890"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A complete folder."""
    made = tmp_path_factory.mktemp("quickstart") / "tags"
    make_project(Wanted("shop.example", PIXEL, complete=True), made)
    return made


@pytest.fixture
def site(folder: Path, emulator: str) -> Iterator[str]:
    with served(folder, emulator) as url:
        yield url


@pytest.fixture
def told(service: Service) -> Told:
    return Told(service)


@pytest.fixture
def said(page: Page) -> list[str]:
    """What the console warns of, and errors."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type in ("warning", "error") else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def is_pair(first: Verdict, second: Verdict) -> bool:
    """Whether the two are one event, by the id that both carry."""
    copies = {first.channel: first, second.channel: second}
    duplicates = [each for each in (first, second) if each.verdict is Outcome.DUPLICATE]
    return (
        set(copies) == {"browser", "server"}
        and first.event_id == second.event_id
        and [each.key for each in duplicates] == ["event_id"]
    )


def test_the_click_rule_sends_a_pair_that_is_one_event(page: Page, site: str, told: Told, said: list[str]) -> None:
    page.goto(site)
    view = told.verdicts(2)
    assert {each.event_name for each in view} == {"PageView"}
    assert is_pair(*view)
    page.click(".add-to-cart-button")
    cart = told.verdicts(4)[2:]
    assert {each.event_name for each in cart} == {"AddToCart"}
    assert is_pair(*cart)
    assert cart[0].event_id != view[0].event_id
    assert [each for each in said if "stand-in" not in each] == []
    server, browser = sorted(told.payloads(4)[2:], key=lambda payload: "em" not in payload["user_data"])
    assert server["user_data"]["em"] == hashlib.sha256(b"ana@example.com").hexdigest()
    assert server["user_data"]["ph"] == hashlib.sha256(b"16505550111").hexdigest()
    assert server["user_data"]["fbp"] == browser["user_data"]["fbp"]
    assert server["custom_data"]["contents"] == [{"id": "cup-espresso", "quantity": 2, "item_price": 9.5}]
    assert (server["custom_data"]["value"], browser["custom_data"]["value"]) == (19, "19")


def test_every_rule_of_the_page_sends_its_pair(page: Page, site: str, told: Told, said: list[str]) -> None:
    """A form, a click and an event of the page's own."""
    page.goto(site)
    told.verdicts(2)
    names = page.evaluate(
        "() => Array.from(document.querySelectorAll('[data-try]'), at => {"
        "  (at.querySelector('button') || at).click();"
        "  return at.dataset.try;"
        "})"
    )
    assert len(names) == 16
    found = told.verdicts(2 + 2 * len(names))[2:]
    for name in names:
        assert is_pair(*(each for each in found if each.event_name == name)), name
    assert {finding.severity.value for each in found for finding in each.findings} <= {"warning", "note"}
    assert [each for each in said if "stand-in" not in each] == []


def test_customer_information_is_prepared_as_the_extension_does_it(page: Page, site: str, told: Told) -> None:
    person = {
        "email": " Ana@Example.com ",
        "phone": "+49 (0)151 / 1234",
        "first_name": "Ana-MARÍA ",
        "last_name": "O'Neil",
        "city": "São Paulo",
        "zip": "1234 ab-9",
        "country": "BR",
        "id": "Customer-7",
    }
    page.goto(site)
    told.verdicts(2)
    page.evaluate("person => metaCustomer(person)", person)
    page.click(".contact-button")
    sent = next(each for each in told.payloads(4)[2:] if "em" in each["user_data"])["user_data"]
    keys = {field: CUSTOMER_INFORMATION[field] for field in PERSON}
    expected = user_data_of({keys[field]: person[path.removeprefix("user.")] for field, (_, path) in PERSON.items()})
    assert {key: sent[key] for key in keys.values()} == expected
    assert set(sent) == {*keys.values(), "client_user_agent", "fbp"}


def test_the_script_sends_to_no_other_machine(page: Page, site: str, folder: Path, said: list[str]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    index = folder / "page" / "index.html"
    own = index.read_text()
    index.write_text(own.replace('data-capisim="http://127.0.0.1', 'data-capisim="http://203.0.113.1'))
    page.goto(site)
    page.click(".add-to-cart-button")
    assert any("must be on this machine" in each for each in said)
    assert all(each.startswith(site) for each in asked)
