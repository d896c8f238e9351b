"""The click ID in fbc and the one in the landing address."""

from __future__ import annotations

from typing import Any

import pytest
from checks_building import codes, findings
from hypothesis import given
from hypothesis import strategies as st

from simulator.checks.examples import AT, browser, event, message_event, user
from simulator.checks.rules.clicked import click_ids

DAY = 86_400
CLICK = "IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk"
OTHER = "IwAR0pQ7mXvT3zKb9sYdWc5LrHnEj2uFa6GoVtN8iRxB1kMqDyUeSfPwZhC4"
PAGE = "https://shop.example/"


def _fbc(click: str, seconds: int = AT) -> str:
    return f"fb.1.{seconds}000.{click}"


@pytest.mark.parametrize(
    ("query", "click", "expected"),
    [
        (f"?fbclid={CLICK}", CLICK, []),
        (f"?a=b&fbclid={CLICK}&c=d#top", CLICK, []),
        (f"?fbclid={CLICK.replace('-', '%2D').replace('_', '%5F')}", CLICK, []),
        (f"?fbclid={OTHER}&fbclid={CLICK}", CLICK, []),
        (f"?fbclid={CLICK}", f"{CLICK}.AQQCAQMC", []),
        (f"?fbclid={CLICK}", CLICK.lower(), ["CLK007"]),
        (f"?fbclid={CLICK}", CLICK.upper(), ["CLK007"]),
        (f"?fbclid={CLICK}", CLICK.swapcase(), ["CLK007"]),
        (f"?fbclid={CLICK}", CLICK[:-1], ["CLK007"]),
        (f"?fbclid={CLICK}", CLICK[:20], ["CLK007"]),
        (f"?fbclid={CLICK}", CLICK[:45].lower(), ["CLK007"]),
        (f"?fbclid={CLICK}", CLICK.replace("-", "").replace("_", ""), ["CLK007"]),
        (f"?fbclid={CLICK}_aem_A2F4x", CLICK, ["CLK007"]),
        (f"?fbclid={CLICK.replace('-', '%252D')}", CLICK, ["CLK007"]),
        (f"?fbclid={CLICK}", OTHER, ["CLK008"]),
        (f"?fbclid={CLICK}", f"{OTHER}.AQQCAQMC", ["CLK008"]),
        (f"?fbclid={CLICK}&fbclid={CLICK}2", OTHER, ["CLK008"]),
        # It is the address that lost something.
        (f"?fbclid={CLICK[:30]}", CLICK, []),
        (f"?fbclid={CLICK.lower()}", CLICK, []),
        # What is no parameter fbclid of the page.
        (f"?xfbclid={CLICK}", OTHER, []),
        (f"?FBCLID={CLICK}", OTHER, []),
        (f"#fbclid={CLICK}", OTHER, []),
        (f"?next=/a?fbclid={CLICK}", OTHER, []),
        ("?fbclid=", OTHER, []),
        ("?fbclid", OTHER, []),
        ("", OTHER, []),
    ],
)
def test_click_of_fbc_and_address(query: str, click: str, expected: list[str]) -> None:
    url = PAGE + query
    assert codes(event(event_source_url=url, user_data=user(fbc=_fbc(click)))) == expected
    assert codes(browser(event_source_url=url, user_data={"fbc": _fbc(click)})) == expected


@pytest.mark.parametrize(
    ("click", "words"),
    [
        (CLICK.lower(), "lower-cased."),
        (CLICK.upper(), "upper-cased."),
        (CLICK.swapcase(), "changed in upper and lower case."),
        (CLICK[:30], "address, cut off."),
        (CLICK[:45].lower(), "lower-cased and cut off."),
        (CLICK.replace("-", "").replace("_", ""), "stripped of - and _."),
        (OTHER, "another click"),
    ],
)
def test_the_message_says_how(click: str, words: str) -> None:
    (finding,) = findings(event(event_source_url=f"{PAGE}?fbclid={CLICK}", user_data=user(fbc=_fbc(click))))
    assert words in finding.message
    assert finding.path == "$.user_data.fbc"
    assert finding.severity == ("warning" if finding.rule == "CLK008" else "error")
    shown = f"{finding.message}{finding.expected}{finding.actual}"
    assert CLICK not in shown
    assert click not in shown


def test_decoded_twice() -> None:
    url = f"{PAGE}?fbclid={CLICK.replace('-', '%252D')}"
    (finding,) = findings(event(event_source_url=url, user_data=user(fbc=_fbc(CLICK))))
    assert "decoded twice" in finding.message


def test_an_old_cookie_that_was_not_replaced_is_one_fault() -> None:
    fbc = _fbc(OTHER, AT - 200 * DAY)
    assert codes(event(event_source_url=f"{PAGE}?fbclid={CLICK}", user_data=user(fbc=fbc))) == ["CLK008"]
    assert codes(event(event_source_url=PAGE, user_data=user(fbc=fbc))) == ["CLK006"]


@pytest.mark.parametrize(
    ("fbc", "expected"),
    [
        (CLICK, ["CLK001"]),
        (f"fb.1.{AT}000.", ["CLK001"]),
        (f" {_fbc(OTHER)}", ["CLK001"]),
        (f"{_fbc(CLICK)} ", ["CLK001"]),
        (_fbc(CLICK.replace("-", "%2D")), ["CLK001"]),
        (f"fb.1.{AT}.{CLICK}", ["CLK002"]),
        (f"fb.1.{AT}.{OTHER}", ["CLK008", "CLK002"]),
        ("", ["USR009"]),
        (None, ["USR009"]),
    ],
)
def test_a_malformed_cookie_has_its_own_rules(fbc: Any, expected: list[str]) -> None:
    found = codes(event(event_source_url=f"{PAGE}?fbclid={CLICK}", user_data=user(fbc=fbc)))
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"event_source_url": f"{PAGE}?fbclid={CLICK}"}, ["CLK009"]),
        ({"event_source_url": f"{PAGE}?a=b&fbclid={CLICK}"}, ["CLK009"]),
        ({"event_source_url": f"{PAGE}?fbclid="}, []),
        ({"event_source_url": f"{PAGE}#fbclid={CLICK}"}, []),
        ({"event_source_url": PAGE}, []),
        ({"event_source_url": f"{PAGE}?fbclid={CLICK}", "action_source": "chat"}, []),
        ({"event_source_url": PAGE, "referrer_url": f"{PAGE}?fbclid={CLICK}"}, []),
    ],
)
def test_a_click_that_was_not_kept(changes: dict[str, Any], expected: list[str]) -> None:
    assert codes(event(**changes)) == expected
    assert codes(browser(**(changes | {"action_source": "website"}))) == []


def test_messages_have_no_landing_page() -> None:
    line = message_event("messenger", {"page_id": "1", "page_scoped_user_id": "2"})
    assert codes(line | {"event_source_url": f"{PAGE}?fbclid={CLICK}"}) == []


@given(st.text(max_size=80))
def test_any_address_can_be_asked_about(text: str) -> None:
    assert all(click_ids(text))
    assert click_ids(f"{PAGE}?fbclid=a&x={text}")[0] == "a"
