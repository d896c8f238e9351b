"""What the rules of the catalog say of a property and the sessions that it ran through."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from simulator.checks.catalog import Rule, asked_about
from simulator.checks.spot import json_path
from simulator.finding import Finding

if TYPE_CHECKING:
    from simulator.checks.policy import Policy
    from simulator.tagging.facts import Fact


def property_findings(facts: Iterable[Fact], policy: Policy | None = None) -> tuple[Finding, ...]:
    """The findings, most severe first, as the policy of the settings has them. Paths lead into the property file."""
    found = [finding for fact in facts for finding in _judged(fact)]
    told = tuple(sorted(found, key=lambda finding: finding.severity.rank))
    return told if policy is None or policy.trivial else policy.apply(None, told)


def _judged(fact: Fact) -> Iterable[Finding]:
    for rule in _rules():
        hit = rule.judge(fact)
        if hit is not None:
            path = json_path(hit.path or ())
            yield Finding(rule.code, rule.severity, path, hit.message, hit.expected, hit.actual, hit.fix or rule.fix)


@cache
def _rules() -> tuple[Rule, ...]:
    return asked_about("property")
