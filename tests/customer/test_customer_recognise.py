"""A hash is named by what was hashed: every usual mistake, and nothing that only looks like one."""

from __future__ import annotations

import base64
import hashlib
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.customer.profiles import find_profile, profiles
from simulator.customer.recognise import all_hashes, explain, plain_hash
from simulator.customer.variants import LIBRARIES, THINGS, Meaning, documented, variants
from simulator.errors import UsageError

ANA, PHONE = "ana@example.com", "16505550111"


def h(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def named(key: str, raw: str, country: str | None, digest: str) -> Meaning | None:
    for text, meaning in all_hashes(key, raw, country):
        if text == digest:
            return meaning
    return None


@pytest.mark.parametrize(
    ("key", "raw", "country", "text", "what"),
    [
        ("em", ANA, None, ANA, "the e-mail address"),
        ("em", " Ana@example.com", None, " Ana@example.com", "the e-mail address before trimming"),
        ("em", "Ana@Example.com", None, "Ana@Example.com", "the e-mail address with capital letters"),
        ("em", ANA, None, f'"{ANA}"', "the e-mail address in quotation marks"),
        ("em", ANA, None, f"{ANA}\r\n", "the e-mail address with a line break at its end"),
        ("em", ANA, None, "ana", "the part of the e-mail address before the @"),
        ("em", "a.na+x@gmail.com", None, "ana@gmail.com", "the e-mail address without dots and plus part, as Google"),
        ("em", "a.na+x@example.com", None, "a.na@example.com", "the e-mail address without its plus part"),
        ("ph", "(650) 555-0111", "us", PHONE, "the phone number"),
        ("ph", "(650) 555-0111", "us", "6505550111", "the phone number without its country code"),
        ("ph", "+1 650 555 0111", None, "+16505550111", "the phone number with its plus sign"),
        ("ph", "+1 650 555 0111", None, "0016505550111", "the phone number with 00 before it"),
        ("ph", "+1 650 555 0111", None, "+1 650 555 0111", "the phone number with its spaces and signs"),
        ("ph", "+1 650 555 0111", None, "116505550111", "the phone number with its country code twice"),
        ("ph", PHONE, None, "16505550111.0", "the phone number read as a decimal number"),
        (
            "ph",
            "+44 20 7946 0022",
            None,
            "02079460022",
            "the phone number in its national form, without its country code",
        ),
        ("ph", "+44 20 7946 0022", None, "4402079460022", "the phone number with the zero of its national form kept"),
        ("fn", "Mary-Jane", None, "mary jane", "the first name with spaces for its punctuation"),
        ("fn", "Mary", None, "Mary", "the first name with capital letters"),
        ("fn", "Valéry", None, "valery", "the first name without its accents"),
        ("fn", "Valéry", None, "valÉry", "the first name with only its letters a to z in lower case"),
        ("fn", "Valéry", None, "valÃ©ry", "the first name after its UTF-8 was read as Latin-1"),
        ("db", "2/16/1997", None, "19970216", "the date of birth"),
        ("db", "19970216", None, "16021997", "the date of birth with day first"),
        ("db", "19970216", None, "02161997", "the date of birth with month first"),
        ("db", "19970216", None, "1997-02-16T00:00:00Z", "the date of birth with a time of day"),
        ("db", "19970216", None, "16.02.1997", "the date of birth with dots, day first"),
        ("ge", "f", None, "female", "the gender as a word"),
        ("ge", "Male", None, "M", "the gender in upper case"),
        ("ct", "New York", None, "New York", "the city as it was typed"),
        ("st", "CA", "us", "CA", "the state in upper case"),
        ("st", "CA", "us", "US-CA", "the state with the country before it"),
        ("zp", "94025-1234", "us", "940251234", "the postal code with the four digits of ZIP+4"),
        ("zp", "02134", "us", "2134", "the postal code without its leading zeros"),
        ("zp", "M11AE", "gb", "M1 1AE", "the postal code with its space"),
        ("country", "us", None, "USA", "the three-letter code of the country"),
        ("country", "Germany", None, "DE", "the country in upper case"),
        ("country", "gb", None, "uk", "the country as uk, which is no code of ISO 3166-1"),
    ],
)
def test_a_form_is_named(key: str, raw: str, country: str | None, text: str, what: str) -> None:
    meaning = named(key, raw, country, h(text))
    assert meaning is not None
    assert meaning.what.startswith(what)
    assert meaning.right == (text == documented(key, raw, country) or meaning.profile in LIBRARIES)
    again = named(key, raw, country, h(h(text)))
    assert again is not None
    assert (again.what, again.twice, again.right) == (f"the hash of {meaning.what}", True, False)


@pytest.mark.parametrize(
    ("digest", "what"),
    [
        (hashlib.md5(ANA.encode(), usedforsecurity=False).hexdigest(), "the e-mail address, made with MD5"),
        (hashlib.sha1(ANA.encode(), usedforsecurity=False).hexdigest(), "the e-mail address, made with SHA-1"),
        (hashlib.sha512(ANA.encode()).hexdigest(), "the e-mail address, made with SHA-512"),
        (base64.b64encode(sha256(ANA.encode()).digest()).decode(), "the e-mail address, in base64 instead of hex"),
        (h(hashlib.md5(ANA.encode(), usedforsecurity=False).hexdigest()), "the MD5 hash of the e-mail address"),
        (h(h(h(ANA))), "the hash of the hash of the e-mail address"),
        (h(h(ANA).upper()), "the hash of the e-mail address"),
        (sha256(sha256(ANA.encode()).digest()).hexdigest(), "the hash of the e-mail address"),
    ],
)
def test_other_hashes(digest: str, what: str) -> None:
    meaning = named("em", ANA, None, digest)
    assert meaning is not None
    assert (meaning.what, meaning.right) == (what, False)


def test_other_encodings() -> None:
    meaning = named("ln", "Müller", None, sha256("müller".encode("latin-1")).hexdigest())
    assert meaning is not None
    assert meaning.what == "the last name in Latin-1 instead of UTF-8"


@pytest.mark.parametrize("key", [key for key in THINGS if key != "external_id"])
def test_values_without_a_documented_form_have_no_variants(key: str) -> None:
    assert not list(variants(key, " ", None))
    assert not list(variants(key, "\ud800", None))


def test_unknown_keys_are_refused() -> None:
    with pytest.raises(UsageError):
        list(variants("nickname", "x", None))


@pytest.mark.parametrize(
    ("key", "raw"),
    [("fn", "Mary-Jane"), ("db", "2/16/1997"), ("ct", "São Paulo"), ("st", "California"), ("zp", "M1 1AE")],
)
def test_what_a_library_of_metas_makes_is_right(key: str, raw: str) -> None:
    for profile in profiles():
        from simulator.customer.keys import find_key

        text = find_profile(profile)(find_key(key), raw, None).normalized
        if not text:
            continue
        meaning = dict(variants(key, raw, None))[text]
        if profile == "docs":
            assert (meaning.right, meaning.profile) == (True, "docs")
        elif profile in LIBRARIES:
            assert meaning.right
        else:
            assert meaning.profile


values = st.one_of(
    st.tuples(
        st.just("em"), st.from_regex(r" ?[A-Za-z][A-Za-z0-9.+]{0,12}@(example\.(com|net)|gmail\.com) ?", fullmatch=True)
    ),
    st.tuples(st.just("ph"), st.from_regex(r"\+1 ?650 ?555 ?01[0-9]{2}|\+44 20 7946 0[0-9]{3}", fullmatch=True)),
    st.tuples(st.sampled_from(["fn", "ln", "ct", "external_id"]), st.text(min_size=1, max_size=20)),
    st.tuples(st.just("db"), st.dates().map(str)),
    st.tuples(st.just("zp"), st.from_regex(r"[0-9]{5}(-[0-9]{4})?|[A-Z][0-9]{1,2} [0-9][A-Z]{2}", fullmatch=True)),
)


@settings(max_examples=150, deadline=None)
@given(value=values, country=st.sampled_from([None, "us", "gb"]))
def test_variants_are_told_apart(value: tuple[str, str], country: str | None) -> None:
    """The documented form comes first, every text once, and what is wrong never has the documented text."""
    key, raw = value
    right = documented(key, raw, country)
    found = list(variants(key, raw, country))
    if right is None:
        assert not found
        return
    texts = [text for text, _ in found]
    assert texts[0] == right
    assert len(texts) == len(set(texts))
    for text, meaning in found:
        assert text.strip(), meaning
        assert raw.strip() not in meaning.what or len(raw.strip()) < 12
        assert meaning.right == (meaning.profile == "docs" or meaning.profile in LIBRARIES)


@settings(max_examples=50, deadline=None)
@given(value=values, digest=st.binary(min_size=32, max_size=32))
def test_a_random_hash_is_nothing(value: tuple[str, str], digest: bytes) -> None:
    assert named(*value, None, digest.hex()) is None


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (h(ANA), h(ANA)),
        (h(ANA).upper(), h(ANA)),
        (f" {h(ANA)}\n", h(ANA)),
        (h(ANA) + ".AQQCAQMC", h(ANA)),
        (h(ANA) + ".BA", h(ANA)),
        ("D41D8CD98F00B204E9800998ECF8427E", "d41d8cd98f00b204e9800998ecf8427e"),
        ("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
        (ANA, None),
        (PHONE, None),
        ("", None),
    ],
)
def test_what_counts_as_a_hash(sent: str, expected: str | None) -> None:
    assert plain_hash(sent) == expected


