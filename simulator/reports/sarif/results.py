"""Findings as SARIF results, with fingerprints by which the next run's are known to be the same."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from simulator.checks.catalog import catalog
from simulator.masking import show_name
from simulator.reports.findings import about
from simulator.reports.sarif.rules import LEVELS
from simulator.reports.sarif.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from simulator.reports.sarif.locations import Locations
    from simulator.views.ranked_findings import RankedFinding

_LONGEST = 200
_RULE = re.compile(r"^\$\.rules\[\d+\]")


def results(
    findings: Iterable[RankedFinding], rules: Mapping[str, int], locations: Locations
) -> Iterator[dict[str, Any]]:
    """A result for each finding; ``rules`` are the indices of the rules by code."""
    seen: Counter[str] = Counter()
    for finding in findings:
        yield {
            "ruleId": finding.rule,
            "ruleIndex": rules[finding.rule],
            "level": LEVELS[finding.severity],
            "message": message(_told(finding)),
            "locations": [locations.of(finding.spot, finding.path, of_property=_of_property(finding))],
            **_related(finding, locations),
            "partialFingerprints": _fingerprints(finding, seen),
            "properties": _properties(finding),
        }


def _of_property(finding: RankedFinding) -> bool:
    rule = catalog().get(finding.rule)
    return rule is not None and rule.scope == "property"


def _told(finding: RankedFinding) -> str:
    event = f"{_shown(finding.event_name) or 'an event'} of the {finding.channel}" if finding.channel else ""
    parts = [finding.message]
    if finding.expected is not None:
        parts.append(f"Expected: {finding.expected}.")
    if finding.actual is not None:
        parts.append(f"Found: {finding.actual}.")
    where = ", ".join(part for part in (event, finding.path, about(finding.twin, finding.confidence)) if part)
    return " ".join([*parts, f"({where})"])


def _related(finding: RankedFinding, locations: Locations) -> dict[str, Any]:
    if finding.twin_spot is None:
        return {}
    return {
        "relatedLocations": [
            {"id": 1, **locations.of(finding.twin_spot, "$"), "message": message(f"the other event, #{finding.twin}")}
        ]
    }


def _fingerprints(finding: RankedFinding, seen: Counter[str]) -> dict[str, str]:
    """By what stays when lines move and ids are new: the rule, what kind of event, and the how manieth of them.

    ``capisimEvent/v1`` adds the event ID, for sources whose ids are the same each time. GitHub compares
    ``primaryLocationLineHash`` alone, which it would make of the line's text where there is none.
    """
    # A rule that comes into the property moves those behind it.
    path = _RULE.sub("$.rules[]", finding.path) if _of_property(finding) else finding.path
    kind = (finding.rule, finding.channel, finding.pixel_id, finding.event_name, path)
    event = (*kind, finding.event_id)
    stable, exact = (
        hashlib.sha256("\0".join("" if part is None else _shown(part) or "" for part in parts).encode()).hexdigest()[
            :32
        ]
        for parts in (kind, event)
    )
    seen[stable] += 1
    seen[f"={exact}"] += 1
    return {
        "capisimEvent/v1": f"{exact}:{seen[f'={exact}']}",
        "capisimFinding/v1": f"{stable}:{seen[stable]}",
        "primaryLocationLineHash": f"{stable}:{seen[stable]}",
    }


def _properties(finding: RankedFinding) -> dict[str, Any]:
    told = {
        "severity": finding.severity,
        "n": finding.n or None,
        "channel": finding.channel,
        "eventName": _shown(finding.event_name),
        "eventId": _shown(finding.event_id),
        "confidence": finding.confidence,
    }
    return {name: value for name, value in told.items() if value is not None}


def _shown(text: str | None) -> str | None:
    return None if text is None else show_name(text, _LONGEST)
