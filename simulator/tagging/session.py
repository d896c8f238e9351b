"""A session: what a page and its visitor do, step by step, as a file tells it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from simulator.clock import parse_time
from simulator.errors import UsageError
from simulator.tagging.layer import Path, parse_path
from simulator.tagging.problems import TaggingError, place
from simulator.tagging.property import DATA_LAYER
from simulator.tagging.reading import check_shape, read_file, settled
from simulator.tagging.recorded import recorded_document
from simulator.tagging.selectors import SelectorError, parse_selector

SCHEMA: Final = "session.schema.json"
HAPPENINGS: Final = ("visit", "route", "click", "input", "submit", "push", "event", "consent")
"""The members of a step of which it has at most one; what is written and cleared may stand beside each."""
LONGEST: Final = 366 * 86_400
"""Seconds that a session may last."""
VISITOR: Final = {
    "user_agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/141.0.0.0 Safari/537.36",
    "client_ip_address": "203.0.113.10",
}
"""Who visits where the file does not say: an address that is kept for documentation (RFC 5737)."""


class Step(NamedTuple):
    """One step. ``n`` counts from 1, ``at`` is in Unix seconds; ``write`` and ``clear`` have paths from the window.

    ``kind`` is one of HAPPENINGS, None where the step only writes; ``what`` is that member's value and ``settings`` are
    the members that belong to it.
    """

    n: int
    at: float
    write: tuple[tuple[Path, Any], ...]
    clear: tuple[Path, ...]
    kind: str | None
    what: Any
    settings: Mapping[str, Any]


class Session(NamedTuple):
    """A session that a property can be run with. ``browser_seconds`` and ``server_seconds`` are how long after its rule
    each copy is received; ``turn`` counts the sessions of the same seed that run before it.
    """

    file: str
    title: str
    start: float
    seed: int
    visitor: Mapping[str, Any]
    cookies: Mapping[str, str]
    screen: tuple[int, int]
    browser_seconds: float
    server_seconds: float
    steps: tuple[Step, ...]
    turn: int = 0


def apart(sessions: Iterable[Session]) -> list[Session]:
    """Sessions that run together: of equal seeds each draws random values of its own, so that event IDs stay apart."""
    seen: Counter[int] = Counter()
    found = []
    for session in sessions:
        found.append(session._replace(turn=seen[session.seed]))
        seen[session.seed] += 1
    return found


def load_session(path: str) -> Session:
    """Read a session file, TOML or JSON, or a recording.

    Raises SourceError for a file that can't be read and TaggingError with every problem in it.
    """
    return parse_session(session_document(path), path)


def session_document(path: str, page: str | None = None, data_layer: str = DATA_LAYER) -> dict[str, Any]:
    """The content of a session file, or what a recording becomes.

    ``page`` is the address of the page that a dump is of, ``data_layer`` where what the pixel reported is written to.
    Raises as ``load_session`` does.
    """
    recorded = recorded_document(path, page)
    return read_file(path) if recorded is None else {"data_layer": data_layer, **recorded}


def parse_session(document: dict[str, Any], file: str = "session") -> Session:
    """A session from the content of its file. Raises TaggingError with every problem in it."""
    document = settled(document, file)
    check_shape(document, SCHEMA, file)
    problems: list[str] = []
    start = _moment(document["start"], "start", problems)
    below = parse_path(document.get("data_layer", DATA_LAYER), ())
    steps = _steps(document["steps"], start, below, problems)
    network = document.get("network", {})
    # Neither more nor less than the limits of the schema.
    problems += [f"network.{name}: nan is no time" for name, each in network.items() if math.isnan(each)]
    if problems:
        raise TaggingError(file, problems)
    visitor = {**VISITOR, **document.get("visitor", {})}
    cookies = visitor.pop("cookies", {})
    width, height = visitor.pop("screen", (1920, 1080))
    return Session(
        file=file,
        title=document.get("title", ""),
        start=start,
        seed=document.get("seed", 7),
        visitor=visitor,
        cookies=cookies,
        screen=(width, height),
        browser_seconds=network.get("browser_seconds", 0.2),
        server_seconds=network.get("server_seconds", 0.8),
        steps=steps,
    )


def _moment(value: Any, where: str, problems: list[str]) -> float:
    try:
        return parse_time(str(value))
    except UsageError as error:
        problems.append(f"{where}: {error}")
        return 0.0


def _steps(given: list[dict[str, Any]], start: float, below: Path, problems: list[str]) -> tuple[Step, ...]:
    found, at = [], start
    for index, step in enumerate(given):
        told = step.get("at")
        now = at
        if isinstance(told, str):
            now = _moment(told, place(("steps", index, "at")), problems)
        elif told is not None:
            now = start + told
        if now < at and not problems:
            problems.append(f"{place(('steps', index, 'at'))}: it is before the step before")
        if not now - start <= LONGEST:
            problems.append(
                f"{place(('steps', index, 'at'))}: a session lasts a year at the most; seconds from its start"
            )
            now = at
        at = max(now, at)
        kinds = [kind for kind in HAPPENINGS if kind in step]
        if len(kinds) > 1:
            problems.append(f"{place(('steps', index))}: one step holds one of {', '.join(kinds)}")
        kind = kinds[0] if kinds else None
        if kind in ("click", "submit"):
            _described(step[kind], (index, kind), problems)
        if kind == "push" and isinstance(step["push"], list) and not _is_gtag(step["push"]):
            where = place(("steps", index, "push"))
            problems.append(f'{where}: a list holds the arguments of gtag(): ["event", "purchase", {{...}}]')
        found.append(
            Step(
                n=index + 1,
                at=round(at, 3),
                write=tuple((parse_path(path, below), value) for path, value in step.get("write", {}).items()),
                clear=tuple(parse_path(path, below) for path in step.get("clear", ())),
                kind=kind,
                what=step[kind] if kind else None,
                settings=step,
            )
        )
    return tuple(found)


def _described(text: str, where: tuple[int, str], problems: list[str]) -> None:
    try:
        if len(parse_selector(text)) > 1:
            problems.append(f"{place(('steps', *where))}: it describes one element, so it has no comma")
    except SelectorError as error:
        problems.append(f"{place(('steps', *where))}: {error}")


def _is_gtag(arguments: list[Any]) -> bool:
    return bool(arguments) and isinstance(arguments[0], str)
