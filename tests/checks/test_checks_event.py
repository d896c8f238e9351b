"""Name, id, action source, address, and limited data use."""

from __future__ import annotations

from typing import Any

import pytest
from checks_building import codes

from simulator.checks.examples import browser, event, user
from simulator.checks.spot import ABSENT
from simulator.checks.vocabulary import ACTION_SOURCES


@pytest.mark.parametrize(
    ("name", "server", "web"),
    [
        ("Purchase", [], []),
        ("x" * 49, [], []),
        ("x" * 50, [], []),
        ("x" * 51, ["EVT006"], ["EVT006"]),
        ("", ["EVT001"], ["PIX007"]),
        (None, ["EVT001"], ["PIX007"]),
        (17, ["EVT001"], ["PIX007"]),
        (ABSENT, ["EVT001"], ["PIX007"]),
    ],
)
def test_event_name(name: Any, server: list[str], web: list[str]) -> None:
    assert codes(event(event_name=name)) == server
    assert codes(browser(event_name=name)) == web


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (ABSENT, ["EVT009"]),
        (None, ["EVT009"]),
        ("web", ["EVT010"]),
        ("Website", ["EVT010"]),
        ("", ["EVT010"]),
        (1, ["EVT010"]),
        (["website"], ["EVT010"]),
        *((source, []) for source in ACTION_SOURCES if source not in ("app", "business_messaging")),
    ],
)
def test_action_source(source: Any, expected: list[str]) -> None:
    assert codes(event(action_source=source)) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://shop.example/", []),
        ("http://shop.example", []),
        ("shop.example", ["EVT012"]),
        ("/thank-you", ["EVT012"]),
        ("", ["EVT011"]),
        (None, ["EVT011"]),
        (ABSENT, ["EVT011"]),
        (17, ["EVT099"]),
    ],
)
def test_event_source_url(url: Any, expected: list[str]) -> None:
    assert codes(event(event_source_url=url)) == expected


@pytest.mark.parametrize("url", [ABSENT, "https://shop.example/"])
def test_only_websites_need_an_address(url: Any) -> None:
    assert codes(event(action_source="chat", event_source_url=url)) == []


@pytest.mark.parametrize("source", ACTION_SOURCES)
def test_event_id_is_asked_of_events_that_have_a_twin(source: str) -> None:
    wanted = source in ("website", "app")
    assert ("EVT013" in codes(event(action_source=source, event_id=ABSENT))) == wanted


@pytest.mark.parametrize(
    ("event_id", "server", "web"),
    [
        ("a", [], []),
        (1001, ["EVT014"], ["EVT014"]),
        ("", ["EVT013"], ["PIX004"]),
        (None, ["EVT013"], ["PIX004"]),
        (ABSENT, ["EVT013"], ["PIX004"]),
    ],
)
def test_forms_of_event_id(event_id: Any, server: list[str], web: list[str]) -> None:
    assert codes(event(event_id=event_id)) == server
    assert codes(browser(event_id=event_id)) == web


def test_an_event_without_source_is_taken_for_a_websites() -> None:
    assert codes(event(action_source=ABSENT, event_id=ABSENT)) == ["EVT009", "EVT013"]


@pytest.mark.parametrize("name", ["Microdata", "SubscribedButtonClick", "PixelInitialized"])
def test_automatic_events_have_no_id(name: str) -> None:
    assert codes(browser(event_name=name, event_id=ABSENT, custom_data=ABSENT)) == []


@pytest.mark.parametrize(
    ("pixel_id", "expected"),
    [
        ("1", []),
        ("1" * 26, []),
        ("1" * 27, ["PIX005"]),
        ("0123", ["PIX005"]),
        ("12a", ["PIX005"]),
        ("YOUR_PIXEL_ID", ["PIX005"]),
        (None, []),
    ],
)
def test_pixel_id(pixel_id: Any, expected: list[str]) -> None:
    assert codes(browser() | {"pixel_id": pixel_id}) == expected


@pytest.mark.parametrize(
    ("name", "extra", "expected"),
    [
        ("AppendValue", {}, ["EVT019"]),
        ("AppendValue", {"original_event_data": {"event_id": "a"}}, ["EVT019"]),
        ("AppendValue", {"original_event_data": {"event_time": 1_788_000_000, "event_id": "a"}}, []),
        ("AppendValue", {"original_event_data": {"event_time": "1788000000", "event_id": "a"}}, []),
        ("AppendAttribution", {}, ["EVT019"]),
        ("AppendAttribution", {"attribution_data": {"ad_id": "1"}}, []),
    ],
)
def test_appending_events(name: str, extra: dict[str, Any], expected: list[str]) -> None:
    assert codes(event(event_name=name, event_id=ABSENT, **extra)) == expected


def use(options: Any, country: Any = ABSENT, state: Any = ABSENT, **members: Any) -> dict[str, Any]:
    return event(
        data_processing_options=options,
        data_processing_options_country=country,
        data_processing_options_state=state,
        **members,
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (use([]), []),
        (use(None), ["EVT018"]),
        (use(["LDU"], 1, 1000), []),
        (use(["LDU"], 1, 1013), []),
        (use(["LDU"], 1, 999), ["CNS006"]),
        (use(["LDU"], 1, 1014), ["CNS006"]),
        (use(["LDU"], 2, 1000), ["CNS006"]),
        (use(["LDU"]), ["CNS001"]),
        (use(["LDU"], None), ["CNS001"]),
        (use(["LDU"], 1), ["CNS002"]),
        (use(["LDU"], 1, None), ["CNS002"]),
        (use(["LDU"], 0, 0), ["CNS003"]),
        (use(["LDU"], 0, 0, user_data=user(client_ip_address="198.51.100.7")), []),
        (use(["LDU"], "1", "1000"), ["CNS005", "CNS005"]),
        (use("LDU", 1, 1000), ["CNS005"]),
        (use(["ldu"], 1, 1000), ["CNS004"]),
        (use([""], 1, 1000), ["CNS005"]),
        (use({"LDU": True}, 1, 1000), ["CNS004"]),
    ],
)
def test_limited_data_use(line: dict[str, Any], expected: list[str]) -> None:
    assert codes(line) == expected


def test_limited_data_use_in_the_browser_comes_as_text() -> None:
    members = {"data_processing_options": ["LDU"], "data_processing_options_country": "1"}
    assert codes(browser(**members, data_processing_options_state="1000")) == []
    assert codes(browser(**members)) == ["CNS002"]
