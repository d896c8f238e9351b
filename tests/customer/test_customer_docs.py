"""The profile ``docs``: Meta's published examples, the documented steps, and their borders."""

from __future__ import annotations

import hashlib

import pytest

from simulator.customer import KEYS, Hashing, normalize

PUBLISHED = [
    ("em", "John_Smith@gmail.com", "john_smith@gmail.com",
     "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"),
    ("fn", "Mary", "mary", "6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec"),
    ("fn", "정", "정", "8fa8cd9c440be61d0151429310034083132b35975c4bea67fdd74158eb51db14"),
    ("fn", "Valéry", "valéry", "08e1996b5dd49e62a4b4c010d44e4345592a863bb9f8e3976219bac29417149c"),
    ("ln", "Valéry", "valéry", "08e1996b5dd49e62a4b4c010d44e4345592a863bb9f8e3976219bac29417149c"),
    ("db", "2/16/1997", "19970216", "01acdbf6ec7b4f478a225f1a246e5d6767eeab1a7ffa17f025265b5b94f40f0c"),
    ("country", "United States", "us", "79adb2a2fce5c6ba215fe5f27f532d4e7edbac4b6a5e09e1ef3a08084a904621"),
    # Seen in a request of the pixel script, and in the tests of Adobe's extension.
    ("country", "de", "de", "959a45d44e6fcf58361ed004681556fe50129f2109e817dec098c00c9e5d2578"),
    ("fn", "test", "test", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    ("em", "some@emai.com", "some@emai.com", "9807c5d0506892d6e2473d24720f8ec4a23f0fd219ebe9bcb29280d95953c994"),
    ("ph", "1-123-456-7899", "11234567899", "720ee8981cbdb529cc5f16fd3f05f7ef9f074083755e9e2bb1e060e450b6bb39"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "given", "normalized", "digest"), PUBLISHED)
def test_published_examples(key: str, given: str, normalized: str, digest: str) -> None:
    assert hashlib.sha256(normalized.encode()).hexdigest() == digest
    result = normalize(key, given)
    assert (result.normalized, result.sha256) == (normalized, digest)
    assert (result.key, result.profile, result.given) == (key, "docs", given)


def test_published_phone_example_needs_the_country() -> None:
    result = normalize("ph", "(650)555-1212", country="US")
    assert result.normalized == "16505551212"
    assert result.sha256 == "e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176"


# The values that Meta's documentation implies, worked out key by key.
STEPS = [
    ("em", " USER@Example.COM ", "user@example.com"),
    ("em", "\ufeff\tUser.Name+tag@example.com\r\n", "user.name+tag@example.com"),
    ("em", "münchen@exämple.de", "münchen@exämple.de"),
    ("ph", "+1 (650) 555-1212", "16505551212"),
    ("ph", "0041 79 123 45 67", "41791234567"),
    ("ph", "079 123 45 67", "791234567"),
    ("ph", "16505551212 ext 12", "1650555121212"),
    ("ph", "12345", "12345"),
    ("ph", "+44 (0) 844 412 4653", "4408444124653"),
    ("fn", "Mary-Jane", "maryjane"),
    ("fn", "O'Brien", "obrien"),
    ("fn", "O’Brien", "obrien"),
    ("fn", "O`Brien", "obrien"),
    ("fn", " Valéry ", "valéry"),
    ("fn", "Vale\u0301ry", "valéry"),
    ("ln", "Müller", "müller"),
    ("ln", "St. John", "st john"),
    ("ct", "New York", "newyork"),
    ("ct", "São Paulo", "sãopaulo"),
    ("ct", "Zürich", "zürich"),
    ("ct", "東京", "東京"),
    ("ct", "Washington, D.C.", "washingtondc"),
    ("ct", "St. John's", "stjohns"),
    ("ct", "Paris 16e", "paris16e"),
    ("ct", "New\u00a0York\u2013City", "newyorkcity"),
    ("st", "California", "ca"),
    ("st", "CA", "ca"),
    ("st", " new york ", "ny"),
    ("st", "D.C.", "dc"),
    ("st", "Ontario", "ontario"),
    ("st", "NSW", "nsw"),
    ("st", "Île-de-France", "îledefrance"),
    ("zp", "94025-1234", "94025"),
    ("zp", "94025", "94025"),
    ("zp", "01234", "01234"),
    ("zp", "M1 1AE", "m11ae"),
    ("zp", "1", "1"),
    ("zp", "1050-123", "1050123"),
    ("zp", "01310–100", "01310100"),
    ("country", "usa", "us"),
    ("country", "U.S.A.", "us"),
    ("country", "uk", "gb"),
    ("country", "Korea, Republic of", "kr"),
    ("country", "South Korea", "kr"),
    ("country", "côte d'ivoire", "ci"),
    ("country", "zz", "zz"),
    ("db", "1997-02-16", "19970216"),
    ("db", "19970216", "19970216"),
    ("db", "02161997", "19970216"),
    ("db", "19000101", "19000101"),
    ("db", "1997-01-31", "19970131"),
    ("db", "16021997", "19970216"),
    ("db", "16.2.1997", "19970216"),
    ("db", "16 / 2 / 1997", "19970216"),
    ("db", "1997/2/6", "19970206"),
    ("db", "05-03-1995", "19950503"),
    ("db", "1997-02-16T23:30:00+01:00", "19970216"),
    ("ge", "Female", "f"),
    ("ge", "woman", "f"),
    ("ge", " M ", "m"),
    ("external_id", " ABC 123 ", " ABC 123 "),
    ("external_id", "d41d8cd98f00b204e9800998ecf8427e", "d41d8cd98f00b204e9800998ecf8427e"),
    ("app_user_id", "User-1", "User-1"),
    ("f5first", "Valéry", "valér"),
    ("f5first", "Jo", "jo"),
    ("f5first", "Jean Luc", "jean"),
    ("f5last", "O'Brien", "obrie"),
    ("fi", "Élodie", "é"),
    ("dobd", "6", "06"),
    ("dobm", "12", "12"),
    ("doby", "1900", "1900"),
]


@pytest.mark.parametrize(("key", "given", "normalized"), STEPS)
def test_documented_steps(key: str, given: str, normalized: str) -> None:
    result = normalize(key, given)
    assert result.normalized == normalized
    assert result.sha256 == hashlib.sha256(normalized.encode()).hexdigest()


@pytest.mark.parametrize(
    ("key", "given", "note"),
    [
        ("ph", "abc", "nothing is left"),
        ("ph", "00000", "nothing is left"),
        ("em", " \t", "nothing is left"),
        ("fn", "-", "nothing is left"),
        ("ct", "", "nothing is left"),
        ("external_id", "  ", "nothing is left"),
        ("country", "Schweiz", "neither a code"),
        ("country", "", "neither a code"),
        ("db", "970216", "write it as YYYYMMDD"),
        ("db", "Feb 16 1997", "write it as YYYYMMDD"),
        ("db", "2/16/97", "write it as YYYYMMDD"),
        ("db", "1997/13/45", "no order of day"),
        ("db", "18991231", "no order of day"),
        ("db", "1997-00-10", "no order of day"),
        ("db", "1997-02-32", "no order of day"),
        ("ge", "x", "f and m only"),
        ("ge", "", "f and m only"),
        ("dobd", "0", "from 1 to 31"),
        ("dobd", "32", "from 1 to 31"),
        ("dobm", "13", "from 1 to 12"),
        ("doby", "1899", "from 1900"),
        ("em", "d41d8cd98f00b204e9800998ecf8427e", "an MD5 hash"),
        ("fn", "da39a3ee5e6b4b0d3255bfef95601890afd80709", "a SHA-1 hash"),
        ("em", "\udc80@example.com", "UTF-8"),
        ("external_id", "\ud800", "UTF-8"),
    ],
)
def test_values_without_a_documented_form(key: str, given: str, note: str) -> None:
    result = normalize(key, given)
    assert result.normalized is None
    assert result.sha256 is None
    assert any(note in text for text in result.notes), result.notes


@pytest.mark.parametrize(
    ("key", "given", "country", "note"),
    [
        ("em", "invalid", None, "does not look like an e-mail address"),
        ("em", "a@b@c.com", None, "does not look like an e-mail address"),
        ("em", "user@localhost", None, "does not look like an e-mail address"),
        ("em", "us\u200ber@example.com", None, "U+200B"),
        ("fn", "Vale\u0301ry", None, "NFC"),
        ("fn", "Jean Luc", None, "space inside a name"),
        ("db", "05-03-1995", None, "day and month can't be told apart"),
        ("db", "1997-02-30", None, "no such day"),
        ("db", "1997-02-16 10:00", None, "time of day"),
        ("country", "zz", None, "no country code"),
        ("country", "uk", None, "no country code"),
        ("st", "California", None, "state of the US"),
        ("st", "Ontario", "us", "no state of the US"),
        ("zp", "94025-1234", None, "ZIP+4"),
        ("zp", "2139", "us", "leading zeros"),
        ("zp", "123456", "us", "not five digits"),
        ("zp", "L.1234", None, "punctuation"),
        ("external_id", "ABC", None, "parameter builder removes"),
        ("external_id", "abc", None, "hashing is recommended"),
        ("f5first", "mary", None, "no page of Meta's documentation"),
    ],
)
def test_notes(key: str, given: str, country: str | None, note: str) -> None:
    result = normalize(key, given, country=country)
    assert result.normalized is not None
    assert any(note in text for text in result.notes), result.notes


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("em", "a.b+c@example.com"),
        ("fn", "mary"),
        ("ct", "New York"),
        ("st", "ca"),
        ("zp", "94025"),
        ("db", "12/31/1997"),
    ],
)
def test_a_plain_value_has_no_notes(key: str, given: str) -> None:
    assert normalize(key, given).notes == ()


