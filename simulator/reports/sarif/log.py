"""The SARIF log of one run, written result by result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from simulator.checks.catalog import catalog
from simulator.finding import Severity
from simulator.reports.findings import ignored, ignored_line
from simulator.reports.json import encode
from simulator.reports.money import members as money_members
from simulator.reports.sarif.locations import Locations
from simulator.reports.sarif.results import results
from simulator.reports.sarif.rules import descriptor, unknown
from simulator.reports.sarif.words import message
from simulator.views.money import money
from simulator.views.ranked_findings import count_findings, ranked_findings
from simulator.views.rules_found import rules_found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.run import Run
    from simulator.store import Store

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST: Final = 25_000
"""GitHub refuses a run of more results (read 2026-11-26, docs.github.com, SARIF results exceed limit)."""


def log(store: Store, number: int | None = None, most: int = MOST) -> Iterator[bytes]:
    """The log in pieces of UTF-8, a line for each result: the most severe findings, at most ``most`` of them.

    Only rules that found something are described. Holds nothing of the moment or the machine. Raises UsageError when
    there is no such run, sqlite3.Error when the store fails.
    """
    run = store.run(number)
    rules = [found.rule for found in sorted(rules_found(store, run.id), key=lambda each: each.rule)]
    locations = Locations(run)
    opened = encode(_log(store, run, rules, locations, most)).rstrip().removesuffix(b"]}]}")
    yield opened
    between = b"\n"
    indices = {code: index for index, code in enumerate(rules)}
    for result in results(ranked_findings(store, run.id, most), indices, locations):
        yield between + encode(result).rstrip()
        between = b",\n"
    yield b"\n]}]}\n"


def _log(store: Store, run: Run, rules: list[str], locations: Locations, most: int) -> dict[str, Any]:
    """The log without its results, which stand last in it."""
    known = catalog()
    counts = store.totals(run.id)
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "capisim",
                        "version": run.version,
                        "rules": [descriptor(known[code]) if code in known else unknown(code) for code in rules],
                        "properties": {"catalog": run.catalog},
                    }
                },
                "invocations": [
                    {
                        "executionSuccessful": run.state == "complete",
                        "toolExecutionNotifications": [*_notifications(store, run, most)],
                    }
                ],
                "artifacts": locations.artifacts(),
                "properties": {
                    "events": sum(counts.values()),
                    "verdicts": dict(sorted(counts.items())),
                    "money": [money_members(each) for each in money(store, run.id)],
                },
                "results": [],
            }
        ],
    }


def _notifications(store: Store, run: Run, most: int) -> Iterator[dict[str, Any]]:
    if run.state != "complete":
        yield _note("The run was not read to its end.")
    counts = count_findings(store, run.id)
    left = sum(counts.values()) - most
    if left > 0:
        told = ", ".join(f"{counts[severity]:,} {severity.value}" for severity in Severity if severity in counts)
        yield _note(f"{left:,} of {left + most:,} findings ({told}) are left out, the least severe ones.")
    if line := ignored_line(ignored(store, run.id)):
        yield _note(f"{line}.")


def _note(text: str) -> dict[str, Any]:
    return {"level": "warning", "message": message(text)}
