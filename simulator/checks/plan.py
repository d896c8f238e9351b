"""A tracking plan: a user's own schemas for custom events, or stricter ones for standard events.

A plan is a folder. ``events/<event_name>.schema.json`` describes the event of that name in the shape
of a server event, for both channels; other ``*.schema.json`` files may hold what those share. A file
without ``$id`` is known as ``https://capisim.dev/plan/<path in the folder>``, so relative references
inside the plan work; ours are reached as ``https://capisim.dev/schemas/<file>``.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urldefrag

import orjson

from simulator.checks.engine import DIALECT, Breach, Schema, compiler
from simulator.errors import SettingsError
from simulator.settings import Engine

PLAN_BASE = "https://capisim.dev/plan/"
_SUFFIX = ".schema.json"
_MAPS = ("properties", "patternProperties", "$defs", "dependentSchemas")
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_SINGLE = ("items", "contains", "if", "then", "else", "not", "propertyNames", "contentSchema")
_EXTRA = ("additionalProperties", "unevaluatedProperties", "unevaluatedItems")


def load_plan(folder: Path, engine: Engine, own: Mapping[str, Schema]) -> tuple[dict[str, Schema], dict[str, str]]:
    """All documents (URI to schema, ``own`` included), and the URI of each planned event name.

    Raises SettingsError with every problem of every file.
    """
    if not folder.is_dir():
        raise SettingsError([f"schemas {folder}: no such folder"])
    problems: list[str] = []
    documents = dict(own)
    planned: dict[str, str] = {}
    files: dict[str, Path] = {}
    for path in sorted(folder.rglob(f"*{_SUFFIX}")):
        inside = path.relative_to(folder)
        schema = _read(path, problems)
        if schema is None:
            continue
        uri = urldefrag(schema.get("$id", PLAN_BASE + quote(inside.as_posix()))).url
        if uri in documents:
            problems.append(f"{path}: $id {uri} is taken by {files.get(uri, 'a schema of capisim')}")
            continue
        documents[uri], files[uri] = schema, path
        if inside.parts[0] == "events" and len(inside.parts) > 1:
            planned["/".join(inside.parts[1:])[: -len(_SUFFIX)]] = uri
    if not planned and not problems:
        problems.append(f"schemas {folder}: holds no events/<event_name>{_SUFFIX}")
    if not problems:
        problems += [f"{files[uri]}: {text}" for uri, text in _unusable(files, documents, engine)]
    if problems:
        raise SettingsError(problems)
    return documents, planned


def read_wire_text(payload: Any, breaches: Iterable[Breach]) -> Any:
    """The browser payload with text of ``cd[...]`` read as number or boolean where a breach is about it.

    The pixel writes every primitive of custom data as text (facts of the wire: sdara/fbevents,
    release 2.9.15), so a plan that asks for a number is kept by text that reads as one.
    """
    changed = copy.deepcopy(payload)
    for path, keyword, _value in breaches:
        if keyword in ("type", "const", "enum") and len(path) > 1 and path[0] == "custom_data":
            holder = changed
            for part in path[:-1]:
                holder = holder[part]
            text = holder[path[-1]]
            if isinstance(text, str) and _PRIMITIVE.fullmatch(text):
                holder[path[-1]] = orjson.loads(text)
    return changed


_PRIMITIVE = re.compile(r"true|false|-?(0|[1-9][0-9]*)(\.[0-9]+)?")


def _read(path: Path, problems: list[str]) -> Schema | None:
    from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

    try:
        schema = orjson.loads(path.read_bytes())
    except OSError as error:
        problems.append(f"{path}: can't be read: {error.strerror}")
        return None
    except orjson.JSONDecodeError as error:
        problems.append(f"{path}: is no JSON: {error}")
        return None
    if not isinstance(schema, dict):
        problems.append(f"{path}: is no schema: an object is needed")
        return None
    if schema.setdefault("$schema", DIALECT) != DIALECT:
        problems.append(f"{path}: $schema is {schema['$schema']}, only {DIALECT} is known")
        return None
    wrong = sorted(
        Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(schema), key=lambda e: e.json_path
    )
    problems += [f"{path}: {error.json_path}: {error.message}" for error in wrong]
    if wrong:
        return None
    _name_false(schema)
    return schema


def _name_false(schema: Schema) -> None:
    # The engines report the schema "false" with different paths; "not anything" they report alike.
    for keyword, value in schema.items():
        if keyword in _MAPS or keyword in _LISTS:
            places = value.items() if isinstance(value, dict) else enumerate(value)
            for place, child in list(places):
                if child is False:
                    value[place] = {"not": {}}
        elif keyword in _SINGLE and value is False:
            schema[keyword] = {"not": {}}
    for child in _children(schema):
        _name_false(child)


def _children(schema: Schema) -> Iterator[Schema]:
    for keyword, value in schema.items():
        if keyword in _MAPS:
            children = value.values()
        elif keyword in _LISTS:
            children = value
        elif keyword in _SINGLE or keyword in _EXTRA:
            children = [value]
        else:
            continue
        yield from (child for child in children if isinstance(child, dict))


def _unusable(files: Mapping[str, Path], documents: Mapping[str, Schema], engine: Engine) -> Iterator[tuple[str, str]]:
    from referencing import Registry, Resource
    from referencing.exceptions import Unresolvable
    from referencing.jsonschema import DRAFT202012

    from simulator.checks.engine_reference import ecma

    registry: Registry[Any] = Registry().with_resources(
        (uri, Resource.from_contents(document, DRAFT202012)) for uri, document in documents.items()
    )

    def problems(resource: Resource[Any], resolver: Any) -> Iterator[str]:
        if not isinstance(resource.contents, dict):
            return
        resolver = resolver.in_subresource(resource)
        reference = resource.contents.get("$ref")
        if reference is not None:
            try:
                resolver.lookup(reference)
            except Unresolvable:
                yield f"$ref {reference} leads nowhere (nothing is fetched from the network)"
        if engine == "jsonschema":
            for pattern in [resource.contents.get("pattern"), *resource.contents.get("patternProperties", {})]:
                try:
                    ecma(pattern or "")
                except re.error as error:
                    yield f"pattern {pattern} can't be used: {error}"
        for child in resource.subresources():
            yield from problems(child, resolver)

    found = False
    for uri in files:
        for text in problems(Resource.from_contents(documents[uri], DRAFT202012), registry.resolver(uri)):
            found = True
            yield uri, text
    if found:
        return
    ready = compiler(engine, documents)
    for uri in files:
        try:
            ready.compile({"$schema": DIALECT, "$ref": uri})
        except ValueError as error:
            yield uri, str(error)
