"""Start validation: the sessions run, and for each rule what it sent and what became of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from simulator.finding import Finding, Severity
from simulator.quickstart.advice import next_step
from simulator.quickstart.running import ordered, ran_with, replayed
from simulator.tagging.happening import Firing, Sent, Unsent
from simulator.tagging.run import DEFAULT_ENVIRONMENT
from simulator.tagging.values import UNDEFINED, text_of
from simulator.verdict import Outcome, Verdict

if TYPE_CHECKING:
    from simulator.reports.tagged import Ran
    from simulator.settings import Settings
    from simulator.store import Store
    from simulator.tagging.property import Environment, Property, Rule
    from simulator.tagging.session import Session
    from simulator.views.quality import NameQuality


class State(StrEnum):
    """How a rule stands."""

    FINE = "fine"
    ATTENTION = "attention"
    FAILED = "failed"
    NOT_FIRED = "not-fired"
    NO_TRIGGER = "no-trigger"
    OFF = "off"


class Result(NamedTuple):
    """One rule after validation; all numbers are of firings unless their name says otherwise.

    ``browser`` and ``server`` are requests. ``same_id`` are firings whose copies carry one id, ``valid`` those of which
    nothing was refused and nothing is wrong at or above ``error``, ``deduplicated`` those of whose copies one counts
    and the other is its duplicate. ``next`` is one sentence.
    """

    rule: str
    event_names: tuple[str, ...]
    state: State
    triggers: int
    fired: int
    browser: int
    server: int
    unsent: int
    same_id: int
    valid: int
    deduplicated: int
    findings: tuple[tuple[Finding, int], ...]
    quality: NameQuality | None
    next: str


class Validated(NamedTuple):
    """A property after validation. ``run`` is the run in the store, None when nothing was sent.

    ``findings`` are about the property, but about none of its rules.
    """

    run: int | None
    ran: tuple[Ran, ...]
    results: tuple[Result, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def worst(self) -> Severity | None:
        """The worst of all: a rule that failed is an error, one that wants attention a warning."""
        states = {result.state for result in self.results}
        found = [finding.severity for finding in self.findings]
        found += [Severity.ERROR] * (State.FAILED in states) + [Severity.WARNING] * (State.ATTENTION in states)
        return min(found, key=lambda severity: severity.rank, default=None)


def validate(
    prop: Property,
    sessions: Sequence[Session],
    store: Store,
    settings: Settings,
    environment: Environment = DEFAULT_ENVIRONMENT,
    origins: dict[str, str] | None = None,
) -> Validated:
    """Run the sessions, and what they send through the pipeline into the store.

    Raises what ``pipeline.replay`` raises.
    """
    from simulator.checks.policy import Policy
    from simulator.checks.tagged import property_findings
    from simulator.pipeline.beforehand import Beforehand, command_of
    from simulator.tagging.observing import facts
    from simulator.views.quality import quality

    if environment == "production":
        settings, origins = (
            replace(settings, environment="production"),
            {**(origins or {}), "environment": "--environment"},
        )
    ran = ran_with(prop, sessions, environment)
    about = property_findings(facts(prop, ran))
    sent = list(ordered(ran))
    run, verdicts, names = None, {}, {}
    if sent:
        known = Beforehand(about, prop.file, command_of(prop, sessions, environment))
        run = replayed(store, prop, ran, settings, origins, known)
        verdicts = {origin.line: verdict for origin, verdict in store.events(run)}
        names = {each.event_name: each for each in quality(store, run)}
    by_request = {id(each): verdicts.get(line) for line, each in enumerate(sent, 1)}
    happened, told = _by_rule(ran), _about_rules(Policy(settings.rules, origins).apply(None, about))
    results = tuple(
        _result(rule, happened[rule.name], by_request, names, told.pop(rule.number, ())) for rule in prop.rules
    )
    return Validated(run, tuple(ran), results, tuple(finding for rest in told.values() for finding in rest))


class _Fired:
    """One firing, with what came of it."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.unsent: list[Unsent] = []


def _by_rule(ran: Sequence[Ran]) -> dict[str, list[_Fired]]:
    found: dict[str, list[_Fired]] = defaultdict(list)
    for each in ran:
        firings: dict[int, _Fired] = {}
        for happening in each.happenings:
            if isinstance(happening, Firing):
                firings[happening.number] = _Fired()
                found[happening.rule].append(firings[happening.number])
            elif isinstance(happening, Sent):
                firings[happening.firing.number].sent.append(happening)
            elif isinstance(happening, Unsent):
                firings[happening.firing.number].unsent.append(happening)
    return found


