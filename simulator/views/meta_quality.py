"""Meta's own word on match quality beside our estimate of a run, and what the difference teaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from simulator.match_quality.calibration import Calibrated, calibrate
from simulator.match_quality.keys import KEYS
from simulator.match_quality.score import estimate
from simulator.match_quality.tallies import counts_of
from simulator.views.coverage import event_names
from simulator.views.dataset import Dataset
from simulator.views.quality import NameQuality, quality

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from simulator.match_quality.meta_answer import MetaQuality
    from simulator.match_quality.score import Estimate
    from simulator.store import Store

_THOUSAND = 1000


class Learned(NamedTuple):
    """What a name's score teaches: ``modelled`` is what the model alone says of the coverage that ``basis`` tells of.

    ``after`` is our estimate of the run once it is calibrated so, None where the run has no such events.
    """

    calibrated: Calibrated
    modelled: float
    basis: Literal["meta", "run"]
    after: Estimate | None


class Beside(NamedTuple):
    """One event name, as Meta tells of it and as the run has it; either may be missing.

    ``coverage`` is the run's event coverage in percent. ``difference`` is Meta's score less our likely one.
    """

    event_name: str
    meta: MetaQuality | None
    ours: NameQuality | None
    coverage: float | None
    learned: Learned | None

    @property
    def difference(self) -> float | None:
        """In points out of 10."""
        if self.meta is None or self.meta.score is None or self.ours is None:
            return None
        return round(self.meta.score - self.ours.estimate.likely, 1)

    @property
    def inside(self) -> bool | None:
        """Whether Meta's score lies in our range."""
        if self.meta is None or self.meta.score is None or self.ours is None:
            return None
        return self.ours.estimate.low <= self.meta.score <= self.ours.estimate.high


class Ours(NamedTuple):
    """The run's side: match quality and event coverage by event name, and whether it is of the dataset asked for."""

    quality: Mapping[str, NameQuality]
    coverage: Mapping[str, float | None]
    of_dataset: bool


def ours_of(store: Store, run: int, dataset: Dataset | None) -> Ours:
    """What a run has of a dataset; of all its events where it has none of that one, as a staging shop has."""
    found = quality(store, run, dataset)
    covered = event_names(store.connection, run, dataset)
    is_of = bool(found or covered)
    if dataset is not None and not is_of:
        found, covered = quality(store, run), event_names(store.connection, run)
    by_name = {each.event_name: each for each in found}
    return Ours(by_name, {each["event_name"]: each["coverage"] for each in covered}, is_of)


def beside(meta: Sequence[MetaQuality], ours: Ours | None, date: str) -> list[Beside]:
    """Every event name that Meta tells of, in its order, and then those that the run alone has.

    ``date`` (``2026-11-26``) is the day of Meta's answer.
    """
    mine = ours.quality if ours else {}
    covered = ours.coverage if ours else {}
    told = [
        Beside(each.event_name, each, mine.get(each.event_name), covered.get(each.event_name), None) for each in meta
    ]
    found = [each._replace(learned=_learn(each, date)) for each in told]
    names = {each.event_name for each in meta}
    return found + [Beside(name, None, of, covered.get(name), None) for name, of in mine.items() if name not in names]


def _learn(of: Beside, date: str) -> Learned | None:
    """From the coverage that Meta tells, if it does: other traffic here must not count as a fault of the model."""
    if of.meta is None or of.meta.score is None:
        return None
    shares = {each.key: each.coverage for each in of.meta.keys if each.key is not None and each.coverage is not None}
    basis: Literal["meta", "run"] = "meta" if shares else "run"
    if shares:
        valid = [round(min(max(shares.get(key, 0.0), 0.0), 100.0) * _THOUSAND / 100) for key in KEYS]
        modelled = estimate(counts_of(_THOUSAND, valid, [0] * len(KEYS))).likely
    elif of.ours is not None:
        modelled = estimate(of.ours.counts).likely
    else:
        return None
    learned = calibrate(of.meta.score, modelled, date)
    if learned is None:
        return None
    after = estimate(of.ours.counts, calibrated=learned) if of.ours is not None else None
    return Learned(learned, modelled, basis, after)
