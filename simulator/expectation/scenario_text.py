"""The text of a ``scenario.toml``."""

from __future__ import annotations

import json
from typing import Any

from simulator.expectation.standins.times import start_of

REVIEW = "REVIEW: expected.json holds what capisim made of the capture. Read it line by line, then delete this line."


def scenario_toml(title: str, shows: str, at: float | None, settings: dict[str, Any]) -> str:
    """The text of a ``scenario.toml`` that asks for a review; ``at`` is in Unix seconds, ``settings`` are tables."""
    lines = [f"# {REVIEW}", f"title = {_value(title)}", f'shows = """\n{_long(shows)}"""']
    if at is not None:
        lines.append(f"at = {_value(start_of(at) if at == int(at) else repr(at))}")
    plain = {name: value for name, value in settings.items() if not isinstance(value, dict)}
    if plain:
        lines += ["", "[settings]", *(f"{name} = {_value(value)}" for name, value in plain.items())]
    for section, table in settings.items():
        if isinstance(table, dict):
            lines += ["", f"[settings.{section}]", *(f"{name} = {_value(value)}" for name, value in table.items())]
    return "\n".join(lines) + "\n"


def _long(text: str) -> str:
    return text.strip("\n").replace("\\", "\\\\").replace('"""', '\\"\\"\\"') + "\n"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(name)} = {_value(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (str, bool, int, float)) else str(value)
