"""Encoding: JSON that a terminal can't obey, one verdict a line."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from schema_check import assert_valid
from stored_run import busy_run

from simulator.reports.json import encode
from simulator.reports.jsonl import lines

JSON_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.dictionaries(JSON_TEXT, st.one_of(JSON_TEXT, st.none(), st.integers(-(2**53), 2**53), st.booleans())))
def test_encoding_loses_nothing(value: dict[str, object]) -> None:
    assert json.loads(encode(value)) == value


@given(st.lists(JSON_TEXT))
def test_no_control_character_gets_through(value: list[str]) -> None:
    text = encode(value).decode()
    assert text.endswith("\n")
    assert [c for c in text[:-1] if ord(c) < 32 or 0x7F <= ord(c) <= 0x9F] == []


def test_terminal_sequences_are_escaped_in_both_their_forms() -> None:
    assert encode("\x1b[31m\x9b31m\x7f é") == '"\\u001b[31m\\u009b31m\\u007f é"\n'.encode()


def test_lines_have_the_published_shape_and_the_order_of_the_design() -> None:
    store = busy_run().store
    written = [json.loads(line) for line in lines(store.lines(1))]
    assert [line["n"] for line in written] == list(range(1, 12))
    for line in written:
        assert_valid(line, "verdict-line.schema.json")
    design = (
        "n origin channel pixel_id event_name event_id verdict duplicate_of key after_seconds survivor_rule findings"
    )
    assert " ".join(written[0]) == design
    assert written[1]["duplicate_of"] == 1
    assert written[1]["findings"][0].keys() == {"rule", "severity", "path", "message", "twin", "confidence"}
    assert written[10]["verdict"] == "quarantined"
