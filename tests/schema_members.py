"""The members of a document of ours, as its schema describes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

_DEFS = "#/$defs/"


class Member(NamedTuple):
    """A member by its path (``findings[].rule``, ``pair.channels`` in a definition) and what is said about it."""

    path: str
    kind: str
    meaning: str


def members(schema: dict[str, Any]) -> Iterator[Member]:
    """Every member of the document, in the order of the schema, then those of its definitions.

    A definition that stands for an object is not told again wherever it is used; what only narrows a member down
    (``allOf``, ``then``) is left out.
    """
    yield from _inside(schema, schema, "")
    for name, definition in schema.get("$defs", {}).items():
        yield from _inside(schema, definition, f"{name}: ")


def _inside(root: dict[str, Any], node: dict[str, Any], path: str) -> Iterator[Member]:
    for name, member in node.get("properties", {}).items():
        place = f"{path}{'.' * bool(path and not path.endswith(' '))}{name}"
        yield Member(place, _kind(root, member), _meaning(root, member))
        yield from _inside(root, member, place)
    if isinstance(node.get("items"), dict):
        yield from _inside(root, node["items"], f"{path}[]")
    if isinstance(node.get("additionalProperties"), dict):
        yield from _inside(root, node["additionalProperties"], f"{path}.*")


def _target(root: dict[str, Any], member: dict[str, Any]) -> dict[str, Any]:
    reference = member.get("$ref", "")
    if not reference.startswith("#/"):
        return member
    target: Any = root
    for step in reference.removeprefix("#/").split("/"):
        target = target[step]
    return {**target, **member}


def _meaning(root: dict[str, Any], member: dict[str, Any]) -> str:
    if member.get("$ref", "").endswith(".json"):
        return f"as in {member['$ref']}"
    told = _target(root, member)
    return told.get("description") or told.get("title") or ""


def _kind(root: dict[str, Any], member: dict[str, Any]) -> str:
    if "oneOf" in member or "anyOf" in member:
        return " or ".join(_kind(root, each) for each in member.get("oneOf") or member["anyOf"])
    told = _target(root, member)
    if told.get("type") == "array" and isinstance(told.get("items"), dict):
        return f"array of {_kind(root, told['items'])}" if _simple(told["items"]) else "array"
    if told.get("type") == "object" and member.get("$ref", "").startswith(_DEFS):
        return member["$ref"].removeprefix(_DEFS)
    if "enum" in told:
        return ", ".join("null" if each is None else str(each) for each in told["enum"])
    if "const" in told:
        return "text"
    words = {"string": "text", "boolean": "true or false"}
    types = told.get("type", [])
    return " or ".join(words.get(each, each) for each in ([types] if isinstance(types, str) else types)) or "any"


def _simple(items: dict[str, Any]) -> bool:
    return "$ref" in items or items.get("type") in ("string", "integer", "number")
