"""Whose turn it is to write: the thread that serves, or the one that is there for what takes long."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

_T = TypeVar("_T")


class Turns:
    """Does one thing at a time, in a thread of its own or, where nothing waits, at once.

    Two threads that both want to run Python stand in each other's way: handing a small thing over takes longer
    than doing it.
    """

    def __init__(self, name: str) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._turn = threading.Lock()

    def submit(self, work: Callable[..., _T], *args: object) -> Future[_T]:
        """Do something in the thread, behind all that waits there. From any thread."""
        return self._thread.submit(self._alone, work, *args)

    def _alone(self, work: Callable[..., _T], *args: object) -> _T:
        with self._turn:
            return work(*args)

    def take(self) -> bool:
        """Take the turn without waiting for it; True obliges to ``give_back``."""
        return self._turn.acquire(blocking=False)

    def give_back(self) -> None:
        """Let others have their turn."""
        self._turn.release()

    def close(self) -> None:
        """Wait for what was submitted, and end the thread."""
        self._thread.shutdown()
