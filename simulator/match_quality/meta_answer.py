"""What Meta's Dataset Quality API answers, read leniently: a member that is missing or odd is None, never an error.

Members by developers.facebook.com/documentation/ads-commerce/conversions-api/dataset-quality-api (read 2026-09-12);
``score_rating`` and the form with ``data`` are those of ``/{id}/setup_quality``, as Adobe's extension reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

from simulator.match_quality.keys import KEYS

Known: TypeAlias = Literal["documented", "inferred"]

_DOCUMENTED = {
    "email": "em",
    "ip_address": "client_ip_address",
    "user_agent": "client_user_agent",
    "external_id": "external_id",
}
"""The names that samples of Meta's show."""
_INFERRED = {
    "phone": "ph",
    "phone_number": "ph",
    "first_name": "fn",
    "last_name": "ln",
    "gender": "ge",
    "date_of_birth": "db",
    "birthday": "db",
    "city": "ct",
    "state": "st",
    "zip": "zp",
    "zip_code": "zp",
    "click_id": "fbc",
    "browser_id": "fbp",
    "facebook_login_id": "fb_login_id",
}
"""How Meta may call the others; its pages show none of them."""


OWN_KEY = "capisim"
"""Under this key our emulator tells its own estimate beside the score; an answer of Meta's has no such member."""


class Feedback(NamedTuple):
    """One match key as Meta tells of it: ``coverage`` and ``uplift`` in percent, ``key`` ours, None where unknown."""

    identifier: str
    key: str | None
    known: Known | None
    coverage: float | None
    uplift: float | None
    description: str | None


class Diagnostic(NamedTuple):
    """Something that Meta finds wrong; ``percentage`` of ``total`` events are affected."""

    name: str | None
    description: str | None
    solution: str | None
    percentage: float | None
    affected: float | None
    total: float | None


class DedupeKey(NamedTuple):
    """How many events carry a key that deduplicates, in percent; ``overall`` is what it covers of the browser's."""

    key: str
    browser: float | None
    server: float | None
    overall: float | None


class MetaQuality(NamedTuple):
    """What Meta says of one event name; shares and uplifts in percent."""

    event_name: str
    score: float | None
    rating: str | None
    keys: tuple[Feedback, ...]
    diagnostics: tuple[Diagnostic, ...]
    event_coverage: float | None
    goal: float | None
    dedupe_keys: tuple[DedupeKey, ...]
    freshness: str | None
    acr: float | None
    uplift: float | None


def read_answer(document: Any) -> list[MetaQuality]:
    """One entry per event name, in Meta's order. Raises ValueError when it is no answer of this API at all."""
    if not isinstance(document, dict):
        raise ValueError("it is no object")
    if not document:
        return []
    entries = next((document[name] for name in ("web", "data") if isinstance(document.get(name), list)), None)
    if entries is None:
        offline = " (it holds offline events, which have no such score)" if "offline" in document else ""
        raise ValueError(f"it has no array web{offline}")
    read = [_entry(each) for each in entries if isinstance(each, dict)]
    found = [each for each in read if each is not None]
    if entries and not found:
        raise ValueError("no entry of it has an event_name")
    return found


def is_emulated(document: Any) -> bool:
    """Whether our own emulator has answered, whose score is our own estimate."""
    entries = document.get("web", document.get("data")) if isinstance(document, dict) else None
    return any(OWN_KEY in _table(each.get("event_match_quality")) for each in _list(entries))


def key_of(identifier: str) -> tuple[str | None, Known | None]:
    """Our match key for one of Meta's names, and how well that is known."""
    if identifier in _DOCUMENTED:
        return _DOCUMENTED[identifier], "documented"
    if identifier in KEYS:
        return identifier, "inferred"
    return (_INFERRED[identifier], "inferred") if identifier in _INFERRED else (None, None)


def _entry(given: Mapping[str, Any]) -> MetaQuality | None:
    name = _text(given.get("event_name"))
    if name is None:
        return None
    quality = _table(given.get("event_match_quality"))
    covered = _table(given.get("event_coverage"))
    # The page's table and its samples disagree on the name.
    dedupe = given.get("dedupe_key_feedback", given.get("dedup_key_feedback"))
    return MetaQuality(
        name,
        _number(quality.get("composite_score")),
        _text(quality.get("score_rating")),
        tuple(each for each in map(_feedback, _list(quality.get("match_key_feedback"))) if each is not None),
        tuple(_diagnostic(each) for each in _list(quality.get("diagnostics"))),
        _number(covered.get("percentage")),
        _number(covered.get("goal_percentage")),
        tuple(each for each in map(_dedupe, _list(dedupe)) if each is not None),
        _text(_table(given.get("data_freshness")).get("upload_frequency")),
        _percentage(given.get("acr")),
        _percentage(given.get("event_potential_aly_acr_increase")),
    )


def _feedback(given: Mapping[str, Any]) -> Feedback | None:
    identifier = _text(given.get("identifier"))
    if identifier is None:
        return None
    uplift = _table(given.get("potential_aly_acr_increase"))
    coverage = _percentage(given.get("coverage"))
    return Feedback(identifier, *key_of(identifier), coverage, _number(uplift.get("percentage")), _described(uplift))


def _diagnostic(given: Mapping[str, Any]) -> Diagnostic:
    return Diagnostic(
        _text(given.get("name")),
        _described(given),
        _text(given.get("solution")),
        _number(given.get("percentage")),
        _number(given.get("affected_event_count")),
        _number(given.get("total_event_count")),
    )


def _dedupe(given: Mapping[str, Any]) -> DedupeKey | None:
    key = _text(given.get("dedupe_key"))
    if key is None:
        return None
    return DedupeKey(
        key,
        _percentage(given.get("browser_events_with_dedupe_key")),
        _percentage(given.get("server_events_with_dedupe_key")),
        _percentage(given.get("overall_browser_coverage_from_dedupe_key")),
    )


def _described(given: Mapping[str, Any]) -> str | None:
    return _text(given.get("description"))


def _percentage(given: Any) -> float | None:
    return _number(_table(given).get("percentage"))


def _table(given: Any) -> Mapping[str, Any]:
    return given if isinstance(given, dict) else {}


def _list(given: Any) -> list[Mapping[str, Any]]:
    return [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []


def _text(given: Any) -> str | None:
    return given if isinstance(given, str) and given.strip() else None


def _number(given: Any) -> float | None:
    """A number, also one that is written as text, as Graph does at times; never infinity."""
    if isinstance(given, bool) or not isinstance(given, (int, float, str)):
        return None
    try:
        number = float(given)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < 1e15 else None
