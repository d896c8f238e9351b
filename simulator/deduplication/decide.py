"""The reference: which copies of a whole input are duplicates, written as plainly as the rules are told.

It holds everything in memory and is what ``window.Window`` must agree with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from simulator.deduplication.copy import Copy
from simulator.deduplication.rules import (
    BROWSER_FIRST,
    FAVOUR_SECONDS,
    Regime,
    Regimes,
    gap,
    regime_of,
    regimes,
    rule_of,
)
from simulator.verdict import Decision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.settings import Deduplication

__all__ = ["Copy", "decide"]

_Occurrences: TypeAlias = list[Copy]


class _Link(NamedTuple):
    """A duplicate and the copy it was matched with, which may be a duplicate itself."""

    to: Copy
    key: str
    rule: str


def decide(copies: Iterable[Copy], settings: Deduplication) -> dict[int, Decision]:
    """The duplicates among the copies, by ``n``; a copy that isn't in the answer is kept.

    The order of the iterable does not matter: copies are taken in order of receipt, those received
    at the same moment in order of ``n``, which must be unique. Needs memory for the whole input.
    """
    ordered = sorted(copies, key=lambda copy: (copy.received_at, copy.n))
    sorts = regimes(settings)
    links: dict[int, _Link] = {}
    has_id_partner: set[int] = set()
    for regime, occurrence in _by_id(ordered, sorts):
        links.update(_within(occurrence, regime))
        if len({copy.channel for copy in occurrence}) == 2:
            has_id_partner.update(copy.n for copy in occurrence)
    links.update(_fall_back(ordered, sorts.shared, links.keys() | has_id_partner))
    return {copy.n: _resolve(copy, links) for copy in ordered if copy.n in links}


def _by_id(ordered: list[Copy], sorts: Regimes) -> list[tuple[Regime, _Occurrences]]:
    """The copies that carry an id, put together window by window.

    A copy received after the window opens the next one, even if the one before it was a duplicate.
    """
    latest: dict[tuple[object, ...], _Occurrences] = {}
    found: list[tuple[Regime, _Occurrences]] = []
    for copy in ordered:
        regime = regime_of(sorts, copy.kind, copy.event_name)
        if regime is None:
            continue
        identity = copy.offline_key if copy.kind == "offline" else copy.event_id
        if identity is None:
            continue
        key = (regime.name, copy.pixel_id, copy.event_name, identity)
        window = latest.get(key)
        if window is not None and copy.received_at < window[0].received_at + regime.seconds:
            window.append(copy)
        else:
            latest[key] = window = [copy]
            found.append((regime, window))
    return found


def _within(occurrence: _Occurrences, regime: Regime) -> dict[int, _Link]:
    """The duplicates within one window, each linked to the copy that counts."""
    first = occurrence[0]
    counted = first
    if regime.favours_browser:
        in_time = [copy for copy in occurrence if copy.received_at <= first.received_at + FAVOUR_SECONDS]
        counted = next((copy for copy in in_time if copy.channel == "browser"), first)
    links = {}
    for copy in occurrence:
        crosses = copy.channel != counted.channel
        if copy is counted or not (crosses or regime.same_channel):
            continue
        apart = copy.received_at - counted.received_at
        rule = rule_of(regime, counted.channel == "browser", counted is first, crosses, apart)
        key = copy.offline_key[0] if copy.kind == "offline" and copy.offline_key else "event_id"
        links[copy.n] = _Link(counted, key, rule)
    return links


def _fall_back(ordered: list[Copy], regime: Regime, settled: set[int]) -> dict[int, _Link]:
    """Server copies from the web that found nothing by id, linked to an earlier browser copy.

    The latest browser copy that shares an external_id comes first; without one, the latest that
    shares fbp. (The order of the keys is read from the Dataset Quality API's list of keys:
    https://developers.facebook.com/documentation/ads-commerce/conversions-api/dataset-quality-api,
    read 2026-09-12; Meta does not state it.)
    """
    links: dict[int, _Link] = {}
    if regime.fallback == "off":
        return links
    latest: dict[tuple[object, ...], Copy] = {}
    for copy in ordered:
        if copy.kind != "web":
            continue
        keys = [("external_id", value) for value in copy.external_ids]
        keys += [("fbp", copy.fbp)] if copy.fbp is not None else []
        place = (copy.pixel_id, copy.event_name)
        if copy.channel == "browser":
            latest.update({(*place, *key, copy.event_id is None): copy for key in keys})
            continue
        if copy.n in settled:
            continue
        without_id = [True, False] if copy.event_id is None or regime.fallback == "unmatched-id" else [True]
        for wanted in ("external_id", "fbp"):
            candidates = [
                candidate
                for name, value in keys
                for flag in without_id
                if name == wanted and (candidate := latest.get((*place, name, value, flag))) is not None
                if copy.received_at < candidate.received_at + regime.seconds
            ]
            if candidates:
                partner = max(candidates, key=lambda candidate: (candidate.received_at, candidate.n))
                links[copy.n] = _Link(partner, wanted, BROWSER_FIRST)
                break
    return links


def _resolve(copy: Copy, links: dict[int, _Link]) -> Decision:
    """The decision about a duplicate: which copy counts in the end, and which rule chose it."""
    own = links[copy.n]
    counted, rule = own.to, own.rule
    while counted.n in links:
        if links[counted.n].rule == BROWSER_FIRST:
            rule = BROWSER_FIRST
        counted = links[counted.n].to
    return Decision(counted.n, own.key, gap(copy.received_at, counted.received_at), rule)
