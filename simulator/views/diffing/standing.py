"""How a run stands: the numbers that can be compared, from a store or from a stored report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from simulator.errors import UsageError
from simulator.finding import Severity
from simulator.verdict import Outcome
from simulator.views.comparing import RuleCount, rule_counts

if TYPE_CHECKING:
    from simulator.store import Store

REPORT: Final = "https://capisim.dev/schemas/report.schema.json"


class NameStanding(NamedTuple):
    """Events of one name that Meta would take, by channel, and their coverage in percent."""

    browser: int
    server: int
    coverage: float | None


class KeyStanding(NamedTuple):
    """How many of the server's events carry a match key, and how many well formed, in percent."""

    coverage: float
    valid: float


class Standing(NamedTuple):
    """The numbers of a run. ``keys`` are by event name and match key. ``catalog`` is the hash of its rules."""

    catalog: str
    events: int
    verdicts: dict[str, int]
    rules: dict[str, RuleCount]
    names: dict[str, NameStanding]
    keys: dict[tuple[str, str], KeyStanding]


class Side(NamedTuple):
    """One side of a comparison: what it is called, its numbers, and its events where there is a store to ask."""

    label: str
    standing: Standing
    events: tuple[Store, int] | None


def of_run(store: Store, run: int, label: str) -> Side:
    """The side of a stored run. Some seconds for a million events. May raise sqlite3.Error."""
    from simulator.match_quality.score import coverage
    from simulator.views.coverage import event_names
    from simulator.views.quality import masks_by_name

    totals = store.totals(run)
    standing = Standing(
        store.run(run).catalog,
        sum(totals.values()),
        {outcome.value: totals.get(outcome.value, 0) for outcome in Outcome},
        rule_counts(store, run),
        {
            entry["event_name"]: NameStanding(entry["browser"], entry["server"], entry["coverage"])
            for entry in event_names(store.connection, run)
        },
        {
            (name, key.key): KeyStanding(key.coverage, key.valid)
            for name, masks in masks_by_name(store.connection, run)
            for key in coverage(masks)
        },
    )
    return Side(label, standing, (store, run))


def of_document(document: Mapping[str, Any], label: str) -> Side:
    """The side of a report that ``report --format json`` printed. Raises UsageError when it is none."""
    try:
        if document["schema"] != REPORT:
            raise UsageError(f"{label}: is no report of capisim, which names {REPORT} as its schema")
        standing = Standing(
            str(document["run"]["catalog"]),
            int(document["events"]),
            {outcome.value: int(document["verdicts"][outcome.value]) for outcome in Outcome},
            {each["rule"]: RuleCount(Severity(each["severity"]), int(each["count"])) for each in document["findings"]},
            {
                each["event_name"]: NameStanding(int(each["browser"]), int(each["server"]), _number(each["coverage"]))
                for each in document["deduplication"]["event_names"]
            },
            {
                (each["event_name"], key["key"]): KeyStanding(float(key["coverage"]), float(key["valid"]))
                for each in document["match_quality"]
                for key in each["keys"]
            },
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"{label}: is no whole report of capisim ({type(error).__name__} while reading it)") from None
    return Side(label, standing, None)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
