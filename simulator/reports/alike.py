"""Events with the very same findings: a fault that every event has is not told a thousand times."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.pipeline import ValidatedEvent

PRINTED = 3
NAMED = 10
REMEMBERED = 1_000
"""How many kinds of events are remembered; a kind that was not met for so long is printed anew."""


class Alike:
    """Tells which events are printed and which are only named."""

    def __init__(self) -> None:
        self._kinds: OrderedDict[tuple[Any, ...], list[int]] = OrderedDict()
        self._left_out: list[tuple[int, int, list[int]]] = []

    def is_printed(self, event: ValidatedEvent) -> bool:
        """Whether the event is among the first of its kind."""
        if event.n is None:
            return True
        kind = event.channel, event.event_name, tuple((each.rule, each.path, each.message) for each in event.findings)
        met = self._kinds.get(kind)
        if met is None:
            # The first, how many there were, and the numbers of those that are left out.
            self._kinds[kind] = met = [event.n, 0]
            if len(self._kinds) > REMEMBERED:
                self._forget()
        self._kinds.move_to_end(kind)
        met[1] += 1
        if met[1] <= PRINTED:
            return True
        if len(met) < NAMED + 2:
            met.append(event.n)
        return False

    def _forget(self) -> None:
        _, (first, count, *named) = self._kinds.popitem(last=False)
        if named:
            self._left_out.append((first, count - PRINTED, named))

    def lines(self) -> Iterator[str]:
        """One line for each kind of which events were left out."""
        while self._kinds:
            self._forget()
        for first, count, named in sorted(self._left_out):
            more = ", …" if count > len(named) else ""
            events = "1 more event has" if count == 1 else f"{count:,} more events have"
            yield f"{events} the findings of #{first}: {', '.join(f'#{n}' for n in named)}{more}"
