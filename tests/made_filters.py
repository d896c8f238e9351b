"""Made-up filters and events, for the tests that compare two ways of asking."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from simulator.filtering.fields import FIELDS, PRESENT
from simulator.filtering.matching import Subject
from simulator.filtering.tree import quoted
from simulator.finding import Severity
from simulator.match_quality.keys import KEYS
from simulator.verdict import Outcome

START = 1_772_445_600.0
WORDS = [
    "Purchase",
    "purchase",
    "PageView",
    "order-1",
    "ORDER_1",
    "a%b",
    "x",
    "É",
    "é",
    "1",
    "12.5",
    "",
    "a b",
    '"',
    "\\",
]
CODES = ["USR001", "USR013", "DUP001", "REQ003"]
_TIMES = ["2026-03-02", "2026-03-02T10:00", "2026-03-02T10:00:00", '"2026-03-02 10:00:00.5"', "1772445600"]
_TIMES += ["1772445600.5", "2026-03-02T11:00+01:00", "2026-03-02T10:00:00Z", "0"]
_PATHS = ["custom_data.value", "custom_data.contents.id", "custom_data.content_ids", "custom_data.contents"]
_PATHS += ["payload.currency", "custom_data.currency", "payload.custom_data.contents.value", "payload.custom_data"]
_words = st.sampled_from(WORDS)
_maybe = st.none() | _words
_plain = st.text("Purchasepgvo-_%1é*", min_size=1, max_size=6)
_scalars = st.none() | st.booleans() | _words | st.sampled_from([0, 1, 12.5, 100, 2**63, "12.50", "100"])
_custom = st.fixed_dictionaries(
    {},
    optional={
        "value": _scalars,
        "currency": st.sampled_from(["EUR", "eur", "USD"]) | _scalars,
        "contents": st.lists(st.fixed_dictionaries({}, optional={"id": _scalars, "value": _scalars}), max_size=3)
        | st.fixed_dictionaries({"id": _scalars})
        | _scalars,
        "content_ids": st.lists(_scalars | st.lists(_scalars, max_size=2), max_size=3),
    },
)
_payloads = st.fixed_dictionaries(
    {}, optional={"custom_data": _custom | st.lists(_custom, max_size=2) | _scalars, "currency": _words}
)
_times = st.none() | st.sampled_from([START, START + 0.5, START + 59, START + 60, START + 86_400, 0.0])


@st.composite
def subjects(draw: st.DrawFn, n: int = 1) -> Subject:
    """An event with anything in it that the store can hold."""
    duplicate = draw(st.booleans())
    ids = draw(st.none() | st.lists(_words, min_size=1, max_size=2))
    bits = st.integers(0, 2 ** len(KEYS) - 1)
    return Subject(
        n,
        draw(st.sampled_from(["browser", "server", None])),
        draw(_maybe),
        draw(_maybe),
        draw(_maybe),
        draw(_times),
        draw(_times),
        draw(_maybe),
        None if ids is None else json.dumps(ids, ensure_ascii=False),
        draw(_maybe),
        draw(st.sampled_from(["shop.jsonl", "day/Server.jsonl"])),
        draw(st.integers(1, 20)),
        draw(bits),
        draw(bits),
        "duplicate" if duplicate else draw(st.sampled_from([each.value for each in Outcome])),
        draw(st.sampled_from(["event_id", "fbp"])) if duplicate else None,
        draw(st.sampled_from([0.0, 0.4, 30.0, 300.0])) if duplicate else None,
        draw(st.sampled_from(["first-received", "browser-first"])) if duplicate else None,
        tuple(draw(st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(Severity)), max_size=3))),
        draw(st.none() | _payloads),
    )


def _compared(fields: list[str], operators: list[str], values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(str.__add__, st.builds(str.__add__, st.sampled_from(fields), st.sampled_from(operators)), values)


_any_op = [":", "=", "!=", ">", ">=", "<", "<="]
_given = _plain | _words.map(quoted)
_terms: st.SearchStrategy[str] = st.one_of(
    _plain.filter(lambda text: text[0] not in "!:=<>"),
    _words.map(quoted),
    st.sampled_from(["#1", "#2", "usr001", "USR0", "dup001", "*"]),
    _compared(["name", "id", "pixel", "action_source", "external_id", "fbp"], [":", "!="], _given),
    _compared(["source"], [":"], st.sampled_from(["shop.jsonl", "server*", "*day/*", "*", '"Server.jsonl"', "x"])),
    *(
        _compared([name], [":", "!="], st.sampled_from(field.words))
        for name, field in FIELDS.items()
        if field.kind == "choice"
    ),
    _compared(["n", "line"], _any_op, st.sampled_from(["1", "2", "10", "1.5", "-1"])),
    _compared(["after"], _any_op, st.sampled_from(["0", "400ms", "30", "30s", "5m", "5min", "1h", "1d"])),
    _compared(
        ["time", "event_time"],
        _any_op,
        st.sampled_from(_TIMES),
    ),
    _compared(["finding"], _any_op, st.sampled_from(list(Severity))),
    _compared(["finding"], [":"], st.sampled_from(["USR", "u", "USR0", "dup001", "*", "DUP*"])),
    _compared(["has", "valid"], [":"], st.sampled_from(["em", "fbp", "partner_name"])),
    _compared(["has"], [":"], st.sampled_from([*PRESENT, "custom_data.value", "custom_data.contents.id"])),
    _compared(
        _PATHS,
        [":", "!="],
        _given | st.sampled_from(["12.5", "1", "100", "100.0", "true", "null", "9223372036854775808", "EUR", "*"]),
    ),
    _compared(["custom_data.value", "custom_data.contents.value"], _any_op, st.sampled_from(["0", "12.5", "99.9"])),
)
texts = st.recursive(
    _terms,
    lambda inner: st.one_of(
        inner.map("!{}".format),
        inner.map("({})".format),
        st.tuples(inner, st.sampled_from([" ", " & ", "&", " | ", "||", " && "]), inner).map("".join),
    ),
    max_leaves=6,
)
"""Filters that can be read."""


def row_of(subject: Subject) -> dict[str, Any]:
    """The columns of the store that hold the members of a subject."""
    left_out = {"n", "source", "findings", "payload"}
    return {name: value for name, value in subject._asdict().items() if name not in left_out}
