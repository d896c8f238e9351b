"""A rule about the settings of a run: what they ignore and never met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.checks.catalog import BOTH, rule
from simulator.checks.examples import event
from simulator.checks.spot import Hit
from simulator.finding import Evidence, Severity

if TYPE_CHECKING:
    from simulator.checks.policy import Entry


@rule(
    "ENV009",
    "ignore-matches-nothing",
    severity=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source="https://docs.astral.sh/ruff/rules/unused-noqa/",
    read="2026-11-24",
    why="Your own settings [rules] ignore a rule that found nothing here. An ignore outlives its reason easily, and "
    "then hides the fault when it comes back. It says nothing about Meta.",
    fix="Take the entry out of the settings, unless the events it is meant for are not in this input.",
    channels=BOTH,
    scope="run",
    given={"rules": {"ignore": ["CUS006"]}},
    failing=event(),
    passing=event(custom_data={"value": 49.9, "currency": "eur"}),
)
def ignore_matches_nothing(entry: Entry) -> Hit | None:
    """An entry of ignore or ignores that took no finding away; the caller knows that it did not."""
    return Hit(f"The settings ignore {entry.text}, and it took no finding away here.")
