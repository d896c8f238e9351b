"""Stand-ins: the same shape, other values, equal to equal and different to different."""

from __future__ import annotations

import re

import phonenumbers
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from simulator.customer.hashing import sha256
from simulator.expectation.standins.hashes import Hashes
from simulator.expectation.standins.letters import Letters
from simulator.expectation.standins.phones import Phones
from simulator.expectation.standins.places import Places
from simulator.expectation.standins.texts import Texts
from simulator.expectation.standins.times import Times

LETTERS = Letters(b"a secret for tests")
WORDS = st.text(st.characters(categories=["Ll", "Nd"], max_codepoint=0x24F), min_size=1, max_size=30)
TOKENS = st.from_regex(r"[A-Za-z]{1,9}|[0-9]{1,12}|[a-z0-9]{1,20}", fullmatch=True)


def texts(move: int = 0) -> Texts:
    return Texts(b"a secret for tests", Times(move))


@given(TOKENS)
def test_no_sign_stays_and_the_shape_does(word: str) -> None:
    made = LETTERS.word(word)
    assert len(made) == len(word)
    zeros = len(word) - len(word.lstrip("0")) if word.isdigit() else 0
    assert made[:zeros] == word[:zeros]
    for before, after in zip(word[zeros:], made[zeros:], strict=True):
        assert before != after
        assert (before.isdigit(), before.isupper()) == (after.isdigit(), after.isupper())


@given(TOKENS, TOKENS)
def test_different_words_stay_different(one: str, other: str) -> None:
    assume(one.casefold() != other.casefold())
    assert LETTERS.word(one) != LETTERS.word(other)


@given(TOKENS)
def test_case_and_leading_zeros_are_carried_over(word: str) -> None:
    assert LETTERS.word(word.upper()) == LETTERS.word(word.lower()).upper()
    if word.isdigit() and not word.startswith("0"):
        assert LETTERS.word(f"00{word}") == f"00{LETTERS.word(word)}"


@given(st.from_regex(r"[A-Za-z0-9]{1,40}", fullmatch=True), st.integers(1, 40))
def test_a_click_id_cut_off_still_begins_like_the_whole_one(click: str, length: int) -> None:
    assume(not click.isdigit() and not click[:length].isdigit())
    assume(re.fullmatch("[0-9a-fA-F]*", click) is None and re.fullmatch("[0-9a-fA-F]*", click[:length]) is None)
    assert texts().click(click).startswith(texts().click(click[:length]))


@given(WORDS)
def test_letters_of_other_scripts_are_replaced_by_letters(word: str) -> None:
    made = LETTERS.word(word)
    assert [c.isalpha() for c in made] == [c.isalpha() for c in word]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("王小明", "chinese"),
        ("さくら", "kana"),
        ("Иван", "cyrillic"),
        ("Ελένη", "greek"),
        ("محمد", "arabic"),
        ("김민준", "hangul"),
        ("Åse", "accents"),
    ],
)
def test_names_in_other_scripts_do_not_stay(text: str, other: str) -> None:
    made = LETTERS.word(text)
    assert len(made) == len(text)
    assert not [place for place, (a, b) in enumerate(zip(text, made, strict=True)) if a == b]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (1_700_000_000, 1_700_003_600),
        (1_700_000_000.25, 1_700_003_600.25),
        (1_700_000_000_123, 1_700_003_600_123),
        ("1700000000", "1700003600"),
        ("1700000000.5", "1700003600.5"),
        ("2026-01-31T23:30:00Z", "2026-02-01T00:30:00Z"),
        ("2026-01-31 23:30:00.123+02:00", "2026-02-01 00:30:00.123+02:00"),
        ("2026-01-31T23:30Z", "2026-02-01T00:30Z"),
        (17, 17),
        (-5.0, -5.0),
        ("yesterday", "yesterday"),
        ("", ""),
        (None, None),
        (True, True),
    ],
)
def test_times_move_in_their_own_form(before: object, after: object) -> None:
    assert Times(3600).moved(before) == after


