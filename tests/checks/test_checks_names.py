"""Event names that are nearly those of standard events, and those that are names of their own."""

from __future__ import annotations

from typing import Any

import pytest
from checks_building import codes, findings
from hypothesis import given
from hypothesis import strategies as st

from simulator.checks.event_names import APP_NAMES, STANDARD_EVENTS, meant
from simulator.checks.examples import AT, browser, event, message_event
from simulator.resources import schemas

NAMES = [
    ("Purchase", []),
    ("PageView", []),
    ("purchase", ["EVT021"]),
    ("PURCHASE", ["EVT021"]),
    ("Pageview", ["EVT021"]),
    ("pageView", ["EVT021"]),
    ("addToCart", ["EVT021"]),
    ("AddToWishList", ["EVT021"]),
    ("lead", ["EVT021"]),
    # A letter too few, too many, wrong, or swapped.
    ("Purchse", ["EVT022"]),
    ("Puurchase", ["EVT022"]),
    ("Purchace", ["EVT022"]),
    ("Pruchase", ["EVT022"]),
    ("purchse", ["EVT022"]),
    ("Leed", ["EVT022"]),
    ("Laed", ["EVT022"]),
    ("Serach", ["EVT022"]),
    ("Subscibe", ["EVT022"]),
    ("AddToCard", ["EVT022"]),
    ("AddToCar", ["EVT022"]),
    # Two, in a long name; in a short one they make another word.
    ("InitateChekout", ["EVT022"]),
    ("InitiatedCheckout", ["EVT022"]),
    ("ViewedContent", ["EVT022"]),
    ("CompleteRegistraton", ["EVT022"]),
    ("Purhcse", []),
    ("Prchse", []),
    # Other separators between the words.
    ("add_to_cart", ["EVT022"]),
    ("Add To Cart", ["EVT022"]),
    ("view-content", ["EVT022"]),
    ("page_view", ["EVT022"]),
    # Words of their own.
    ("Leads", []),
    ("LeadForm", []),
    ("Load", []),
    ("Leak", []),
    ("Read", []),
    ("Subscribed", []),
    ("Subscriber", []),
    ("Unsubscribe", []),
    ("Resubscribe", []),
    ("Scheduled", []),
    ("Donated", []),
    ("Donation", []),
    ("Research", []),
    ("Search2", []),
    ("Purchase2", []),
    ("Lead1", []),
    ("Contract", []),
    ("Contacts", []),
    ("AddToBasket", []),
    ("AddToCalendar", []),
    ("AddToChat", []),
    ("AddToList", []),
    ("ViewCart", []),
    ("ViewContact", []),
    ("ViewConsent", []),
    ("StartTrip", []),
    ("FindVacation", []),
    ("GameView", []),
    ("TestDrive", []),
    ("LeadSubmitted", []),
    ("sign_up", []),
    ("begin_checkout", []),
    ("fb_page_view", []),
    ("Køb", []),
    ("-", []),
    ("Lead\u200b", []),
    # Something before or after it.
    ("Purchase (1234567890)", ["EVT023"]),
    ("Purchase [1234567890]", ["EVT023"]),
    ("Purchase_1234567890", ["EVT023"]),
    ("Purchase - web", ["EVT023"]),
    ("Purchase-Server", ["EVT023"]),
    ("Lead (web)", ["EVT023"]),
    ("AddToCart|GTM", ["EVT023"]),
    ("fb_Purchase", ["EVT023"]),
    ("fb_purchase", ["EVT023"]),
    ("Facebook - Purchase", ["EVT023"]),
    ("Meta Lead", ["EVT023"]),
    ("pixel:AddToCart", ["EVT023"]),
    ("Purchase ", ["EVT023"]),
    (" Purchase", ["EVT023"]),
    ("Purchase\n", ["EVT023"]),
    ("purchase ", ["EVT023"]),
    ("Website Contact", []),
    ("Search Web", []),
    ("Purchase_Upsell", []),
    ("Purchase - Wine", []),
    ("Lead-2024", []),
    ("Purchase (gift)", []),
    ("fb_signup", []),
    ("MetaLead", []),
]


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_event_name(name: str, expected: list[str]) -> None:
    assert codes(event(event_name=name)) == expected
    assert codes(browser(event_name=name)) == expected


@pytest.mark.parametrize("name", [*sorted(APP_NAMES), "fb_mobile_catalog_update", "fb_mobile_"])
def test_names_of_the_app_layer(name: str) -> None:
    (finding,) = findings(event(event_name=name))
    assert (finding.rule, finding.severity) == ("EVT024", "note")
    assert APP_NAMES.get(name, "not in the Conversions API") in finding.message
    assert codes(event(event_name=name, action_source="chat")) == ["EVT024"]
    assert codes(browser(event_name=name)) == []


@pytest.mark.parametrize(
    ("name", "message", "standard"),
    [
        ("purchase", "upper and lower case", "Purchase"),
        ("Viewcontent", "upper and lower case", "ViewContent"),
        ("Purchse", "one letter", "Purchase"),
        ("InitateChekout", "two letters", "InitiateCheckout"),
        ("add_to_cart", "separators", "AddToCart"),
        ("Lead ", "white space", "Lead"),
        ("Purchase (1234567890)", "a number in brackets", "Purchase"),
        ("Purchase_1234567890", "a long number", "Purchase"),
        ("Purchase - web", "a word after it", "Purchase"),
        ("fb_Purchase", "a word before it", "Purchase"),
        ("fb_mobile_content_view", "app SDKs", "ViewContent"),
    ],
)
def test_what_is_said_of_a_name(name: str, message: str, standard: str) -> None:
    (finding,) = findings(event(event_name=name))
    assert message in finding.message
    assert (finding.expected, finding.path) == (standard, "$.event_name")


def test_names_that_may_hold_anything_are_masked() -> None:
    (finding,) = findings(event(event_name="Purchase (6505550111)"))
    assert "6505550111" not in finding.message + str(finding.actual)


@pytest.mark.parametrize("name", ["purchase", "Purchse", "Purchase - web", "fb_mobile_purchase"])
def test_messaging_has_its_own_rule_for_names(name: str) -> None:
    line: dict[str, Any] = message_event("messenger", {"page_id": "1", "page_scoped_user_id": "2"}, name)
    assert codes(line, AT) == ["EVT032"]


def test_the_standard_events_are_those_with_a_schema() -> None:
    files = {path.name.partition(".")[0] for path in (schemas() / "events").iterdir()}
    assert files - {"AppendValue", "AppendAttribution"} == STANDARD_EVENTS


@given(st.text(max_size=80))
def test_any_name_can_be_asked_about(name: str) -> None:
    found = meant(name)
    assert found is None or (name not in STANDARD_EVENTS and found.what)


@given(st.sampled_from(sorted(STANDARD_EVENTS)), st.data())
def test_every_other_case_is_told(name: str, data: st.DataObject) -> None:
    flips = data.draw(st.lists(st.booleans(), min_size=len(name), max_size=len(name)))
    other = "".join(c.swapcase() if flip else c for c, flip in zip(name, flips, strict=True))
    found = meant(other)
    assert (found is None) == (other == name)
    assert found is None or (found.how, found.name) == ("case", name)
