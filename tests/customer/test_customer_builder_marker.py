"""The marker of Meta's parameter builder, taken off."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.customer.builder_marker import unmarked_address, unmarked_cookie, unmarked_hash
from simulator.customer.hashing import sha256

COOKIE = "fb.1.1787996400000.1098115397"
HASH = sha256("ana@example.com")
MARKERS = st.from_regex(r"[A-Za-z0-9_-]{8}|A[Qgw]|B[AQg]", fullmatch=True)


@pytest.mark.parametrize(
    ("sent", "plain"),
    [
        (COOKIE, COOKIE),
        (f"{COOKIE}.AQQCAQMC", COOKIE),
        (f"{COOKIE}.Bg", COOKIE),
        (f"{COOKIE}.Bz", f"{COOKIE}.Bz"),
        (f"{COOKIE}.AQQCAQM", f"{COOKIE}.AQQCAQM"),
        # The fourth part of a cookie is its own, whatever it looks like.
        ("fb.1.1787996400000.AQQCAQMC", "fb.1.1787996400000.AQQCAQMC"),
        ("", ""),
    ],
)
def test_cookie(sent: str, plain: str) -> None:
    assert unmarked_cookie(sent) == plain


@pytest.mark.parametrize(
    ("sent", "plain"),
    [
        (HASH, HASH),
        (f"{HASH}.AQQCAQMC", HASH),
        (f"{HASH.upper()}.AQ", HASH.upper()),
        (f"{HASH}.A", f"{HASH}.A"),
        (f"{HASH}.AQQCAQMCA", f"{HASH}.AQQCAQMCA"),
        (f"{HASH[:32]}.AQ", HASH[:32]),
        (f"{HASH[:31]}.AQ", f"{HASH[:31]}.AQ"),
        (f"{HASH[:63]}g.AQ", f"{HASH[:63]}g.AQ"),
        (f" {HASH}.AQ", f" {HASH}.AQ"),
        ("jane.doe", "jane.doe"),
    ],
)
def test_hash(sent: str, plain: str) -> None:
    assert unmarked_hash(sent) == plain


@pytest.mark.parametrize(
    ("sent", "plain"),
    [
        ("203.0.113.77", "203.0.113.77"),
        ("203.0.113.77.AQQCAQMC", "203.0.113.77"),
        ("203.0.113.77.AQ", "203.0.113.77"),
        ("2001:db8::1", "2001:db8::1"),
        ("2001:db8::1.AQQCAQMC", "2001:db8::1"),
        ("2001:db8::.Ag", "2001:db8::"),
        ("::ffff:203.0.113.77", "::ffff:203.0.113.77"),
        ("::ffff:203.0.113.77.AQQCAQMC", "::ffff:203.0.113.77"),
        ("203.0.113.77.AQQCAQMCA", "203.0.113.77.AQQCAQMCA"),
        ("shop.example.AQQCAQMC", "shop.example.AQQCAQMC"),
        ("", ""),
    ],
)
def test_address(sent: str, plain: str) -> None:
    assert unmarked_address(sent) == plain


@given(st.ip_addresses(), MARKERS)
def test_any_address(address: IPv4Address | IPv6Address, marker: str) -> None:
    assert unmarked_address(str(address)) == str(address)
    assert unmarked_address(f"{address}.{marker}") == str(address)


@given(st.text(max_size=50))
def test_taking_off_only_ever_cuts(text: str) -> None:
    for unmarked in (unmarked_cookie, unmarked_hash, unmarked_address):
        assert text.startswith(unmarked(text))
