"""No cell that is written starts a formula."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.reports.normalize_cells import safe_cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\tx", "\rx", "\nx", "\u00a0=1", "\u3000=1", "\u200b=1",
        "\ufeff=1", "\x00=1", "＝1", "＋1", "－1", "＠x", " ＝1", "\u22121", "﹢1", "﹣1", "﹦1", "﹫x", "\u2003x",
        " \t =1", "\u202e=1",
    ],
)  # fmt: skip
def test_what_could_be_a_formula_is_text(text: str) -> None:
    assert safe_cell(text).startswith("'")


@pytest.mark.parametrize("text", ["", "a@example.com", "1-2", "São Paulo", "  x", "'=1", "a=b", "1+1", "—", "北京"])
def test_other_texts_stay(text: str) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize(
    ("text", "shown"), [("a\tb", "a\\x09b"), ("a\r\nb", "a\\x0d\\x0ab"), ("a\x1b[2J", "a\\x1b[2J"), ("\x00", "\\x00")]
)
def test_control_characters_are_made_visible(text: str, shown: str) -> None:
    assert safe_cell(text) == shown


STARTS = st.sampled_from([*"=+-@\t\r\n ＝＋－＠\u00a0\u200b\x00\u2212'", ""])


@given(st.lists(STARTS, max_size=5).map("".join), st.text())
def test_no_cell_starts_like_a_formula(start: str, rest: str) -> None:
    shown = safe_cell(start + rest)
    first = shown.lstrip()[:1]
    assert first not in set("=+-@\t\r\n＝＋－＠\u2212")
    assert not first or unicodedata.normalize("NFKC", first)[0] not in "=+-@"
    assert shown.isprintable()
