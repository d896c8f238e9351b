"""What to do next about a rule, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from simulator.finding import Finding, Severity
from simulator.quickstart.events import EVENTS
from simulator.quickstart.property_file import value

if TYPE_CHECKING:
    from simulator.tagging.happening import Unsent
    from simulator.tagging.property import Rule
    from simulator.views.quality import NameQuality

_ACTIONS = {"browser": "send-pixel-event", "server": "send-conversions-api-event"}


def next_step(
    rule: Rule,
    state: str,
    counted: Mapping[str, int],
    findings: Sequence[tuple[Finding, int]],
    unsent: Unsent | None,
    quality: NameQuality | None,
) -> str:
    """The one thing that helps this rule most. ``findings`` are worst first, each with its number."""
    if state == "off":
        return "It is switched off: take enabled = false away."
    if state == "no-trigger":
        return _trigger_for(rule)
    if state == "not-fired":
        return (
            "No session does what it waits for, or a condition never holds: add a step, or mend trigger and condition."
        )
    if unsent is not None:
        return f"The {unsent.channel}'s copy is not sent: {unsent.reason.rstrip('.')}."
    worst = findings[0][0] if findings else None
    if worst is not None and worst.severity.at_least(Severity.ERROR):
        return f"{worst.rule}: {worst.fix}"
    lacking = [channel for channel in _ACTIONS if not counted[channel]]
    if len(lacking) == len(_ACTIONS):
        return f"It sends nothing: give it the actions {' and '.join(_ACTIONS.values())}."
    if lacking:
        told = f"Only the {'browser' if lacking == ['server'] else 'server'} reports it"
        return f"{told}: add the action {_ACTIONS[lacking[0]]}, unless that is meant."
    if counted["same_id"] < counted["fired"]:
        return "Its copies carry different ids, or none: generate-event-id first, then the same data element in both."
    if counted["deduplicated"] < counted["fired"]:
        return "Its copies are not taken for one event: see them with 'capisim tag --replay'."
    if worst is not None and worst.severity.at_least(Severity.WARNING):
        return f"{worst.rule}: {worst.fix}"
    if quality is not None and quality.gains:
        return f"Nothing is wrong. For match quality, {quality.gains[0].text}."
    return "Nothing: it sends clean pairs."


def _trigger_for(rule: Rule) -> str:
    known = next((planned for planned in EVENTS if planned.rule == rule.name), None)
    example = value(dict(known.trigger)) if known else '{ on = "click", selector = ".your-button" }'
    return f"Give it a trigger, such as triggers = [{example}]."
