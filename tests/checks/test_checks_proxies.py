"""Client addresses of content delivery networks."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from checks_building import codes, findings
from hypothesis import given
from hypothesis import strategies as st

from simulator.checks.examples import browser, event, user
from simulator.checks.proxies import first_letters, may_be_proxy, networks, proxy_of

ADDRESSES = [
    ("104.15.255.255", None),
    ("104.16.0.0", "Cloudflare"),
    ("104.23.255.255", "Cloudflare"),
    ("104.24.0.0", "Cloudflare"),
    ("104.27.255.255", "Cloudflare"),
    # WARP and iCloud Private Relay: these are visitors.
    ("104.28.0.0", None),
    ("172.63.255.255", None),
    ("172.64.0.0", "Cloudflare"),
    ("172.71.255.255", "Cloudflare"),
    ("172.72.0.0", None),
    ("162.158.0.0", "Cloudflare"),
    ("162.159.255.255", "Cloudflare"),
    ("162.160.0.0", None),
    ("198.41.127.255", None),
    ("198.41.128.0", "Cloudflare"),
    ("173.245.48.0", "Cloudflare"),
    ("173.245.64.0", None),
    ("104.16.0.1.AQQCAQMC", "Cloudflare"),
    ("104.16.0.1.AQ", "Cloudflare"),
    ("::ffff:104.16.0.1", "Cloudflare"),
    ("::FFFF:104.16.0.1.AQQCAQMC", "Cloudflare"),
    ("2606:4700::1", "Cloudflare"),
    ("2606:4700:ffff::1", "Cloudflare"),
    ("2606:4701::1", None),
    ("2606:54c0::1", None),
    ("2A06:98C0::1", "Cloudflare"),
    ("2a06:98c7:ffff::1", "Cloudflare"),
    ("2a06:98C7::1.AQQCAQMC", "Cloudflare"),
    ("2a06:98c8::1", None),
    ("2a04:4e40::1", "Fastly"),
    ("2a04:4e41::1", None),
    ("2a04:4e42:600::223", "Fastly"),
    ("23.235.31.255", None),
    ("23.235.32.0", "Fastly"),
    ("23.235.47.255", "Fastly"),
    ("23.235.48.0", None),
    ("140.248.34.1", None),
    ("140.248.64.1", "Fastly"),
    ("146.75.127.255", "Fastly"),
    ("146.75.132.1", None),
    ("151.101.1.1", "Fastly"),
    ("203.0.113.7", None),
    ("198.51.100.7", None),
    ("8.8.8.8", None),
    ("104.16.999.1", None),
    ("104.16.", None),
    ("2606:4700", None),
    ("", None),
]


@pytest.mark.parametrize(("address", "name"), ADDRESSES)
def test_proxy_of(address: str, name: str | None) -> None:
    assert proxy_of(address) == name


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("104.16.0.1", ["USR019"]),
        ("104.16.0.1.AQQCAQMC", ["USR019"]),
        ("2606:4700::1", ["USR019"]),
        ("2A04:4E42::1", ["USR019"]),
        ("104.28.0.1", []),
        ("8.8.8.8", []),
        ("104.16.0.1, 203.0.113.7", ["USR014"]),
        ("203.0.113.7, 104.16.0.1", ["USR014"]),
        (["104.16.0.1"], ["USR018"]),
    ],
)
def test_client_ip_of_a_proxy(address: object, expected: list[str]) -> None:
    assert codes(event(user_data=user(client_ip_address=address))) == expected


def test_the_network_is_told_and_the_address_is_not() -> None:
    (finding,) = findings(event(user_data=user(client_ip_address="104.16.12.34")))
    assert "Cloudflare" in finding.message
    assert finding.severity == "warning"
    assert "104.16.12.34" not in finding.message + str(finding.actual)


def test_a_browsers_address_comes_from_whoever_captured_it() -> None:
    assert codes(browser(user_data={"client_ip_address": "104.16.0.1"})) == []


def test_lists_are_of_networks_everybody_can_look_up() -> None:
    assert [name for name, _ in networks()] == ["Cloudflare", "Fastly"]
    for _, ranges in networks():
        assert {each.version for each in ranges} == {4, 6}
        # A range wider than this would be a slip: half of the internet.
        assert all(each.prefixlen >= (13 if each.version == 4 else 29) for each in ranges)


addresses = st.one_of(
    st.ip_addresses().map(str),
    st.sampled_from([each for _, ranges in networks() for each in ranges]).flatmap(
        lambda each: st.integers(-3, 3).map(lambda step: str(each.network_address + max(step, 0)))
    ),
    st.sampled_from(["104.16.0.0/12", "172.64.0.0/12", "146.75.0.0/16", "2a06:98c0::/28", "2a04:4e40::/30"]).flatmap(
        lambda text: st.ip_addresses(network=text).map(str)
    ),
)


@given(addresses)
def test_the_quick_answer_never_misses_an_address(address: str) -> None:
    inside = any(ip_address(address) in each for _, ranges in networks() for each in ranges)
    assert (proxy_of(address) is not None) == inside
    for spelling in (address, address.upper(), address + ".AQQCAQMC"):
        if inside:
            assert may_be_proxy(spelling)
            assert spelling[:3] in first_letters(3)
            assert proxy_of(spelling) is not None


@given(st.text(alphabet="0123456789abcdefABCDEF:.x ", max_size=40), st.sampled_from(["", "104.16.", "2606:4700:"]))
def test_any_text_can_be_asked_about(text: str, beginning: str) -> None:
    assert proxy_of(beginning + text) in (None, "Cloudflare", "Fastly")
