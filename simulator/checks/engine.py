"""What SchemaSet asks of a JSON Schema validator, and the schemas that ship with capisim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, Protocol, TypeAlias

import orjson

from simulator import resources
from simulator.errors import SettingsError
from simulator.settings import Engine

BASE = "https://capisim.dev/schemas/"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

Path: TypeAlias = tuple[str | int, ...]
Schema: TypeAlias = dict[str, Any]


class Breach(NamedTuple):
    """One keyword that an instance does not satisfy, in the same terms for both engines.

    ``path`` leads to the value; for ``required``, ``dependentRequired`` and
    ``additionalProperties`` it ends in the name of the missing or unexpected member. ``value`` is
    what the schema gives for the keyword, where that says what was expected.
    """

    path: Path
    keyword: str
    value: Any


class Compiled(Protocol):
    """A schema, ready to judge."""

    def is_valid(self, instance: Any, /) -> bool:
        """Whether the instance satisfies the schema."""

    def breaches(self, instance: Any, /) -> Iterator[Breach]:
        """Every keyword that is not satisfied, in no particular order, repeats possible."""


class Compiler(Protocol):
    """An engine with the documents that schemas may refer to."""

    def compile(self, schema: Schema) -> Compiled:
        """Make the schema ready. Raises ValueError, in one sentence, where that can't be done."""


def compiler(engine: Engine, documents: Mapping[str, Schema]) -> Compiler:
    """The engine of that name; nothing outside ``documents`` (URI to schema) is ever fetched.

    Raises SettingsError when the engine is not installed.
    """
    if engine == "jsonschema":
        from simulator.checks.engine_reference import ReferenceCompiler

        return ReferenceCompiler(documents)
    try:
        from simulator.checks.engine_rust import RustCompiler
    except ImportError as error:
        raise SettingsError([f"engine jsonschema-rs can't be loaded ({error}): choose engine jsonschema"]) from error
    return RustCompiler(documents)


@cache
def own_documents() -> dict[str, Schema]:
    """The packaged schemas by ``$id``; read once per process, not to be changed."""
    folder = resources.schemas()
    documents = (orjson.loads(path.read_bytes()) for path in sorted(folder.rglob("*.json")))
    return {document["$id"]: document for document in documents}
