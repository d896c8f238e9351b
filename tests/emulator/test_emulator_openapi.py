"""The OpenAPI document tells every route, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from calling import event, post

from simulator.emulator.app import ROUTES
from simulator.emulator.own.graph_paths import GRAPH
from simulator.emulator.own.openapi import CATCH_ALL
from simulator.emulator.own.routes import OPERATIONS

if TYPE_CHECKING:
    from calling import Client

_OWN = {operation.path for operation in OPERATIONS}


def asked(client: Client) -> Any:
    return client("GET", "/capisim/openapi.json").json()


def test_every_route_is_told_with_its_methods(client: Client) -> None:
    told = {path: {method.upper() for method in methods} for path, methods in asked(client)["paths"].items()}
    routes: dict[str, set[str]] = {}
    for route in ROUTES:
        if route.path != CATCH_ALL and route.path not in _OWN:
            routes[route.path_format] = set(route.methods or ()) - {"HEAD"}
    for operation in OPERATIONS:
        routes.setdefault(operation.path, set()).add(operation.method)
    assert told == routes


def test_nothing_is_described_that_there_is_not() -> None:
    there = {route.path_format.rstrip("/") or "/" for route in ROUTES if route.path != CATCH_ALL}
    assert set(GRAPH) <= there


def test_the_document_is_openapi(client: Client) -> None:
    found = asked(client)
    assert found["openapi"] == "3.1.0"
    for schema in found["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    for path, methods in found["paths"].items():
        named = {part.split("{")[1][:-1] for part in path.split("/") if part.endswith("}")}
        for operation in methods.values():
            assert operation["summary"]
            assert {"200", "204"} & set(operation["responses"])
            told = operation.get("parameters", ())
            assert {each["name"] for each in told if each["in"] == "path"} == named


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each.shape], ids=lambda each: each.path)
def test_answers_have_the_shapes_that_are_told(client: Client, operation: Any) -> None:
    post(client, event())
    client("GET", "/tr?id=1234567890&ev=Purchase&eid=order-1001")
    query = "?timeout=0" if operation.path.endswith(("wait", "live")) else ""
    found = client(operation.method, f"{operation.path}{query}")
    assert found.status == 200
    document = asked(client)
    schema = {"$ref": f"#/components/schemas/{operation.shape}", "components": document["components"]}
    jsonschema.validate(found.json(), schema, jsonschema.Draft202012Validator)


def test_a_refusal_has_the_shape_that_is_told(client: Client) -> None:
    components = {"components": asked(client)["components"]}
    own = client("GET", "/capisim/events?limit=0").json()
    jsonschema.validate(own, {"$ref": "#/components/schemas/Error", **components}, jsonschema.Draft202012Validator)
    graph = post(client, {"event_name": "x"}).json()
    jsonschema.validate(
        graph, {"$ref": "#/components/schemas/GraphError", **components}, jsonschema.Draft202012Validator
    )
