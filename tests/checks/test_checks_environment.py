"""Test event codes, and hosts that events should not be from."""

from __future__ import annotations

from typing import Any

import pytest
from checks_building import check, codes, context
from hypothesis import given
from hypothesis import strategies as st

from simulator.checks.context import NO_CONTEXT, Context
from simulator.checks.examples import browser, event
from simulator.checks.hosts import host_of, is_development, is_listed

PRODUCTION = context({"environment": "production"})
LISTED = context({"hosts": ["shop.example", "*.shop.example"]})
BOTH = context({"environment": "production", "hosts": ["shop.example", "*.shop.example"]})


@pytest.mark.parametrize(
    ("code", "where", "expected"),
    [
        ("TEST12345", NO_CONTEXT, ["ENV001"]),
        ("TEST12345", LISTED, ["ENV001"]),
        ("TEST12345", PRODUCTION, ["ENV002"]),
        (12345, PRODUCTION, ["ENV002"]),
        (["TEST12345"], NO_CONTEXT, ["ENV001"]),
        ("", PRODUCTION, []),
        (None, PRODUCTION, []),
    ],
)
def test_test_event_code(code: Any, where: Context, expected: list[str]) -> None:
    first, second = check({"data": [event(), event()], "test_event_code": code}, context=where)
    assert [finding.rule for finding in first] == expected
    assert second == ()
    for finding in first:
        assert finding.severity == ("error" if where.production else "note")
        assert finding.path == "$"
        assert "TEST12345" not in f"{finding.message}{finding.actual}"


def test_it_says_that_test_events_are_real() -> None:
    ((finding,),) = check({"data": [event()], "test_event_code": "TEST12345"})
    assert "not dropped" in finding.message
    assert "targeting and measurement" in finding.message


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://shop.example/thank-you", []),
        ("HTTPS://SHOP.EXAMPLE", []),
        ("https://shop.example:8443/?a=b", []),
        ("https://someone@shop.example/", []),
        ("https://shop.example./", []),
        ("https://www.shop.example/", []),
        ("https://a.b.shop.example/", []),
        ("https://other.example/", ["ENV004"]),
        ("https://notshop.example/", ["ENV004"]),
        ("https://shop.example.other.example/", ["ENV004"]),
        ("https://shop.example@other.example/", ["ENV004"]),
        ("https://other.example/shop.example", ["ENV004"]),
        ("https://other.example?shop.example", ["ENV004"]),
        ("https://203.0.113.7/", ["ENV004"]),
        ("http://localhost:3000/", ["ENV004"]),
    ],
)
def test_hosts_that_are_listed(url: str, expected: list[str]) -> None:
    for line in (event(event_source_url=url), browser(event_source_url=url)):
        # A name before the host looks like an e-mail address, which has a rule of its own.
        assert [code for code in codes(line, context=LISTED) if code != "PRV002"] == expected
        assert "ENV004" not in codes(line)


def test_an_event_without_page_has_no_host() -> None:
    assert codes(event(event_source_url="shop.example/"), context=LISTED) == ["EVT012"]
    assert "ENV004" not in codes(event(event_source_url=None), context=LISTED)
    assert codes(browser(event_source_url="about:blank"), context=LISTED) == []


@pytest.mark.parametrize(
    ("host", "listed", "expected"),
    [
        ("shop.example", ["shop.example"], True),
        ("shop.example", ["SHOP.example"], True),
        ("www.shop.example", ["shop.example"], False),
        ("www.shop.example", ["*.shop.example"], True),
        ("shop.example", ["*.shop.example"], False),
        (".shop.example", ["*.shop.example"], False),
        ("xn--mller-kva.example", ["müller.example"], True),
        ("www.xn--mller-kva.example", ["*.müller.example"], True),
        ("shop.example", [], False),
    ],
)
def test_is_listed(host: str, listed: list[str], expected: bool) -> None:
    assert is_listed(host, listed) is expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("shop.localhost", True),
        ("shop.local", True),
        ("shop.test", True),
        ("127.0.0.1", True),
        ("10.0.0.7", True),
        ("172.16.0.1", True),
        ("172.32.0.1", False),
        ("192.168.1.1", True),
        ("100.64.0.1", True),
        ("0.0.0.0", True),  # noqa: S104
        ("[::1]", True),
        ("[fd00::1]", True),
        ("[fe80::1]", True),
        ("[2001:db8::1]", False),
        ("203.0.113.7", False),
        ("10.shop.example", False),
        ("staging.shop.example", True),
        ("stage.shop.example", True),
        ("dev.shop.example", True),
        ("test.shop.example", True),
        ("preprod.shop.example", True),
        ("www.staging.shop.example", True),
        ("dev.shop.co.uk", True),
        ("shop.example", False),
        ("www.shop.example", False),
        ("dev.example", False),
        ("test.co.uk", False),
        ("www.test.com.au", False),
        ("shop.dev", False),
        ("latest.shop.example", False),
        ("developers.shop.example", False),
        ("", False),
    ],
)
def test_is_development(host: str, expected: bool) -> None:
    assert is_development(host) is expected


@pytest.mark.parametrize(
    ("url", "where", "expected"),
    [
        ("https://staging.shop.example/", PRODUCTION, ["ENV005"]),
        ("https://staging.shop.example/", NO_CONTEXT, []),
        ("https://staging.shop.example/", BOTH, ["ENV005"]),
        ("https://staging.other.example/", BOTH, ["ENV005"]),
        ("https://other.example/", BOTH, ["ENV004"]),
        ("http://localhost:3000/", PRODUCTION, ["ENV005"]),
        ("http://[::1]:3000/", PRODUCTION, ["ENV005"]),
        ("https://shop.example/", PRODUCTION, []),
        ("https://shop.example/?host=staging.shop.example", BOTH, []),
    ],
)
def test_development_hosts_in_production(url: str, where: Context, expected: list[str]) -> None:
    assert codes(event(event_source_url=url), context=where) == expected
    assert codes(browser(event_source_url=url), context=where) == expected


def test_a_development_host_that_is_listed_is_meant() -> None:
    where = context({"environment": "production", "hosts": ["test.shop.example"]})
    assert codes(event(event_source_url="https://test.shop.example/"), context=where) == []


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Shop.Example./path", "shop.example"),
        ("https://user:word@shop.example:443", "shop.example"),
        ("https://shop.example\\@other.example/", "shop.example"),
        ("http://[2001:DB8::1]:80/", "[2001:db8::1]"),
        ("https://müller.example/", "xn--mller-kva.example"),
        ("https://shop\u2024example\u2024/", "shop.example"),
        ("https://\u2024", None),
        ("https://", None),
        ("https:///x", None),
        ("ftp://shop.example/", None),
        ("shop.example", None),
        (None, None),
        (7, None),
    ],
)
def test_host_of(url: object, host: str | None) -> None:
    assert host_of(url) == host


@given(st.text(max_size=60))
def test_any_address_has_a_host_or_none(text: str) -> None:
    host = host_of(f"https://{text}")
    assert host is None or "/" not in host
    if host is not None:
        assert is_development(host) in (True, False)
        assert is_listed(host, [host]) or host.startswith("*.") or not host.isascii()
