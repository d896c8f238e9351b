"""Facts that a write may still explain, and facts of one kind told once with how often they happened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from simulator.tagging.facts import Fact, Late, Missing, Sending, Stale
from simulator.tagging.happening import Firing
from simulator.tagging.layer import Path, Write

LATE_SECONDS: Final = 2.0
"""A write this long after a rule fired still looks like the one that the rule should have had."""


class _Held(NamedTuple):
    fact: Stale | Missing
    path: Path
    firing: Firing


class Pending:
    """Facts on their way: held while a late write may come, then told once for each rule and field."""

    def __init__(self) -> None:
        self._held: list[_Held] = []
        self._told: dict[tuple[object, ...], Fact] = {}

    def tell(self, fact: Fact) -> None:
        """Tell a fact; of those with the same rule and field the first stays, and counts the others."""
        sending = getattr(fact, "sending", None)
        if not isinstance(sending, Sending):
            return
        key = (type(fact), sending.where, sending.read, getattr(fact, "kind", None), getattr(fact, "same_name", None))
        known = self._told.get(key)
        first: Sending = sending if known is None else known.sending  # type: ignore[union-attr]
        times = first.times + (known is not None)
        self._told[key] = (known or fact)._replace(sending=first._replace(times=times))  # type: ignore[call-arg]

    def hold(self, fact: Stale | Missing, path: Path | None, firing: Firing) -> None:
        """Tell a fact unless a write of its path comes soon."""
        self._release(firing.at)
        if path is None:
            self.tell(fact)
        else:
            self._held.append(_Held(fact, path, firing))

    def wrote(self, path: Path, write: Write, seconds: float) -> None:
        """The page wrote something: what waits for it was late."""
        if not self._held:
            return
        self._release(write.at)
        for held in list(self._held):
            if write.by is None and _overlap(path, held.path) and write.view == held.firing.view:
                self._held.remove(held)
                self.tell(Late(held.fact.sending, write.step, round(seconds, 3)))

    def finished(self) -> Iterator[Fact]:
        """Everything that was told, each fact once."""
        self._release(float("inf"))
        yield from self._told.values()

    def _release(self, now: float) -> None:
        while self._held and self._held[0].firing.at + LATE_SECONDS < now:
            self.tell(self._held.pop(0).fact)


def _overlap(one: Path, two: Path) -> bool:
    shared = min(len(one), len(two))
    return one[:shared] == two[:shared]
