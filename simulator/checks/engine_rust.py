"""The engine of the hot path: jsonschema-rs, each schema compiled once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import jsonschema_rs

from simulator.checks.engine import Breach, Schema

_NAMED = frozenset({"required", "dependentRequired"})


class RustCompiler:
    """jsonschema-rs with a closed registry."""

    def __init__(self, documents: Mapping[str, Schema]) -> None:
        self._registry = jsonschema_rs.Registry(list(documents.items()))

    def compile(self, schema: Schema) -> RustValidator:
        """The schema, compiled. Raises ValueError for a reference or pattern that can't be used."""
        try:
            return RustValidator(jsonschema_rs.validator_for(schema, registry=self._registry, offline=True))
        except jsonschema_rs.ValidationError as error:
            raise ValueError(error.message) from error


class RustValidator:
    """One compiled schema; ``is_valid`` is the extension's own method, so that a call costs no Python frame."""

    is_valid: Callable[[Any], bool]

    def __init__(self, validator: jsonschema_rs.Validator) -> None:
        self._validator = validator
        self.is_valid = validator.is_valid

    def breaches(self, instance: Any, /) -> Iterator[Breach]:
        """Every keyword that is not satisfied."""
        for error in self._validator.iter_errors(instance):
            path = tuple(error.instance_path)
            # The kind of a missing dependent member is "required" here; the schema's path tells them apart.
            keyword = str(error.schema_path[-1]) if error.schema_path else error.kind.name
            if keyword in _NAMED:
                yield Breach((*path, error.kind.value), keyword, None)
            elif keyword == "additionalProperties":
                for name in error.kind.value:
                    yield Breach((*path, name), keyword, None)
            else:
                yield Breach(path, keyword, error.kind.value)
