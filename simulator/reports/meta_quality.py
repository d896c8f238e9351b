"""The document of ``quality --format json``: Meta's own word on match quality beside our estimate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.match_quality.meta_answer import MetaQuality
    from simulator.match_quality.score import Estimate
    from simulator.views.meta_quality import Beside, Learned
    from simulator.views.quality import NameQuality

SCHEMA = "https://capisim.dev/schemas/quality.schema.json"


def quality_document(
    found: Sequence[Beside], *, source: dict[str, Any], run: int | None, notes: Sequence[str], calibrated: str | None
) -> dict[str, Any]:
    """The document; ``calibrated`` is the settings file that was changed, None where none was."""
    return {
        "schema": SCHEMA,
        "source": source,
        "run": run,
        "event_names": [_name(each) for each in found],
        "calibrated": calibrated,
        "notes": list(notes),
    }


def _name(of: Beside) -> dict[str, Any]:
    return {
        "event_name": of.event_name,
        "meta": None if of.meta is None else _meta(of.meta),
        "ours": None if of.ours is None else _ours(of.ours, of.coverage),
        "difference": of.difference,
        "inside": of.inside,
        "keys": _keys(of),
        "calibration": None if of.learned is None else _learned(of.learned),
    }


def _meta(of: MetaQuality) -> dict[str, Any]:
    return {
        "score": of.score,
        "rating": of.rating,
        "event_coverage": of.event_coverage,
        "goal": of.goal,
        "freshness": of.freshness,
        "acr": of.acr,
        "uplift": of.uplift,
        "dedupe_keys": [each._asdict() for each in of.dedupe_keys],
        "diagnostics": [each._asdict() for each in of.diagnostics],
    }


def _ours(of: NameQuality, coverage: float | None) -> dict[str, Any]:
    return {"events": of.events, "estimate": _estimate(of.estimate), "event_coverage": coverage}


def _estimate(of: Estimate) -> dict[str, Any]:
    return {"low": of.low, "likely": of.likely, "high": of.high, "model": of.version}


def _keys(of: Beside) -> list[dict[str, Any]]:
    """Every key that either side knows of: Meta's order, then ours."""
    mine = {each.key: {"coverage": each.coverage, "valid": each.valid} for each in of.ours.keys} if of.ours else {}
    told = [
        {
            "key": each.key,
            "identifier": each.identifier,
            "mapping": each.known,
            "meta": {"coverage": each.coverage, "uplift": each.uplift, "description": each.description},
            "ours": mine.get(each.key or ""),
        }
        for each in (of.meta.keys if of.meta else ())
    ]
    named = {each["key"] for each in told}
    alone = [
        {"key": key, "identifier": None, "mapping": None, "meta": None, "ours": shares}
        for key, shares in mine.items()
        if key not in named and shares["coverage"]
    ]
    return told + alone


def _learned(of: Learned) -> dict[str, Any]:
    return {
        "factor": of.calibrated.factor,
        "date": of.calibrated.date,
        "modelled": of.modelled,
        "basis": of.basis,
        "after": None if of.after is None else _estimate(of.after),
    }
