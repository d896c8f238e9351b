"""The reference engine: jsonschema. Slower by two orders of magnitude, and the judge of the fast one.

JSON Schema's patterns are ECMA-262 (2020-12, section 6.4 of the core specification), Python's are
not quite: here ``$`` ends a text even when a line feed follows, and ``\\d`` and ``\\w`` are ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator, ValidationError  # type: ignore[import-untyped]
from jsonschema.validators import extend  # type: ignore[import-untyped]
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from simulator.checks.engine import Breach, Schema

_DOLLAR = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\$", re.DOTALL)


@lru_cache(maxsize=1024)
def ecma(pattern: str) -> re.Pattern[str]:
    """The pattern as Python reads it with the same meaning. Raises re.error where it can't."""
    return re.compile(_DOLLAR.sub(lambda found: r"\Z" if found[0] == "$" else found[0], pattern), re.ASCII)


def _pattern(_validator: Any, pattern: str, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not ecma(pattern).search(instance):
        yield ValidationError("does not match")


def _pattern_properties(validator: Any, patterns: dict[str, Any], instance: Any, _schema: Any) -> Iterator[Any]:
    if isinstance(instance, dict):
        for pattern, schema in patterns.items():
            for name, value in instance.items():
                if ecma(pattern).search(name):
                    yield from validator.descend(value, schema, path=name, schema_path=pattern)


def _unexpected(instance: dict[str, Any], schema: Any) -> list[str]:
    known = schema.get("properties", {})
    patterns = [ecma(pattern) for pattern in schema.get("patternProperties", {})]
    return [name for name in instance if name not in known and not any(p.search(name) for p in patterns)]


def _additional_properties(validator: Any, extra: Any, instance: Any, schema: Any) -> Iterator[Any]:
    if not isinstance(instance, dict):
        return
    for name in _unexpected(instance, schema):
        if extra is False:
            yield ValidationError("is unexpected", path=(name,))
        else:
            yield from validator.descend(instance[name], extra, path=name)


def _multiple_of(_validator: Any, step: float, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    # In decimal, as the text was written: 19.99 is a multiple of 0.01.
    if (
        isinstance(instance, (int, float))
        and not isinstance(instance, bool)
        and Decimal(str(instance)) % Decimal(str(step))
    ):
        yield ValidationError("is no multiple")


_Validator = extend(
    Draft202012Validator,
    {
        "pattern": _pattern,
        "patternProperties": _pattern_properties,
        "additionalProperties": _additional_properties,
        "multipleOf": _multiple_of,
    },
)


class ReferenceCompiler:
    """jsonschema with a closed registry."""

    def __init__(self, documents: Mapping[str, Schema]) -> None:
        resources = ((uri, DRAFT202012.create_resource(_bare(document))) for uri, document in documents.items())
        self._registry: Registry[Any] = Registry().with_resources(resources)

    def compile(self, schema: Schema) -> ReferenceValidator:
        """The schema with its registry. References are followed when an instance needs them."""
        return ReferenceValidator(_Validator(_bare(schema), registry=self._registry))


def _bare(schema: Schema) -> Schema:
    # At a $schema, jsonschema changes over to its own validator class, and to Python's patterns.
    return {keyword: value for keyword, value in schema.items() if keyword != "$schema"}


class ReferenceValidator:
    """One schema."""

    def __init__(self, validator: Any) -> None:
        self._validator = validator

    def is_valid(self, instance: Any, /) -> bool:
        """Whether the instance satisfies the schema."""
        return bool(self._validator.is_valid(instance))

    def breaches(self, instance: Any, /) -> Iterator[Breach]:
        """Every keyword that is not satisfied."""
        for error in self._validator.iter_errors(instance):
            path = tuple(error.absolute_path)
            if error.validator == "required":
                missing = [name for name in error.validator_value if name not in error.instance]
                yield from (Breach((*path, name), "required", None) for name in missing)
            elif error.validator == "dependentRequired":
                for trigger, names in error.validator_value.items():
                    if trigger in error.instance:
                        missing = [name for name in names if name not in error.instance]
                        yield from (Breach((*path, name), "dependentRequired", None) for name in missing)
            else:
                yield Breach(path, str(error.validator), error.validator_value)