@pytest.mark.parametrize(
    ("key", "given", "country", "normalized"),
    [
        ("st", "California", "US", "ca"),
        ("st", "Georgia", "ge", "georgia"),
        ("st", "Georgia", None, "ga"),
        ("zp", "940251234", "us", "94025"),
        ("zp", "940251234", None, "940251234"),
        ("zp", "12345-6789", "Saudi Arabia", "123456789"),
        ("zp", "M1 1AE", "uk", "m11ae"),
    ],
)
def test_the_country_decides_about_places(key: str, given: str, country: str | None, normalized: str) -> None:
    assert normalize(key, given, country=country).normalized == normalized


def test_every_hashed_key_is_prepared() -> None:
    """No key falls through: each has a value that comes out hashed, or is sent as it is."""
    fitting = {"db": "19970216", "ge": "f", "country": "us", "dobd": "1", "dobm": "1", "doby": "1997"}
    for name, key in KEYS.items():
        if key.hashing is not Hashing.NEVER:
            assert normalize(name, fitting.get(name, "text1")).sha256 is not None, name


def test_the_year_of_birth_ends_with_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.customer import birth

    monkeypatch.setattr(birth, "now", lambda: 946_684_799.0)  # 1999-12-31T23:59:59Z
    assert normalize("db", "19991231").normalized == "19991231"
    assert normalize("db", "20000101").normalized is None
    assert normalize("doby", "2000").normalized is None
    monkeypatch.setattr(birth, "now", lambda: 946_684_800.0)
    assert normalize("db", "20000101").normalized == "20000101"
    assert normalize("doby", "2000").normalized == "2000"
