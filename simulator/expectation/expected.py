"""``expected.json``: the verdicts a scenario must get, read and written."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from simulator.errors import SourceError
from simulator.finding import Finding
from simulator.verdict import Outcome, Verdict

NAME = "expected.json"
SCHEMA = "https://capisim.dev/schemas/expected.schema.json"
TOTALS = ("read", "stored", "quarantined", "kept", "duplicate", "rejected")


class ExpectedEvent(NamedTuple):
    """What must become of one event. ``rules`` are the codes of its findings, sorted, each once."""

    n: int
    verdict: str
    duplicate_of: int | None
    key: str | None
    survivor_rule: str | None
    rules: tuple[str, ...]


class Expected(NamedTuple):
    """The content of ``expected.json``: a line per event in input order, and the sums.

    ``run_rules`` are the codes of the findings about the run as a whole, sorted, each once.
    """

    events: tuple[ExpectedEvent, ...]
    totals: dict[str, int]
    run_rules: tuple[str, ...] = ()


def expectation_of(verdicts: Iterable[Verdict], about_run: Iterable[Finding] = ()) -> Expected:
    """The ``expected.json`` that these verdicts, and findings about the run as a whole, meet."""
    events = tuple(
        ExpectedEvent(
            verdict.n,
            verdict.verdict.value,
            verdict.duplicate_of,
            verdict.key,
            verdict.survivor_rule,
            tuple(sorted({finding.rule for finding in verdict.findings})),
        )
        for verdict in verdicts
    )
    return Expected(events, totals_of(events), tuple(sorted({finding.rule for finding in about_run})))


def totals_of(events: Sequence[ExpectedEvent]) -> dict[str, int]:
    """How many events got each verdict: read = stored + quarantined, stored = kept + duplicate + rejected."""
    counted = Counter(event.verdict for event in events)
    by_verdict = {outcome.value: counted[outcome.value] for outcome in Outcome}
    stored = len(events) - by_verdict["quarantined"]
    return {name: {"read": len(events), "stored": stored, **by_verdict}[name] for name in TOTALS}


def read_expected(folder: Path) -> Expected | None:
    """The ``expected.json`` in a scenario's folder; None when there is none.

    Raises SourceError when it can't be read or isn't of the documented form.
    """
    file = folder / NAME
    try:
        content = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{file}: can't be read: {error}") from error
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{file}: is no JSON: {error}") from error
    try:
        return _parsed(content)
    except ValueError as error:
        raise SourceError(f"{file}: {error}") from None


def _parsed(content: Any) -> Expected:
    if not isinstance(content, dict) or not isinstance(content.get("events"), list):
        raise ValueError("must be an object with a list of events")
    if content.get("schema") != SCHEMA:
        raise ValueError(f"must name its schema, {SCHEMA}")
    unknown = sorted(set(content) - {"schema", "events", "run_rules", "totals"})
    if unknown:
        raise ValueError(f"has an unknown member {unknown[0]!r}")
    events = tuple(_event(row, place) for place, row in enumerate(content["events"], 1))
    totals = content.get("totals")
    if not isinstance(totals, dict) or set(totals) != set(TOTALS) or not all(_whole(sum_) for sum_ in totals.values()):
        raise ValueError(f"totals must hold whole numbers for {', '.join(TOTALS)}")
    return Expected(events, {name: totals[name] for name in TOTALS}, _codes(content.get("run_rules", []), "run_rules"))


def _event(row: Any, place: int) -> ExpectedEvent:
    names = ExpectedEvent._fields
    if not isinstance(row, dict) or set(row) != set(names):
        raise ValueError(f"event {place} must hold {', '.join(names)} and nothing else")
    if row["n"] != place or not _whole(row["n"]):
        raise ValueError(f"event {place} has n = {row['n']!r}; events count from 1 in input order")
    if row["verdict"] not in tuple(Outcome):
        raise ValueError(f"event {place}: verdict must be one of {', '.join(Outcome)}")
    if row["duplicate_of"] is not None and not _whole(row["duplicate_of"]):
        raise ValueError(f"event {place}: duplicate_of must be a number or null")
    if any(row[name] is not None and not isinstance(row[name], str) for name in ("key", "survivor_rule")):
        raise ValueError(f"event {place}: key and survivor_rule must be texts or null")
    return ExpectedEvent(**{**row, "rules": _codes(row["rules"], f"event {place}: rules")})


def _codes(value: Any, name: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise ValueError(f"{name} must be a list of codes")
    # The order of codes means nothing; a reader who adds one by hand must not be told off for it.
    return tuple(sorted(set(value)))


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def encode(expected: Expected) -> str:
    """The text of ``expected.json``: one event a line, so that a change shows as the line it is."""
    rows = ",\n".join(f"    {json.dumps(event._asdict(), ensure_ascii=False)}" for event in expected.events)
    events = f"[\n{rows}\n  ]" if rows else "[]"
    head = f'{{\n  "schema": {json.dumps(SCHEMA)},\n  "events": {events},\n'
    about_run = f'  "run_rules": {json.dumps(expected.run_rules)},\n' if expected.run_rules else ""
    return f'{head}{about_run}  "totals": {json.dumps(expected.totals)}\n}}\n'


def write_expected(folder: Path, expected: Expected) -> None:
    """Put ``expected.json`` into a folder, whole or not at all. Raises OSError."""
    file = folder / NAME
    beside = file.with_name(f".{NAME}.{os.getpid()}.new")
    try:
        beside.write_text(encode(expected), "utf-8", newline="\n")
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
