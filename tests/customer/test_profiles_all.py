"""What every profile promises, whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.customer import KEYS, Hashing, normalize, profiles

KEY = st.sampled_from(sorted(KEYS))
PROFILE = st.sampled_from(profiles())
ANY_TEXT = st.text(st.characters(), max_size=60) | st.from_regex(r"[-+ ().0-9a-zA-Z@/]{0,30}")


def test_the_profiles() -> None:
    assert profiles() == ("docs", "adobe", "param-builder", "python-sdk")


@settings(max_examples=600)
@given(KEY, ANY_TEXT, PROFILE, st.sampled_from([None, "us", "de"]))
def test_any_text_gives_an_answer_that_holds_together(key: str, value: str, profile: str, country: str | None) -> None:
    result = normalize(key, value, profile=profile, country=country)
    assert (result.key, result.profile, result.given) == (key, profile, value)
    assert result.normalized != ""
    assert all(note and note.isprintable() for note in result.notes)
    if result.normalized is None:
        assert result.sha256 is None
        assert result.notes
    elif KEYS[key].hashing is Hashing.NEVER:
        assert result.sha256 is None
    if result.sha256 is not None:
        assert len(result.sha256) == 64
        assert set(result.sha256) <= set("0123456789abcdef")


@settings(max_examples=300)
@given(
    KEY,
    st.from_regex(r"[0-9]{7,12}|[a-z]{3,8}@[a-z]{5,9}\.org|[0-9]{1,2}/[0-9]{1,2}/19[0-9]{2}", fullmatch=True),
    PROFILE,
)
def test_notes_never_hold_the_value(key: str, value: str, profile: str) -> None:
    result = normalize(key, value, profile=profile)
    # What is left of a value may be one letter, which any sentence holds.
    texts = {text for text in (value, result.normalized) if text and len(text) > 5}
    assert not any(text in note for note in result.notes for text in texts)


@pytest.mark.parametrize("profile", profiles())
@pytest.mark.parametrize("key", sorted(KEYS))
@pytest.mark.parametrize("piece", ["a", "1", "@", ".", " ", "a.", "0-", "a@", "\u00a0", "@a."])
def test_long_values_are_answered(key: str, piece: str, profile: str) -> None:
    """65,536 characters are what ``capisim normalize`` reads; no pattern may take its time over them."""
    normalize(key, piece * (65_536 // len(piece)), profile=profile)
