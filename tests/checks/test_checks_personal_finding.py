"""Finding addresses, numbers and parameters in texts, and what names mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.checks.personal import addresses, decoded, is_showable, numbers, split_url
from simulator.checks.personal_names import KINDS, WORDS, is_plausible, kind_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jane@example.com", ["jane@example.com"]),
        ("a@example.com,b@example.net", ["a@example.com", "b@example.net"]),
        ("m=jane@example.com&x=1", ["jane@example.com"]),
        ("jane@example.com.", ["jane@example.com"]),
        ("jane.o'neil+x@mail.example.com", ["jane.o'neil+x@mail.example.com"]),
        ("jane@xn--exmple-cua.example", ["jane@xn--exmple-cua.example"]),
        ("jane@example.xn--vermgensberatung-pwb", ["jane@example.xn--vermgensberatung-pwb"]),
        ("jane@192.0.2.1", []),
        ("jane@example", []),
        ("@example.com", []),
        ("jane @example.com", []),
        ("jane@-example.com", []),
        ("jane@example..com", []),
        ("x@2x.PNG", []),
        ("a@b@example.com", ["b@example.com"]),
    ],
)
def test_addresses(text: str, expected: list[str]) -> None:
    assert list(addresses(text)) == expected


@pytest.mark.parametrize(
    ("text", "times"),
    [("jane%40example.com", 1), ("jane%2540example.com", 2), ("jane%252540example.com", 3), ("jane@example.com", 0)],
)
def test_decoded(text: str, times: int) -> None:
    assert decoded(text) == "jane@example.com"


@given(st.text())
def test_every_text_can_be_read(text: str) -> None:
    list(addresses(text))
    list(numbers(text))
    path, parameters = split_url(decoded(text))
    assert path in decoded(text)
    assert all(part.value in decoded(text).replace("?", "&") or "?" in part.value for part in parameters)
    for kind in KINDS:
        is_plausible(kind, text)
    kind_of(text)


def test_long_texts_are_read_once() -> None:
    """Each of these took minutes if a piece of the text were read again from every position."""
    for piece in ("a", "a.", "@", "a@", "a@a.", "+1", "+1 ", "%40", "%25", "=", "&", "[", "0 "):
        text = piece * 50_000
        list(addresses(decoded(text)))
        list(numbers(text))
        split_url(text)
        is_showable(text)
        assert kind_of(text) is None
        assert not is_plausible("street", text)


@pytest.mark.parametrize(
    ("url", "path", "expected"),
    [
        ("https://shop.example/a", "https://shop.example/a", []),
        ("/a?x=1&y=2;z", "/a", [("x", "1"), ("y", "2"), ("", "z")]),
        ("/a?x%5By%5D=1%26", "/a", [("x[y]", "1%26")]),
        ("/a?x=1=2", "/a", [("x", "1=2")]),
        ("/a#b", "/a", [("", "b")]),
        ("/a?x=1#/b?y=2", "/a", [("x", "1"), ("", "/b"), ("y", "2")]),
        ("?&&", "", []),
        ("", "", []),
    ],
)
def test_split_url(url: str, path: str, expected: list[tuple[str, str]]) -> None:
    assert split_url(url) == (path, expected)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("email", "em"),
        ("E-Mail", "em"),
        ("user[email]", "em"),
        ("customer.email_address", "em"),
        ("guestEmail", "em"),
        ("first_name", "fn"),
        ("FirstName", "fn"),
        ("first%5Fname", "fn"),
        ("billing_first_name", "fn"),
        ("fname", "fn"),
        ("contact-phone", "ph"),
        ("customer_name", "name"),
        ("name", None),
        ("user_name", None),
        ("product_name", None),
        ("phone_model", None),
        ("email_consent", None),
        ("city", None),
        ("zip", None),
        ("country", None),
        ("", None),
        ("[]", None),
        ("e" * 10_000, None),
    ],
)
def test_kind_of(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    ("name", "showable"),
    [
        ("contact", True),
        ("customer[first_name]", True),
        ("order-1001", True),
        ("x" * 60, True),
        ("x" * 61, False),
        ("jane@example.com", False),
        ("Jane Doe", False),
        ("650-555-0123", False),
        ("16505550123", False),
        ("\x1b[31m", False),
        ("", False),
    ],
)
def test_is_showable(name: str, showable: bool) -> None:
    assert is_showable(name) is showable


@pytest.mark.parametrize(
    ("kind", "value", "plausible"),
    [
        ("fn", "Jane", True),
        ("fn", "Chloé", True),
        ("fn", "मीना", True),
        ("fn", "Al", True),
        ("fn", "A", False),
        ("fn", "Jane2", False),
        ("fn", "guest", False),
        ("fn", "Redacted", False),
        ("fn", "Xxxxx", False),
        ("fn", "ab" * 32, False),
        ("fn", "a" * 60, True),
        ("fn", "a" * 61, False),
        ("em", "{{ jane@localhost }}", False),
        ("fn", "{{ customer.first_name }}", False),
        ("ph", "1234567", True),
        ("ph", "123456", False),
        ("ph", "123456789012345", True),
        ("ph", "1234567890123456", False),
        ("ph", 16505550123, True),
        ("ph", True, False),
        ("ph", 1.5, False),
        ("db", "1990-05-17", True),
        ("db", "17/05/90", True),
        ("db", "19900517", True),
        ("db", "1990", False),
        ("db", "1990-05-17T00:00:00Z", True),
        ("em", "jane@localhost", True),
        ("em", "@", False),
        ("em", "jane", False),
        ("street", "12 Sample Street", True),
        ("street", "Sample Street", False),
        ("street", "12", False),
        ("ssn", "078-05-1120", True),
        ("ssn", "078051120", True),
        ("ssn", "07805112", False),
    ],
)
def test_is_plausible(kind: str, value: object, plausible: bool) -> None:
    assert is_plausible(kind, value) is plausible


def test_every_kind_has_words_and_every_name_one_kind() -> None:
    assert set(KINDS) == set(WORDS)
    names = [name for several in KINDS.values() for name in several]
    assert len(names) == len(set(names))
    assert all(name.isalnum() and name == name.lower() for name in names)
