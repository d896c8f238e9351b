"""Checking requests: one event to its findings, and a refused event to its whole request.

Refusal by batch: "Using the API" of Meta's documentation (read 2026-09-12) and two live
observations; see the rules REQ002 and REQ003.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.capture.pixel import AUTOMATIC_EVENTS
from simulator.checks.catalog import Rule, asked_about, catalog, declared
from simulator.checks.context import NO_CONTEXT, Context
from simulator.checks.plain import PlainLook
from simulator.checks.rules.environment import test_code_rule
from simulator.checks.rules.placement import misplaced_id
from simulator.checks.rules.request import MAX_EVENTS, PARTNER_AGENT, REFUSED_TOGETHER, TOO_MANY
from simulator.checks.rules.schema import OFF_PLAN, OFF_SCHEMA
from simulator.checks.schemas import SchemaSet, Violation
from simulator.checks.spot import TOLERATED, Hit, Path, Place, Spot, find, json_path, place
from simulator.event import Event, Request
from simulator.finding import Finding, Severity

if TYPE_CHECKING:
    from simulator.checks.policy import Policy

Findings = tuple[Finding, ...]

_NO_SERVER_ID, _NO_BROWSER_ID = "EVT013", "PIX004"
_ANY_ID = "id"
_REQUIRED = frozenset({"required", "dependentRequired"})


class NeedsClock(Exception):  # noqa: N818  (the name the callers know it by)
    """A server event does not tell when it was received, and there is no clock to judge it by."""


class _Found:
    """The hits of one event: one per rule and member, however many list entries share it.

    A hit that the policy does not tell is kept apart, so that it can't hide another.
    """

    def __init__(self, policy: Policy | None, event_name: str | None) -> None:
        self._policy = policy
        self._event_name = event_name
        self._hits: dict[tuple[str, tuple[str, ...]], tuple[Rule, Hit, Path]] = {}
        self._more: dict[tuple[str, tuple[str, ...]], set[Path]] = {}
        self._untold: set[tuple[str, tuple[str, ...]]] = set()

    def add(self, rule: Rule, hit: Hit, path: Path) -> bool:
        """Add a hit. False means that it is not told, and must not explain anything either."""
        key = rule.code, tuple(part for part in path if isinstance(part, str))
        if self._policy is not None and not self._policy.would_tell(rule.code, self._event_name):
            self._untold.add(key)
            return False
        first = self._hits.setdefault(key, (rule, hit, path))
        if first[2] != path:
            self._more.setdefault(key, set()).add(path)
        return True

    def findings(self, order: dict[str, int]) -> Findings:
        """What is told, most severe first; what the policy took away is counted. To be called once."""
        hidden = {code for rule, _, _ in self._hits.values() for code in rule.hides}
        if self._policy is not None:
            for code, _ in self._untold:
                # What another finding hides would not have been told anyway: nobody took it away.
                if code not in hidden:
                    self._policy.tells(code, self._event_name)
        found = []
        for key, (rule, hit, path) in self._hits.items():
            if rule.code in hidden:
                continue
            more = self._more.get(key)
            found.append(_finding(rule, hit, path, f" ({len(more)} more like it.)" if more else ""))
        found.sort(key=lambda finding: order[finding.rule])
        return tuple(found)


class Checker:
    """Judges requests by the schemas and the rules of the catalog.

    ``context`` is what the settings tell of the shop; ``policy`` leaves findings out before they hide
    others, and changes their severity before anything is concluded from it. Raises InvalidCatalogError
    when the catalog can't be used.
    """

    def __init__(self, schemas: SchemaSet, context: Context = NO_CONTEXT, policy: Policy | None = None) -> None:
        rules = catalog()
        self._context = context
        self._policy = None if policy is None or policy.trivial else policy
        self._schemas = schemas
        self._is_valid = schemas.is_valid
        look = PlainLook(context)
        self._is_plain_server, self._is_plain_browser = look.server, look.browser
        self._rules = rules
        ranked = sorted(enumerate(declared()), key=lambda each: (each[1].severity.rank, each[0]))
        self._order = {rule.code: number for number, (_, rule) in enumerate(ranked)}
        # By channel and action_source; None stands for those no rule is especially about.
        self._examiners: dict[tuple[str, str | None], list[Rule]] = {}
        about = {None, *(rule.about for rule in declared())}
        self._claims: dict[tuple[str, Place], list[Rule]] = {}
        for rule in asked_about("event"):
            for channel in rule.channels:
                if rule.examines:
                    for source in about if rule.about is None else (rule.about,):
                        self._examiners.setdefault((channel, source), []).append(rule)
                    continue
                for claimed in rule.on:
                    self._claims.setdefault((channel, claimed), []).append(rule)

    def check(self, request: Request, clock: float | None) -> list[Findings]:
        """The findings of each event of the request, most severe first.

        Events are judged at the moment they were received, else at ``clock``, both in Unix seconds.
        If one event is refused, so is every other event of the request. Raises NeedsClock when a server
        event has neither.
        """
        events = request.events
        policy = self._policy
        if len(events) == 1 and not request.body:
            findings = [self._check_event(events[0], clock)]
            return findings if policy is None else [policy.regrade(findings[0])]
        findings = [self._check_event(event, clock) for event in events]
        if not events:
            return findings
        if request.body:
            if "partner_agent" in request.body:
                self._add(findings, PARTNER_AGENT, events[0], request.body["partner_agent"])
            if request.body.get("test_event_code"):
                code = test_code_rule(self._context.production)
                self._add(findings, code, events[0], request.body["test_event_code"])
        if policy is not None:
            findings = [policy.regrade(own) for own in findings]
        if len(events) > 1 and events[0].channel == "server":
            self._refuse_together(events, findings)
        return findings

    def _check_event(self, event: Event, clock: float | None) -> Findings:
        at = event.received_at
        if at is None:
            at = clock
        if event.channel == "server":
            if at is None:
                raise NeedsClock(f"{event.origin} does not tell when it was received")
            if self._is_valid("server", event.event_name, event.payload):
                if (
                    event.event_id is None
                    and self._policy is None
                    and self._is_plain_server(event._replace(event_id=_ANY_ID), at)
                ):
                    return self._without_id(event, at, _NO_SERVER_ID)
                return () if self._is_plain_server(event, at) else self._examine(event, at, [])
        elif self._is_valid("browser", event.event_name, event.payload):
            if (
                event.event_id is None
                and self._policy is None
                and self._is_plain_browser(event._replace(event_id=_ANY_ID))
            ):
                return self._without_id(event, at, _NO_BROWSER_ID)
            return () if self._is_plain_browser(event) else self._examine(event, at, [])
        return self._examine(event, at, self._schemas.violations(event.channel, event.event_name, event.payload))

    def _without_id(self, event: Event, at: float | None, code: str) -> Findings:
        """The findings of an event that would be plain if it had an id: many shops send none at all.

        Only without a policy, which may take away the one rule that is asked here.
        """
        rule = self._rules[code if misplaced_id(event.payload) is None else "DUP010"]
        hit = rule.judge(Spot(event, at, event.received_at is not None, (), event.payload, "", None, self._context))
        return () if hit is None else (_finding(rule, hit, hit.path or ()),)

    def _examine(self, event: Event, at: float | None, violations: list[Violation]) -> Findings:
        received = event.received_at is not None
        found = _Found(self._policy, event.event_name)
        explained: set[Place] = set()
        untold: dict[Place, int] = {}
        whole = Spot(event, at, received, (), event.payload, "", None, self._context)
        source = event.payload.get("action_source")
        examiners = self._examiners.get((event.channel, source)) if isinstance(source, str) else None
        for rule in examiners or self._examiners[event.channel, None]:
            hit = rule.judge(whole)
            if hit is not None:
                if found.add(rule, hit, hit.path or ()):
                    explained.update(rule.on)
                else:
                    untold.update((each, max(rule.severity.rank, untold.get(each, 0))) for each in rule.on)
        for violation in violations:
            path, keyword, expected, planned = violation
            spot = Spot(event, at, received, path, find(event.payload, path), keyword, expected, self._context)
            if planned:
                self._ask(found, [self._rules[OFF_PLAN]], spot, None)
                continue
            claimed = place(path, keyword)
            if claimed in explained or (keyword in _REQUIRED and event.event_name in AUTOMATIC_EVENTS):
                continue
            exact = self._claims.get((event.channel, claimed), [])
            anywhere = self._claims.get((event.channel, ("*", keyword)), [])
            self._ask(found, [*exact, *anywhere, self._rules[OFF_SCHEMA]], spot, untold.get(claimed))
        return found.findings(self._order)

    def _ask(self, found: _Found, rules: list[Rule], spot: Spot, untold: int | None) -> None:
        """Add the first hit that is told.

        ``untold`` is the rank of the severity of a rule that explains the violation and is not told. The
        rules after it know less of the violation, and take for a fault what it knows to be mild: what
        they say is taken only if it is no more severe, and the one that knows nothing is not asked.
        """
        for rule in rules:
            if untold is not None and rule.code == OFF_SCHEMA:
                return
            hit = rule.judge(spot)
            if hit is TOLERATED:
                return
            if hit is None or (untold is not None and rule.severity.rank < untold):
                continue
            if found.add(rule, hit, spot.path if hit.path is None else hit.path):
                return
            untold = rule.severity.rank

    def _tells(self, code: str, event: Event) -> bool:
        return self._policy is None or self._policy.tells(code, event.event_name)

    def _add(self, findings: list[Findings], code: str, event: Event, value: Any) -> None:
        """What is wrong with a request is told once, on its first event."""
        finding = self._about_request(code, event, value)
        if finding is not None and self._tells(code, event):
            findings[0] = tuple(sorted((*findings[0], finding), key=lambda each: self._order[each.rule]))

    def _refuse_together(self, events: list[Event], findings: list[Findings]) -> None:
        """Add to each event what its request suffers: too many events, or a refused one among them."""
        too_many = self._about_request(TOO_MANY, events[0], len(events)) if len(events) > MAX_EVENTS else None
        refused = [bool(each) and each[0].severity is Severity.REJECTED for each in findings]
        together = None
        if True in refused:
            guilty = refused.index(True)
            first = findings[guilty][0]
            index = events[guilty].origin.element
            culprit = f"data[{guilty if index is None else index}]: {first.rule} {self._rules[first.rule].name}"
            together = self._about_request(REFUSED_TOGETHER, events[0], culprit)
        if too_many is None and together is None:
            return
        for index, event in enumerate(events):
            # One reason is enough: too many events are all refused, whatever else is wrong with some.
            for finding in (too_many, None if refused[index] else together):
                if finding is not None and self._tells(finding.rule, event):
                    own = (finding, *findings[index])
                    findings[index] = own if self._policy is None else self._policy.regrade(own)
                    break

    def _about_request(self, code: str, event: Event, value: Any) -> Finding | None:
        rule = self._rules[code]
        hit = rule.judge(Spot(event, None, False, (), value, "", None, self._context))
        return None if hit is None else _finding(rule, hit, ())


def _finding(rule: Rule, hit: Hit, path: Path, more: str = "") -> Finding:
    return Finding(
        rule.code,
        rule.severity,
        json_path(path),
        hit.message + more,
        hit.expected,
        hit.actual,
        hit.fix or rule.fix,
    )
