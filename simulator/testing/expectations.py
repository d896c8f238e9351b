"""What a test may expect of the events of a run, finished or not."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from simulator.errors import UsageError
from simulator.testing import counting, deduplicated, found

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from simulator.finding import Finding
    from simulator.testing.judged import JudgedEvent
    from simulator.testing.result import Result
    from simulator.testing.snapshots import Snapshots
    from simulator.testing.where import Where
    from simulator.views.copies import Pair

DEFAULT_IGNORE = ("event_time", "event_id", "after_seconds")
"""What ``match_snapshot`` leaves out unless it is told otherwise: what is new in every run."""


class Expectations(ABC):
    """Every ``expect_`` method raises AssertionError with what was there instead.

    An event *counts* when Meta would count it: it was kept, not refused and not a copy of another. Without
    ``channel`` an assertion is about events that count; with ``channel`` it is about what that channel reported and
    Meta would take, whether it counts or is the copy. ``where`` narrows it down: a function of a JudgedEvent, or
    values by dotted path (``{"custom_data.value": 19.0}``), of which each may be a function of the value.
    """

    def __init__(self, snapshots: Snapshots) -> None:
        self._snapshots = snapshots

    @abstractmethod
    def result(self) -> Result:
        """The run as it stands."""

    def expect_event(
        self, name: str, *, channel: str | None = None, where: Where = None, count: int | None = 1
    ) -> JudgedEvent:
        """Expect that an event counts so many times; the first. ``count=None`` is for at least once.

        purchase = result.expect_event("Purchase", where={"custom_data.currency": "EUR"})
        """
        __tracebackhide__ = True
        if count is not None and count < 1:
            raise UsageError("expect_event needs a count of at least 1: use expect_none")
        return counting.expect(self.result(), name, channel, where, count)[0]

    def expect_times(self, n: int, name: str, *, channel: str | None = None, where: Where = None) -> list[JudgedEvent]:
        """Expect that an event counts ``n`` times; these, in order.

        result.expect_times(3, "AddToCart", channel="server")
        """
        __tracebackhide__ = True
        return counting.expect(self.result(), name, channel, where, n)

    def expect_none(self, name: str | None = None, *, channel: str | None = None, where: Where = None) -> None:
        """Expect that no event of that name, or none at all, was sent; refused and unreadable ones are sent too.

        before_consent.expect_none(channel="browser")
        """
        __tracebackhide__ = True
        counting.expect_none(self.result(), name, channel, where)

    def expect_deduplicated(
        self,
        name: str,
        *,
        key: str | None = "event_id",
        counted: str | None = "browser",
        within: float | None = None,
        where: Where = None,
    ) -> list[Pair]:
        """Expect that every event of a name came on both channels and counts once; the pairs.

        ``key`` is what must have made the copies one: ``event_id``, ``external_id``, ``fbp`` (for offline events
        ``order_id`` or ``user_data``), None for any. ``counted`` is the channel whose copy counts, None for either.
        ``within`` is the most seconds between the receipt of two copies.

        result.expect_deduplicated("Purchase", within=300)
        """
        __tracebackhide__ = True
        return deduplicated.expect(self.result(), name, deduplicated.Demand(key, counted, within), where)

    def expect_clean(self, at_least: str = "warning", *, ignore: Iterable[str] = ()) -> None:
        """Expect no finding of that severity or worse. What can't be read as an event is as bad as an error.

        ``ignore`` are codes of rules (``EVT013``), or the beginning of codes (``CLK``).

        result.expect_clean(at_least="error", ignore=["USR"])
        """
        __tracebackhide__ = True
        found.expect_clean(self.result(), at_least, ignore)

    def expect_finding(
        self,
        code: str,
        *,
        name: str | None = None,
        channel: str | None = None,
        severity: str | None = None,
        path: str | None = None,
        count: int | None = None,
    ) -> Finding:
        """Expect a finding of a rule; the first. ``count=None`` is for at least one.

        ``name`` and ``channel`` are of the event it is about, ``path`` as ``$.user_data.em[0]``.

        result.expect_finding("DUP010", name="Purchase", severity="error")
        """
        __tracebackhide__ = True
        return found.expect_finding(self.result(), code, found.Sought(name, channel, severity, path), count)

    def match_snapshot(self, name: str | Path, *, ignore: Iterable[str] = DEFAULT_IGNORE, reveal: bool = False) -> None:
        """Expect the verdicts and payloads of a snapshot; ``pytest --capisim-update`` writes it.

        A name stands for a file in ``__snapshots__`` beside the test, a path for itself. ``ignore`` are names of
        members (``fbp``) or dotted paths (``custom_data.value``). Values that may be about a person are masked, so
        two of them that look alike masked count as alike; ``reveal=True`` writes all in clear, for made-up data alone.

        result.match_snapshot("checkout", ignore=["event_time", "event_id", "after_seconds", "fbp"])
        """
        __tracebackhide__ = True
        self._snapshots.match(self.result(), name, tuple(ignore), reveal=reveal)

    def describe(self) -> str:
        """The events as the failures list them, masked: for a message of one's own.

        assert shop.has_paid, result.describe()
        """
        from simulator.testing.telling import listing

        return listing(self.result().events)
