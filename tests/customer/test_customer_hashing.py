"""Values that were hashed before, and properties that hold for every key and every text."""

from __future__ import annotations

import hashlib
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.customer import KEYS, Hashing, Normalized, find_key, normalize, profiles
from simulator.customer.hashing import other_hash, recognise
from simulator.customer.text import plain_words
from simulator.errors import UsageError

HASHED = [name for name, key in KEYS.items() if key.hashing is not Hashing.NEVER]
DIGEST = "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"
NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("key", HASHED)
@pytest.mark.parametrize(
    ("value", "normalized", "note"),
    [
        (DIGEST, DIGEST, "already hashed"),
        (f" {DIGEST}\n", DIGEST, "already hashed"),
        (DIGEST.upper(), DIGEST, "upper case"),
        (f"{DIGEST}.AQQCAQAA", f"{DIGEST}.AQQCAQAA", "marker"),
        (f"{DIGEST}.BA", f"{DIGEST}.BA", "marker"),
        (f"{DIGEST.upper()}.aqQC-_AA", f"{DIGEST}.aqQC-_AA", "marker"),
    ],
)
def test_a_hash_is_passed_through(key: str, value: str, normalized: str, note: str) -> None:
    result = normalize(key, value)
    assert (result.normalized, result.sha256) == (normalized, DIGEST)
    assert any(note in text for text in result.notes)


def test_the_hash_of_nothing_is_noticed() -> None:
    assert any("SHA-256 of nothing" in note for note in normalize("em", NOTHING).notes)
    assert not any("SHA-256 of nothing" in note for note in normalize("em", DIGEST).notes)


@pytest.mark.parametrize(
    "value",
    [DIGEST[:-1], DIGEST + "0", DIGEST[:-1] + "g", f"{DIGEST}.", f"{DIGEST}.abc", f"0x{DIGEST}", f"{DIGEST}.A.BA"],
)
def test_what_is_no_sha256(value: str) -> None:
    assert recognise(value) is None


@pytest.mark.parametrize(("length", "name"), [(32, "MD5"), (40, "SHA-1"), (96, "SHA-384"), (128, "SHA-512")])
def test_other_hashes_are_named(length: int, name: str) -> None:
    assert name in (other_hash("a" * length) or "")
    for near in ("a" * (length - 1), "a" * (length + 1), "g" + "a" * (length - 1)):
        assert other_hash(near) is None


def test_an_unknown_key_profile_or_country_is_refused() -> None:
    with pytest.raises(UsageError, match="did you mean em"):
        normalize("email", "a@example.com")
    with pytest.raises(UsageError, match="did you mean country"):
        find_key("cn")
    with pytest.raises(UsageError, match="did you mean fbp"):
        find_key("FBP")
    with pytest.raises(UsageError, match="Meta's keys are em, ph"):
        find_key("\x1b[31mzzzzzz")
    with pytest.raises(UsageError, match="choose from docs"):
        normalize("em", "a@example.com", profile="other")
    with pytest.raises(UsageError, match="unknown country Atlantis"):
        normalize("em", "a@example.com", country="Atlantis")


def test_docs_is_the_first_profile() -> None:
    assert profiles()[0] == "docs"


KEY = st.sampled_from(sorted(KEYS))
ANY_TEXT = st.text(st.characters(), max_size=60) | st.from_regex(r"[-+ ().0-9a-zA-Z@/]{0,30}")
COUNTRIES = st.sampled_from([None, "us", "gb", "de", "it", "aq", "jp"])


def check(result: Normalized, key: str) -> None:
    if result.normalized is None:
        assert result.sha256 is None
        assert result.notes
    elif KEYS[key].hashing is Hashing.NEVER:
        assert result.sha256 is None
    elif recognise(result.given) is None:
        assert result.sha256 == hashlib.sha256(result.normalized.encode()).hexdigest()
    assert result.normalized != ""
    assert all(note and note.isprintable() for note in result.notes)


@settings(max_examples=400)
@given(KEY, ANY_TEXT, COUNTRIES)
def test_any_text_gives_an_answer_that_holds_together(key: str, value: str, country: str | None) -> None:
    check(normalize(key, value, country=country), key)


@settings(max_examples=400)
@given(KEY, ANY_TEXT, st.sampled_from([None, "us", "gb"]))
def test_normalising_twice_changes_nothing(key: str, value: str, country: str | None) -> None:
    # Whether digits hold their calling code is a matter of reading, see test_customer_phone.py.
    country = None if key == "ph" else country
    once = normalize(key, value, country=country).normalized
    if once is not None:
        assert normalize(key, once, country=country).normalized == once


@given(KEY, st.text("\ud800\udcff ab@1", min_size=1))
def test_text_that_utf8_cannot_write_never_raises(key: str, value: str) -> None:
    check(normalize(key, value), key)


@settings(max_examples=300)
@given(
    KEY,
    st.from_regex(r"[0-9]{7,12}|[a-z]{3,8}@[a-z]{5,9}\.org|[0-9]{1,2}/[0-9]{1,2}/19[0-9]{2}", fullmatch=True),
    COUNTRIES,
)
def test_notes_never_hold_the_value(key: str, value: str, country: str | None) -> None:
    result = normalize(key, value, country=country)
    # What is left of a value may be one letter, which any sentence holds.
    texts = {text for text in (value, result.normalized) if text and len(text) > 5}
    assert not any(text in note for note in result.notes for text in texts)


def test_every_character_of_unicode_comes_out_the_same_the_second_time() -> None:
    for number in range(sys.maxunicode + 1):
        if 0xD800 <= number <= 0xDFFF:
            continue
        once = plain_words(f"a{chr(number)}B", spaces=True).text or ""
        assert plain_words(once, spaces=True).text == once, hex(number)
        assert unicodedata.is_normalized("NFC", once), hex(number)
