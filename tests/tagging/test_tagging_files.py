"""Property and session files: every problem with its place, all at once, and no token in any of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tagged import HOME, NEW_ID, PIXEL, VIEW, pixel, prop, rule, server, session

from simulator.errors import SourceError
from simulator.resources import fixtures
from simulator.tagging.problems import TaggingError, place
from simulator.tagging.property import load_property, parse_property
from simulator.tagging.session import load_session, parse_session


def problems(given: dict[str, Any]) -> list[str]:
    with pytest.raises(TaggingError) as caught:
        parse_property(given)
    return caught.value.problems


def session_problems(given: dict[str, Any]) -> list[str]:
    with pytest.raises(TaggingError) as caught:
        parse_session(given)
    return caught.value.problems


def test_the_example_says_the_same_in_toml_and_in_json(tmp_path: Path) -> None:
    folder = fixtures() / "tagged-shop"
    prop_in_toml = load_property(str(folder / "property.toml"))
    session_in_toml = load_session(str(folder / "session.toml"))
    for name, document in (("property.json", prop_in_toml.document), ("session.json", None)):
        if document is not None:
            (tmp_path / name).write_text(json.dumps({"$schema": "property.schema.json", **document}))
    again = load_property(str(tmp_path / "property.json"))
    assert again.rules == prop_in_toml.rules
    assert again.elements == prop_in_toml.elements
    assert len(session_in_toml.steps) == 8


def test_every_problem_is_told_with_its_place() -> None:
    wrong = prop(
        {"name": "One", "triggers": [{"on": "click"}, {"on": "hover"}], "actions": [{"do": "send"}]},
        {"name": "Two", "actions": [{"do": "send-pixel-event"}], "trigger": []},
        elements={"x": {"type": "data-layer"}, "y": {"type": "javascript"}},
    )
    assert set(problems(wrong)) == {
        "elements.x.path is missing",
        (
            "elements.y.type must be one of data-layer, constant, cookie, query-parameter, page, visitor, event, "
            "environment, time, random, expression"
        ),
        "rules[0].triggers[0].selector is missing",
        (
            "rules[0].triggers[1].on must be one of page-view, route-change, click, custom-event, data-layer-push, "
            "form-submit"
        ),
        "rules[0].actions[0].do must be one of generate-event-id, send-pixel-event, send-conversions-api-event",
        "rules[1].actions[0].event is missing",
        "rules[1].trigger is not known here; did you mean triggers?",
    }


def test_what_no_schema_can_say_is_told_too() -> None:
    wrong = prop(
        rule(NEW_ID, on="click", selector="a:hover"),
        rule(pixel("Purchased"), pixel("Mine", custom=True), name="Rule", conditions=["1 +"]),
        elements={
            "a": {"type": "expression", "expression": "%b% + 1"},
            "b": {"type": "expression", "expression": "%a%"},
            "c": {"type": "expression", "expression": "%Vale%"},
            "Value": {"type": "constant", "value": 1},
        },
    )
    assert set(problems(wrong)) == {
        "rules[0].triggers[0].selector: ':hover' is not understood",
        "rules[1].name: there is a rule Rule already",
        "rules[1].conditions[0]: it can't be read at the end",
        "rules[1].actions[0].event: Meta has no event Purchased; did you mean Purchase?",
        "elements.a.expression: it needs itself",
        "elements.b.expression: it needs itself",
        "elements.c.expression: there is no data element Vale; did you mean Value?",
    }


def test_an_extension_that_is_not_set_up() -> None:
    wrong = prop(rule(pixel(), server()), extensions={"meta_pixel": {"pixel_id": PIXEL}})
    assert problems(wrong) == ["rules[0].actions[1]: extensions.meta_conversions_api is not set up"]


def test_a_token_never_lies_in_the_file() -> None:
    token = "EAAG" + "x" * 30
    api = {"pixel_id": PIXEL, "access_token": "secret-of-mine"}
    wrong = prop(rule(server(access_token="mine")), extensions={"meta_conversions_api": api})
    wrong["elements"] = {"x": {"type": "constant", "value": [token]}}
    told = problems(wrong)
    assert [each.split(":")[0] for each in told] == [
        "extensions.meta_conversions_api.access_token",
        "elements.x.value[0]",
        "rules[0].actions[0].access_token",
    ]
    assert not [each for each in told if token in each or "mine" in each]


def test_a_session_tells_its_problems() -> None:
    wrong = session(VIEW, {"at": 5, "click": "a", "route": HOME}, {"at": 3, "push": [{}]}, {"click": "a, b"})
    assert session_problems(wrong) == [
        "steps[1]: one step holds one of route, click",
        'steps[2].push: a list holds the arguments of gtag(): ["event", "purchase", {...}]',
        "steps[3].click: it describes one element, so it has no comma",
    ]
    assert session_problems(session({"at": 5, "click": "a"}, {"at": 3, "click": "a"})) == [
        "steps[1].at: it is before the step before"
    ]
    assert session_problems({"start": "yesterday", "steps": []})[0].startswith("start: time 'yesterday' can't be read")
    late = {**session(VIEW), "network": {"server_seconds": float("nan")}}
    assert session_problems(late) == ["network.server_seconds: nan is no time"]
    for never in (float("inf"), float("nan"), 1e300, 40_000_000):
        assert session_problems(session(VIEW, {"at": never, "click": "a"}, {"click": "a"})) == [
            "steps[1].at: a session lasts a year at the most; seconds from its start"
        ]
    assert session_problems(session(VIEW, network={"server_seconds": float("inf")})) != []
    assert session_problems(session({"clik": "a"})) == ["steps[0].clik is not known here; did you mean click?"]
    assert session_problems(session({"click": "a", "value": 1})) == ["steps[0].value goes with input"]


def test_times_are_seconds_from_the_start_or_moments() -> None:
    made = parse_session(session({"at": 1.5, **VIEW}, {"at": "2026-10-12T09:00:04Z"}, {"write": {"a": 1}}))
    assert [step.at - made.start for step in made.steps] == [1.5, 4, 4]


def test_the_last_write_of_a_step_may_be_taken_away() -> None:
    made = parse_session(session({**VIEW, "write": {}, "clear": []}))
    assert (made.steps[0].write, made.steps[0].clear) == ((), ())


def test_a_file_may_begin_with_the_mark_of_its_encoding(tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes(b"\xef\xbb\xbf" + json.dumps(session(VIEW)).encode())
    assert load_session(str(tmp_path / "s")).steps[0].what == HOME


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.toml", b"name = ", "is no TOML"),
        ("a.json", b'{"name": ', "is no JSON \\(line 1"),
        ("a.json", b"[1]", "holds no object"),
        ("a.toml", b"\xff\xfe", "no UTF-8"),
    ],
)
def test_files_that_can_not_be_read(tmp_path: Path, name: str, content: bytes, problem: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(TaggingError, match=problem):
        load_property(str(tmp_path / name))
    with pytest.raises(SourceError, match="it can't be read"):
        load_session(str(tmp_path / "none.toml"))


def test_what_is_nested_too_deeply_is_told(tmp_path: Path) -> None:
    deep = '{"name": "x", "extensions": {}, "rules": ' + "[" * 900 + "]" * 900 + "}"
    (tmp_path / "p.json").write_text(deep)
    with pytest.raises(TaggingError):
        load_property(str(tmp_path / "p.json"))
    (tmp_path / "s.json").write_text('{"start": 0, "steps": [{"write": {"a": ' + "[" * 900 + "]" * 900 + "}}]}")
    with pytest.raises(TaggingError, match="nested too deeply"):
        load_session(str(tmp_path / "s.json"))


def test_places_are_written_as_a_person_would() -> None:
    assert place(("elements", "Event ID", "path")) == 'elements."Event ID".path'
    assert place(()) == "the file"
