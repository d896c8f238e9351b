"""What differs between the verdicts expected and those given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from simulator.expectation.difference import Difference
from simulator.expectation.expected import TOTALS, Expected, ExpectedEvent, expectation_of

if TYPE_CHECKING:
    from simulator.finding import Finding
    from simulator.verdict import Verdict

_SINGLE = ("verdict", "duplicate_of", "key", "survivor_rule")


def compare(
    scenario: str, expected: Expected, verdicts: Sequence[Verdict], about_run: Sequence[Finding] = ()
) -> tuple[Difference, ...]:
    """Every difference, by event in input order, then the run as a whole. Empty when all came as expected."""
    actual = expectation_of(verdicts, about_run)
    found: list[Difference] = []
    for wanted, got, verdict in zip_longest(expected.events, actual.events, verdicts):
        found += _event(scenario, wanted, got, verdict)
    for code in sorted({*expected.run_rules} ^ {*actual.run_rules}):
        missing = code in expected.run_rules
        hint = _rule(code, () if missing else about_run)
        found.append(
            Difference(scenario, None, None, "run_rules", code if missing else None, None if missing else code, hint)
        )
    for name in TOTALS:
        wanted_sum, sum_ = expected.totals[name], actual.totals[name]
        if wanted_sum != sum_:
            found.append(Difference(scenario, None, None, f"totals.{name}", str(wanted_sum), str(sum_)))
    return tuple(found)


def _event(
    scenario: str, wanted: ExpectedEvent | None, got: ExpectedEvent | None, verdict: Verdict | None
) -> Iterator[Difference]:
    if wanted is None or got is None:
        given = wanted or got
        if given is None:
            return
        origin = verdict.origin if verdict else None
        hint = "the sources hold more events than expected.json" if got else "the sources hold fewer events"
        yield Difference(scenario, given.n, origin, "event", wanted and wanted.verdict, got and got.verdict, hint)
        return
    origin = verdict.origin if verdict else None
    for name in _SINGLE:
        before, now = getattr(wanted, name), getattr(got, name)
        if before != now:
            yield Difference(scenario, got.n, origin, name, _shown(name, before), _shown(name, now))
    for code in sorted({*wanted.rules} ^ {*got.rules}):
        missing = code in wanted.rules
        yield Difference(
            scenario,
            got.n,
            origin,
            "rules",
            code if missing else None,
            None if missing else code,
            _rule(code, () if missing or verdict is None else verdict.findings),
        )


def _shown(name: str, value: object) -> str | None:
    if value is None:
        return None
    return f"#{value}" if name == "duplicate_of" else str(value)


def _rule(code: str, findings: Sequence[Finding]) -> str:
    """A rule by its name, and what it said, if it was told."""
    from simulator.checks.catalog import catalog

    rule = catalog().get(code)
    name = f"{code} {rule.name}" if rule else f"{code} is in no catalog of this capisim"
    finding = next((one for one in findings if one.rule == code), None)
    return f"{name}: {finding.message} ({finding.path})" if finding else name
