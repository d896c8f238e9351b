"""The run that is open in the application."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from simulator.run import Run


class Current(NamedTuple):
    """The open run: its store's path, its number (0 while there is none), what is known of it, how far it has come.

    ``last`` is the ``n`` of its newest event. ``version`` rises whenever anything in the store has
    changed, whichever process changed it. ``loaded`` is false until the store was looked at for the first time;
    ``problem`` says why it can't be.
    """

    path: str
    run: int = 0
    about: Run | None = None
    last: int = 0
    version: int = 0
    loaded: bool = False
    problem: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show: no run, or one without events."""
        return self.loaded and self.last == 0

    @property
    def running(self) -> bool:
        """Whether some process says that it is still writing this run."""
        return self.about is not None and self.about.state == "running"
