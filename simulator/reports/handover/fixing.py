"""What to fix first: by what it costs where events tell a value, and by how many events it is about."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from simulator.checks.catalog import UNREADABLE
from simulator.checks.rules.repeats import ID_REUSED
from simulator.finding import Severity
from simulator.reports.terminal import safe_name
from simulator.store.rows import event_span
from simulator.verdict import Outcome
from simulator.views.both_count import PAIRS, counted_twice
from simulator.views.one_sided import one_sided

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from simulator.store import Store
    from simulator.views.money import Money
    from simulator.views.quality import NameQuality
    from simulator.views.rules_found import RuleFound

Kind: TypeAlias = Literal["twice", "lost", "refused", "reused", "matching", "else"]

TITLES: Final[dict[Kind, str]] = {
    "twice": "Counted twice",
    "lost": "Missing on one channel",
    "refused": "Refused or unreadable",
    "reused": "Lost to another action's event ID",
    "matching": "Match quality",
    "else": "Everything else",
}
_PARTS: Final[dict[Kind, tuple[str, ...]]] = {
    "twice": ("counted_twice",),
    "lost": ("browser_only", "server_only"),
    "refused": ("lost",),
}
_MATCHING: Final = ("USR", "CLK")
_LOST: Final = "COV"


class Cost(NamedTuple):
    """What it amounts to in one currency, of events of one name; ``share`` is of what counts of these, 0 to 1."""

    currency: str
    event_name: str
    events: int
    amount: Decimal
    share: float


class Problem(NamedTuple):
    """One thing to fix: in a sentence, how many events it is about, what it costs, and which rules tell more."""

    kind: Kind
    told: str
    events: int
    costs: tuple[Cost, ...]
    rules: tuple[RuleFound, ...]

    @property
    def title(self) -> str:
        """What it is called."""
        return TITLES[self.kind]

    @property
    def weight(self) -> float:
        """The largest share of money in any currency: what two currencies have in common."""
        return max((cost.share for cost in self.costs), default=0.0)


def problems(
    store: Store, run: int, rules: Sequence[RuleFound], prices: Sequence[Money], quality: Sequence[NameQuality]
) -> list[Problem]:
    """What is wrong, that what costs most first; what costs nothing comes in the order of ``TITLES``.

    A rule belongs to one of them. Without anything to fix there is none. May raise sqlite3.Error.
    """
    twice_rules = _rules_of_pairs(store, run)
    by_kind: dict[Kind, list[RuleFound]] = defaultdict(list)
    for found in rules:
        by_kind[_kind_of(found, twice_rules)].append(found)
    told = {
        "twice": _twice(store, run),
        "lost": _lost(store, run),
        "refused": _refused(store, run),
        "reused": _reused(by_kind["reused"]),
        "matching": _matching(quality, by_kind["matching"]),
        "else": _else(by_kind["else"]),
    }
    made = [
        Problem(kind, sentence, events, tuple(_costs(kind, prices)), tuple(by_kind[kind]))
        for kind in TITLES
        for sentence, events in (told[kind],)
        if sentence
    ]
    return sorted(made, key=lambda problem: -problem.weight)


def _kind_of(found: RuleFound, twice: frozenset[str]) -> Kind:
    if found.severity is Severity.REJECTED or found.rule == UNREADABLE:
        return "refused"
    if found.rule in twice:
        return "twice"
    if found.rule == ID_REUSED:
        return "reused"
    if found.rule.startswith(_LOST):
        return "lost"
    return "matching" if found.rule.startswith(_MATCHING) else "else"


def _rules_of_pairs(store: Store, run: int) -> frozenset[str]:
    query = f"{PAIRS} SELECT DISTINCT rule FROM pairs"  # noqa: S608 - a constant
    return frozenset(rule for (rule,) in store.connection.execute(query, event_span(run)))


def _twice(store: Store, run: int) -> tuple[str, int]:
    shares = counted_twice(store, run)
    twice = sum(share.twice for share in shares.values())
    counted = sum(share.counted for share in shares.values())
    if not twice:
        return "", 0
    looks = "looks" if twice == 1 else "look"
    return f"{twice:,} of {counted:,} events that count {looks} like an action that counts already.", twice


def _lost(store: Store, run: int) -> tuple[str, int]:
    found = one_sided(store, run)
    browser, server = sum(each.browser_only for each in found), sum(each.server_only for each in found)
    parts = []
    if browser:
        parts.append(f"{_counted(browser, 'action')} never came from the server")
    if server:
        parts.append(f"{_counted(server, 'action')} never came from the browser")
    text = " and ".join(parts)
    return (f"{text}.", browser + server) if text else ("", 0)


def _refused(store: Store, run: int) -> tuple[str, int]:
    totals = store.totals(run)
    refused, unread = (totals.get(outcome.value, 0) for outcome in (Outcome.REJECTED, Outcome.QUARANTINED))
    parts = []
    if refused:
        parts.append(f"The API would refuse {_counted(refused, 'event')}.")
    if unread:
        parts.append(f"{_counted(unread, 'line')} could not be read as an event.")
    return " ".join(parts), refused + unread


def _reused(rules: Sequence[RuleFound]) -> tuple[str, int]:
    events = sum(found.events for found in rules)
    lost = "action is" if events == 1 else "actions are"
    # Of one ID the first losses are told one by one, and one finding speaks for the rest.
    return (
        (f"At least {events:,} {lost} discarded as a copy of another one with the same ID.", events)
        if rules
        else ("", 0)
    )


def _matching(quality: Sequence[NameQuality], rules: Sequence[RuleFound]) -> tuple[str, int]:
    """The largest gain of the event name that matters most: the purchase, else the most frequent."""
    first = next((each for each in quality if each.event_name == "Purchase"), next(iter(quality), None))
    events = sum(found.events for found in rules)
    if first is not None and first.gains:
        name, guess = safe_name(first.event_name, 60), first.estimate
        would = f"What would raise it most: {first.gains[0].text}."
        return f"{name} has an estimate of {guess.low:.1f} to {guess.high:.1f}. {would}", events
    return (
        (f"{_counted(sum(found.findings for found in rules), 'finding')} about match keys.", events)
        if rules
        else ("", 0)
    )


def _else(rules: Iterable[RuleFound]) -> tuple[str, int]:
    listed = list(rules)
    findings, events = sum(found.findings for found in listed), sum(found.events for found in listed)
    return (f"{_counted(findings, 'finding')} by {_counted(len(listed), 'rule')}.", events) if listed else ("", 0)


def _costs(kind: Kind, prices: Sequence[Money]) -> Iterable[Cost]:
    """By currency, of the first event name that it costs something: the purchases come first, then the largest sum."""
    parts = _PARTS.get(kind, ())
    seen: set[str] = set()
    for money in prices:
        sums = [value for part in parts if (value := getattr(money, part)) is not None and value.events]
        if not sums or money.currency in seen:
            continue
        seen.add(money.currency)
        events, amount = (
            sum(each.events for each in sums),
            sum((each.amount for each in sums), start=sums[0].amount * 0),
        )
        whole = money.counted.amount + (money.lost.amount if kind == "refused" else 0)
        share = float(amount / whole) if whole else 1.0
        yield Cost(money.currency, money.event_name, events, amount, min(max(share, 0.0), 1.0))


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
