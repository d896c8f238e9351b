"""The rules: what each of them is about, how well it is known, and where that was read.

A rule without a severity, evidence, a citation with its date, and a fix does not load.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Literal, TypeAlias, TypeVar

from simulator.checks.spot import Hit, Place
from simulator.event import Channel
from simulator.finding import Evidence, Severity

PARTS: Mapping[str, str] = {
    "REQ": "request and batch",
    "EVT": "server event",
    "USR": "customer information",
    "CLK": "fbc and fbp",
    "CUS": "custom data",
    "PIX": "browser request",
    "DUP": "deduplication and pairing",
    "CNS": "consent and limited data use",
    "PRV": "personal data",
    "COV": "coverage",
    "TAG": "data layer and rules",
    "ENV": "test codes and environments",
}

UNREADABLE = "REQ001"
"""The rule for what was quarantined because no event could be read."""

SUBCODES: Mapping[int, str] = {
    2804003: "event too old",
    2804004: "event in the future",
    2804008: "contents entry invalid or without id",
    2804009: "Purchase without value",
    2804010: "Purchase without value or currency",
    2804016: "customer information not hashed",
    2804019: "parameter missing or of the wrong type",
    2804023: "value without currency",
    2804030: "limited data use selection required",
    2804036: "invalid lead id",
    2804043: "invalid extended device information",
    2804050: "customer information missing or too broad",
    2804063: "messaging channel missing",
    2804064: "fbc in a messaging event",
    2804066: "event name not accepted for messaging",
    2804069: "page id missing",
    2804072: "page id is not the page of the click",
    2804079: "Instagram account id missing",
    2804087: "invalid click-to-WhatsApp click id",
    2804116: "neither page id nor WhatsApp Business account id",
    2804117: "dataset and WhatsApp Business account differ",
    2804118: "dataset and WhatsApp Business account differ",
    2804131: "dataset not linked to the messaging asset",
    2804132: "no WhatsApp Business account linked to the dataset",
}
"""Subcodes of the API's error 100 whose meaning is known, in our words."""

Judge: TypeAlias = Callable[[Any], Hit | None]
"""What decides: it gets a Spot for a rule about one event, Twins for one about two, whatever its observer has
counted for one about a run, and a fact for one about a property."""
Example: TypeAlias = Mapping[str, Any]
"""One line of a capisim source: an envelope, a request body or a bare server event. Of a rule about a property it
holds the content of a ``property`` file and of a ``session``."""
Scope: TypeAlias = Literal["event", "pair", "run", "property"]
Relation: TypeAlias = Literal["same-event", "repeat"]
"""How two events belong together that rules are asked about: deduplication made them one event, or one
channel seems to have reported one action twice."""
_J = TypeVar("_J", bound=Judge)

SERVER: tuple[Channel, ...] = ("server",)
BROWSER: tuple[Channel, ...] = ("browser",)
BOTH: tuple[Channel, ...] = ("browser", "server")


