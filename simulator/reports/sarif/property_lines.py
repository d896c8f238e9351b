"""In which line of a property file something lies, as near as its tables tell: a member, its action, or its rule."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from simulator.capture.placing import elements
from simulator.capture.sniff import BOM

_PATH: Final = re.compile(r"\$\.rules\[(\d+)\](?:\.actions\[(\d+)\](?:\.(\w+))?)?")
_RULE: Final = re.compile(r"\s*\[\[\s*rules\s*\]\]")
_ACTION: Final = re.compile(r"\s*\[\[\s*rules\s*\.\s*actions\s*\]\]")


def line_of(text: str, path: str) -> int:
    """The line in a property's text, from 1, of ``$.rules[3].actions[1].parameters.value``; 1 where it is not found."""
    found = _PATH.match(path)
    if found is None:
        return 1
    rule, action, member = found.groups()
    if text.lstrip()[:1] == "{":
        return _in_json(text, int(rule))
    begins, ends = _nth(text.splitlines(), _RULE, int(rule), 0)
    if begins is None:
        return 1
    line = begins
    if action is not None:
        lines = text.splitlines()[:ends]
        begins, ends = _nth(lines, _ACTION, int(action), begins)
        if begins is not None:
            line = begins
            there = re.compile(rf"\s*(\[\s*rules\s*\.\s*actions\s*\.\s*)?{re.escape(member or '')}\b")
            line = next((each for each in range(begins, ends) if member and there.match(lines[each])), begins)
    return line + 1


def _nth(lines: list[str], wanted: re.Pattern[str], number: int, first: int) -> tuple[int | None, int]:
    """The line of that header, counted from 0, and of the next one; None where there are not so many."""
    at = [index for index, line in enumerate(lines) if index >= first and wanted.match(line)]
    if number >= len(at):
        return None, len(lines)
    return at[number], at[number + 1] if number + 1 < len(at) else len(lines)


def _in_json(text: str, rule: int) -> int:
    return next((each.line for index, each in enumerate(elements(text, ("rules",))) if index == rule), 1)


def text_of(file: str) -> str:
    """The text of a property file; nothing where it is not there any more."""
    try:
        return Path(file).read_bytes().removeprefix(BOM).decode("utf-8", "replace")
    except OSError:
        return ""
