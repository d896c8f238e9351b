"""What was found: nothing bad, or exactly what is expected."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from simulator.errors import UsageError
from simulator.finding import Severity
from simulator.reports.beside import shown
from simulator.testing.telling import finding_lines, listing, message, pairs_of, section
from simulator.verdict import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.finding import Finding
    from simulator.testing.judged import JudgedEvent
    from simulator.testing.result import Result

_MOST = 12


class Sought(NamedTuple):
    """What a finding must be about; None for anything."""

    name: str | None
    channel: str | None
    severity: str | None
    path: str | None

    def is_met(self, event: JudgedEvent | None, finding: Finding) -> bool:
        """Whether a finding is such a one."""
        return (
            (self.name is None or (event is not None and event.event_name == self.name))
            and (self.channel is None or (event is not None and event.channel == self.channel))
            and (self.severity is None or finding.severity == self.severity)
            and (self.path is None or finding.path == self.path)
        )

    def __str__(self) -> str:
        told = [f" of severity {self.severity}" if self.severity else ""]
        told += [f" at {self.path}" if self.path else ""]
        told += [f" about {shown('event_name', self.name)}" if self.name else ""]
        told += [f" on the {self.channel} channel" if self.channel else ""]
        return "".join(told)


def expect_clean(result: Result, at_least: str, ignore: Iterable[str]) -> None:
    """AssertionError when a finding is as severe or worse and its rule not ignored."""
    __tracebackhide__ = True
    least = _severity(at_least)
    ignored = _prefixes(ignore)
    bad = [
        (event, finding)
        for event, finding in result.all_findings()
        if not finding.rule.startswith(ignored)
        and (finding.severity.at_least(least) or (_unreadable(event) and Severity.ERROR.at_least(least)))
    ]
    told = {event.n for event, _ in bad if event is not None}
    silent = [
        event
        for event in result.events
        if _unreadable(event) and not event.findings and event.n not in told and Severity.ERROR.at_least(least)
    ]
    if not bad and not silent:
        return
    count = len(bad) + len(silent)
    bad.sort(key=lambda each: each[1].severity.rank)
    lines = [line for event, finding in bad[:_MOST] for line in finding_lines(_number(event), finding)]
    lines += [f"#{event.n} could not be read as an event" for event in silent]
    lines += [f"and {len(bad) - _MOST} more"] if len(bad) > _MOST else []
    worse = "" if least is Severity.REJECTED else " or worse"
    raise AssertionError(
        message(
            f"expected no finding of severity {least}{worse}, but there {_are(count)}",
            section("findings", lines),
            pairs_of(result, _about_two(bad)),
            listing(result.events),
        )
    )


def expect_finding(result: Result, code: str, sought: Sought, count: int | None) -> Finding:
    """The first finding of a rule; AssertionError unless there are so many, None: at least one."""
    __tracebackhide__ = True
    _known(code)
    if sought.severity is not None:
        _severity(sought.severity)
    if count is not None and count < 1:
        raise UsageError("expect_finding needs a count of at least 1: use expect_clean")
    every = result.all_findings()
    met = [(event, finding) for event, finding in every if finding.rule == code and sought.is_met(event, finding)]
    if met and (count is None or len(met) == count):
        return met[0][1]
    same = [(event, finding) for event, finding in every if finding.rule == code]
    near = [line for event, finding in same[:_MOST] for line in finding_lines(_number(event), finding)]
    others = dict.fromkeys(finding.rule for _, finding in every if finding.rule != code)
    wanted = "a finding" if count is None else f"{count} finding{'s' if count > 1 else ''}"
    got = f"there {_are(len(met))}" if met else "there is none"
    raise AssertionError(
        message(
            f"expected {wanted} {code}{sought}, but {got}",
            section(f"findings {code}", near),
            section("other rules that found something", [", ".join(others)] if others else []),
            pairs_of(result, _about_two(same)),
            listing(result.events),
        )
    )


def _are(count: int) -> str:
    return "is 1" if count == 1 else f"are {count}"


def _about_two(found: list[tuple[JudgedEvent | None, Finding]]) -> list[int]:
    return [event.n for event, finding in found if event is not None and finding.twin is not None]


def _number(event: JudgedEvent | None) -> str:
    return "about the run" if event is None else f"#{event.n}"


def _unreadable(event: JudgedEvent | None) -> bool:
    return event is not None and event.verdict is Outcome.QUARANTINED


def _severity(text: str) -> Severity:
    try:
        return Severity(text)
    except ValueError:
        raise UsageError(f"a severity is one of {', '.join(Severity)}, not {text!r}") from None


def _prefixes(ignore: Iterable[str]) -> tuple[str, ...]:
    from simulator.checks.catalog import catalog

    if isinstance(ignore, str):
        ignore = [ignore]
    prefixes = tuple(ignore)
    for prefix in prefixes:
        if not prefix or not any(code.startswith(prefix) for code in catalog()):
            raise UsageError(f"no rule's code begins with {prefix!r}{_suggest(prefix)}")
    return prefixes


def _known(code: str) -> None:
    from simulator.checks.catalog import catalog

    if code not in catalog():
        raise UsageError(f"there is no rule {code!r}{_suggest(code)}")


def _suggest(code: str) -> str:
    from simulator.checks.catalog import catalog

    close = get_close_matches(code.upper(), catalog(), n=1, cutoff=0.6)
    return f"; did you mean {close[0]}?" if close else "; 'capisim rules' lists them"
