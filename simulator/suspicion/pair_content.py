"""What the two copies of one event say differently, beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from simulator.checks.catalog import Rule, asked_about, catalog
from simulator.checks.difference import PairParts
from simulator.checks.rules import (
    pair_content,
    pair_cookies,
    pair_data_use,
    pair_lost,
    pair_people,
    pair_places,
    pair_times,
)
from simulator.checks.seen import Seen, Twins
from simulator.customer.builder_marker import unmarked_cookie
from simulator.suspicion.differences import differences
from simulator.suspicion.lost import TELLING, LostParts
from simulator.suspicion.observer import Observer, Told
from simulator.suspicion.reuse import reused

if TYPE_CHECKING:
    from simulator.settings import Settings

ABOUT_PARTS = {
    "custom_data": (
        pair_content.MINOR_UNITS,
        pair_content.CURRENCY_DIFFERS,
        pair_content.VALUE_DIFFERS,
        pair_content.DIFFERS,
    ),
    "user_data": (
        pair_people.HASHED_OTHERWISE,
        pair_people.PERSON_DIFFERS,
        pair_cookies.FBP_DIFFERS,
        pair_cookies.FBC_DIFFERS,
        pair_places.FAMILY_DIFFERS,
        pair_places.ADDRESS_DIFFERS,
    ),
    "event_time": (pair_times.SHIFTED, pair_times.TIME_DIFFERS),
    "data_processing_options": (pair_data_use.ON_ONE_COPY,),
}
"""The rules that are given the parts of a pair, by the member of the event that has to differ for them."""
_ON_ONE_SIDE = "data_processing_options"
_ALONE = frozenset({*TELLING, "value", "contents", "content_ids", _ON_ONE_SIDE})
"""What some rule asks about that only one copy has."""


class PairContent(Observer):
    """Compares the copies of each pair. Silent about two actions under one event ID, which is another fault.

    Memory: a few numbers for each event name.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        known = catalog()
        self._about_parts = {where: [known[code] for code in codes] for where, codes in ABOUT_PARTS.items()}
        self._about_twins = [rule for rule in asked_about("pair") if "same-event" in rule.relations]
        self._lost = LostParts()
        self._appendixes = 0
        self._first: Seen | None = None
        self._channel = ""

    def pair(self, twins: Twins) -> Iterable[Told]:
        """Ask the rules about two copies that are one event."""
        if reused(twins):
            return ()
        parts = PairParts(twins, tuple(differences(twins.first.payload, twins.second.payload, _ALONE)))
        found = [(rule, hit) for rule in self._about_twins if (hit := rule.judge(twins)) is not None]
        where = {each.path[0] for each in parts.differences if each.kind == "differs" or each.path[0] == _ON_ONE_SIDE}
        for member, rules in self._about_parts.items():
            if member in where:
                found += [(rule, hit) for rule in rules if (hit := rule.judge(parts)) is not None]
        self._lost.add(parts)
        self._compare_appendixes(twins)
        if not found:
            return ()
        hidden = {code for rule, _ in found for code in rule.hides}
        subject = twins.subject
        return [
            Told(subject.n, rule.code, hit, subject.event_name, twins.other.n)
            for rule, hit in found
            if rule.code not in hidden
        ]

    def end(self) -> Iterator[Told]:
        """What is told once for all pairs of a name, or of the run."""
        for seen, lost in self._lost.found():
            yield from _tell(catalog()[pair_lost.POORER], seen, lost)
        if self._first is not None:
            facts = pair_cookies.Appendixes(self._appendixes, self._channel)
            yield from _tell(catalog()[pair_cookies.APPENDIX], self._first, facts)

    def _compare_appendixes(self, twins: Twins) -> None:
        server, browser = twins.server, twins.browser
        if server is None or browser is None:
            return
        own, other = (each.member("user_data").get("fbp") for each in (server, browser))
        if own == other or not isinstance(own, str) or not isinstance(other, str):
            return
        bare = unmarked_cookie(own)
        if bare == unmarked_cookie(other) and (bare == own) != (bare == other):
            self._appendixes += 1
            if self._first is None:
                self._first = server._replace(payload={}, body={})
                self._channel = "browser" if bare == own else "server"


def _tell(rule: Rule, seen: Seen, facts: object) -> Iterator[Told]:
    hit = rule.judge(facts)
    if hit is not None:
        yield Told(seen.n, rule.code, hit, seen.event_name)
