"""What changed between two sides, and what of it is worse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from simulator.views.comparing import Comparison, CoverageChange, RuleChange
    from simulator.views.diffing.pairs import PairChanges
    from simulator.views.diffing.standing import KeyStanding, Side

Kind: TypeAlias = Literal["rule", "verdict", "pairs", "coverage", "match-key", "channel"]


class KeyChange(NamedTuple):
    """A match key of an event name; None where the server reported none of that name for the web."""

    event_name: str
    key: str
    before: KeyStanding | None
    after: KeyStanding | None


class CountChange(NamedTuple):
    """How many events of a name a channel reported."""

    event_name: str
    channel: str
    before: int
    after: int


class Worse(NamedTuple):
    """One thing that is worse.

    ``about`` is a rule, two verdicts (``kept → rejected``), an event name, an event name and a match key
    (``Purchase.em``) or a channel (``Purchase:server``); None for pairs. ``before`` and ``after`` are findings for a
    rule, percent for coverage and match keys, events for a channel; what has one number alone has it in ``after``.
    """

    kind: Kind
    about: str | None
    before: float | None
    after: float


class RunDiff(NamedTuple):
    """What changed from ``before`` to ``after``, what changed most first; lists hold what is the same too.

    ``events`` and ``pairs`` compare event by event, and are None where a side is a stored report, which holds no
    events.
    """

    before: Side
    after: Side
    rules: list[RuleChange]
    coverage: list[CoverageChange]
    keys: list[KeyChange]
    channels: list[CountChange]
    events: Comparison | None
    pairs: PairChanges | None
    worse: tuple[Worse, ...]

    @property
    def same_rules(self) -> bool:
        """Whether both were judged by the same rule catalog; else a finding may have changed with it."""
        return self.before.standing.catalog == self.after.standing.catalog
