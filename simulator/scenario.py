"""Scenarios: a folder with events, what they show, and the verdicts they must get."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from simulator.clock import parse_time
from simulator.errors import SettingsError, SourceError, UsageError

ENVIRONMENTS = ("development", "staging", "production")
_MEMBERS: dict[str, tuple[tuple[type, ...], str]] = {
    "title": ((str,), "text"),
    "shows": ((str,), "text"),
    "at": ((str, datetime), "a time"),
    "sources": ((list,), "a list"),
    "settings": ((dict,), "a table"),
    "property": ((str,), "a file name"),
    "sessions": ((list,), "a list"),
    "environment": ((str,), "development, staging or production"),
}


class Tagged(NamedTuple):
    """What the sources of a scenario come from: names of files in its folder."""

    property: str
    sessions: tuple[str, ...]
    environment: str


class Scenario(NamedTuple):
    """One scenario. ``at`` is the clock in Unix seconds, or None; ``settings`` are tables as in capisim.toml.

    ``tagged`` is there when ``sources`` are what leaves when a property runs through sessions.
    """

    folder: Path
    title: str
    shows: str
    at: float | None
    sources: tuple[str, ...]
    settings: dict[str, Any]
    tagged: Tagged | None = None


def is_scenario(path: str) -> bool:
    """Whether a path names a scenario's folder."""
    try:
        return (Path(path) / "scenario.toml").is_file()
    except OSError:
        # What can't even be looked at is told about where it is read.
        return False


def load_scenario(path: str) -> Scenario:
    """Read ``scenario.toml`` in a folder.

    Raises SourceError when the file can't be read and SettingsError with every problem in it.
    """
    folder = Path(path)
    file = folder / "scenario.toml"
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{file}: can't be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError([f"{file}: is no TOML: {error}"]) from error
    problems = [f"{file}: unknown member {name!r}" for name in content if name not in _MEMBERS]
    problems += [
        f"{file}: {name} must be {called}"
        for name, (kinds, called) in _MEMBERS.items()
        if name in content and not isinstance(content[name], kinds)
    ]
    problems += [f"{file}: {name} is missing" for name in ("title", "shows") if name not in content]
    names = content.get("sources", ["events.jsonl"])
    if isinstance(names, list) and not all(isinstance(name, str) for name in names):
        problems.append(f"{file}: sources must be a list of file names")
    if names == []:
        problems.append(f"{file}: sources names no file")
    problems += [f"{file}: {sentence}" for sentence in _wrong_tags(content)]
    at = None
    if isinstance(content.get("at"), datetime):
        moment = content["at"]
        at = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    elif isinstance(content.get("at"), str):
        try:
            at = parse_time(content["at"])
        except UsageError as error:
            problems.append(f"{file}: at: {error}")
    if problems:
        raise SettingsError(problems)
    return Scenario(
        folder=folder,
        title=content["title"],
        shows=content["shows"],
        at=at,
        sources=tuple(str(folder / name) for name in names),
        settings=content.get("settings", {}),
        tagged=Tagged(content["property"], tuple(content["sessions"]), content.get("environment", ENVIRONMENTS[0]))
        if "property" in content
        else None,
    )


def _wrong_tags(content: dict[str, Any]) -> Iterator[str]:
    sessions = content.get("sessions", ["session.toml"])
    if isinstance(sessions, list) and not (sessions and all(isinstance(name, str) for name in sessions)):
        yield "sessions must be a list of file names"
    for one, other in (("property", "sessions"), ("sessions", "property"), ("environment", "property")):
        if one in content and other not in content:
            yield f"{one} goes with {other}"
    stage = content.get("environment", ENVIRONMENTS[0])
    if isinstance(stage, str) and stage not in ENVIRONMENTS:
        yield f"environment must be {', '.join(ENVIRONMENTS[:-1])} or {ENVIRONMENTS[-1]}"
