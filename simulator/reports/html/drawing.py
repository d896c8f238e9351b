"""Where the marks of the drawings lie, in the units of their view boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from simulator.clock import format_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from simulator.views.timeline import Bucket

HEIGHT: Final = 100
STEP: Final = 10


class Bar(NamedTuple):
    """One stretch of the timeline: two bars, one upon the other, the mark of the worst finding, and all in words.

    ``worst`` is the severity of the worst finding of an event of it, ``""`` without one.
    """

    x: int
    server: float
    browser: float
    worst: str
    words: str


class Stretch(NamedTuple):
    """One stretch of the timeline as numbers; ``start`` is ISO 8601 in UTC."""

    start: str
    browser: int
    server: int
    rejected: int
    error: int
    warning: int
    note: int


class Timeline(NamedTuple):
    """The bars, ``most`` events in one of them, between which moments, and how long one is."""

    bars: tuple[Bar, ...]
    stretches: tuple[Stretch, ...]
    most: int
    start: str
    end: str
    seconds: float

    @property
    def width(self) -> int:
        """Of the view box."""
        return STEP * len(self.bars)


def timeline(buckets: Sequence[Bucket]) -> Timeline | None:
    """The drawing of a run's time; None when no event has a time."""
    if not buckets:
        return None
    most = max(bucket.events for bucket in buckets)
    bars = tuple(_bar(place, bucket, most) for place, bucket in enumerate(buckets))
    first, last = buckets[0], buckets[-1]
    return Timeline(
        bars, tuple(_stretches(buckets)), most, format_time(first.start), format_time(last.end), first.seconds
    )


def _bar(place: int, bucket: Bucket, most: int) -> Bar:
    scale = HEIGHT / most if most else 0.0
    found = [(severity.value, count) for severity, count in bucket.found.items() if count]
    parts = [
        f"{bucket.browser:,} browser",
        f"{bucket.server:,} server",
        *(f"{count:,} {name}" for name, count in found),
    ]
    return Bar(
        place * STEP,
        round(bucket.server * scale, 2),
        round(bucket.browser * scale, 2),
        found[0][0] if found else "",
        f"{format_time(bucket.start)}: {', '.join(parts)}",
    )


def _stretches(buckets: Iterable[Bucket]) -> Iterable[Stretch]:
    for bucket in buckets:
        if bucket.events:
            counts = (bucket.browser, bucket.server, bucket.rejected, bucket.error, bucket.warning, bucket.note)
            yield Stretch(format_time(bucket.start), *counts)
