"""Every value whose normalised forms were published or recorded, under every profile.

The table was made on 2026-09-12 by running Meta's Node builder 1.2.1, Meta's Python SDK of 2026-06-24, and Adobe's
extension 1.7.0; the column for the documentation says what customer information parameters implies. Two values
come with their hashes in the tests of Adobe's extension. The versions that the profiles follow now are later, and
agree with all of it.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import pytest

from simulator.customer import normalize

NONE = None
OPEN = "documentation does not say"
NOT_RUN = "not run: text is no Gender"


class Row(NamedTuple):
    key: str
    value: str
    docs: str | None
    builder: str | None
    python: str | None
    adobe: str | None


ROWS = [
    Row("em", " USER@Example.COM ", *["user@example.com"] * 4),
    Row("em", "invalid", OPEN, NONE, NONE, "invalid"),
    Row("em", "user@localhost", OPEN, NONE, NONE, "user@localhost"),
    Row("em", "a@b@c.com", OPEN, NONE, "a@b@c.com", "a@b@c.com"),
    Row("em", "münchen@exämple.de", OPEN, NONE, "münchen@exämple.de", "münchen@exämple.de"),
    Row("ph", "(650)555-1212", OPEN, *["6505551212"] * 3),
    Row("ph", "+1 (650) 555-1212", *["16505551212"] * 4),
    Row("ph", "0041 79 123 45 67", *["41791234567"] * 4),
    Row("ph", "079 123 45 67", *["791234567"] * 4),
    Row("ph", "16505551212 ext 12", "1650555121212", "1650555121212", NONE, "1650555121212"),
    Row("ph", "12345", "12345", "12345", NONE, "12345"),
    Row("ph", "+44 (0) 844 412 4653", *["4408444124653"] * 4),
    Row("ph", "abc", OPEN, NONE, NONE, "NaN"),
    Row("ph", "00000", OPEN, NONE, NONE, "0"),
    Row("fn", "Mary-Jane", "maryjane", "maryjane", "mary-jane", "mary-jane"),
    Row("fn", "O'Brien", "obrien", "obrien", "o'brien", "o'brien"),
    Row("fn", " Valéry ", "valéry", "valéry", "valéry", " valéry "),
    Row("fn", "Jean  Luc", OPEN, "jeanluc", "jean  luc", "jean  luc"),
    Row("ct", "New York", "newyork", "newyork", "newyork", "new york"),
    Row("ct", "São Paulo", "sãopaulo", "sopaulo", "sãopaulo", "são paulo"),
    Row("ct", "Zürich", "zürich", "zrich", "zürich", "zürich"),
    Row("ct", "東京", "東京", NONE, "東京", "東京"),
    Row("ct", "Washington, D.C.", "washingtondc", "washingtondc", "washington,dc", "washington, d.c."),
    Row("ct", "St. John's", "stjohns", "stjohns", "stjohn's", "st. john's"),
    Row("ct", "Paris 16e", "paris16e", "paris16e", "parise", "paris 16e"),
    Row("st", "California", "ca", "ca", "california", "california"),
    Row("st", " new york ", "ny", "ny", "newyork", " new york "),
    Row("st", "Ontario", "ontario", "on", "ontario", "ontario"),
    Row("st", "NSW", "nsw", "ns", "nsw", "nsw"),
    Row("st", "Île-de-France", "îledefrance", "le", "îledefrance", "île-de-france"),
    Row("zp", "94025-1234", "94025", "94025", "94025", "940251234"),
    Row("zp", "M1 1AE", "m11ae", "m1 1ae", "m11ae", "M11AE"),
    Row("zp", "1", OPEN, NONE, "1", "1"),
    Row("country", "usa", "us", "us", NONE, "usa"),
    Row("country", "United States", "us", "us", NONE, "united states"),
    Row("country", "uk", "gb", "uk", NONE, "uk"),
    Row("country", "zz", OPEN, "zz", NONE, "zz"),
    Row("country", "Schweiz", OPEN, "sc", NONE, "schweiz"),
    Row("db", "2/16/1997", "19970216", "19970216", "2/16/1997", "2/16/1997"),
    Row("db", "1997-02-16", "19970216", "19970216", "1997-02-16", "1997-02-16"),
    Row("db", "05-03-1995", OPEN, "19950503", "05-03-1995", "05-03-1995"),
    Row("db", "970216", OPEN, NONE, "970216", "970216"),
    Row("db", "Feb 16 1997", OPEN, NONE, "feb 16 1997", "Feb 16 1997"),
    Row("db", "1997/13/45", OPEN, NONE, "1997/13/45", "1997/13/45"),
    Row("ge", "Female", "f", "f", NOT_RUN, "Female"),
    Row("ge", "woman", "f", "f", NOT_RUN, "woman"),
    Row("ge", "x", OPEN, NONE, NOT_RUN, "x"),
    Row("external_id", " ABC 123 ", OPEN, "abc123", " ABC 123 ", " ABC 123 "),
]
PROFILES = {"docs": "docs", "param-builder": "builder", "python-sdk": "python", "adobe": "adobe"}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.key} {row.value}")
def test_the_executed_table(row: Row, profile: str) -> None:
    expected = getattr(row, PROFILES[profile])
    if expected in (OPEN, NOT_RUN):
        return
    result = normalize(row.key, row.value, profile=profile)
    assert result.normalized == expected
    if expected is None or (profile, row.key) == ("python-sdk", "external_id"):
        assert result.sha256 is None
    else:
        assert result.sha256 == hashlib.sha256(expected.encode()).hexdigest()


@pytest.mark.parametrize(
    ("key", "value", "normalized", "digest"),
    [
        (
            "em",
            "some@emai.com",
            "some@emai.com",
            "9807c5d0506892d6e2473d24720f8ec4a23f0fd219ebe9bcb29280d95953c994",
        ),
        ("ph", "1-123-456-7899", "11234567899", "720ee8981cbdb529cc5f16fd3f05f7ef9f074083755e9e2bb1e060e450b6bb39"),
    ],
)
@pytest.mark.parametrize("profile", PROFILES)
def test_the_values_in_the_tests_of_adobes_extension(
    key: str, value: str, normalized: str, digest: str, profile: str
) -> None:
    result = normalize(key, value, profile=profile)
    assert (result.normalized, result.sha256) == (normalized, digest)


DIGEST = "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"
MD5 = "d41d8cd98f00b204e9800998ecf8427e"


@pytest.mark.parametrize(
    ("profile", "value", "normalized", "sha256", "note"),
    [
        ("python-sdk", DIGEST, DIGEST, DIGEST, "passed through"),
        ("python-sdk", f" {DIGEST.upper()} ", DIGEST, DIGEST, "passed through"),
        ("python-sdk", MD5, MD5, None, "an MD5 hash"),
        ("param-builder", DIGEST, DIGEST, DIGEST, "the marker .AQQAAQMC"),
        ("param-builder", DIGEST.upper(), DIGEST, DIGEST, "the marker .AQQAAQMC"),
        ("param-builder", MD5.upper(), MD5, None, "an MD5 hash"),
        ("param-builder", f"{DIGEST}.AQ", f"{DIGEST}.AQ", DIGEST, "carries a marker"),
        ("param-builder", f"{MD5}.AQQCAQAA", f"{MD5}.AQQCAQAA", None, "an MD5 hash"),
        ("param-builder", f"{DIGEST.upper()}.AQ", f"{DIGEST.upper()}.AQ", DIGEST, "with its capitals"),
        ("adobe", DIGEST, DIGEST, DIGEST, "passed through"),
        ("adobe", DIGEST.upper(), DIGEST.upper(), DIGEST, "with its capitals"),
        ("adobe", "Z" * 64, "Z" * 64, None, "taken for one"),
        ("adobe", MD5, MD5, hashlib.sha256(MD5.encode()).hexdigest(), ""),
        ("adobe", f"{DIGEST}.AQ", f"{DIGEST}.aq", hashlib.sha256(f"{DIGEST}.aq".encode()).hexdigest(), ""),
    ],
)
def test_what_was_hashed_before(profile: str, value: str, normalized: str, sha256: str | None, note: str) -> None:
    result = normalize("fn", value, profile=profile)
    assert (result.normalized, result.sha256) == (normalized, sha256)
    assert not note or any(note in text for text in result.notes)


@pytest.mark.parametrize(
    ("key", "value", "normalized", "note"),
    [
        ("ph", "abc", "NaN", "NaN is hashed"),
        ("ph", "9007199254740993", "9007199254740992", "rounded"),
        ("ph", "1" * 22, "1.1111111111111111e+21", "rounded"),
        ("ph", "9" * 310, "Infinity", "rounded"),
        ("em", " ", None, "hash of nothing"),
        ("zp", "-", None, "hash of nothing"),
        ("em", "", None, "left out"),
        ("client_ip_address", "", None, "an empty text is sent"),
        ("madid", "1", None, "no field"),
        ("zp", "94\u00a0025", "94\u00a0025", ""),
        ("fbp", "x", "x", "not hashed"),
    ],
)
def test_what_adobe_says(key: str, value: str, normalized: str | None, note: str) -> None:
    result = normalize(key, value, profile="adobe")
    assert result.normalized == normalized
    assert not note or any(note in text for text in result.notes)


@pytest.mark.parametrize(
    ("key", "value", "normalized", "note"),
    [
        ("fn", "Mary", "mary", "the marker .AQQCAQMC"),
        ("st", "State of West Virginia", "va", "read as VA"),
        ("country", "Findus", "in", "read as IN"),
        ("country", "Schweiz", "sc", "first two letters"),
        ("ct", "16 Paris", None, "does not start with a letter"),
        ("zp", "1-2", None, "fewer than two characters"),
        ("f5first", "mary", None, "does not prepare this key"),
        ("client_user_agent", "x", "x", "leaves this key to you"),
        ("client_ip_address", "192.0.2.1, 10.0.0.1", "192.0.2.1.AQQAAQMC", "marker"),
        ("client_ip_address", "10.0.0.1", None, "no public one"),
        ("fbp", "fb.1.1558571054389.1", "fb.1.1558571054389.1.AQQAAQMC", "marker"),
        ("fbp", "x", None, "makes a new one"),
        ("em", "", None, "empty value"),
        ("db", "99999999", "99999999", ""),
    ],
)
def test_what_the_builder_says(key: str, value: str, normalized: str | None, note: str) -> None:
    result = normalize(key, value, profile="param-builder")
    assert result.normalized == normalized
    assert not note or any(note in text for text in result.notes)
