"""Each write of the example's session that an earlier value would stand in for is missed, and by one finding alone."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from typing import Any

import pytest

from simulator.resources import fixtures
from simulator.tagging.facts import Form, Missing, Runs, Stale
from simulator.tagging.observing import facts
from simulator.tagging.property import load_property
from simulator.tagging.run import run
from simulator.tagging.session import parse_session

SHOP = fixtures() / "tagged-shop"
SESSION: dict[str, Any] = tomllib.loads((SHOP / "session.toml").read_text("utf-8"))
PROPERTY = load_property(str(SHOP / "property.toml"))
WRITES = [(index, path) for index, step in enumerate(SESSION["steps"]) for path in step.get("write", {})]
# Rules by the index of the step that they fire at, and what a push carries.
RULE_OF = {1: "AddToCart", 5: "InitiateCheckout", 7: "Subscribe"}


def without(index: int, path: str) -> dict[str, Any]:
    """The session less one write."""
    document = deepcopy(SESSION)
    step = document["steps"][index]
    del step["write"][path]
    if not step["write"]:
        del step["write"]
    return document


def told(document: dict[str, Any]) -> list[Any]:
    session = parse_session(document)
    found = facts(PROPERTY, [(session, run(PROPERTY, session))])
    return [fact for fact in found if not isinstance(fact, (Form, Runs))]


def test_nothing_is_told_of_the_whole_session() -> None:
    assert told(SESSION) == []


@pytest.mark.parametrize(("index", "path"), [(i, p) for i, p in WRITES if i in RULE_OF and p != "predicted_ltv"])
def test_a_missing_write_is_one_stale_value_of_its_rule(index: int, path: str) -> None:
    (fact,) = told(without(index, path))
    assert isinstance(fact, Stale)
    assert (fact.sending.rule, fact.sending.field) == (f"MetaConversion_{RULE_OF[index]}", f"custom_data.{path}")
    assert fact.sending.read == f"window.dataLayer.meta.{path}"


@pytest.mark.parametrize("path", ["value", "content_ids", "contents"])
def test_a_missing_member_of_a_push_is_stale_too(path: str) -> None:
    document = deepcopy(SESSION)
    del document["steps"][6]["push"]["meta"][path]
    (fact,) = told(document)
    assert isinstance(fact, Stale)
    assert fact.sending.rule == "MetaConversion_Purchase"
    assert fact.before_rule == "MetaConversion_InitiateCheckout"


@pytest.mark.parametrize(
    ("index", "path"), [(i, p) for i, p in WRITES if i == 0 or p in ("search_string", "predicted_ltv")]
)
def test_what_was_never_written_is_missing_and_not_stale(index: int, path: str) -> None:
    found = told(without(index, path))
    assert found
    assert all(isinstance(fact, Missing) and fact.sending.read.endswith(path) for fact in found)


def test_every_write_is_tried() -> None:
    assert len(WRITES) == 18
