"""What is published of the file formats agrees with the code, the examples and the README."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest

from simulator.checks.event_names import STANDARD_EVENTS as ALL_STANDARD
from simulator.resources import fixtures, schemas
from simulator.tagging import actions
from simulator.tagging.actions.send_conversions_api_event import CUSTOMER_INFORMATION, SERVER_EVENT
from simulator.tagging.app_data import APP_DATA
from simulator.tagging.property import ENVIRONMENTS, STANDARD_EVENTS, load_property
from simulator.tagging.session import HAPPENINGS, load_session

README = (Path(actions.__file__).parents[1] / "README.md").read_text("utf-8")
PROPERTY, SESSION = (
    json.loads((schemas() / f"{name}.schema.json").read_text("utf-8")) for name in ("property", "session")
)
ACTION = PROPERTY["$defs"]["action"]["properties"]
FILES = sorted(file for file in fixtures().glob("tagged-*/*.toml") if file.name != "scenario.toml")


def members(schema: Any) -> Iterator[str]:
    """The names of all members that a schema describes."""
    if isinstance(schema, dict):
        for name, inner in schema.items():
            if name == "properties":
                yield from inner
            if name not in ("if", "then"):
                yield from members(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from members(inner)


@pytest.mark.parametrize("schema", [PROPERTY, SESSION], ids=["property", "session"])
def test_the_readme_names_every_member(schema: dict[str, Any]) -> None:
    words = set(re.findall(r"[\w$-]+", " ".join(re.findall(r"`([^`]+)`", README))))
    assert set(members(schema)) - words == set()


def test_the_readme_names_every_choice() -> None:
    choices = [
        *ACTION["do"]["enum"],
        *PROPERTY["$defs"]["trigger"]["properties"]["on"]["enum"],
        *PROPERTY["$defs"]["element"]["properties"]["type"]["enum"],
    ]
    assert [choice for choice in choices if f"`{choice}`" not in README] == []


def test_every_action_has_its_file_and_every_file_its_action() -> None:
    assert {module.name.replace("_", "-") for module in iter_modules(actions.__path__)} == set(ACTION["do"]["enum"])


def test_the_forms_fields_are_those_of_the_schema() -> None:
    assert set(ACTION["server_event"]["properties"]) == {*SERVER_EVENT, "limited_data_use"}
    assert set(ACTION["customer_information"]["properties"]) == set(CUSTOMER_INFORMATION)
    assert set(ACTION["app_data"]["properties"]) == set(APP_DATA)


def test_steps_and_environments_are_those_of_the_schema() -> None:
    step = SESSION["$defs"]["step"]["properties"]
    beside = {"at", "write", "clear", "referrer", "page_title", "value", "to", "detail"}
    assert set(step) == {*HAPPENINGS, *beside}
    assert tuple(PROPERTY["$defs"]["by_environment"]["properties"]) == ENVIRONMENTS


def test_every_standard_event_has_its_action() -> None:
    assert set(STANDARD_EVENTS) == set(ALL_STANDARD)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_examples_name_their_schema_for_editors(file: Path) -> None:
    first = file.read_text("utf-8").splitlines()[0]
    named = first.removeprefix("#:schema ")
    assert (file.parent / named).resolve() == (schemas() / Path(named).name).resolve()
    load = load_property if "property" in Path(named).name else load_session
    assert load(str(file)) is not None
