"""Addresses in a text: the same as a plain search finds, with work that grows with the text alone."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.customer.people_text import LONGEST_BEFORE, LONGEST_BEHIND, ClearText, addresses

# What it is measured by: simple, and slow on long runs of letters.
PLAIN = re.compile(r"[^\s@<>\"'(),:;=&?/\\\[\]{}|]+@[^\s@<>\"'(),:;=&?/\\\[\]{}|]+")
PIECES = st.text(alphabet=f"{string.ascii_letters}{string.digits}.-+_%@@@ <>\"'(),:;=&?/\\[]{{}}|\t\nä", max_size=60)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("@", []),
        ("a@", []),
        ("@b", []),
        ("a@b", ["a@b"]),
        ("mail to <ana@example.com>, or ben@example.org.", ["ana@example.com", "ben@example.org."]),
        ("a@b@c", ["a@b"]),
        ("a@@b c@d", ["c@d"]),
        ("a@b@c@d", ["a@b", "c@d"]),
        (f"{'x' * 100}@b", [f"{'x' * 64}@b"]),
        (f"a@{'x' * 300} c@d", [f"a@{'x' * 255}", "c@d"]),
    ],
)
def test_addresses(text: str, found: list[str]) -> None:
    # "c" of "b@c@d" belongs to nobody before it: "a@b" has ended.
    assert list(addresses(text)) == found


@given(PIECES)
def test_ordinary_text_gives_what_a_plain_search_gives(text: str) -> None:
    assert list(addresses(text)) == PLAIN.findall(text)


@given(st.lists(PIECES | st.integers(0, 3000).map(lambda size: "x" * size), max_size=5))
def test_no_piece_is_longer_than_the_bounds(pieces: list[str]) -> None:
    for address in addresses("".join(pieces)):
        before, _, behind = address.partition("@")
        assert 0 < len(before) <= LONGEST_BEFORE
        assert 0 < len(behind) <= LONGEST_BEHIND


class Counted(str):
    """A text that counts how many characters of it are copied out."""

    __slots__ = ("copied",)

    def __getitem__(self, key: object) -> str:
        piece = super().__getitem__(key)  # type: ignore[index]
        self.copied = getattr(self, "copied", 0) + len(piece)
        return piece


@pytest.mark.parametrize("size", [100, 1_000, 20_000, 200_000])
def test_a_long_run_before_an_at_sign_is_not_looked_through(size: int) -> None:
    text = Counted(f"{'x' * size}@example.com")
    assert len(list(addresses(text))) == 1
    assert text.copied <= 2 * (LONGEST_BEFORE + 1 + LONGEST_BEHIND)


def test_a_person_s_address_is_found_in_long_text() -> None:
    clear = ClearText()
    clear.add("em", "ana@example.com", "ana@example.com", 7)
    for text in (f"{'x' * 9000} ana@example.com", "mail=ANA@example.com.", f"{'@' * 5000}/ana@example.com"):
        known = clear.find(text)
        assert known is not None
        assert (known.key, known.person) == ("em", 7)
    assert clear.find(f"{'x' * 9000}ana@example.com") is None


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("Maria Luiza", "Farias", "a gift for Maria Luiza Farias"),
        ("Maria Luiza", "Farias", "Farias, Maria Luiza"),
        ("Maria Luiza", "Farias", "maria-farias"),
        ("Wolf-Rüdiger", "Pieper", "Wolf-Rüdiger Pieper's order"),
        ("Amanda", "da Cruz", "amanda_da_cruz"),
        ("Amanda", "da Cruz", "da Cruz, Amanda"),
        ("裕太", "木村", "木村 裕太 様"),
    ],
)
def test_a_whole_name_is_found_however_many_words_it_has(first: str, last: str, text: str) -> None:
    clear = ClearText()
    clear.add_name({"fn": ("Ana",), "ln": ("Example",)}, 3)
    clear.add_name({"fn": (first,), "ln": (last,)}, 4)
    known = clear.find(text)
    assert known is not None
    assert known.person == 4


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("Maria Luiza", "Farias", "Maria Luiza"),
        ("Maria Luiza", "Farias", "Luiza Farias"),
        ("Maria Luiza", "Farias", "Maria, Luiza or Farias"),
        ("Amanda", "da Cruz", "da Cruz"),
        ("Al", "Li", "Al Li"),
    ],
)
def test_a_part_of_a_name_is_no_name(first: str, last: str, text: str) -> None:
    clear = ClearText()
    clear.add_name({"fn": (first,), "ln": (last,)}, 0)
    assert clear.find(text) is None
