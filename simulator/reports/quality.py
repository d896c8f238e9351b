"""The estimate of match quality per event name, from the match keys that a run's events carried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.views.quality import masks_by_name

if TYPE_CHECKING:
    import sqlite3

    from simulator.match_quality.calibration import Calibration


def match_quality(connection: sqlite3.Connection, run: int, calibration: Calibration) -> list[dict[str, Any]]:
    """One entry per event name that the server sent for the web, the most frequent first.

    Every share is of the events, in percent.
    """
    from simulator.match_quality.score import coverage, estimate, gains

    entries = []
    for name, masks in masks_by_name(connection, run):
        calibrated = calibration.get(name)
        score = estimate(masks, calibrated=calibrated)
        entries.append(
            {
                "event_name": name,
                "events": sum(masks.values()),
                "estimate": {"low": score.low, "likely": score.likely, "high": score.high, "model": score.version},
                "keys": [{"key": key.key, "coverage": key.coverage, "valid": key.valid} for key in coverage(masks)],
                "gains": [
                    {
                        "key": gain.key,
                        "gain": gain.gain,
                        "missing_share": round(100 * gain.missing_share, 1),
                        "text": gain.text,
                    }
                    for gain in gains(masks, name, calibrated=calibrated)
                ],
            }
        )
    return entries
