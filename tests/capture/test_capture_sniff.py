"""Text is told from everything else by its beginning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.capture.sniff import form_of, opens_document, refusal


@given(st.text(max_size=200).filter(lambda text: "\0" not in text))
def test_lines_of_text_are_never_refused(text: str) -> None:
    assert refusal(b'{"a":"' + text.encode("utf-8", "replace") + b'"}') is None


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=3, max_size=100))
def test_utf16_is_known_with_and_without_its_mark(text: str) -> None:
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        assert "UTF-16" in (refusal(text.encode(encoding)) or "")


@pytest.mark.parametrize(
    ("head", "form"),
    [
        (b'{"log":{"version"', "har"),
        (b'\n {\n  "log" : {', "har"),
        (b'{"log": 5}', "lines"),
        (b"{", "lines"),
        (b"{\n", "document"),
        (b"{}\n{", "lines"),
        (b'{"a":\n1}', "document"),
        (b"{x\n{}\n", "lines"),
        (b"[", "document"),
        (b"[\n{}\n]", "document"),
        (b"[]\n[]", "lines"),
        (b"/tr?", "lines"),
        (b"", "lines"),
    ],
)
def test_forms(head: bytes, form: str) -> None:
    assert form_of(head) == form


def test_a_first_line_that_only_opens_something() -> None:
    assert opens_document(b'\n{"data": [ \r\n')
    assert not opens_document(b'{"a": 1\n')
