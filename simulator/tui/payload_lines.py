"""A payload as lines of JSON: masked, every line with the path of the member it shows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.checks.spot import json_path, member_name
from simulator.masking import show_name
from simulator.reports.beside import shown
from simulator.tui.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.checks.spot import Path

MOST_LINES = 2000
_LONGEST = 400
_DEEPEST = 40


class PayloadLine(NamedTuple):
    """One line: how deep it lies, its path, its pieces as (text, kind).

    Kinds are ``key``, ``text``, ``number``, ``word`` (true, false, null), ``masked`` and ``mark`` (punctuation).
    """

    depth: int
    path: str
    pieces: tuple[tuple[str, str], ...]


def payload_lines(payload: Any, *, reveal: bool = False) -> list[PayloadLine]:
    """At most 2,000 lines of a payload; values are masked unless ``reveal``."""
    found: list[PayloadLine] = []
    for line in _lines(payload, (), "", reveal=reveal, comma=False):
        if len(found) == MOST_LINES:
            found.append(PayloadLine(0, "", (("… the rest is not shown", "mark"),)))
            break
        found.append(line)
    return found


def _lines(value: Any, path: Path, label: str, *, reveal: bool, comma: bool) -> Iterator[PayloadLine]:
    depth, where = len(path), json_path(path)
    head: tuple[tuple[str, str], ...] = ((label, "key"), (": ", "mark")) if label else ()
    tail: tuple[tuple[str, str], ...] = ((",", "mark"),) if comma else ()
    if isinstance(value, (dict, list)) and value and depth < _DEEPEST:
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        yield PayloadLine(depth, where, (*head, (opening, "mark")))
        members = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
        for place, (name, member) in enumerate(members):
            below = json.dumps(member_name(name), ensure_ascii=False) if isinstance(name, str) else ""
            yield from _lines(member, (*path, name), below, reveal=reveal, comma=place < len(members) - 1)
        yield PayloadLine(depth, "", ((closing, "mark"), *tail))
        return
    yield PayloadLine(depth, where, (*head, _leaf(value, path, reveal=reveal), *tail))


def _leaf(value: Any, path: Path, *, reveal: bool) -> tuple[str, str]:
    if value is None or isinstance(value, bool):
        return json.dumps(value), "word"
    if isinstance(value, (dict, list)) and not value:
        return ("{}" if isinstance(value, dict) else "[]"), "mark"
    plain = json.dumps(value, ensure_ascii=False)
    kind = "number" if isinstance(value, (int, float)) else "text"
    if reveal:
        return safe(plain, _LONGEST), kind
    name = next((part for part in reversed(path) if isinstance(part, str)), "")
    masked = shown(name, value)
    # What the mask left as it was is shown as JSON; anything else must not look like a value that was sent.
    as_sent = masked in (str(value), show_name(str(value)))
    return (safe(plain, _LONGEST) if as_sent and masked == str(value) else masked), kind if as_sent else "masked"
