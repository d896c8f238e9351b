"""Where the copies of one event differ, as the rules about pairs are given it."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from simulator.checks.seen import Seen, Twins
from simulator.checks.spot import Path


class Difference(NamedTuple):
    """One member of two payloads.

    ``path`` leads into either payload: ``("event_id",)`` or ``("custom_data", "value")``. ``first`` and
    ``second`` are the values as they were sent, unmasked, ``ABSENT`` where there is none; null and what is
    empty count as none.
    """

    path: Path
    kind: Literal["differs", "first-only", "second-only", "same"]
    first: Any
    second: Any


class PairParts(NamedTuple):
    """Two copies of one event and the members in which they differ, harmless spellings aside."""

    twins: Twins
    differences: tuple[Difference, ...]

    @property
    def crosses(self) -> bool:
        """Whether one copy is the browser's and the other the server's."""
        return self.twins.first.channel != self.twins.second.channel

    def differing(self, where: str) -> list[Difference]:
        """The members of that object that both copies have, with other values."""
        return [each for each in self.differences if each.kind == "differs" and each.path[0] == where and each.path[1:]]

    def at(self, *path: str) -> Difference | None:
        """The difference at that path, if both copies have a value there."""
        return next((each for each in self.differences if each.path == path and each.kind == "differs"), None)

    def own(self, difference: Difference) -> Any:
        """What the event says that a finding is put on."""
        return difference.first if self.twins.subject is self.twins.first else difference.second

    def others(self, difference: Difference) -> Any:
        """What the other event says."""
        return difference.second if self.twins.subject is self.twins.first else difference.first

    @property
    def counted(self) -> Seen | None:
        """The copy that counts; None where nothing was decided."""
        twins = self.twins
        return next((each for each in (twins.first, twins.second) if each.n == twins.counted), None)

    @property
    def outcome(self) -> str:
        """Which copy's word counts, in words, and by what the two were matched unless by the event ID."""
        matched = "" if self.twins.key == "event_id" else f" (matched by {self.twins.key})"
        if self.counted is None:
            return f"which of the two counts is open{matched}"
        return f"{'this copy' if self.counted is self.twins.subject else 'the other'} counts{matched}"
