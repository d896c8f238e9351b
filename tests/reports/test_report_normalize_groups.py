"""Which profiles agree, where the others part, and how that is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.customer import Normalized
from simulator.customer.hashing import sha256
from simulator.reports.normalize_groups import differences, group
from simulator.reports.normalize_words import in_words, listed, summary


def result(profile: str, text: str | None, given_text: str = "", *, hashed: bool = True) -> Normalized:
    digest = sha256(text) if text is not None and hashed else None
    return Normalized("ct", profile, given_text, text, digest, ())


def results(*texts: str | None, given_text: str = "") -> list[Normalized]:
    return [result(f"p{number}", text, given_text) for number, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("texts", "members"),
    [
        (["a"], [["p0"]]),
        (["a", "a"], [["p0", "p1"]]),
        (["a", "b", "a", "b"], [["p0", "p2"], ["p1", "p3"]]),
        (["a", "b", "c"], [["p0"], ["p1"], ["p2"]]),
        ([None, "a", None], [["p0", "p2"], ["p1"]]),
        ([None, None], [["p0", "p1"]]),
    ],
)
def test_groups(texts: list[str | None], members: list[list[str]]) -> None:
    assert [list(found.profiles) for found in group(results(*texts))] == members


def test_a_text_in_clear_is_not_its_hash() -> None:
    groups = group([result("docs", "abc"), result("sdk", "abc", hashed=False)])
    assert len(groups) == 2
    assert in_words(*groups) == "sends the same text in clear, where docs hashes it"
    assert in_words(groups[1], groups[0]) == "hashes the text, which sdk sends in clear"


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        (["a"], ""),
        (["a", "a"], "Both profiles agree."),
        (["a", "a", "a", "a"], "All 4 profiles agree."),
        (["ab", "ab", "ab", "abc"], '3 of 4 profiles agree; p3 parts from p0: adds "c".'),
        (["ab", "abc"], 'p0 and p1 part: adds "c".'),
        (["ab", "abc", "abc"], 'No other profile agrees with p0: p1 and p2 part from it, in the same way: adds "c".'),
        (["ab", "abc", "abd"], "No other profile agrees with p0: p1 and p2 part from it, each in a way of its own."),
        (["ab", "ab", "abc", "abd"], "2 of 4 profiles agree; p2 and p3 part from p0, each in a way of its own."),
        (["ab", "abc", "abc", "abd"], "No other profile agrees with p0: p1, p2 and p3 part from it."),
    ],
)
def test_summary(texts: list[str | None], sentence: str) -> None:
    assert summary(group(results(*texts))) == sentence


@pytest.mark.parametrize(
    ("given_text", "reference", "here", "words"),
    [
        ("São Paulo", "sãopaulo", "sopaulo", 'leaves out letters outside ASCII: "ã" (U+00E3)'),
        ("São Paulo", "sãopaulo", "são paulo", "keeps a space"),
        ("São", "são", " são", "adds a space"),
        ("1990-01-31", "19900131", "1990-01-31", 'keeps punctuation or symbols: "-" (2 times)'),
        ("020 7946 0123", "442079460123", "2079460123", 'goes without digits: "44"'),
        ("Straße", "straße", "strasse", 'writes "ss" for "ß" (U+00DF)'),
        ("JOSÉ", "josé", "jose\u0301", 'writes "e\u0301" for "é" (U+00E9)'),
        ("x\u0301y", "x\u0301y", "xy", "leaves out combining marks: U+0301"),
        ("A1", "A1", "a1", 'differs from p0 in upper and lower case: "a" for "A"'),
        ("California", "ca", "california", 'writes "california" for "ca"'),
        ("x" * 60, "y" * 60, "z" * 60, "makes another text than p0"),
        ("x", "x", None, "sends nothing where p0 sends a value"),
        ("x", None, "x", "sends a value where p0 sends nothing"),
        ("a1b2c3d4e5f6g7", "a1b2c3d4e5f6g7", "1234567", 'leaves out "a", "b", "c" and 4 more'),
        ("abc\x1b", "abc\x1b", "abc", 'leaves out "\\x1b"'),
    ],
)
def test_in_words(given_text: str, reference: str | None, here: str | None, words: str) -> None:
    assert in_words(*group(results(reference, here, given_text=given_text))) == words


@pytest.mark.parametrize(("names", "text"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_listed(names: list[str], text: str) -> None:
    assert listed(names) == text


@given(st.text(alphabet="ab ã", max_size=12), st.text(alphabet="ab ã", max_size=12))
def test_differences_lead_from_one_text_to_the_other(reference: str, here: str) -> None:
    made, end = "", 0
    for part in differences(reference, here):
        made += reference[end : part.at]
        assert reference[part.at : part.at + len(part.reference)] == part.reference
        assert (len(made), here[part.at_here : part.at_here + len(part.here)]) == (part.at_here, part.here)
        made, end = made + part.here, part.at + len(part.reference)
    assert made + reference[end:] == here


def test_long_texts_are_one_difference() -> None:
    left, right = f"<{'ab' * 30_000}>", f"<{'ba' * 30_000}>"
    assert len(differences(left, right)) == 1


@given(st.lists(st.none() | st.text(max_size=6), min_size=1, max_size=5))
def test_everything_can_be_told(texts: list[str | None]) -> None:
    texts = [text.encode("utf-8", "ignore").decode() if text else text for text in texts]
    groups = group(results(*texts))
    assert sum(len(found.results) for found in groups) == len(texts)
    assert bool(summary(groups)) == (len(texts) > 1)
    for other in groups[1:]:
        words = in_words(groups[0], other)
        assert words
        assert all(c.isprintable() for c in words)
