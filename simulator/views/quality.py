"""Which match keys the events of a run carried, by event name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulator.store.pieces import pieces
from simulator.store.rows import event_span

if TYPE_CHECKING:
    import sqlite3

    from simulator.match_quality.calibration import Calibrated
    from simulator.match_quality.score import Counts, Estimate, Gain, KeyCoverage
    from simulator.store import Store
    from simulator.views.dataset import Dataset


class NameQuality(NamedTuple):
    """How well the events of one name can be matched.

    ``counts`` are events by the masks of ``match_quality.keys``, for ``match_quality.what_if``; ``calibrated`` is
    what the settings of the run know of this name.
    """

    event_name: str
    events: int
    counts: Counts
    estimate: Estimate
    keys: tuple[KeyCoverage, ...]
    gains: tuple[Gain, ...]
    calibrated: Calibrated | None = None


def quality(store: Store, run: int, of: Dataset | None = None) -> list[NameQuality]:
    """One entry per event name that the server sent for the web, the most frequent first; see ``masks_by_name``."""
    from simulator.match_quality.calibration import calibration_of
    from simulator.match_quality.score import coverage, estimate, gains

    calibration = calibration_of(store.run(run).settings)
    return [
        NameQuality(
            name,
            sum(masks.values()),
            masks,
            estimate(masks, calibrated=calibration.get(name)),
            tuple(coverage(masks)),
            tuple(gains(masks, name, calibrated=calibration.get(name))),
            calibration.get(name),
        )
        for name, masks in masks_by_name(store.connection, run, of)
    ]


def masks_by_name(connection: sqlite3.Connection, run: int, of: Dataset | None = None) -> list[tuple[str, Counts]]:
    """Event names, the most frequent first, each with its events by ``(present, valid)`` as ``tallies`` tells them.

    ``of`` leaves the events of a dataset.

    Meta scores per event name and only web events received through the Conversions API
    (https://developers.facebook.com/documentation/ads-commerce/conversions-api/dataset-quality-api,
    read 2026-09-12); whether a copy was a duplicate doesn't matter for it, a refused one was never
    received. An event without action_source is taken for a website's, as its findings say. A second or two for a
    million events. May raise sqlite3.Error.
    """
    from simulator.match_quality.keys import KEYS
    from simulator.match_quality.tallies import counts_of

    span = event_span(run)
    # Most keys are rare; summing up what no event has would take as long as the others.
    highest = connection.execute("SELECT max(present) FROM events WHERE id BETWEEN ? AND ?", span).fetchone()[0] or 0
    bits = min(max(highest.bit_length(), 1), len(KEYS))
    sums = ", ".join(
        f"sum(n * (valid >> {bit} & 1)), sum(n * ((present & ~valid) >> {bit} & 1))" for bit in range(bits)
    )
    also, given = of.condition("e") if of is not None else ("", ())
    query = (
        f"SELECT event_name, sum(n), {sums} FROM ("  # noqa: S608 - numbers
        "SELECT event_name, present, valid, count(*) AS n FROM events e WHERE id BETWEEN ? AND ?"
        " AND channel = 'server'"
        " AND coalesce(action_source, 'website') = 'website' AND verdict IN ('kept', 'duplicate')"
        f" AND event_name IS NOT NULL{also} GROUP BY 1, 2, 3) GROUP BY 1"
    )
    numbers: dict[str, list[int]] = {}
    for piece in pieces(connection, run):
        for name, *more in connection.execute(query, (*piece, *given)):
            numbers[name] = [sum(each) for each in zip(numbers[name], more, strict=True)] if name in numbers else more
    found = [(name, events, counts_of(events, told[::2], told[1::2])) for name, (events, *told) in numbers.items()]
    return [(name, counts) for name, _, counts in sorted(found, key=lambda each: (-each[1], each[0]))]