_PLACE = re.compile(r"\$\.rules\[(\d+)\]")


def _about_rules(findings: Sequence[Finding]) -> dict[int | None, list[Finding]]:
    """Findings about the property by the number of the rule that their path leads to."""
    found: dict[int | None, list[Finding]] = defaultdict(list)
    for finding in findings:
        place = _PLACE.match(finding.path)
        found[int(place[1]) if place else None].append(finding)
    return found


def _result(
    rule: Rule,
    firings: Sequence[_Fired],
    by_request: Mapping[int, Verdict | None],
    names: Mapping[str, NameQuality],
    about: Sequence[Finding],
) -> Result:
    counted: Counter[str] = Counter(fired=len(firings))
    findings: dict[str, tuple[Finding, int]] = {}

    def tell(told: Iterable[Finding]) -> None:
        for finding in told:
            first, count = findings.get(finding.rule, (finding, 0))
            findings[finding.rule] = (first, count + 1)

    tell(about)
    event_names: dict[str, None] = {}
    for fired in firings:
        verdicts = [verdict for each in fired.sent if (verdict := by_request[id(each)]) is not None]
        counted.update(each.channel for each in fired.sent)
        counted["unsent"] += len(fired.unsent)
        counted["same_id"] += _have_one_id(fired.sent)
        counted["valid"] += not fired.unsent and bool(verdicts) and all(map(_is_valid, verdicts))
        counted["deduplicated"] += _are_one(verdicts)
        event_names |= dict.fromkeys(text_of(each.event_name) for each in fired.sent)
        tell(finding for verdict in verdicts for finding in verdict.findings)
    worst_first = tuple(sorted(findings.values(), key=lambda each: (each[0].severity.rank, each[0].rule)))
    quality = next((names[name] for name in event_names if name in names), None)
    state = _state(rule, counted, worst_first)
    unsent = next((each for fired in firings for each in fired.unsent), None)
    return Result(
        rule=rule.name,
        event_names=tuple(event_names) or _planned(rule),
        state=state,
        triggers=len(rule.triggers),
        **{name: counted[name] for name in ("fired", "browser", "server", "unsent", "same_id", "valid")},
        deduplicated=counted["deduplicated"],
        findings=worst_first,
        quality=quality,
        next=next_step(rule, state.value, counted, worst_first, unsent, quality),
    )


def _planned(rule: Rule) -> tuple[str, ...]:
    """The events that a rule would send, as its actions name them."""
    told = [action.settings.get("event") for action in rule.actions]
    told += [action.settings.get("server_event", {}).get("event_name") for action in rule.actions]
    return tuple(dict.fromkeys(str(name) for name in told if name))


def _have_one_id(sent: Sequence[Sent]) -> bool:
    ids = {channel: {text_of(each.event_id) for each in sent if each.channel == channel} for channel in _CHANNELS}
    if any(each.event_id is UNDEFINED for each in sent):
        return False
    return ids["browser"] == ids["server"] and len(ids["browser"]) == 1


_CHANNELS = ("browser", "server")


def _is_valid(verdict: Verdict) -> bool:
    return verdict.verdict in (Outcome.KEPT, Outcome.DUPLICATE) and not any(
        finding.severity.at_least(Severity.ERROR) for finding in verdict.findings
    )


def _are_one(verdicts: Sequence[Verdict]) -> bool:
    numbers = {each.n: each.channel for each in verdicts}
    return any(
        each.duplicate_of in numbers and numbers[each.duplicate_of] != each.channel
        for each in verdicts
        if each.duplicate_of is not None
    )


def _state(rule: Rule, counted: Mapping[str, int], findings: Sequence[tuple[Finding, int]]) -> State:
    fired = counted["fired"]
    if not rule.enabled:
        return State.OFF
    if not rule.triggers:
        return State.NO_TRIGGER
    if not fired:
        return State.NOT_FIRED
    both = all(counted[channel] for channel in _CHANNELS)
    broken = any(finding.severity.at_least(Severity.ERROR) for finding, _ in findings)
    if broken or counted["unsent"] or counted["valid"] < fired or (both and counted["deduplicated"] < fired):
        return State.FAILED
    worst = findings[0][0].severity if findings else Severity.NOTE
    return State.ATTENTION if not both or worst.at_least(Severity.WARNING) else State.FINE
