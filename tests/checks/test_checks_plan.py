"""A user's tracking plan: what it adds, and what is said about a bad one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from schema_events import browser_purchase, purchase

from simulator.checks.schemas import SchemaSet, Violation
from simulator.errors import SettingsError
from simulator.resources import schemas
from simulator.settings import Engine

ENGINES: list[Engine] = ["jsonschema-rs", "jsonschema"]
engines = pytest.mark.parametrize("engine", ENGINES)


class Plan:
    """A plan being written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, name: str, schema: Any) -> Plan:
        """Write one file; ``name`` is its path without the suffix."""
        path = self.folder / f"{name}.schema.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(schema if isinstance(schema, str) else json.dumps(schema), encoding="utf-8")
        return self

    def problems(self, engine: Engine = "jsonschema-rs") -> list[str]:
        """What is wrong with it."""
        with pytest.raises(SettingsError) as caught:
            SchemaSet(engine, self.folder)
        return caught.value.problems


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return Plan(tmp_path)


def custom(**properties: Any) -> dict[str, Any]:
    """A schema of custom data properties, all required."""
    inner = {"required": list(properties), "properties": properties}
    return {"required": ["custom_data"], "properties": {"custom_data": inner}}


def found(schemas: SchemaSet, event: Any, channel: str = "server") -> list[tuple[str, str, bool]]:
    """The violations of an event, as (dotted path, keyword, planned)."""
    name = event["event_name"]
    violations = schemas.violations(channel, name, event)
    assert schemas.is_valid(channel, name, event) == (not violations)
    return [(".".join(map(str, v.path)), v.keyword, v.planned) for v in violations]


@engines
def test_a_plan_is_stricter_than_meta_for_its_events_only(plan: Plan, engine: Engine) -> None:
    plan.add("events/Purchase", custom(shop={"enum": ["north", "south"]}))
    schemas = SchemaSet(engine, plan.folder)
    assert schemas.planned == {"Purchase"}
    assert found(schemas, purchase()) == [("custom_data.shop", "required", True)]
    event = purchase()
    event["custom_data"]["shop"] = "west"
    assert schemas.violations("server", "Purchase", event) == [
        Violation(("custom_data", "shop"), "enum", "north, south", True)
    ]
    event["custom_data"]["shop"] = "north"
    assert found(schemas, event) == []
    assert found(schemas, purchase() | {"event_name": "AddToCart"}) == []


@engines
def test_a_plan_names_custom_events_and_keeps_metas_rules(plan: Plan, engine: Engine) -> None:
    plan.add("events/Quiz finished", custom(score={"type": "integer"})).add("events/funnel/step 1", {})
    schemas = SchemaSet(engine, plan.folder)
    assert schemas.planned == {"Quiz finished", "funnel/step 1"}
    event = purchase() | {"event_name": "Quiz finished", "opt_out": "no"}
    assert found(schemas, event) == [("custom_data.score", "required", True), ("opt_out", "type", False)]


@engines
def test_what_both_object_to_counts_as_metas(plan: Plan, engine: Engine) -> None:
    plan.add("events/Purchase", custom(value={"type": "number"}))
    event = purchase()
    event["custom_data"]["value"] = "99.50"
    assert found(SchemaSet(engine, plan.folder), event) == [("custom_data.value", "type", False)]


@engines
def test_a_plan_refers_to_its_own_files_and_to_ours(plan: Plan, engine: Engine) -> None:
    plan.add("shared", {"$defs": {"sku": {"type": "string", "pattern": "^[A-Z]{3}-[0-9]+$"}}})
    plan.add(
        "events/Restock",
        custom(
            sku={"$ref": "../shared.schema.json#/$defs/sku"},
            budget_currency={"$ref": "https://capisim.dev/schemas/data/currencies.json"},
        ),
    )
    schemas = SchemaSet(engine, plan.folder)
    event = purchase() | {"event_name": "Restock"}
    event["custom_data"] |= {"sku": "ABC-1\n", "budget_currency": "eur"}
    assert found(schemas, event) == [
        ("custom_data.budget_currency", "enum", True),
        ("custom_data.sku", "pattern", True),
    ]
    assert schemas.planned == {"Restock"}


