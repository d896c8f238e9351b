"""The model of match quality: weights as data, checked when they are loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import orjson

from simulator.finding import Evidence
from simulator.match_quality.keys import KEYS

HIGHEST = 10.0
"""The scale of the score: "out of 10" (the Dataset Quality API page, read 2026-09-12)."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What a match key is worth, in points out of 10, when every event carries it well formed.

    ``advise`` tells whether any site could send it; ``where`` limits the advice. ``sources`` are URLs
    with the date they were read; ``confidence`` is how well the weight is known.
    """

    key: str
    low: float
    likely: float
    high: float
    advise: bool
    where: str | None
    confidence: Evidence
    sources: tuple[tuple[str, str], ...]
    note: str


@dataclass(frozen=True, slots=True)
class Model:
    """The weights by key, and the part of the score by which the unknown share of matches widens it."""

    version: str
    matched_share_spread: float
    weights: Mapping[str, Weight]


@cache
def model() -> Model:
    """The model that ships with capisim."""
    return read_model((files("simulator.match_quality") / "model.json").read_bytes())


def read_model(text: bytes) -> Model:
    """A model from JSON. Raises ValueError that names every problem."""
    try:
        document = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise ValueError(f"match quality model: no JSON: {error}") from None
    problems = _problems(document)
    if problems:
        raise ValueError("match quality model: " + "; ".join(problems))
    sources = {name: (source["url"], source["read"]) for name, source in document["sources"].items()}
    weights = {
        key: Weight(
            key,
            given["low"],
            given["likely"],
            given["high"],
            given["advise"],
            given.get("where"),
            Evidence(given["confidence"]),
            tuple(sources[name] for name in given["sources"]),
            given["note"],
        )
        for key, given in document["weights"].items()
    }
    return Model(document["version"], document["matched_share_spread"]["value"], weights)


def _problems(document: Any) -> list[str]:
    if not isinstance(document, dict):
        return ["it is no object"]
    problems = [
        f"{name} is missing or no {kind.__name__}"
        for name, kind in (("version", str), ("sources", dict), ("matched_share_spread", dict), ("weights", dict))
        if not isinstance(document.get(name), kind) or not document[name]
    ]
    if problems:
        return problems
    sources = document["sources"]
    for name, source in sources.items():
        if not (isinstance(source, dict) and str(source.get("url", "")).startswith("https://") and source.get("read")):
            problems.append(f"source {name} lacks url or date read")
    problems += _provenance("matched_share_spread", document["matched_share_spread"], sources)
    if _number(document["matched_share_spread"].get("value"), 1.0) is None:
        problems.append("matched_share_spread is no share")
    for key, weight in document["weights"].items():
        if not isinstance(weight, dict):
            problems.append(f"{key} is no object")
            continue
        if key not in KEYS:
            problems.append(f"{key} is no match key")
        problems += _provenance(key, weight, sources)
        points = [_number(weight.get(name), HIGHEST) for name in ("low", "likely", "high")]
        known = [each for each in points if each is not None]
        if len(known) < 3 or known != sorted(known):
            problems.append(f"{key} needs 0 <= low <= likely <= high <= 10")
        if not isinstance(weight.get("advise"), bool):
            problems.append(f"{key} does not say whether to advise it")
        if not isinstance(weight.get("where", ""), str):
            problems.append(f"{key}: where is no text")
    if not problems and sum(weight["likely"] for weight in document["weights"].values()) > HIGHEST + 1e-9:
        problems.append("the likely weights are more than 10 together")
    return problems


def _provenance(name: str, given: dict[str, Any], sources: dict[str, Any]) -> list[str]:
    problems = []
    if given.get("confidence") not in list(Evidence):
        problems.append(f"{name} lacks a confidence")
    named = given.get("sources")
    if not isinstance(named, list) or not named or not all(source in sources for source in named):
        problems.append(f"{name} lacks a source, or names one that is not listed")
    if not isinstance(given.get("note"), str) or not given["note"]:
        problems.append(f"{name} lacks a note")
    return problems


def _number(value: Any, most: float) -> float | None:
    """A number from 0 to ``most``; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= most:
        return None
    return float(value)
