"""Events to take away: those that are listed, each with its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulator.event import Origin
from simulator.verdict import Verdict
from simulator.views.lines import lines
from simulator.views.selection import select

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from simulator.filtering import Filter
    from simulator.finding import Finding
    from simulator.store import Store
    from simulator.views.columns import Order
    from simulator.views.lines import EventLine

_AT_ONCE = 500


class Exported(NamedTuple):
    """One event with all of its findings, most severe first."""

    line: EventLine
    findings: tuple[Finding, ...]

    @property
    def origin(self) -> str:
        """Where it was read: ``shop.jsonl:7``."""
        return str(Origin(self.line.source, self.line.line, self.line.item))

    @property
    def verdict(self) -> Verdict:
        """The same as the members of ``--format jsonl``."""
        line = self.line
        return Verdict(
            line.n,
            self.origin,
            line.channel,
            line.pixel_id,
            line.event_name,
            line.event_id,
            line.verdict,
            line.duplicate_of,
            line.key,
            line.after_seconds,
            line.survivor_rule,
            self.findings,
        )


def export(store: Store, run: int, where: Filter | None, order: Order | None = None) -> Iterator[Exported]:
    """The events that a filter lets through, in their order. Raises as ``select`` does."""
    return export_numbers(store, run, select(store, run, where, order))


def export_numbers(store: Store, run: int, pieces: Iterable[Sequence[int]]) -> Iterator[Exported]:
    """The events with these numbers, given in pieces as ``select`` yields them."""
    for piece in pieces:
        for start in range(0, len(piece), _AT_ONCE):
            numbers = piece[start : start + _AT_ONCE]
            findings = store.findings_of(run, numbers)
            for line in lines(store, run, numbers):
                yield Exported(line, tuple(findings.get(line.n, ())))
