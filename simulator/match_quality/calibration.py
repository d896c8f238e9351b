"""Calibration: what Meta's own score of a dataset teaches about the estimate, with the day it was learned.

Meta's score holds the share of events matched to accounts, which no local tool can know. Once Meta has told its score
and the coverage it saw, the part that the model can't know is a factor: score by what the model says of that very
coverage. It holds for one event name and one dataset, and grows old: Meta scores the events of the last days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

LEAST, MOST = 0.1, 10.0
"""Factors beyond these tell of two different things, not of one that was measured."""
_SHAPE = re.compile(r"(.+)=([0-9]{1,2}(?:\.[0-9]{1,4})?)@([0-9]{4}-[0-9]{2}-[0-9]{2})")


class Calibrated(NamedTuple):
    """What the points of an event name are multiplied by, and since which day (``2026-11-26``)."""

    factor: float
    date: str

    def __str__(self) -> str:
        return f"calibrated {self.date}"


Calibration: TypeAlias = Mapping[str, Calibrated]
"""By event name; a name that is not in it is estimated by the model alone."""


def read_calibration(texts: Iterable[str]) -> Calibration:
    """The setting ``match_quality.calibration``: ``Purchase=1.18@2026-11-26``; the last one of a name counts.

    Texts of another shape, which an older run may hold, are passed over.
    """
    found = (_SHAPE.fullmatch(text) for text in texts)
    read = {each[1]: Calibrated(float(each[2]), each[3]) for each in found if each}
    return {name: each for name, each in read.items() if LEAST <= each.factor <= MOST}


def calibration_of(settings: Mapping[str, object]) -> Calibration:
    """That of a run, from the settings it was stored with."""
    table = settings.get("match_quality")
    texts = table.get("calibration", ()) if isinstance(table, Mapping) else ()
    return read_calibration(text for text in texts if isinstance(text, str))


def written(calibration: Calibration) -> list[str]:
    """The texts of the setting, by name."""
    return [f"{name}={each.factor:.4g}@{each.date}" for name, each in sorted(calibration.items())]


def calibrate(score: float, modelled: float, date: str) -> Calibrated | None:
    """From Meta's score and what the model alone says of the same coverage; None where no factor makes sense."""
    factor = round(score / modelled, 3) if modelled > 0 else 0.0
    return Calibrated(factor, date) if LEAST <= factor <= MOST else None
