"""``GET /capisim/openapi.json``: made of the route table, so that nothing in it is missing or too much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import simulator
from simulator.emulator.own import shapes
from simulator.emulator.own.graph_paths import GRAPH, Described

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from starlette.routing import BaseRoute

    from simulator.emulator.own.operations import Operation, Parameter

CATCH_ALL = "/{rest:text}"
_ERRORS = {
    400: "A parameter or a filter that can't be read.",
    403: "The request comes from another site.",
    503: "The store can't be used now.",
}
_ABOUT = (
    "A stand-in for Meta's Conversions API and Pixel on this machine. Paths under /capisim/ are ours; all others "
    "answer as Meta does, as far as that is known."
)


def document(routes: Sequence[BaseRoute], operations: Iterable[Operation]) -> dict[str, Any]:
    """An OpenAPI 3.1 document of every route but the one that catches all others."""
    ours: dict[str, dict[str, Any]] = {}
    for operation in operations:
        ours.setdefault(operation.path, {})[operation.method.lower()] = _own(operation)
    paths: dict[str, Any] = {}
    for route in routes:
        path, methods = getattr(route, "path_format", ""), getattr(route, "methods", None) or ()
        if getattr(route, "path", "") != CATCH_ALL:
            paths[path] = ours[path] if path in ours else _metas(path, methods)
    return {
        "openapi": "3.1.0",
        "info": {"title": "capisim", "version": simulator.__version__, "description": _ABOUT},
        "paths": paths,
        "components": {"schemas": shapes.SHAPES},
    }


def _own(operation: Operation) -> dict[str, Any]:
    good = {operation.media: {"schema": _schema(operation.shape)}}
    responses: dict[str, Any] = {"200": {"description": "As asked for.", "content": good}}
    errors = {} if operation.public else {**_ERRORS, **dict(operation.answers)}
    for status, about in sorted(errors.items()):
        shape = "Wait" if status == 409 else "Error"
        responses[str(status)] = {"description": about, "content": {"application/json": {"schema": _schema(shape)}}}
    told: dict[str, Any] = {"summary": operation.summary, "tags": ["capisim"]}
    if operation.parameters:
        told["parameters"] = [_parameter(each) for each in operation.parameters]
    if operation.method == "POST":
        told["requestBody"] = {"content": {"application/json": {"schema": {"type": "object", "maxProperties": 0}}}}
    return told | {"responses": responses}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": parameter.kind}
    if parameter.kind != "string":
        schema |= {"minimum": parameter.low, "maximum": parameter.high}
    if parameter.default is not None:
        schema["default"] = parameter.default
    return {"name": parameter.name, "in": "query", "description": parameter.about, "schema": schema}


def _schema(shape: str | None) -> dict[str, Any]:
    return {"type": "string"} if shape is None else {"$ref": f"#/components/schemas/{shape}"}


def _metas(path: str, methods: Iterable[str]) -> dict[str, Any]:
    known = GRAPH.get(path.rstrip("/") or "/", {})
    names = [part[part.index("{") + 1 : -1] for part in path.split("/") if part.endswith("}")]
    told: dict[str, Any] = {}
    for method in sorted(set(methods) - {"HEAD"}):
        described = known.get(method, Described("Answered as Meta does, as far as that is known."))
        told[method.lower()] = described.operation(names)
    return told
