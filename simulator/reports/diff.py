"""What changed between two sides, as a JSON document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.finding import Severity
    from simulator.views.comparing import RuleChange, Twin
    from simulator.views.diffing import RunDiff, Side, Worse
    from simulator.views.diffing.pairs import Named
    from simulator.views.diffing.standing import KeyStanding

SCHEMA: Final = "https://capisim.dev/schemas/diff.schema.json"


def document(found: RunDiff, fail_on: Severity, tolerance: float) -> dict[str, Any]:
    """The document of ``diff --format json``: what changed; what is the same is left out."""
    events, pairs = found.events, found.pairs
    return {
        "schema": SCHEMA,
        "before": _side(found.before),
        "after": _side(found.after),
        "same_rules": found.same_rules,
        "fail_on": fail_on.value,
        "tolerance": tolerance,
        "worse": [worse_members(each) for each in found.worse],
        "rules": [_rule(each) for each in found.rules if each.kind != "same"],
        "verdicts": None
        if events is None
        else [
            {"before": before, "after": after, "events": count}
            for (before, after), count in sorted(events.verdicts.items())
        ],
        "events": None
        if events is None
        else {
            "changed": _events(events.changed_count, events.changed),
            "vanished": _events(events.vanished_count, events.vanished),
            "appeared": _events(events.appeared_count, events.appeared),
        },
        "pairs": None
        if pairs is None
        else {
            "broken": _pairs(pairs.broken_count, pairs.broken),
            "mended": _pairs(pairs.mended_count, pairs.mended),
        },
        "coverage": [each._asdict() for each in found.coverage if each.before != each.after],
        "match_keys": [
            {"event_name": each.event_name, "key": each.key, "before": _key(each.before), "after": _key(each.after)}
            for each in found.keys
            if each.before != each.after
        ],
        "channels": [each._asdict() for each in found.channels if each.before != each.after],
    }


def worse_members(each: Worse) -> dict[str, Any]:
    """One thing that is worse as JSON documents hold it."""
    return each._asdict()


def rule_name(rule: str) -> str:
    """What the catalog calls a rule; a rule of another version keeps its code."""
    from simulator.checks.catalog import catalog

    return catalog()[rule].name if rule in catalog() else rule


def _side(side: Side) -> dict[str, Any]:
    standing = side.standing
    return {
        "label": side.label,
        "catalog": standing.catalog,
        "events": standing.events,
        "verdicts": standing.verdicts,
    }


def _rule(each: RuleChange) -> dict[str, Any]:
    return {
        "rule": each.rule,
        "name": rule_name(each.rule),
        "severity": each.severity.value,
        "kind": each.kind,
        "before": each.before,
        "after": each.after,
    }


def _events(count: int, examples: Sequence[Twin]) -> dict[str, Any]:
    return {
        "count": count,
        "examples": [
            {
                "channel": each.channel,
                "event_name": each.event_name,
                "event_id": each.event_id,
                "before": _place(each.before),
                "after": _place(each.after),
            }
            for each in examples
        ],
    }


def _place(place: tuple[int, str] | None) -> dict[str, Any] | None:
    return None if place is None else {"n": place[0], "verdict": place[1]}


def _pairs(count: int, examples: Sequence[Named]) -> dict[str, Any]:
    return {"count": count, "examples": [{"event_name": name, "event_id": event_id} for name, event_id in examples]}


def _key(standing: KeyStanding | None) -> dict[str, Any] | None:
    return None if standing is None else standing._asdict()
