"""Which findings are told, and how severe they are: the settings ``[rules]`` laid over the catalog."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from simulator.checks.catalog import catalog
from simulator.errors import SettingsError
from simulator.finding import Finding, Severity
from simulator.masking import printable, shorten
from simulator.settings import Rules

Findings = tuple[Finding, ...]


class Entry(NamedTuple):
    """One entry that takes findings away: from ``rules.ignore``, or a table of ``rules.ignores``.

    ``reason`` is None for ``rules.ignore``; ``event_names`` are the only ones it is about, all when
    empty. ``text`` is one line for reports, safe to print.
    """

    rule: str
    event_names: tuple[str, ...]
    reason: str | None
    text: str


class _Word(NamedTuple):
    """What is settled for one code.

    ``taken`` is the entry that takes every finding of it; ``exceptions`` are those that take it for
    some event names (all when empty). ``severity`` is None when the rule keeps its own.
    """

    selected: bool
    taken: int | None
    exceptions: tuple[tuple[int, frozenset[str]], ...]
    severity: Severity | None

    def taker(self, event_name: str | None) -> int | None:
        """The entry that takes a finding away from an event with that name, None when there is none."""
        if self.taken is not None:
            return self.taken
        return next((at for at, names in self.exceptions if not names or event_name in names), None)


class Policy:
    """Which findings are told, and how severe they are: settings [rules].

    Of ``select`` and ``ignore`` the longer beginning of a code wins, and ``ignore`` if they are equally
    long; a table of ``ignores`` always takes away. A rule that is not told does not judge either: an
    event that only it would refuse is not refused, and what only it would hide is told.

    ``trivial`` tells that nothing is configured, so that it need not be asked at all. ``entries`` are
    all that can take a finding away, those of ``ignore`` first; ``ignored`` counts by their index how
    many findings each took away, and is the caller's to clear. ``origins`` (as ``settings.load`` gives
    them) are told in problems. Raises SettingsError with all of them: codes that match no rule, and
    severities that would make refused what Meta takes.
    """

    def __init__(self, rules: Rules, origins: Mapping[str, str] | None = None) -> None:
        problems = problems_of(rules, origins)
        if problems:
            raise SettingsError(problems)
        self.trivial = rules == Rules()
        self.entries = _entries(rules)
        self.ignored: Counter[int] = Counter()
        self._rules = rules
        self._words: dict[str, _Word] = {}

    def __reduce__(self) -> tuple[type[Policy], tuple[Rules]]:
        return Policy, (self._rules,)

    def tells(self, code: str, event_name: str | None) -> bool:
        """Whether a finding of that rule is told of an event with that name.

        To be asked once per finding: one that an entry takes away is counted in ``ignored``. One that is
        not selected is not.
        """
        word = self._words.get(code) or self._settle(code)
        if not word.selected:
            return False
        taker = word.taker(event_name)
        if taker is not None:
            self.ignored[taker] += 1
        return taker is None

    def would_tell(self, code: str, event_name: str | None) -> bool:
        """What ``tells`` answers, without counting anything."""
        word = self._words.get(code) or self._settle(code)
        return word.selected and word.taker(event_name) is None

    def regrade(self, findings: Findings) -> Findings:
        """The same findings as severe as the settings want them, most severe first."""
        changed = False
        graded: list[Finding] = []
        for finding in findings:
            severity = (self._words.get(finding.rule) or self._settle(finding.rule)).severity
            if severity is not None and severity is not finding.severity:
                graded.append(finding._replace(severity=severity))
                changed = True
            else:
                graded.append(finding)
        if not changed:
            return findings
        graded.sort(key=_rank)
        return tuple(graded)

    def apply(self, event_name: str | None, findings: Findings) -> Findings:
        """The findings that are told of an event with that name, regraded and most severe first.

        Applying it twice changes and counts nothing more. It is for findings that were made without
        asking; who can, asks ``tells`` before a finding hides another.
        """
        told = tuple(finding for finding in findings if self.tells(finding.rule, event_name))
        return self.regrade(findings if len(told) == len(findings) else told)

    def severity_of(self, code: str) -> Severity:
        """How severe the findings of a rule are. Raises KeyError for a code that is no rule."""
        own = catalog()[code].severity
        return (self._words.get(code) or self._settle(code)).severity or own

    def _settle(self, code: str) -> _Word:
        rules, first = self._rules, len(self._rules.ignore)
        selected = _longest(code, rules.select or ("",))
        ignored = _longest(code, rules.ignore)
        loses = selected is None or ignored is None or len(ignored) < len(selected)
        word = self._words[code] = _Word(
            selected=selected is not None,
            taken=None if loses else next(at for at, entry in enumerate(self.entries) if entry.rule == ignored),
            exceptions=tuple(
                (at, frozenset(entry.event_names))
                for at, entry in enumerate(self.entries)
                if at >= first and code.startswith(entry.rule)
            ),
            severity=_other_severity(code, rules),
        )
        return word


def problems_of(rules: Rules, origins: Mapping[str, str] | None = None) -> list[str]:
    """Everything in ``[rules]`` that does not agree with the catalog, one sentence each.

    ``origins`` tell by key (``rules.ignore``) where a setting was found.
    """
    if rules == Rules():
        return []
    found = [("select", code) for code in rules.select] + [("ignore", code) for code in rules.ignore]
    found += [("severity", code) for code, _ in rules.severity] + [("ignores", entry.rule) for entry in rules.ignores]
    known = catalog()
    problems = [
        f"{_place(name, origins)} holds {code}, which no rule's code begins with{_suggest(code, known)}"
        for name, code in found
        if not any(each.startswith(code) for each in known)
    ]
    for code, severity in rules.severity:
        milder = [each for each, rule in known.items() if each.startswith(code) and rule.severity != "rejected"]
        if severity is Severity.REJECTED and milder:
            more = f" and {len(milder) - 1} more" if len(milder) > 1 else ""
            problems.append(
                f"{_place('severity', origins)} makes {milder[0]}{more} rejected, but Meta does not refuse what "
                f"breaks it: choose error, warning or note"
            )
    return problems


def _place(name: str, origins: Mapping[str, str] | None) -> str:
    origin = (origins or {}).get(f"rules.{name}")
    return f"{origin}: rules.{name}" if origin else f"rules.{name}"


def _suggest(code: str, known: Iterable[str]) -> str:
    codes = [*known]
    close = difflib.get_close_matches(code, [*dict.fromkeys(each[:3] for each in codes), *codes], n=1, cutoff=0.6)
    return f"; did you mean {close[0]}?" if close else ""


def _entries(rules: Rules) -> tuple[Entry, ...]:
    plain = [Entry(code, (), None, code) for code in rules.ignore]
    for table in rules.ignores:
        names = ", ".join(shorten(printable(name), 40) for name in table.event_names)
        about = f" for {shorten(names, 120)}" if names else ""
        text = f"{table.rule}{about}: {shorten(printable(table.reason), 200)}"
        plain.append(Entry(table.rule, table.event_names, table.reason, text))
    return tuple(plain)


def _longest(code: str, beginnings: Iterable[str]) -> str | None:
    """The longest of the beginnings that the code has."""
    return max((each for each in beginnings if code.startswith(each)), key=len, default=None)


def _other_severity(code: str, rules: Rules) -> Severity | None:
    severities = dict(rules.severity)
    beginning = _longest(code, severities)
    severity = None if beginning is None else severities[beginning]
    # Only a rule that refuses anyway may be set to rejected, and of its findings only those that do.
    return None if severity is Severity.REJECTED else severity


def _rank(finding: Finding) -> int:
    return finding.severity.rank
