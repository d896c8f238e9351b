"""JSON from strangers: depth counted right, reasons without values."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from captured import EMAIL
from hypothesis import given
from hypothesis import strategies as st

from simulator.capture.errors import UnreadableError
from simulator.capture.json_text import decode, depth, keep_long_ids, may_nest_deeper

values = st.recursive(
    st.none() | st.integers(-5, 5) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=10,
)


def deep(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(deep, inner), default=0)


@given(values, st.integers(0, 6))
def test_depth_is_what_recursion_finds(value: Any, limit: int) -> None:
    assert depth(value, 100) == deep(value)
    assert depth(value, 1) == min(deep(value), 1)
    text = orjson.dumps(value)
    if not may_nest_deeper(text, limit):
        assert deep(value) <= limit
    if deep(value) <= limit:
        assert decode(text, limit) == value
    else:
        with pytest.raises(UnreadableError, match=f"deeper than {limit} levels"):
            decode(text, limit)


def test_the_last_of_two_members_of_one_name_counts() -> None:
    assert decode('{"a":1,"a":2}', 5) == {"a": 2}


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("18446744073709551615", "18446744073709551615"),
        ("18446744073709551616", '"18446744073709551616"'),
        ("-9223372036854775808", "-9223372036854775808"),
        ("-9223372036854775809", '"-9223372036854775809"'),
        ("9" * 5000, '"' + "9" * 5000 + '"'),
        ("1" * 25 + ".5", "1" * 25 + ".5"),
    ],
)
def test_only_ids_beyond_64_bits_become_text(number: str, kept: str) -> None:
    assert keep_long_ids(f'{{"event_id" : {number} }}'.encode()) == f'{{"event_id" : {kept} }}'.encode()
    inside = orjson.dumps({"note": f'{{"event_id":{number}}}'})
    assert keep_long_ids(inside) == inside


@given(st.integers(0, 80), st.sampled_from([b"\x01", b"\xff", b"NaN", b"]", b"\\x", b'"']))
def test_reasons_show_nothing_of_the_text(place: int, fault: bytes) -> None:
    text = b'{"em":"' + EMAIL.encode() + b'","a":[1,2,{"b":"c"}],"d":1.5,"e":"\xc3\xa9"}'
    reason = ""
    try:
        decode(text[:place] + fault + text[place:], 9)
    except UnreadableError as error:
        reason = str(error)
    assert "kundin" not in reason
    assert "maria" not in reason
