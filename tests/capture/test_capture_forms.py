"""Forms, written by a browser or by an SDK, read back as pairs."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import parse_qsl, urlencode

import pytest
from captured import multipart
from hypothesis import given
from hypothesis import strategies as st

from simulator.capture.errors import UnreadableError
from simulator.capture.forms import body_fields, is_multipart, query_fields

words = st.text(st.characters(codec="utf-8"), max_size=30)
names = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=8)


@given(st.dictionaries(names, words, min_size=1, max_size=5))
def test_both_kinds_of_form_round_trip(fields: dict[str, str]) -> None:
    assert dict(body_fields(urlencode(fields))) == fields
    crlf = {name: value for name, value in fields.items() if "\r" not in value or "\n" in value}
    if crlf:
        assert dict(body_fields(multipart(crlf))) == crlf


@given(words, words)
def test_whatever_the_body_nothing_but_unreadable_is_raised(body: str, content_type: str) -> None:
    for one in (body, "--" + body, multipart({"a": body})[:-9]):
        for kind in (content_type, "multipart/form-data; boundary=" + content_type):
            with suppress(UnreadableError):
                body_fields(one, kind)


def test_a_part_without_a_name_is_passed_over_and_a_file_is_not() -> None:
    body = (
        "--b\r\nContent-Type: text/plain\r\n\r\nlost\r\n"
        '--b\r\nContent-Disposition: form-data; name="data"; filename="x.json"\r\n\r\n[]\r\n--b--\r\n'
    )
    assert body_fields(body) == [("data", "[]")]


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [("a=1", "", False), ("--x\r\n", "", True), ("--x", "", False), ("", "Multipart/Form-Data", True)],
)
def test_multipart_is_told_by_type_or_first_line(body: str, content_type: str, expected: bool) -> None:
    assert is_multipart(body, content_type) is expected


@given(st.text(st.sampled_from("a=&+%25BbéÿF[]0"), max_size=40))
def test_queries_are_decoded_as_urllib_does(query: str) -> None:
    assert query_fields(query) == parse_qsl(query, keep_blank_values=True)
