"""Customer information: enough of it, hashed, well hashed, and the ids that stay plain."""

from __future__ import annotations

from hashlib import sha256
from itertools import combinations
from typing import Any

import pytest
from checks_building import codes, findings

from simulator.checks.examples import EMAIL_HASH, browser, event, user
from simulator.checks.spot import ABSENT
from simulator.checks.vocabulary import HASHED_KEYS, TOO_BROAD

VALUES = {"client_user_agent": "Mozilla/5.0"}
UPPER = EMAIL_HASH.upper()
MD5 = "d41d8cd98f00b204e9800998ecf8427e"


def hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def offline(**user_data: Any) -> dict[str, Any]:
    """An event whose action source asks for nothing but a person."""
    return event(action_source="phone_call", event_source_url=ABSENT, event_id=ABSENT, user_data=user_data)


def _some(keys: frozenset[str]) -> dict[str, Any]:
    return {key: VALUES.get(key, EMAIL_HASH) for key in keys}


SUBSETS = sorted(
    {
        frozenset(part)
        for whole in TOO_BROAD
        for size in range(len(whole) + 1)
        for part in combinations(sorted(whole), size)
    },
    key=sorted,
)


@pytest.mark.parametrize("keys", SUBSETS, ids=lambda keys: "+".join(sorted(keys)) or "nothing")
def test_every_subset_of_a_broad_combination_is_refused(keys: frozenset[str]) -> None:
    assert codes(offline(**_some(keys))) == ["USR002"]


@pytest.mark.parametrize("telling", ["em", "ph", "external_id", "fbp", "fbc", "client_ip_address", "lead_id", "madid"])
def test_one_telling_key_is_enough(telling: str) -> None:
    value = {
        "external_id": "u-1",
        "fbp": "fb.1.1787996400000.1098115397",
        "fbc": "fb.1.1787996400000.IwAR2F4",
        "client_ip_address": "198.51.100.7",
        "lead_id": 1234567890123456,
        "madid": "38400000-8cf0-11bd-b23e-10b96e40000d",
    }.get(telling, EMAIL_HASH)
    assert codes(offline(**_some(TOO_BROAD[0]), **{telling: value})) == []


@pytest.mark.parametrize("keys", [("fn", "ln"), ("fn", "ct"), ("db", "ge"), ("fn", "client_user_agent"), ("db", "zp")])
def test_keys_of_two_broad_combinations_are_enough(keys: tuple[str, ...]) -> None:
    assert codes(offline(**_some(frozenset(keys)))) == []


@pytest.mark.parametrize("empty", [None, "", " ", [], [None], ["", None]])
def test_empty_keys_do_not_count_and_are_reported_once(empty: Any) -> None:
    assert codes(offline(em=empty, client_user_agent="Mozilla/5.0")) == ["USR002"]
    assert codes(offline(em=empty, ph=EMAIL_HASH)) == ["USR009"]


def test_unknown_keys_match_nobody() -> None:
    assert codes(offline(customer_number="4711")) == ["USR002"]


@pytest.mark.parametrize(
    ("user_data", "expected"),
    [(ABSENT, ["USR001"]), (None, ["USR001"]), ("em", ["USR001"]), ([], ["USR002"]), ({}, ["USR002"])],
)
def test_user_data_itself(user_data: Any, expected: list[str]) -> None:
    assert codes(event(action_source="chat", event_source_url=ABSENT, user_data=user_data)) == expected


