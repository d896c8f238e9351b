"""The estimate of match quality, what would raise it, and the coverage it rests on.

All functions take counts of events by ``(present, valid)``, the masks of ``keys.masks``. Meta scores
web events received through the Conversions API, per event name
(https://developers.facebook.com/documentation/ads-commerce/conversions-api/dataset-quality-api, read
2026-09-12): which events to count is the caller's part.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from simulator.masking import show_name
from simulator.match_quality.calibration import Calibrated
from simulator.match_quality.keys import KEYS
from simulator.match_quality.model import HIGHEST, Model, model

Counts: TypeAlias = Mapping[tuple[int, int], int]


class Estimate(NamedTuple):
    """A guess at Meta's score, 0 to 10, as a range. ``version`` is that of the model, and when it was calibrated."""

    low: float
    likely: float
    high: float
    version: str

    def __str__(self) -> str:
        return f"estimate {self.likely:.1f} ({self.low:.1f} to {self.high:.1f})"


class Gain(NamedTuple):
    """What sending one more key would add: ``gain`` in points of the estimate.

    ``missing_share`` is the share of events (0 to 1) without a well-formed value.
    """

    key: str
    gain: float
    missing_share: float
    text: str


class KeyCoverage(NamedTuple):
    """How many of the events carry a key, and how many carry it well formed; both in percent of all events."""

    key: str
    coverage: float
    valid: float


def estimate(counts: Counts, by: Model | None = None, calibrated: Calibrated | None = None) -> Estimate:
    """The estimate for events that carry these keys; each key counts for the share that has it well formed.

    The doubts about the weights are independent of each other, so their squares are added. ``calibrated`` multiplies
    it all; the range grows with it, since one measurement says nothing of the weights. Raises ValueError when there
    are no events: Meta shows no score then either.
    """
    used = by or model()
    factor = calibrated.factor if calibrated else 1.0
    shares = {key: share * factor for key, share in _valid_shares(counts).items()}
    likely = min(sum(weight.likely * shares[key] for key, weight in used.weights.items()), HIGHEST)
    unknown = used.matched_share_spread * likely
    down = math.hypot(unknown, *((weight.likely - weight.low) * shares[key] for key, weight in used.weights.items()))
    up = math.hypot(unknown, *((weight.high - weight.likely) * shares[key] for key, weight in used.weights.items()))
    version = f"{used.version}, {calibrated}" if calibrated else used.version
    return Estimate(round(max(likely - down, 0.0), 1), round(likely, 1), round(min(likely + up, HIGHEST), 1), version)


def gains(
    counts: Counts,
    event_name: str | None = None,
    most: int = 3,
    by: Model | None = None,
    calibrated: Calibrated | None = None,
) -> list[Gain]:
    """The keys that would raise the estimate most, the largest gain first; those below 0.1 are left out.

    ``event_name`` goes into the texts. Raises ValueError when there are no events.
    """
    used = by or model()
    factor = calibrated.factor if calibrated else 1.0
    shares = _valid_shares(counts)
    total = sum(counts.values())
    room = HIGHEST - min(factor * sum(weight.likely * shares[key] for key, weight in used.weights.items()), HIGHEST)
    found = []
    for bit, key in enumerate(KEYS):
        weight = used.weights.get(key)
        if weight is None or not weight.advise:
            continue
        missing = 1 - shares[key]
        gain = round(min(factor * weight.likely * missing, room), 1)
        if gain >= 0.1:
            malformed = (
                sum(count for (present, valid), count in counts.items() if (present & ~valid) >> bit & 1) / total
            )
            text = _advice(key, missing, malformed, event_name, weight.where)
            found.append(Gain(key, gain, round(missing, 4), f"{text}: +{gain:.1f}"))
    return sorted(found, key=lambda gain: -gain.gain)[:most]


def coverage(counts: Counts, by: Model | None = None) -> list[KeyCoverage]:
    """Every key that any site could send, and every other one that an event carried, in the order of ``KEYS``.

    Raises ValueError when there are no events.
    """
    used = by or model()
    total = _total(counts)
    listed = []
    for bit, key in enumerate(KEYS):
        carried = sum(count for (present, _), count in counts.items() if present >> bit & 1)
        well_formed = sum(count for (_, valid), count in counts.items() if valid >> bit & 1)
        weight = used.weights.get(key)
        if carried or (weight is not None and weight.advise):
            listed.append(KeyCoverage(key, round(100 * carried / total, 1), round(100 * well_formed / total, 1)))
    return listed


def _advice(key: str, missing: float, malformed: float, event_name: str | None, where: str | None) -> str:
    name = show_name(event_name) if event_name else "the events"
    if malformed * 2 > missing:
        part = f"on {_percent(missing)} of {name}" if missing < 1 else f"with {name}"
        return f"send `{key}` well formed {part}"
    part = f"on the other {_percent(missing)} of {name}" if missing < 1 else f"with {name}"
    return f"send `{key}` {part}" + (f" {where}" if where else "")


def _percent(share: float) -> str:
    """``62 %``; never 100 % of something that is not all of it."""
    return f"{min(round(100 * share), 99)} %"


def _total(counts: Counts) -> int:
    total = sum(counts.values())
    if total <= 0:
        raise ValueError("match quality needs at least one event")
    return total


def _valid_shares(counts: Counts) -> dict[str, float]:
    total = _total(counts)
    return {
        key: sum(count for (_, valid), count in counts.items() if valid >> bit & 1) / total
        for bit, key in enumerate(KEYS)
    }
