"""How a replay of this application stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from simulator.run import Progress
    from simulator.tui.transport import Speed

Phase: TypeAlias = Literal[
    "making", "opening", "playing", "paused", "seeking", "finishing", "complete", "interrupted", "failed"
]


class Playing(NamedTuple):
    """One look at a replay.

    ``first`` is the receipt (Unix seconds) of the first event this replay has stored, ``from_share`` how much of the
    source was stored before it began, ``busy`` the seconds it has worked, pauses left out. ``problem`` says why it
    failed.
    """

    title: str
    phase: Phase
    speed: Speed = None
    progress: Progress | None = None
    first: float | None = None
    from_share: float = 0.0
    busy: float = 0.0
    problem: str = ""

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.phase in ("complete", "interrupted", "failed")

    @property
    def share(self) -> float | None:
        """How much of the source (or of the making) is done, 0 to 1; None where that isn't known."""
        if self.progress is None or not self.progress.bytes_total:
            return None
        return min(self.progress.bytes_done / self.progress.bytes_total, 1.0)

    @property
    def remaining(self) -> float | None:
        """The seconds it will take to its end at this speed, as far as can be told by what is done."""
        share = self.share
        if share is None or share <= self.from_share or self.progress is None:
            return None
        left = (1 - share) / (share - self.from_share)
        if self.speed is None or self.phase == "making":
            return self.busy * left
        if self.first is None or self.progress.latest <= self.first:
            return None
        return (self.progress.latest - self.first) * left / self.speed
