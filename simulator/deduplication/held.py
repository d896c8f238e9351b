"""What the streaming form keeps in memory: copies, and the windows they belong to.

There is one of these objects per copy of the last two days, so they are as small as they can be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from simulator.deduplication.rules import FAVOUR_SECONDS

if TYPE_CHECKING:
    from simulator.verdict import Decision


class Held:
    """A copy that can still matter.

    ``web`` tells whether it takes part in the fallback. ``occurrence`` is its window while that one
    lives and holds more than this copy; ``counted`` the copy it was matched with by id after that.
    ``partner`` is the browser copy it was matched with by ``key`` in the fallback (not set without
    one). ``decision`` is what the caller was last told.
    """

    __slots__ = (
        "at",
        "browser",
        "counted",
        "decision",
        "external_ids",
        "fbp",
        "identity",
        "key",
        "n",
        "occurrence",
        "partner",
        "scope",
        "web",
    )
    key: str

    def __init__(
        self,
        n: int,
        at: float,
        browser: bool,
        web: bool,
        identity: Any,
        external_ids: tuple[str, ...],
        fbp: str | None,
        scope: Scope,
    ) -> None:
        self.n = n
        self.at = at
        self.browser = browser
        self.web = web
        self.identity = identity
        self.external_ids = external_ids
        self.fbp = fbp
        self.scope = scope
        self.occurrence: Occurrence | None = None
        self.counted: Held | None = None
        self.partner: Held | None = None
        self.decision: Decision | None = None


def position(held: Held) -> tuple[float, int]:
    """Where a copy stands in the order of receipt."""
    return held.at, held.n


def before(one: Held, other: Held) -> bool:
    """Whether one copy was received before the other."""
    return one.at < other.at or (one.at == other.at and one.n < other.n)


class Occurrence:
    """The copies of one id within one window, in order of receipt; the first one opened it.

    Copies whose fate is sealed leave ``copies``; the first and the counted one stay. ``has_browser``
    remembers a browser copy that left. ``previous`` is the window before this one, while a late
    copy could still fall into it.
    """

    __slots__ = ("copies", "counted", "has_browser", "previous")

    def __init__(self, first: Held, previous: Occurrence | None = None) -> None:
        self.copies = [first]
        self.counted = first
        self.has_browser = first.browser
        self.previous = previous
        first.occurrence = self

    def note(self, copy: Held, favours_browser: bool) -> bool:
        """Take account of a copy after the first; True when it is now the one that counts."""
        if not copy.browser:
            return False
        self.has_browser = True
        if not favours_browser or copy.at > self.copies[0].at + FAVOUR_SECONDS:
            return False
        if self.counted.browser and before(self.counted, copy):
            return False
        self.counted = copy
        return True


Slot: TypeAlias = Held | Occurrence


class Scope:
    """Everything held of one pixel and one event name.

    ``identities`` holds, by event id, the only copy or the newest window. The indexes of the fallback
    hold copies by external_id and by fbp: browser copies with and without an event id, and, once
    copies have come out of order, the server copies that a late browser copy could concern.
    """

    __slots__ = ("identities", "live", "place", "servers", "with_id", "without_id")

    def __init__(self, place: tuple[str | None, str | None]) -> None:
        self.place = place
        self.live = 0
        self.identities: dict[Any, Slot] = {}
        self.with_id = Index()
        self.without_id = Index()
        self.servers = Index()


Entries: TypeAlias = dict[str, "Held | list[Held]"]


class Index:
    """Copies by external_id and by fbp."""

    __slots__ = ("external_id", "fbp")

    def __init__(self) -> None:
        self.external_id: Entries = {}
        self.fbp: Entries = {}
