"""The copies of one regime, decided as they come.

The order of receipt is the common order of arrival and cheap. A copy that arrives late goes another
way, which recomputes whatever the copy could have changed.
"""

from __future__ import annotations

from bisect import insort
from collections import deque
from typing import Any, TypeAlias

from simulator.deduplication.held import Held, Index, Occurrence, Scope, before, position
from simulator.deduplication.index import all_after, drop, latest_before, put
from simulator.deduplication.rules import BROWSER_FIRST, FAVOUR_SECONDS, Regime, gap, rule_of
from simulator.verdict import Decision

Changes: TypeAlias = dict[int, Decision | None]


class Lane:
    """Copies that are compared with each other and with no others.

    ``floor`` (Unix seconds) is the earliest receipt of any copy still to come. A copy is *fresh* until
    nothing that comes can be received before it or make the five minutes flip its window; then it
    is forgotten, or kept until its window closes if later copies are compared with it.
    """

    __slots__ = ("_fresh", "_kept", "_late_browsers", "_own_key", "_regime", "_scopes", "_seconds", "duplicates")

    def __init__(self, regime: Regime) -> None:
        self._regime = regime
        self._seconds = regime.seconds
        self._scopes: dict[tuple[str | None, str | None], Scope] = {}
        self._fresh: deque[Held] = deque()
        self._kept: deque[Held] = deque()
        self._late_browsers = False
        self._own_key = regime.name == "offline"
        self.duplicates = 0

    def __len__(self) -> int:
        return len(self._fresh) + len(self._kept)

    def add(
        self,
        n: int,
        at: float,
        browser: bool,
        pixel_id: str | None,
        event_name: str | None,
        identity: Any,
        external_ids: tuple[str, ...],
        fbp: str | None,
        web: bool,
        late: bool,
        floor: float,
    ) -> Changes:
        """Decide a copy; what it changes, itself included unless it is simply kept."""
        place = (pixel_id, event_name)
        scope = self._scopes.get(place)
        if scope is None:
            scope = self._scopes[place] = Scope(place)
        copy = Held(n, at, browser, web, identity, external_ids, fbp, scope)
        scope.live += 1
        fresh = self._fresh
        fresh.append(copy)
        changes: Changes = {}
        if late:
            self._add_late(copy, floor, changes)
        else:
            touched = False
            if identity is not None:
                slot = scope.identities.setdefault(identity, copy)
                if slot is not copy:
                    touched = self._add_same_id(copy, slot, floor, changes)
            if web:
                if browser:
                    self._index(copy)
                elif not touched:
                    self._find_partner(copy)
                    if copy.partner is not None:
                        self._settle(copy, changes)
                if self._late_browsers and not browser:
                    put(scope.servers, copy)
        # Something is held now; what has become too old for anything goes.
        if fresh[0].at + FAVOUR_SECONDS < floor:
            self._ripen(floor)
        kept = self._kept
        while kept and kept[0].at + self._seconds <= floor:
            self._expire(kept.popleft())
        return changes

    # In order of receipt

    def _add_same_id(self, copy: Held, slot: Held | Occurrence, floor: float, changes: Changes) -> bool:
        """Put the latest copy of its id into a window; False when it opens the next one."""
        occurrence = slot if isinstance(slot, Occurrence) else Occurrence(slot)
        if copy.at >= occurrence.copies[0].at + self._seconds:
            copy.scope.identities[copy.identity] = Occurrence(copy, occurrence)
            return False
        copy.scope.identities[copy.identity] = occurrence
        for other in self._join(occurrence, copy):
            if other.web and not other.browser:
                self._refresh_partner(other, floor)
            self._settle(other, changes)
        return True

    def _join(self, occurrence: Occurrence, copy: Held) -> list[Held]:
        """Put a copy behind the first of a window; the copies whose decision that may change."""
        copies = occurrence.copies
        alone = not occurrence.has_browser
        if before(copies[-1], copy):
            copies.append(copy)
        else:
            insort(copies, copy, key=position)
        copy.occurrence = occurrence
        if copy.external_ids == copies[0].external_ids:
            copy.external_ids = copies[0].external_ids
        if occurrence.note(copy, self._regime.favours_browser) or (copy.browser and alone):
            # A new copy counts, or servers that had fallen back on another key now have a partner.
            return copies
        return [copy]

    # Out of order

    def _add_late(self, copy: Held, floor: float, changes: Changes) -> None:
        """Decide a copy that arrived after ones received later, and decide those again."""
        if copy.web and copy.browser:
            self._expect_late_browsers()
            self._index(copy)
        elif copy.web and self._late_browsers:
            put(copy.scope.servers, copy)
        affected = [copy] if copy.identity is None else self._insert(copy)
        for other in affected:
            if other.web and not other.browser:
                self._refresh_partner(other, floor)
        moved = [other for other in affected if self._settle(other, changes) or other is copy]
        for other in moved:
            if other.browser and other.web:
                self._follow(other, floor, changes)

    def _expect_late_browsers(self) -> None:
        """From the first late browser copy on, keep server copies where the next one finds them."""
        if not self._late_browsers:
            self._late_browsers = True
            for copy in self._fresh:
                if copy.web and not copy.browser:
                    put(copy.scope.servers, copy)

    def _insert(self, copy: Held) -> list[Held]:
        """Put a late copy into the windows of its id; the copies whose decision that may change."""
        identities = copy.scope.identities
        slot = identities.setdefault(copy.identity, copy)
        if slot is copy:
            return [copy]
        occurrence: Occurrence | None = slot if isinstance(slot, Occurrence) else Occurrence(slot)
        identities[copy.identity] = occurrence  # type: ignore[assignment]
        later: list[Occurrence] = []
        while occurrence is not None and before(copy, occurrence.copies[0]):
            later.append(occurrence)
            occurrence = occurrence.previous
        if occurrence is not None and copy.at < occurrence.copies[0].at + self._seconds:
            return self._join(occurrence, copy)
        # It opens a window, and so moves where the windows after it begin. None of their copies has
        # left yet: all were received after this one.
        following = [other for window in reversed(later) for other in window.copies]
        occurrence = Occurrence(copy, occurrence)
        for other in following:
            if other.at < occurrence.copies[0].at + self._seconds:
                occurrence.copies.append(other)
                other.occurrence = occurrence
                occurrence.note(other, self._regime.favours_browser)
            else:
                occurrence = Occurrence(other, occurrence)
        identities[copy.identity] = occurrence
        return [copy, *following]

    def _follow(self, browser: Held, floor: float, changes: Changes) -> None:
        """Decide again what fell back on a browser copy, or now could."""
        for server in dict.fromkeys(all_after(browser.scope.servers, browser)):
            self._refresh_partner(server, floor)
            occurrence = server.occurrence
            if occurrence is not None and occurrence.counted is server:
                for other in occurrence.copies:
                    self._settle(other, changes)
            else:
                self._settle(server, changes)

    # Deciding one copy

    def _is_duplicate(self, copy: Held, occurrence: Occurrence) -> bool:
        counted = occurrence.counted
        return copy is not counted and (self._regime.same_channel or copy.browser != counted.browser)

    def _refresh_partner(self, copy: Held, floor: float) -> None:
        """Find, or withdraw, what a server copy from the web falls back on."""
        occurrence = copy.occurrence
        if occurrence is not None and (occurrence.has_browser or self._is_duplicate(copy, occurrence)):
            copy.partner = None
        elif copy.at >= floor:
            # An older one can't have gained a partner: nothing comes that was received before it.
            self._find_partner(copy)

    def _find_partner(self, copy: Held) -> None:
        """The browser copy that a server copy without a match by id is compared with.

        external_id goes before fbp, as in the list of keys of the Dataset Quality API
        (https://developers.facebook.com/documentation/ads-commerce/conversions-api/dataset-quality-api,
        read 2026-09-12).
        """
        copy.partner = None
        scope = copy.scope
        index = scope.without_id
        if copy.identity is None or self._regime.fallback == "unmatched-id":
            indexes: tuple[Index, ...] = (index, scope.with_id)
        elif index.external_id or index.fbp:
            indexes = (index,)
        else:
            return
        found = [latest_before(index.external_id, value, copy) for value in copy.external_ids for index in indexes]
        best = max((one for one in found if one is not None), key=position, default=None)
        if best is not None and copy.at < best.at + self._seconds:
            copy.partner, copy.key = best, "external_id"
        elif copy.fbp is not None:
            found = [latest_before(index.fbp, copy.fbp, copy) for index in indexes]
            best = max((one for one in found if one is not None), key=position, default=None)
            if best is not None and copy.at < best.at + self._seconds:
                copy.partner, copy.key = best, "fbp"

    def _end(self, copy: Held) -> Held:
        """The copy that counts for a copy."""
        occurrence = copy.occurrence
        if occurrence is not None:
            if self._is_duplicate(copy, occurrence):
                copy = occurrence.counted
        elif copy.counted is not None:
            copy = copy.counted
        return copy if copy.partner is None else self._end(copy.partner)

    def _settle(self, copy: Held, changes: Changes) -> bool:
        """Decide a copy from what it is linked to; True, and noted, when that is news."""
        decision: Decision | None = None
        occurrence = copy.occurrence
        if occurrence is not None and self._is_duplicate(copy, occurrence):
            counted = occurrence.counted
            key = copy.identity[0] if self._own_key else "event_id"
            if counted.partner is None:
                crosses = copy.browser != counted.browser
                is_first = counted is occurrence.copies[0]
                rule = rule_of(self._regime, counted.browser, is_first, crosses, copy.at - counted.at)
            else:
                counted, rule = self._end(counted.partner), BROWSER_FIRST
            decision = Decision(counted.n, key, gap(copy.at, counted.at), rule)
        elif copy.partner is not None:
            counted = self._end(copy.partner)
            decision = Decision(counted.n, copy.key, gap(copy.at, counted.at), BROWSER_FIRST)
        if decision == copy.decision:
            return False
        self.duplicates += (decision is not None) - (copy.decision is not None)
        copy.decision = decision
        changes[copy.n] = decision
        return True

    # Letting go

    def _index(self, browser: Held) -> None:
        scope = browser.scope
        put(scope.without_id if browser.identity is None else scope.with_id, browser)

    def _ripen(self, floor: float) -> None:
        """Let go of fresh copies that nothing can change any more and nothing is compared with."""
        fresh = self._fresh
        while fresh and fresh[0].at + FAVOUR_SECONDS < floor:
            copy = fresh.popleft()
            compared = copy.browser and copy.web and (copy.fbp is not None or bool(copy.external_ids))
            if not copy.browser:
                if self._late_browsers and copy.web:
                    drop(copy.scope.servers, copy)
                # Only the fallback of a fresh copy asks for them, and they are most of its size.
                copy.external_ids, copy.fbp = (), None
            sealed = copy.identity is None or self._leave(copy)
            if compared or not sealed:
                self._kept.append(copy)
            else:
                self._forget(copy)

    def _leave(self, copy: Held) -> bool:
        """Take a copy that isn't fresh out of its window, if what becomes of it is certain."""
        occurrence = copy.occurrence
        if occurrence is None:
            return False
        copies, counted = occurrence.copies, occurrence.counted
        if copy is copies[0] or copy is counted:
            return False
        if not occurrence.has_browser and (copy.partner is not None or counted.partner is not None):
            # A browser copy with the same id would withdraw the fallback.
            return False
        copies.remove(copy)
        copy.counted = counted if self._is_duplicate(copy, occurrence) else None
        copy.occurrence = None
        first = copies[0]
        identities = copy.scope.identities
        if len(copies) == 1 and occurrence.has_browser == first.browser and identities.get(copy.identity) is occurrence:
            identities[copy.identity] = first
            first.occurrence = None
        return True

    def _expire(self, copy: Held) -> None:
        """Let go of a copy whose window, had it opened one, is closed to all that may come."""
        scope, occurrence = copy.scope, copy.occurrence
        if occurrence is not None:
            if occurrence.copies[0] is copy:
                self._close(occurrence, copy)
        elif copy.identity is not None and scope.identities.get(copy.identity) is copy:
            del scope.identities[copy.identity]
        if copy.browser and copy.web:
            drop(scope.without_id if copy.identity is None else scope.with_id, copy)
        self._forget(copy)

    def _close(self, occurrence: Occurrence, first: Held) -> None:
        """Unlink a window; its copies remember what counts in it."""
        identities = first.scope.identities
        newer = identities.get(first.identity)
        if newer is occurrence:
            del identities[first.identity]
        while isinstance(newer, Occurrence):
            if newer.previous is occurrence:
                newer.previous = None
            newer = newer.previous
        # No cycles may remain: replays run with the garbage collector off.
        for copy in occurrence.copies:
            copy.counted = occurrence.counted if self._is_duplicate(copy, occurrence) else None
            copy.occurrence = None
        occurrence.copies = []
        occurrence.previous = None

    def _forget(self, copy: Held) -> None:
        scope = copy.scope
        scope.live -= 1
        if not scope.live:
            del self._scopes[scope.place]