@engines
def test_a_forbidden_member_is_named(plan: Plan, engine: Engine) -> None:
    plan.add("events/Purchase", {"properties": {"custom_data": {"properties": {"coupon": False}}, "extra": False}})
    event = purchase() | {"extra": 1}
    event["custom_data"]["coupon"] = "SAVE10"
    assert found(SchemaSet(engine, plan.folder), event) == [("custom_data.coupon", "not", True), ("extra", "not", True)]


@engines
def test_browser_text_is_read_as_the_plan_wants_it(plan: Plan, engine: Engine) -> None:
    plan.add(
        "events/Purchase",
        custom(
            score={"type": "integer", "maximum": 10},
            member={"type": "boolean"},
            level={"const": 2},
            code={"type": "string"},
        ),
    )
    schemas = SchemaSet(engine, plan.folder)
    event = browser_purchase()
    event["custom_data"] |= {"score": "7", "member": "true", "level": "2", "code": "123"}
    before = json.dumps(event)
    assert found(schemas, event, "browser") == []
    event["custom_data"] |= {"score": "11"}
    assert found(schemas, event, "browser") == [("custom_data.score", "maximum", True)]
    event["custom_data"] |= {"score": "much", "level": "3", "member": 1}
    assert found(schemas, event, "browser") == [
        ("custom_data.level", "const", True),
        ("custom_data.member", "type", True),
        ("custom_data.score", "type", True),
    ]
    assert json.loads(before)["custom_data"]["score"] == "7"
    on_server = purchase()
    on_server["custom_data"] |= {"score": "7", "member": True, "level": 2, "code": "123"}
    assert found(schemas, on_server) == [("custom_data.score", "type", True)]


@engines
def test_judging_leaves_the_event_alone(plan: Plan, engine: Engine) -> None:
    plan.add("events/Purchase", custom(score={"type": "integer"}))
    event = browser_purchase()
    event["custom_data"]["score"] = "7"
    before = json.dumps(event)
    assert found(SchemaSet(engine, plan.folder), event, "browser") == []
    assert json.dumps(event) == before


@engines
def test_every_problem_is_told_at_once(plan: Plan, engine: Engine) -> None:
    plan.add("events/A", "{").add("events/B", "[]").add("events/C", {"type": "text", "minLength": -1})
    plan.add("events/D", {"$schema": "http://json-schema.org/draft-07/schema#"})
    plan.add("events/E", {"$id": "https://capisim.dev/schemas/content.schema.json"})
    told = plan.problems(engine)
    assert [Path(line.split(".schema.json")[0]).name for line in told] == list("ABCCDE")
    for line, word in zip(told, ["no JSON", "object", "minimum", "text", "draft-07", "taken"], strict=True):
        assert word in line


@engines
def test_references_and_patterns_that_cannot_be_used(plan: Plan, engine: Engine) -> None:
    plan.add("events/A", custom(x={"$ref": "https://example.com/schema.json"}, y={"$ref": "#/$defs/none"}))
    plan.add("events/B", custom(z={"$ref": "missing.schema.json"}))
    told = plan.problems(engine)
    assert len(told) == 3
    assert all("leads nowhere" in line for line in told)


@engines
def test_a_pattern_that_cannot_be_used(plan: Plan, engine: Engine) -> None:
    plan.add("events/A", custom(x={"pattern": "(unclosed"}))
    told = plan.problems(engine)
    assert len(told) == 1
    assert "A.schema.json" in told[0]


def test_a_folder_without_events(plan: Plan, tmp_path: Path) -> None:
    assert "holds no events" in plan.problems()[0]
    plan.add("shared", {})
    assert "holds no events" in plan.problems()[0]
    plan.folder = tmp_path / "nowhere"
    assert "no such folder" in plan.problems()[0]


def test_without_a_plan_nothing_is_planned() -> None:
    assert SchemaSet().planned == frozenset()


def test_the_example_of_the_readme_is_a_plan(plan: Plan) -> None:
    example = (schemas() / "README.md").read_text("utf-8").split("```json")[1].split("```")[0]
    planned = SchemaSet(plan=plan.add("events/Quiz", example).folder)
    event = purchase() | {"event_name": "Quiz"}
    event["custom_data"] |= {"score": -1, "currency": "EUR", "coupon": "SAVE10"}
    assert found(planned, event) == [("custom_data.coupon", "not", True), ("custom_data.score", "minimum", True)]
