"""Hashes of test shoppers in another form, hashed twice, under the wrong key; and hashes of test words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import md5, sha256
from pathlib import Path
from typing import Any

import pytest
from checks_building import checker as plain_checker
from checks_building import codes as plain_codes
from checks_building import request

from simulator.checks.catalog import catalog
from simulator.checks.checker import Checker
from simulator.checks.context import context_of
from simulator.checks.examples import AT, CUSTOMERS, EMAIL_HASH, browser, event, user
from simulator.checks.schemas import SchemaSet
from simulator.checks.vocabulary import TEST_WORD_KEYS, TEST_WORDS
from simulator.customer.people import load_people
from simulator.finding import Finding
from simulator.settings import Settings

RULES = ("USR020", "USR021", "USR022", "USR024")
ANA, ANA_PHONE = "ana@example.com", "16505550111"


def h(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@cache
def checker() -> Checker:
    return Checker(SchemaSet(), context_of(Settings(customers=CUSTOMERS)))


def findings(line: Mapping[str, Any]) -> tuple[Finding, ...]:
    (found,) = checker().check(request(line), AT)
    return found


def codes(**user_data: Any) -> list[str]:
    server = [finding.rule for finding in findings(event(user_data=user(**user_data)))]
    in_browser = [finding.rule for finding in findings(browser(user_data=user(**user_data)))]
    assert server == in_browser
    return server


def message(**user_data: Any) -> str:
    (finding,) = findings(event(user_data=user(**user_data)))
    return finding.message


@pytest.mark.parametrize("code", RULES)
def test_examples(code: str) -> None:
    rule = catalog()[code]
    assert dict(rule.given) == {"customers": CUSTOMERS}
    for line in rule.failing:
        (finding,) = findings(line)
        assert (finding.rule, finding.severity, finding.fix) == (code, rule.severity, rule.fix)
        assert plain_codes(line) == [], "without the file nothing is known"
    for line in rule.passing:
        assert findings(line) == ()


@pytest.mark.parametrize(
    ("key", "text", "told"),
    [
        ("em", " ana@example.com", "the e-mail address before trimming"),
        ("em", "Ana@example.com", "the e-mail address with capital letters"),
        ("em", "ANA@EXAMPLE.COM", "the e-mail address in upper case"),
        ("em", "ana@example.com\n", "the e-mail address with a line break at its end"),
        ("em", "ana%40example.com", "the e-mail address in URL encoding"),
        ("ph", "+16505550111", "the phone number with its plus sign"),
        ("ph", "6505550111", "the phone number without its country code"),
        ("ph", "116505550111", "the phone number with its country code twice"),
        ("ph", "+1 (650) 555-0111", "the phone number with its spaces and signs"),
        ("ph", "07946 0022", None),
        ("ph", "02079460022", "the phone number in its national form, without its country code"),
        ("ph", "4402079460022", "the phone number with the zero of its national form kept"),
        ("fn", "Ana", "the first name with capital letters"),
        ("fn", "ana example", "the first and the last name together"),
        ("fn", "chloÉ", "the first name with only its letters a to z in lower case"),
        # Somebody else may well be called so, and Meta recommends plain letters.
        ("fn", "chloe", None),
        ("db", "05/17/1990", "the date of birth with slashes, month first"),
        ("db", "17051990", "the date of birth with day first"),
        ("country", "US", "the country in upper case"),
        ("country", "usa", "the three-letter code of the country"),
        ("country", "united states", "the name of the country instead of its code"),
    ],
)
def test_another_form_is_named(key: str, text: str, told: str | None) -> None:
    expected = [] if told is None else ["USR020"]
    assert codes(**{key: h(text)}) == expected
    assert codes(**{key: [EMAIL_HASH, h(text) + ".AQQCAQMC"]}) == expected
    if told is not None:
        assert message(**{key: h(text)}) == f"user_data.{key} is the hash of {told}."


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("em", ANA),
        ("em", "somebody@example.net"),
        ("ph", ANA_PHONE),
        ("fn", "ana"),
        ("fn", "chloé"),
        ("ln", "example"),
        ("f5first", "chloé"),
        ("f5last", "examp"),
        ("fi", "b"),
        ("db", "19900517"),
        ("doby", "1990"),
        ("dobd", "17"),
        ("country", "us"),
        ("country", "de"),
        ("external_id", "customer-1001"),
        ("external_id", " customer-1001"),
        # An id of one's own may be anything, also an address or its hash.
        ("external_id", ANA),
        ("app_user_id", ANA_PHONE),
    ],
)
def test_right_forms_and_strangers_are_left_alone(key: str, text: str) -> None:
    assert codes(**{key: h(text)}) == []


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("em", h(h(ANA)), ["USR021"]),
        ("em", h(h(ANA).upper()), ["USR021"]),
        ("em", h(h(" ana@example.com")), ["USR021"]),
        ("em", h(md5(ANA.encode(), usedforsecurity=False).hexdigest()), ["USR021"]),
        ("em", h(h(h(ANA))), ["USR021"]),
        ("ph", h(h(ANA_PHONE)), ["USR021"]),
        ("country", h(h("us")), ["USR021"]),
        ("em", h(ANA), []),
        ("em", h(h("somebody@example.net")), []),
        ("external_id", h(h("customer-1001")), []),
        # Other rules speak of what is no SHA-256 in lower-case hex.
        ("em", md5(ANA.encode(), usedforsecurity=False).hexdigest(), ["USR005"]),
        ("em", h(h(ANA)).upper(), ["USR006"]),
        ("em", f" {h(h(ANA))}", ["USR007"]),
        ("em", h(""), ["USR008"]),
    ],
)
def test_hashed_twice(key: str, value: str, expected: list[str]) -> None:
    found = [finding.rule for finding in findings(event(user_data=user(**{key: value})))]
    assert found == expected


@pytest.mark.parametrize(
    ("user_data", "expected"),
    [
        ({"ph": h(ANA)}, ["USR022"]),
        ({"fn": h(ANA)}, ["USR022"]),
        ({"em": h(ANA_PHONE)}, ["USR022"]),
        ({"zp": h(ANA_PHONE)}, ["USR022"]),
        ({"em": h("customer-1001")}, ["USR022"]),
        # Many are called Ana, first and last.
        ({"ln": h("ana")}, []),
        ({"ln": h("ana"), "em": h(ANA)}, ["USR022"]),
        ({"ln": h("ana"), "em": h("ben@example.org")}, []),
        ({"ct": h("us"), "ph": h(ANA_PHONE)}, ["USR022"]),
        ({"st": h("us")}, []),
        ({"external_id": h(ANA)}, []),
        ({"external_id": h(ANA_PHONE), "em": h(ANA)}, []),
    ],
)
def test_wrong_key(user_data: dict[str, str], expected: list[str]) -> None:
    assert codes(**user_data) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1990-05-17", ["USR024"]),
        ("19900517", []),
        ("1990/05/17", ["USR020"]),
        ("17.05.1990", ["USR020"]),
        ("1990-05-18", []),
        ("1990-5-17", ["USR020"]),
    ],
)
def test_a_form_of_metas_own_library_is_a_note(text: str, expected: list[str]) -> None:
    assert codes(db=h(text)) == expected
    if expected == ["USR024"]:
        assert "as Meta's Python SDK makes it" in message(db=h(text))


def test_whose_code_makes_a_form_is_told(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("ge,ct,zp,country\nFemale,New York,M1 1AE,GB\n")
    own = Checker(SchemaSet(), context_of(Settings(customers=str(path))))
    told = {}
    for key, text in (("ge", "Female"), ("ct", "new york"), ("zp", "m1 1ae")):
        ((finding,),) = own.check(request(event(user_data=user(**{key: h(text)}))), AT)
        told[key] = (finding.rule, finding.message.rpartition(", as ")[2])
    assert told == {
        "ge": ("USR020", "Adobe's extension makes it."),
        "ct": ("USR020", "Adobe's extension makes it."),
        "zp": ("USR024", "Meta's parameter builder makes it."),
    }


def test_several_keys_are_told_together_and_nothing_in_clear() -> None:
    (finding,) = findings(event(user_data=user(em=h(" ana@example.com"), ph=h("+16505550111"))))
    assert finding.message == (
        "user_data.em is the hash of the e-mail address before trimming, "
        "user_data.ph that of the phone number with its plus sign."
    )
    shown = " ".join(str(part) for part in finding)
    assert "ana@" not in shown
    assert "650555" not in shown


def test_known_people_are_looked_at_only_when_something_is_wrong() -> None:
    people = load_people(CUSTOMERS)
    assert not people.touches(user(em=h(ANA), ph=[h(ANA_PHONE)], fn=h("ana"), country=h("us"), fbp=None, ct={}))
    assert not people.touches(user(em=h("somebody@example.net"), external_id=["customer-1001"]))
    for wrong in (
        {"em": h(ANA.upper())},
        {"em": [EMAIL_HASH, h(h(ANA))]},
        {"ph": [h(ANA)]},
        {"ln": h("ana")},
        {"db": h("1990-05-17") + ".AQQCAQMC"},
    ):
        assert people.touches(user(**wrong))


def test_the_quick_look_never_hides_what_the_rules_would_find() -> None:
    people = load_people(CUSTOMERS)
    for digest, known in people._meanings.items():
        if len(digest) != 64:
            continue
        for key in ("em", "ph", "fn", "country", "external_id"):
            line = event(user_data=user(**{key: digest}))
            asked = request(line).events[0]
            assert checker().check(request(line), AT) == [checker()._examine(asked, AT, [])], (key, known)


@pytest.mark.parametrize("word", TEST_WORDS)
@pytest.mark.parametrize("key", TEST_WORD_KEYS)
def test_test_words(key: str, word: str) -> None:
    assert plain_codes(event(user_data=user(**{key: h(word)}))) == ["USR023"]
    assert plain_codes(event(user_data=user(**{key: [EMAIL_HASH, h(word)]}))) == ["USR023"]


@pytest.mark.parametrize(
    ("key", "word", "expected"),
    [
        ("ln", "test", []),
        ("ln", "guest", []),
        ("f5last", "guest", []),
        ("external_id", "test", []),
        ("em", "tester@example.com", []),
        # Meta's own samples.
        ("em", "name@example.com", []),
        ("ph", "12345678901", []),
        ("fn", "", ["USR008"]),
        ("fn", "null", []),
        ("em", "null", ["USR008"]),
        ("em", "test", ["USR023"]),
    ],
)
def test_what_is_no_test_word(key: str, word: str, expected: list[str]) -> None:
    assert plain_codes(event(user_data=user(**{key: h(word)}))) == expected


def test_both_kinds_in_one_list() -> None:
    assert plain_codes(event(user_data=user(em=[h(""), h("test")]))) == ["USR008", "USR023"]
    assert plain_checker() is not checker()