@pytest.mark.parametrize(
    "text",
    ["+1 (650) 555-0111", "16505550111", "001 650 555 0111", "6505550111", "+1.650.555.0111", "1-650-555-0111"],
)
def test_every_way_of_writing_a_number_is_replaced_alike(text: str) -> None:
    phones = Phones(LETTERS)
    whole = phones.replaced("+16505550111")
    made = phones.replaced(text)
    assert re.sub(r"\d", "9", made) == re.sub(r"\d", "9", text)
    assert whole.lstrip("+").endswith(re.sub(r"\D", "", made).lstrip("0"))


@pytest.mark.parametrize("text", ["+442079460018", "+33199005533", "+81312345678", "+491711234567", "+5511961234567"])
def test_a_number_in_use_becomes_another_of_its_country(text: str) -> None:
    made = Phones(LETTERS).replaced(text)
    number = phonenumbers.parse(made, None)
    assert made != text
    assert number.country_code == phonenumbers.parse(text, None).country_code
    assert phonenumbers.is_valid_number(number)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("203.0.113.77", "198.51.100.1"),
        ("8.8.8.8.AQQAAQMC", "198.51.100.1.AQQAAQMC"),
        ("10.0.0.7", "10.0.0.7"),
        ("8.8.8.8, 10.0.0.1", "198.51.100.1, 10.0.0.1"),
        ("::ffff:8.8.8.8", "::ffff:198.51.100.1"),
        ("2a00:1450::5", "2001:db8:0:1::1"),
        ("127.0.0.1", "127.0.0.1"),
        ("nowhere", "nowhere"),
    ],
)
def test_addresses_of_visitors_are_replaced_and_others_stay(text: str, made: str) -> None:
    assert Places(LETTERS).addresses(text) == made


@pytest.mark.parametrize(
    ("host", "made"),
    [
        ("real-shop.com", "shop.example"),
        ("www.real-shop.com", "www.shop.example"),
        ("staging.real-shop.co.uk", "staging.shop.example"),
        ("l.facebook.com", "l.facebook.com"),
        ("www.google.de", "www.google.de"),
        ("localhost", "localhost"),
        ("192.168.0.10", "192.168.0.10"),
    ],
)
def test_hosts_move_below_example(host: str, made: str) -> None:
    assert Places(LETTERS).host(host) == made


def hashes_of(key: str, raw: str, stand_in: str, *seen: str) -> Hashes:
    hashes = Hashes(LETTERS)
    for each in seen:
        hashes.see(each)
    hashes.link(key, raw, stand_in)
    hashes.settle()
    return hashes


@pytest.mark.parametrize(
    ("given_text", "made_text"),
    [
        ("ana@example.com", "eve@example.org"),
        ("Ana@Example.com", "Eve@Example.org"),
        ("ana@example.com ", "eve@example.org "),
        ("ANA@EXAMPLE.COM", "EVE@EXAMPLE.ORG"),
        (sha256("ana@example.com"), sha256("eve@example.org")),
        ('"ana@example.com"', '"eve@example.org"'),
    ],
)
def test_the_hash_of_a_known_value_becomes_that_of_its_stand_in(given_text: str, made_text: str) -> None:
    hashes = hashes_of("em", "Ana@Example.com", "Eve@Example.org", sha256(given_text))
    assert hashes.replaced(sha256(given_text)) == sha256(made_text)
    assert hashes.replaced(sha256(given_text).upper()) == sha256(made_text).upper()


def test_a_hash_of_an_unknown_hash_stays_one() -> None:
    once = sha256("nobody knows")
    hashes = hashes_of("em", "ana@example.com", "eve@example.org", sha256(once), once)
    assert hashes.replaced(sha256(once)) == sha256(hashes.replaced(once))
    assert hashes.replaced(once) != once


@pytest.mark.parametrize("word", ["", "null", "undefined", "test@test.com"])
def test_hashes_that_stand_for_nobody_stay(word: str) -> None:
    digest = sha256(word)
    assert hashes_of("em", "ana@example.com", "eve@example.org", digest).replaced(digest) == digest


@given(st.text())
def test_any_text_is_replaced_without_an_error_and_always_alike(text: str) -> None:
    assert texts().free(text) == texts().free(text)
    texts().url(text)
    texts().query(text)


def test_a_common_word_that_is_somebodys_name_does_not_stay() -> None:
    made = texts()
    assert made.free("the page of the order") == "the page of the order"
    made.person("ln", "Page")
    assert "page" not in made.free("for Ana Page").lower()
