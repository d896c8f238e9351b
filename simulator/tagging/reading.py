"""Reading a property or session file: TOML or JSON, held against its published schema."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import orjson

from simulator import resources
from simulator.errors import SourceError
from simulator.tagging.problems import TaggingError, place
from simulator.tagging.values import whole

LARGEST: Final = 256 * 1024 * 1024
"""Bytes of a file that is read as a whole."""


def read_file(path: str) -> dict[str, Any]:
    """The table or object in a file.

    Raises SourceError for a file that can't be read and TaggingError for one that is no TOML and no JSON.
    """
    file = Path(path)
    try:
        if file.stat().st_size > LARGEST:
            raise SourceError(f"{path}: larger than {LARGEST // 1024 // 1024} MiB")
        text = file.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: it can't be read: {(error.strerror or str(error)).lower()}") from None
    try:
        text = text.removeprefix(b"\xef\xbb\xbf")
        if file.suffix.lower() == ".json" or text.lstrip()[:1] == b"{":
            read: object = orjson.loads(text)
        else:
            read = tomllib.loads(text.decode("utf-8"))
    except orjson.JSONDecodeError as error:
        raise TaggingError(path, [f"it is no JSON (line {error.lineno}, column {error.colno})"]) from None
    except UnicodeDecodeError:
        raise TaggingError(path, ["it is no UTF-8 text"]) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise TaggingError(path, [f"it is no TOML: {error}"]) from None
    if not isinstance(read, dict):
        raise TaggingError(path, ["it holds no object"])
    return read


def settled(document: dict[str, Any], file: str) -> dict[str, Any]:
    """A copy, with whole floats as integers and dates as text. Raises TaggingError for what is nested too deeply."""
    try:
        return whole(document)  # type: ignore[no-any-return]
    except RecursionError:
        raise TaggingError(file, ["it is nested too deeply"]) from None


def check_shape(document: dict[str, Any], schema_file: str, file: str) -> None:
    """Hold a document against one of the published schemas. Raises TaggingError with every place that breaks it."""
    if _quick(schema_file)(document):
        return
    found = list(dict.fromkeys(_problems(document, schema_file)))
    if found:
        raise TaggingError(file, found)


@cache
def _quick(schema_file: str) -> Callable[[Any], bool]:
    schema = _schema(schema_file)
    try:
        import jsonschema_rs
    except ImportError:
        return _slow(schema_file).is_valid  # type: ignore[no-any-return]
    return jsonschema_rs.validator_for(schema).is_valid


@cache
def _schema(schema_file: str) -> dict[str, Any]:
    return orjson.loads((resources.schemas() / schema_file).read_bytes())  # type: ignore[no-any-return]


@cache
def _slow(schema_file: str) -> Any:
    # Late: only a file that breaks its schema needs the explaining one.
    from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

    return Draft202012Validator(_schema(schema_file))


def _problems(document: dict[str, Any], schema_file: str) -> Iterator[str]:
    found = _slow(schema_file).iter_errors(document)
    for error in sorted(found, key=lambda each: [str(part) for part in each.absolute_path]):
        where, given = list(error.absolute_path), error.validator_value
        match error.validator:
            case "required":
                yield from (f"{place([*where, name])} is missing" for name in given if name not in error.instance)
            case "additionalProperties" | "unevaluatedProperties":
                known = error.schema.get("properties", {})
                strange = [name for name in error.instance if name not in known]
                yield from (f"{place([*where, name])} is not known here" + _nearest(name, known) for name in strange)
            case "enum":
                yield f"{place(where)} must be one of {', '.join(map(str, given))}"
            case "const":
                yield f"{place(where)} must be {given}"
            case "type":
                kinds = [given] if isinstance(given, str) else given
                yield f"{place(where)} must be of type {' or '.join(kinds)}"
            case "oneOf" | "anyOf":
                yield f"{place(where)} is none of what it may be"
            case "minLength" | "minItems" | "minProperties":
                yield f"{place(where)} is empty"
            case "dependentRequired":
                needs = [(name, each) for name in given if name in error.instance for each in given[name]]
                yield from (
                    f"{place([*where, name])} goes with {each}" for name, each in needs if each not in error.instance
                )
            case "pattern":
                yield f"{place(where)} must look like {error.schema.get('$comment') or given}"
            case keyword:
                yield f"{place(where)} breaks {keyword} {given if isinstance(given, (int, float, str)) else ''}".strip()


def _nearest(name: str, known: dict[str, Any]) -> str:
    import difflib

    found = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {found[0]}?" if found else ""
