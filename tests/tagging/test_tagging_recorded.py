"""Recordings as sessions: HAR files, and dumps of data layers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st
from tagged import EVENT_ID, HOME, NEW_ID, fired, pixel, prop, sent

from simulator.resources import fixtures
from simulator.tagging.problems import TaggingError
from simulator.tagging.recorded import recorded_document
from simulator.tagging.session import parse_session, session_document

VISIT = str(fixtures() / "har-shop-visit" / "visit.har")


def dumped(folder: Path, content: Any, page: str | None = HOME) -> dict[str, Any]:
    """What a dump becomes; it keeps to the published schema of sessions."""
    file = folder / "dump.json"
    file.write_text(json.dumps(content))
    document = session_document(str(file), page)
    parse_session(document)
    return document


def test_a_visit_is_pages_and_what_the_pixel_reported() -> None:
    document = session_document(VISIT)
    made = parse_session(document)
    kinds = [(step.kind, step.what) for step in made.steps]
    assert [what for kind, what in kinds if kind == "event"] == [
        *("PageView", "ViewContent", "AddToCart", "PageView", "InitiateCheckout", "PageView", "Purchase"),
    ]
    pages = [what for kind, what in kinds if kind == "visit"]
    assert len(pages) == 3
    assert pages[0].startswith("https://shop.example/products/espresso-cup")
    assert set(made.cookies) == {"_fbp", "_fbc"}
    assert "Chrome/141" in made.visitor["user_agent"]
    assert [step.at for step in made.steps] == sorted(step.at for step in made.steps)


def test_a_property_runs_through_a_recorded_visit() -> None:
    rule = {
        "name": "Purchase",
        "triggers": [{"on": "custom-event", "name": "Purchase"}],
        "actions": [NEW_ID, pixel(event_id="%Event ID%", parameters={"value": "%Value%"})],
    }
    elements = {**EVENT_ID, "Value": {"type": "data-layer", "path": "value"}}
    (made,) = sent(prop(rule, elements=elements), session_document(VISIT))
    assert "cd%5Bvalue%5D=19&" in made.line["request"]["url"]


def test_a_list_of_pushes_needs_its_page(tmp_path: Path) -> None:
    pushes = [
        {"gtm.start": 1791795600123, "event": "gtm.js"},
        {"0": "event", "1": "purchase", "2": {"value": 3}},
        ["set", {"currency": "EUR"}],
        {},
        [],
        [7],
        None,
    ]
    document = dumped(tmp_path, pushes)
    assert document["start"] == "2026-10-12T09:00:00Z"
    assert document["steps"] == [
        {"visit": HOME},
        {"at": 10, "push": pushes[0], "to": "window.dataLayer"},
        {"at": 20, "push": ["event", "purchase", {"value": 3}], "to": "window.dataLayer"},
        {"at": 30, "push": ["set", {"currency": "EUR"}], "to": "window.dataLayer"},
    ]
    with pytest.raises(TaggingError, match="give --page URL"):
        dumped(tmp_path, pushes, page=None)


def test_a_dump_of_a_page_tells_both_layers(tmp_path: Path) -> None:
    content = {
        "url": f"{HOME}thanks",
        "referrer": HOME,
        "userAgent": "Mozilla/5.0 (X11)",
        "at": 1791795600,
        "dataLayer": {"meta": {"value": 3}},
        "adobeDataLayer": [{"event": "order", "cart": {"total": 3}}],
    }
    document = dumped(tmp_path, content, page=None)
    assert document["steps"] == [
        {"visit": f"{HOME}thanks", "referrer": HOME, "write": {"window.dataLayer": {"meta": {"value": 3}}}},
        {"at": 10, "push": {"event": "order", "cart": {"total": 3}}, "to": "window.adobeDataLayer"},
    ]
    assert document["visitor"] == {"user_agent": "Mozilla/5.0 (X11)"}
    rule = {"name": "R", "triggers": [{"on": "data-layer-push", "event": "order"}], "actions": []}
    assert fired(prop(rule), document) == [("R", 2)]


def test_a_har_file_of_something_else_is_no_session(tmp_path: Path) -> None:
    (tmp_path / "x.har").write_text('{"log": {"entries": [{}, 1, {"request": {}}]}}')
    with pytest.raises(TaggingError, match="no page and no request of the pixel"):
        session_document(str(tmp_path / "x.har"))


def test_session_files_are_no_recordings(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text('{"start": 0, "steps": [], "dataLayer": []}')
    assert recorded_document(str(tmp_path / "s.json")) is None
    assert recorded_document(str(fixtures() / "tagged-shop" / "session.toml")) is None


ANYTHING: Any = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "event", "0", "window", "a.b"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["0", "1", "event", "a.b", ""]), inner),
    max_leaves=8,
)


@examples(st.lists(ANYTHING, max_size=4) | st.fixed_dictionaries({"dataLayer": ANYTHING, "adobeDataLayer": ANYTHING}))
def test_any_dump_becomes_a_session_that_runs(tmp_path_factory: pytest.TempPathFactory, content: Any) -> None:
    file = tmp_path_factory.getbasetemp() / "any-dump.json"
    file.write_text(json.dumps(content))
    document = session_document(str(file), HOME)
    rule = {"name": "R", "triggers": [{"on": "data-layer-push"}], "actions": [pixel("Lead", parameters={"x": "%x%"})]}
    sent(prop(rule, elements={"x": {"type": "data-layer", "path": "window.dataLayer.a"}}), document)