class InvalidCatalogError(Exception):
    """The catalog can't be used; ``problems`` says what is wrong with which rule."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalog.

    ``source`` is the URL of the page that says it, ``read`` the ISO date that page was read, ``why``
    what it means and what is not known.

    ``on`` lists the schema violations the rule answers for. A rule that ``examines`` looks at the whole
    event instead, and ``on`` are those it explains when it hits; ``about`` names the action_source whose
    events it looks at, if not those of all. ``hides`` lists the codes that would only repeat the same
    cause.

    ``scope`` is what the rule is about: one event, two that belong together, the whole run, or a property of data
    elements and rules with the sessions it ran through; its judge gets a fact of ``simulator.tagging.facts``. A rule
    about two names the ``relations`` it is asked about; without any it is its observer that asks.

    ``subcode`` is the subcode of the API's error 100. ``failing`` and ``passing`` are source lines,
    judged at ``simulator.checks.examples.AT`` unless they tell when they were received, and under the
    settings ``given`` (tables as in capisim.toml).
    """

    code: str
    name: str
    severity: Severity
    evidence: Evidence
    source: str
    read: str
    why: str
    fix: str
    judge: Judge
    channels: tuple[Channel, ...] = SERVER
    on: tuple[Place, ...] = ()
    examines: bool = False
    about: str | None = None
    hides: tuple[str, ...] = ()
    subcode: int | None = None
    failing: tuple[Example, ...] = ()
    passing: tuple[Example, ...] = ()
    scope: Scope = "event"
    relations: tuple[Relation, ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def part(self) -> str:
        """What the first three letters of the code stand for."""
        return PARTS[self.code[:3]]


_declared: list[Rule] = []


def rule(
    code: str,
    name: str,
    *,
    severity: Severity,
    evidence: Evidence,
    source: str,
    read: str,
    why: str,
    fix: str,
    channels: tuple[Channel, ...] = SERVER,
    on: Iterable[Place] = (),
    examines: bool = False,
    about: str | None = None,
    hides: tuple[str, ...] = (),
    subcode: int | None = None,
    failing: Example | Sequence[Example] = (),
    passing: Example | Sequence[Example] = (),
    scope: Scope = "event",
    relations: tuple[Relation, ...] = (),
    given: Mapping[str, Any] | None = None,
) -> Callable[[_J], _J]:
    """Declare the decorated function as a rule of the catalog; see Rule for the arguments.

    Rules that answer for the same violation are asked in the order they are declared, and the
    first that answers wins.
    """

    def declare(judge: _J) -> _J:
        _declared.append(
            Rule(
                code=code,
                name=name,
                severity=severity,
                evidence=evidence,
                source=source,
                read=read,
                why=why,
                fix=fix,
                judge=judge,
                channels=channels,
                on=tuple(on),
                examines=examines,
                about=about,
                hides=hides,
                subcode=subcode,
                failing=_lines(failing),
                passing=_lines(passing),
                scope=scope,
                relations=relations,
                given=given or {},
            )
        )
        return judge

    return declare


def _lines(example: Example | Sequence[Example]) -> tuple[Example, ...]:
    return (example,) if isinstance(example, Mapping) else tuple(example)


_MOST_SHOWN = 2
_CODE = re.compile(r"([A-Z]{3})\d{3}")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _problems(candidate: Rule) -> list[str]:
    code = _CODE.fullmatch(candidate.code)
    tests = {
        "the code is not three letters and three digits": code is not None,
        "the code's part is unknown": code is None or code[1] in PARTS,
        "the name is not short-and-kebab-case": _NAME.fullmatch(candidate.name) is not None,
        "no severity": isinstance(candidate.severity, Severity),
        "no evidence": isinstance(candidate.evidence, Evidence),
        "the citation is not a URL": candidate.source.startswith("https://"),
        "the citation has no date": _is_date(candidate.read),
        "no fix": bool(candidate.fix.strip()),
        "it does not say why": bool(candidate.why.strip()),
        "the subcode is unknown": candidate.subcode is None or candidate.subcode in SUBCODES,
        "no failing example": bool(candidate.failing),
        "no passing example": bool(candidate.passing),
        # Meta's API never sees a browser event, and what is only inferred is not known to be refused.
        "a browser rule can't be rejected": candidate.severity != "rejected" or "browser" not in candidate.channels,
        # What two events look like together is known to nobody but us.
        "only a rule about one event can be rejected": candidate.severity != "rejected" or candidate.scope == "event",
        "only a rule about two events has relations": not candidate.relations or candidate.scope == "pair",
        "an inference can't be rejected": candidate.severity != "rejected" or candidate.evidence != "inferred",
    }
    return [f"{candidate.code or 'a rule without code'}: {problem}" for problem, fine in tests.items() if not fine]


def load_catalog(rules: Iterable[Rule]) -> Mapping[str, Rule]:
    """The rules by code, sorted. Raises InvalidCatalogError, which names every fault of every rule."""
    problems: list[str] = []
    loaded: dict[str, Rule] = {}
    for candidate in rules:
        problems += _problems(candidate)
        if candidate.code in loaded:
            problems.append(f"{candidate.code}: the code is used twice")
        if candidate.name in (other.name for other in loaded.values()):
            problems.append(f"{candidate.code}: the name {candidate.name} is used twice")
        loaded[candidate.code] = candidate
    problems += [
        f"{candidate.code}: hides {code}, which is no rule"
        for candidate in loaded.values()
        for code in candidate.hides
        if code not in loaded
    ]
    if problems:
        raise InvalidCatalogError(problems)
    return dict(sorted(loaded.items()))


def declared() -> tuple[Rule, ...]:
    """Every declared rule, in the order in which they are asked."""
    import simulator.checks.rules  # noqa: F401  (declares them)

    return tuple(_declared)


def asked_about(scope: Scope) -> tuple[Rule, ...]:
    """The rules of that scope, in the order in which they are asked."""
    return tuple(each for each in declared() if each.scope == scope)


def shown(example: Example) -> dict[str, Any]:
    """The example as it is printed: of a batch only the first two events and how many more there are."""
    data = example.get("data", [])
    if len(data) <= _MOST_SHOWN:
        return dict(example)
    return {**example, "data": [*data[:_MOST_SHOWN], f"… {len(data) - _MOST_SHOWN} more like these"]}


@cache
def catalog() -> Mapping[str, Rule]:
    """The rules of capisim by code, sorted. Raises InvalidCatalogError when one is incomplete."""
    return load_catalog(declared())


@cache
def catalog_hash() -> str:
    """``sha256:...`` of what the rules claim: code, severity, evidence and citation of each."""
    import hashlib

    lines = (
        f"{each.code} {each.severity.value} {each.evidence.value} {each.source} {each.read}\n"
        for each in catalog().values()
    )
    return "sha256:" + hashlib.sha256("".join(lines).encode()).hexdigest()
