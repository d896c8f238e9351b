"""What is needed to make the run again, byte for byte: versions, clock, sources and settings."""

from __future__ import annotations

import shlex
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import orjson

from simulator.clock import format_time
from simulator.reports.summary import describe
from simulator.reports.terminal import safe
from simulator.settings import Settings

if TYPE_CHECKING:
    from simulator.run import Run

# What no verdict depends on: how the emulator answers and what is forwarded.
_ELSEWHERE: Final = frozenset({"emulator", "forward", "fail_on"})
_LONGEST: Final = 300
_MOST_IN_COMMAND: Final = 8


class SettingTold(NamedTuple):
    """One setting of a run, as JSON; ``changed`` when it is not the default."""

    key: str
    value: str
    changed: bool


class Repeating(NamedTuple):
    """``command`` makes the run again where its sources lie, ``""`` where nothing can be read again.

    ``facts`` are names and values, ``sources`` paths with their digests and items; all are safe to show.
    """

    command: str
    facts: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str, str], ...]
    settings: tuple[SettingTold, ...]


def repeating(run: Run) -> Repeating:
    """What a report says of how its run came about."""
    told = describe(run)
    facts = [
        ("capisim", told["version"]),
        ("rule catalog", told["catalog"]),
        ("clock", "none was needed" if run.clock is None else format_time(run.clock)),
        ("seed", "none" if run.seed is None else str(run.seed)),
        ("run", f"{run.id}, {run.state}"),
    ]
    sources = [
        (safe(source.path, _LONGEST), source.digest or "not known", f"{source.items:,}") for source in run.sources
    ]
    return Repeating(
        _command(run), tuple((name, safe(text)) for name, text in facts), tuple(sources), tuple(_settings(told))
    )


def _command(run: Run) -> str:
    if run.command is not None:
        return run.command if run.command.isprintable() else ""
    if run.is_live or not run.sources or len(run.sources) > _MOST_IN_COMMAND:
        return ""
    paths = [source.path for source in run.sources]
    # What the made-up shop sent was never a file; the title tells how to make it again.
    if any(source.made == "synthetic" for source in run.sources) or any(
        path == "-" or not path.isprintable() for path in paths
    ):
        return ""
    at = "" if run.clock is None else f" --at {run.clock:.3f}".rstrip("0").rstrip(".")
    return f"capisim replay {' '.join(shlex.quote(path) for path in paths)}{at}"


def _settings(told: dict[str, Any]) -> list[SettingTold]:
    standard = _flat(orjson.loads(orjson.dumps(asdict(Settings()))))
    values = _flat(told["settings"])
    return [
        SettingTold(safe(key, 80), safe(orjson.dumps(value).decode(), _LONGEST), standard.get(key) != value)
        for key, value in sorted(values.items())
        if key.partition(".")[0] not in _ELSEWHERE
    ]


def _flat(values: dict[str, Any], before: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        key = f"{before}{name}"
        if isinstance(value, dict) and before == "":
            found |= _flat(value, f"{key}.")
        else:
            found[key] = value
    return found