AGAIN = "the hash of the other hash: hashed again"


@pytest.mark.parametrize(
    ("key", "right", "wrong", "raw", "told"),
    [
        ("em", h(ANA), h(ANA), None, None),
        ("em", h(ANA), h("ben@example.org"), None, None),
        ("em", h(ANA), h(h(ANA)), None, AGAIN),
        ("em", h(ANA), h(h(ANA).upper()), None, AGAIN),
        ("em", h(ANA) + ".BA", h(h(ANA) + ".BA"), None, AGAIN),
        ("em", h(ANA), h(h(ANA)) + ".AQQCAQMC", None, AGAIN),
        ("external_id", h("customer-1001"), h(h("customer-1001")), None, AGAIN),
        ("em", h(h(ANA)), h(ANA), None, "hashed once; the other is its hash, hashed again"),
        ("em", h(ANA), h(ANA).upper(), None, "the same hash in upper case"),
        ("em", h(ANA).upper(), h(ANA), None, "the same hash in lower case"),
        ("em", h(ANA), h(ANA) + ".AQQCAQMC", None, "the same hash but for the marker of Meta's parameter builder"),
        ("em", h(ANA), h(ANA) + "\n", None, "the same hash with white space around one of them"),
        ("em", ANA, h(ANA), None, "the hash of the e-mail address"),
        ("em", "Ana@example.com", h("Ana@example.com"), None, "the hash of the e-mail address with capital letters"),
        ("em", ANA, h("ben@example.org"), None, None),
        ("em", h(f" {ANA}"), ANA, None, "in clear; the other is the hash of the e-mail address before trimming"),
        ("em", h("ben@example.org"), ANA, None, None),
        ("em", ANA, ANA.upper(), None, "in clear, and so is the other: the e-mail address in upper case"),
        ("em", ANA, "ben@example.org", None, None),
        ("ph", h(PHONE), h("+" + PHONE), "+1 650 555 0111", "the hash of the phone number with its plus sign"),
        ("ph", h(PHONE), h("+" + PHONE), None, None),
        ("em", h(ANA), h("ben@example.org"), ANA, None),
        # Of these there are few enough to try them all.
        ("country", h("us"), h("US"), None, "the hash of the country in upper case"),
        ("country", h("us"), h("usa"), None, "the hash of the three-letter code of the country"),
        ("country", h("us"), h("DE"), None, None),
        ("ge", h("f"), h("Female"), None, "the hash of the gender as a word"),
        ("ge", h("f"), h("m"), None, None),
        ("st", h("ca"), h("California"), None, "the hash of the name of the state instead of its code"),
        ("fbp", "fb.1.1787996400000.1", "fb.1.1787996400000.2", None, None),
        ("nickname", h("a"), h("b"), None, None),
    ],
)
def test_two_values_of_one_person(key: str, right: str, wrong: str, raw: str | None, told: str | None) -> None:
    assert explain(key, right, wrong, raw) == told


@settings(max_examples=200, deadline=None)
@given(key=st.sampled_from([*THINGS, "fbp", "fi"]), right=st.text(max_size=80), wrong=st.text(max_size=80))
def test_explaining_never_raises(key: str, right: str, wrong: str) -> None:
    explain(key, right, wrong)
    explain(key, h("x"), wrong, right)
