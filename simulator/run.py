"""A run: one replay, or one spell of listening; a world of its own."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, TypeAlias

LISTEN = "listen"
"""What the only source of a live run is called; it has no size and no digest."""

Made: TypeAlias = Literal["synthetic", "fixture"]
"""Who made up the events of a source: capisim's made-up shop, or the authors of a scenario of ours."""

RunState: TypeAlias = Literal["running", "interrupted", "complete"]


class SourceState(NamedTuple):
    """How far one source of a run has been read.

    ``digest`` is ``sha256:<hex>`` of the file as it lies on disk, None for standard input and while
    it isn't known yet.
    ``items`` counts the lines or entries taken, ``offset`` the decompressed bytes behind them. ``made`` is None
    where nothing is known of who made the events: then somebody's real ones may be among them.
    """

    path: str
    digest: str | None
    size: int | None
    items: int
    offset: int
    made: Made | None = None


class Run(NamedTuple):
    """What is needed to repeat a run byte for byte, and how it stands.

    Times are Unix seconds. ``clock`` is the time by which events without a receipt time were
    judged; None while no event needed one. ``catalog`` is the hash of the rule catalog.
    ``settings`` are the settings as plain values and ``origins`` tells where each came from. ``about`` is the
    property file that its events come from. ``command`` makes its requests again, where no file holds them.
    """

    id: int
    state: RunState
    title: str | None
    started_at: float
    finished_at: float | None
    version: str
    catalog: str
    clock: float | None
    seed: int | None
    settings: dict[str, Any]
    origins: dict[str, str]
    sources: tuple[SourceState, ...]
    about: str | None = None
    command: str | None = None

    @property
    def is_live(self) -> bool:
        """Whether its events came in over the network, so that there is nothing to read again."""
        return [(state.path, state.size) for state in self.sources] == [(LISTEN, None)]


class Progress(NamedTuple):
    """How a run stands right now.

    ``read`` counts everything that was taken for an event: read = stored + quarantined. ``stored``
    counts kept, duplicate and rejected events together. ``bytes_total`` is None when the size of
    the input isn't known; ``seconds`` is the time spent so far. ``found`` counts the events with a finding
    of their own, ``latest`` is the latest receipt (Unix seconds), 0 while there is none.
    """

    run: int
    bytes_done: int
    bytes_total: int | None
    read: int
    stored: int
    quarantined: int
    duplicates: int
    rejected: int
    seconds: float
    found: int = 0
    latest: float = 0.0
