"""Where items stand in their file: lines are counted as an editor counts them, and agree with what reading counts."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.capture.placing import Element, Place, elements, places
from simulator.capture.source import Source
from simulator.resources import fixtures
from simulator.settings import Limits

LIMITS = Limits()
PIXEL = {"request": {"method": "GET", "url": "https://www.facebook.com/tr/?id=1&ev=PageView"}}
OTHER = {"request": {"method": "GET", "url": "https://shop.example/"}, "log": {"entries": ["no"]}}

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


def put(path: Path, text: str) -> str:
    path.write_text(text, "utf-8")
    return str(path)


def har(*entries: dict[str, Any], indent: int | None = 1) -> str:
    return json.dumps({"log": {"version": "1.2", "pages": [{"entries": [1]}], "entries": entries}}, indent=indent)


@settings(max_examples=40)
@given(st.lists(_VALUES, max_size=5), st.sampled_from([None, 0, 2]))
def test_elements_are_those_of_a_parser(values: list[Any], indent: int | None) -> None:
    text = json.dumps({"a": {"data": [[1]]}, "b": [{"data": [2]}], "data": values, "c": [3]}, indent=indent)
    found = list(elements(text, ("data",)))
    assert [each.value for each in found] == values
    lines = text.splitlines()
    for each in found:
        first = json.dumps(each.value, indent=indent).splitlines()[0]
        assert first in lines[each.line - 1]
    assert [each.line for each in found] == sorted(each.line for each in found)
    assert [each.value for each in elements(json.dumps(values, indent=indent), ())] == values


@given(st.text(st.sampled_from('{}[]:,"a1 \n'), max_size=40))
def test_what_is_broken_ends_them(text: str) -> None:
    assert all(text.split("\n")[each.line - 1].strip() for each in elements('{"data": [' + text, ("data",)))
    assert all(each.line >= 1 for each in elements(text, ("data",)))


def test_nesting_without_end_ends_them() -> None:
    assert list(elements("[1, " + "[" * 200_000, ())) == [Element(1, 1)]


def test_har_entries_are_those_that_were_read(tmp_path: Path) -> None:
    path = put(tmp_path / "visit.har", har(OTHER, PIXEL, OTHER, PIXEL))
    found = places(path, LIMITS)
    assert found is not None
    assert [each.pointer for each in found.items] == ["/log/entries/1", "/log/entries/3"]
    lines = Path(path).read_text("utf-8").splitlines()
    for place in found.items:
        assert lines[place.line - 1].strip() == "{"
        assert "facebook.com" in "".join(lines[place.line : place.line + 4])
    assert places(put(tmp_path / "one.har", har(OTHER, PIXEL, indent=None)), LIMITS) == (
        [Place(1, "/log/entries/1")],
        [],
    )


def test_as_many_entries_as_reading_a_fixture_finds() -> None:
    path = str(fixtures() / "har-shop-visit" / "visit.har")
    read = sum(len(chunk.items) for chunk in Source(path, 0, LIMITS).chunks())
    found = places(path, LIMITS)
    assert found is not None
    assert len(found.items) == read > 1


def test_arrays_and_request_bodies(tmp_path: Path) -> None:
    array = places(put(tmp_path / "a.json", '\n[\n {"event_name": "A"},\n\n {"event_name": "B"}\n]'), LIMITS)
    assert array == ([Place(3, "/0"), Place(5, "/1")], [])
    body = places(put(tmp_path / "b.json", '\n{\n "x": 1, "data": [\n {"a": 1}, {"b": 2},\n {}]}'), LIMITS)
    assert body == ([Place(2, "")], [Place(4, "/data/0"), Place(4, "/data/1"), Place(5, "/data/2")])


@pytest.mark.parametrize("text", ['{"event_name": "A"}\n{"event_name": "B"}\n', "", "{\n", "no json", "[1,\n"])
def test_lines_are_their_own_places(tmp_path: Path, text: str) -> None:
    assert places(put(tmp_path / "events.jsonl", text), LIMITS) is None


def test_packed_files_and_those_that_are_gone(tmp_path: Path) -> None:
    (tmp_path / "visit.har.gz").write_bytes(gzip.compress(har(OTHER, PIXEL).encode()))
    (tmp_path / "cut.gz").write_bytes(gzip.compress(har(PIXEL).encode())[:-9])
    packed = places(str(tmp_path / "visit.har.gz"), LIMITS)
    assert packed == places(put(tmp_path / "visit.har", har(OTHER, PIXEL)), LIMITS)
    assert places(str(tmp_path / "cut.gz"), LIMITS) is None
    (tmp_path / "bad.gz").write_bytes(gzip.compress(b"[1]")[:10] + b"\xff" * 20)
    assert places(str(tmp_path / "bad.gz"), LIMITS) is None
    assert places(str(tmp_path / "gone.har"), LIMITS) is None
    assert places(str(tmp_path), LIMITS) is None
    assert places("-", LIMITS) is None
    assert places(str(tmp_path / "visit.har"), replace(LIMITS, har_bytes=10)) is None