@pytest.mark.parametrize("key", HASHED_KEYS)
@pytest.mark.parametrize("many", [False, True], ids=["value", "list"])
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (EMAIL_HASH, []),
        (EMAIL_HASH + ".AQQCAQMC", []),
        (EMAIL_HASH + ".BA", []),
        (EMAIL_HASH[:63], ["USR004"]),
        (EMAIL_HASH + "0", ["USR004"]),
        (EMAIL_HASH * 2, ["USR004"]),
        (EMAIL_HASH[:40], ["USR004"]),
        ("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", ["USR004"]),
        (UPPER, ["USR006"]),
        (UPPER + ".AQQCAQMC", ["USR006"]),
        (MD5, ["USR005"]),
        (MD5.upper(), ["USR005"]),
        (f" {EMAIL_HASH}", ["USR007"]),
        (f"{EMAIL_HASH}\n", ["USR007"]),
        ("shopper@shop.example", ["USR003"]),
        ("94025", ["USR003"]),
        (16505551212, ["USR003"]),
        (True, ["USR003"]),
        ({"value": "x"}, ["USR003"]),
        ("null", ["USR003"]),
        ("", ["USR009"]),
        (None, ["USR009"]),
    ],
)
def test_hash_shape(key: str, many: bool, value: Any, expected: list[str]) -> None:
    person = {"external_id": "u-1", key: [value] if many else value}
    assert codes(offline(**person)) == expected


def test_list_entries_share_one_finding() -> None:
    (finding,) = findings(event(user_data=user(ph=[EMAIL_HASH, "0041 79 123", "0041 79 124", "0041 79 125"])))
    assert finding.rule == "USR003"
    assert finding.path == "$.user_data.ph[1]"
    assert "2 more" in finding.message


def test_each_key_has_its_own_finding() -> None:
    assert [finding.path for finding in findings(event(user_data=user(ph="1", fn="Mary")))] == [
        "$.user_data.fn",
        "$.user_data.ph",
    ]


@pytest.mark.parametrize("word", ["", " ", "null", "undefined", "None", "[object object]"])
def test_hash_of_nothing(word: str) -> None:
    assert codes(event(user_data=user(ph=hashed(word)))) == ["USR008"]
    assert codes(event(user_data=user(ph=[EMAIL_HASH, hashed(word)]))) == ["USR008"]


def test_null_is_a_name_too() -> None:
    assert codes(event(user_data=user(ln=hashed("null")))) == []
    assert codes(event(user_data=user(ln=hashed("")))) == ["USR008"]


