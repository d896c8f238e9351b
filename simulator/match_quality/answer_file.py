"""A saved answer of Meta's Dataset Quality API, from a file or from standard input."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from simulator.errors import SourceError
from simulator.masking import excerpt, printable, shorten

MOST_BYTES = 32 * 1024 * 1024


def read_file(path: str) -> Any:
    """The JSON value in a file, ``-`` for standard input.

    Raises SourceError that says where the file stops being JSON, as the samples on Meta's page do.
    """
    shown = "standard input" if path == "-" else printable(path)
    try:
        raw = sys.stdin.buffer.read(MOST_BYTES + 1) if path == "-" else _head(Path(path))
    except OSError as error:
        raise SourceError(f"{shown}: can't be read: {(error.strerror or str(error)).lower()}") from None
    if len(raw) > MOST_BYTES:
        raise SourceError(f"{shown}: is larger than {MOST_BYTES // 1024**2} MiB")
    try:
        text = raw.decode("utf-8-sig")
        return json.loads(text, parse_constant=_refuse)
    except UnicodeDecodeError:
        raise SourceError(f"{shown}: is no UTF-8 text") from None
    except json.JSONDecodeError as error:
        line = text.splitlines()[error.lineno - 1 : error.lineno] or [""]
        here = excerpt(line[0].strip(), 60) or "the end"
        raise SourceError(
            f"{shown}: is no JSON from line {error.lineno}, column {error.colno} on: {_reason(error.msg)}, at {here}. "
            "Samples on Meta's page lack braces and have commas too many; save an answer of the API as it came"
        ) from None
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{shown}: is no JSON: {shorten(str(error), 60) or 'nested too deeply'}") from None


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number of JSON")


def _reason(text: str) -> str:
    return text[:1].lower() + text[1:]
