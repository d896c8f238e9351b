"""The streaming form of deduplication: one copy at a time, in memory bounded by the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.deduplication.copy import Copy
from simulator.deduplication.lane import Lane
from simulator.deduplication.rules import INSTALL_NAME, regimes

if TYPE_CHECKING:
    from simulator.settings import Deduplication
    from simulator.verdict import Decision

SLACK = 3600.0
"""How far out of order of receipt, in seconds, copies may come and still be decided exactly."""


class Window:
    """Decides copies as they come; what it has said so far always equals ``decide`` of them.

    That holds for copies that come at most ``SLACK`` seconds out of order. One that comes later than
    that is not looked at and sets ``straggled``: the caller then decides the run again, in
    order of receipt (with a new Window, or with ``decide``).
    """

    __slots__ = (
        "_floor",
        "_install",
        "_last",
        "_offline",
        "_shared",
        "_watermark",
        "_with_fallback",
        "settings",
        "straggled",
    )

    def __init__(self, settings: Deduplication) -> None:
        self.settings = settings
        self.straggled = False
        self._watermark = float("-inf")
        self._last = 0
        self._floor = float("-inf")
        shared, install, offline = regimes(settings)
        self._shared, self._install, self._offline = Lane(shared), Lane(install), Lane(offline)
        self._with_fallback = settings.fallback != "off"

    @property
    def duplicates(self) -> int:
        """How many of all copies so far are duplicates as things stand."""
        return self._shared.duplicates + self._install.duplicates + self._offline.duplicates

    def __len__(self) -> int:
        """How many copies are held in memory."""
        return len(self._shared) + len(self._install) + len(self._offline)

    def add(self, copy: Copy) -> dict[int, Decision | None]:
        """Decide one copy; its ``n`` must be new.

        The answer holds what changes: by ``n``, the decision about a copy that is a duplicate now,
        or about an earlier one that is a duplicate of another copy now; None for one that is
        kept again. It is empty when the copy is kept and changes nothing.
        """
        n, channel, at, pixel_id, event_name, identity, external_ids, fbp, kind, offline_key = copy
        web = False
        if kind == "web":
            web = self._with_fallback
            lane = self._shared
        elif kind == "app":
            lane = self._install if event_name == INSTALL_NAME else self._shared
        elif kind == "offline":
            lane = self._offline
            identity = offline_key  # type: ignore[assignment]
        else:
            return {}
        latest = self._watermark
        late = at < latest or (at == latest and n < self._last)
        if not late:
            self._watermark = at
            self._last = n
            self._floor = at - SLACK
        elif at < self._floor:
            self.straggled = True
            return {}
        if identity is None and not web:
            return {}
        return lane.add(
            n, at, channel == "browser", pixel_id, event_name, identity, external_ids, fbp, web, late, self._floor
        )
