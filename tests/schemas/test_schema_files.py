"""Every schema file is a good schema, says what it is and where it comes from, and stands on its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from schema_members import members

from simulator.checks.engine import BASE, DIALECT, own_documents
from simulator.resources import schemas

FILES = sorted(path.relative_to(schemas()).as_posix() for path in schemas().rglob("*.json"))
EVENT_FILES = [
    name
    for name in FILES
    if name.startswith("events/")
    or name.removesuffix(".schema.json")
    in ("server-event", "browser-event", "user-data", "custom-data", "content", "app-data")
]
META_FILES = [*EVENT_FILES, "request.schema.json", "browser-request.schema.json"]
STANDARD = {
    *(
        "PageView",
        "AddPaymentInfo",
        "AddToCart",
        "AddToWishlist",
        "CompleteRegistration",
        "Contact",
        "CustomizeProduct",
    ),
    *("Donate", "FindLocation", "InitiateCheckout", "Lead", "Purchase", "Schedule", "Search", "StartTrial"),
    *("SubmitApplication", "Subscribe", "ViewContent"),
}
each = pytest.mark.parametrize("name", FILES)


@cache
def load(name: str) -> dict[str, Any]:
    """One schema file."""
    schema = json.loads((schemas() / name).read_text("utf-8"))
    assert isinstance(schema, dict)
    return schema


def inside(schema: Any) -> Iterator[dict[str, Any]]:
    """The schema and every subschema that is an object."""
    if isinstance(schema, dict):
        yield schema
        for child in DRAFT202012.create_resource(schema).subresources():
            yield from inside(child.contents)


@each
def test_it_satisfies_its_metaschema(name: str) -> None:
    schema = load(name)
    assert schema["$schema"] == DIALECT
    Draft202012Validator.check_schema(schema)
    assert jsonschema_rs.meta.is_valid(schema)


@each
def test_it_says_what_it_is(name: str) -> None:
    schema = load(name)
    assert schema["$id"] == BASE + name
    for member in ("title", "description", "$comment"):
        assert schema[member].strip()
    assert own_documents()[schema["$id"]] == schema


@pytest.mark.parametrize("name", META_FILES)
def test_every_property_says_where_it_comes_from(name: str) -> None:
    schema = load(name)
    properties = schema.get("properties", {})
    if name == "browser-event.schema.json":
        properties = properties | properties["custom_data"]["properties"]
    for key, inner in [("the file", schema), *properties.items()]:
        if "$ref" in inner and set(inner) == {"$ref"}:
            continue
        if name.startswith("events/") and key != "the file":
            continue
        assert inner["title"], key
        assert inner["description"].endswith("."), key
        source = re.match(r"Source: (https://\S+) \(([^)]+)\)", inner["$comment"])
        assert source, f"{key}: no source in $comment"
        assert urlsplit(source[1]).hostname
        assert re.search(r"20[0-9]{2}", source[2]), f"{key}: no date"


@each
def test_every_reference_leads_to_a_packaged_file(name: str) -> None:
    documents = own_documents()
    registry: Registry[Any] = Registry().with_resources(
        (uri, DRAFT202012.create_resource(document)) for uri, document in documents.items()
    )
    resolver = registry.resolver(BASE + name)
    for schema in inside(load(name)):
        if "$ref" in schema:
            resolver.lookup(schema["$ref"])


def test_every_standard_event_has_a_file() -> None:
    names = {name.removeprefix("events/").removesuffix(".schema.json") for name in FILES if name.startswith("events/")}
    assert names == STANDARD | {"AppendValue", "AppendAttribution"}
    for name in names:
        assert load(f"events/{name}.schema.json")["properties"]["event_name"] == {"const": name}


@pytest.mark.parametrize("name", EVENT_FILES)
def test_event_schemas_branch_nowhere(name: str) -> None:
    # oneOf and anyOf are slow in the reference engine and hide which value is wrong.
    for schema in inside(load(name)):
        assert not {"oneOf", "anyOf"} & set(schema)
        assert schema.get("additionalProperties", True) is not False


@pytest.mark.parametrize("name", FILES)
def test_the_readme_lists_it(name: str) -> None:
    readme = (schemas() / "README.md").read_text("utf-8")
    assert f"`{name}`" in readme or (name.startswith("events/") and "`events/<event_name>.schema.json`" in readme)


@pytest.mark.parametrize("name", [name for name in FILES if name not in META_FILES and not name.startswith("data/")])
def test_every_member_of_our_formats_is_described(name: str) -> None:
    assert [member.path for member in members(load(name)) if not member.meaning] == []