def test_hashes_of_nothing_are_named_together() -> None:
    (finding,) = findings(event(user_data=user(ph=hashed(""), ct=hashed(""))))
    assert "ph" in finding.message
    assert "ct" in finding.message


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("customer-17", []),
        (EMAIL_HASH, []),
        (["a", "b"], []),
        (17, ["USR011"]),
        ([17], ["USR011"]),
        ("undefined", ["USR008"]),
        (["null"], ["USR008"]),
        ("", ["USR009"]),
        (None, ["USR009"]),
        ([], ["USR009"]),
    ],
)
def test_external_id(value: Any, expected: list[str]) -> None:
    assert codes(event(user_data=user(external_id=value))) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (123456789012345, []),
        (1234567890123456, []),
        ("123456789012345", []),
        ("1234567890123456", []),
        (12345678901234, ["USR012"]),
        (12345678901234567, ["USR012"]),
        ("12345678901234", ["USR012"]),
        ("12345678901234567", ["USR012"]),
        (EMAIL_HASH, ["USR012"]),
        (True, ["USR012"]),
        (["123456789012345"], ["USR012"]),
        ("", ["USR009"]),
        (None, ["USR009"]),
    ],
)
def test_lead_id(value: Any, expected: list[str]) -> None:
    assert codes(event(user_data=user(lead_id=value))) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("198.51.100.7", []),
        ("203.0.113.7.AQQAAQMC", []),
        ("2001:db8::17", []),
        ("2001:4860:4860::8888", []),
        ("172.15.0.1", []),
        ("172.16.0.1", ["USR015"]),
        ("172.31.255.255", ["USR015"]),
        ("172.32.0.1", []),
        ("100.63.0.1", []),
        ("100.64.0.1", ["USR015"]),
        ("100.127.0.1", ["USR015"]),
        ("100.128.0.1", []),
        ("10.0.0.7.AQQAAQMC", ["USR015"]),
        ("127.0.0.1", ["USR015"]),
        ("192.168.1.1", ["USR015"]),
        ("192.169.1.1", []),
        ("169.254.1.1", ["USR015"]),
        ("0.0.0.0", ["USR015"]),  # noqa: S104
        ("::1", ["USR015"]),
        ("::", ["USR015"]),
        ("fe80::1", ["USR015"]),
        ("fd12:3456::1", ["USR015"]),
        ("::ffff:10.0.0.1", ["USR015"]),
        ("::FFFF:192.168.0.1", ["USR015"]),
        ("198.51.100.7, 10.0.0.1", ["USR014"]),
        ("10.0.0.7, 198.51.100.7", ["USR014"]),
        ("10.0.0.7,198.51.100.7", ["USR014"]),
        ("104.16.0.1, 198.51.100.7", ["USR014"]),
        ("127.0.0.1 198.51.100.7", ["USR014"]),
        ("::1;198.51.100.7", ["USR014"]),
        ("198.51.100.7:443", ["USR014"]),
        (" 198.51.100.7", ["USR014"]),
        (EMAIL_HASH, ["USR014"]),
        ("localhost", ["USR014"]),
        (["198.51.100.7"], ["USR018"]),
        (3325256711, ["USR011"]),
        ("", ["USR009"]),
        (None, ["USR009"]),
    ],
)
def test_client_ip_address(value: Any, expected: list[str]) -> None:
    assert codes(event(user_data=user(client_ip_address=value))) == expected


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("198.51.100.7, 203.0.113.9", "a list of 2 addresses: send the first public one"),
        ("10.0.0.7, 198.51.100.7,203.0.113.9", "a list of 3 addresses: send the first public one"),
        ("198.51.100.7 203.0.113.9", "a list of 2 addresses"),
        ("198.51.100.7,", "not an IP address"),
        (" 198.51.100.7", "not an IP address"),
        ("198.51.100.7\n", "not an IP address"),
        (EMAIL_HASH, "hashed"),
    ],
)
def test_what_is_wrong_with_an_address(value: str, words: str) -> None:
    (finding,) = findings(event(user_data=user(client_ip_address=value)))
    assert (finding.rule, words in finding.message) == ("USR014", True)
    assert value.strip() not in finding.message + str(finding.actual)


def test_a_local_browser_is_fine() -> None:
    assert codes(browser(user_data={"client_ip_address": "127.0.0.1"})) == []


@pytest.mark.parametrize("value", [ABSENT, None, "", " "])
def test_website_without_user_agent(value: Any) -> None:
    found = codes(event(user_data=user(client_user_agent=value)))
    assert found == ([] if value == " " else ["USR013"])


def test_hashed_user_agent() -> None:
    assert codes(event(user_data=user(client_user_agent=EMAIL_HASH))) == ["USR016"]
    assert codes(event(user_data=user(client_user_agent="M" * 64))) == []


@pytest.mark.parametrize(("name", "key"), [("email", "em"), ("phone", "ph"), ("zip", "zp"), ("gen", "ge")])
def test_long_names_are_a_warning(name: str, key: str) -> None:
    (finding,) = findings(event(user_data=user(**{name: EMAIL_HASH})))
    assert (finding.rule, finding.severity) == ("USR017", "warning")
    assert f"{name} (should be {key})" in finding.message


def test_a_long_name_counts_for_the_key_it_means() -> None:
    # The page about offline events lists these names itself, so the event is not called refused for them.
    assert codes(offline(email=EMAIL_HASH)) == ["USR017"]
    assert codes(offline(gender=EMAIL_HASH)) == ["USR002", "USR017"]


def test_plain_values_in_a_browser_request_are_no_refusal() -> None:
    assert codes(browser(user_data={"em": "shopper@shop.example"})) == ["PIX003"]
    assert codes(browser(user_data={"em": UPPER})) == ["USR006"]
    assert codes(browser(user_data={})) == []
