"""Waiting until Ctrl-C, or a request to terminate."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

_ENDING: Final = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def until_signalled() -> Iterator[Callable[[], None]]:
    """What waits until one of the two came since the block began; another one then ends the program at once.

    The interpreter itself writes to the socket, in the moment of the signal. An Event or a queue that a handler
    fills can miss one that comes just before the wait begins, or be locked by it.
    """
    before: dict[signal.Signals, Any] = {}

    def leave(*_: object) -> None:
        for each, handler in before.items():
            signal.signal(each, handler)

    def wait() -> None:
        while not set(reader.recv(64)) & set(_ENDING):
            pass

    reader, writer = socket.socketpair()
    with reader, writer:
        writer.setblocking(False)
        earlier = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        for each in _ENDING:
            before[each] = signal.getsignal(each)
            signal.signal(each, leave)
        try:
            yield wait
        finally:
            leave()
            signal.set_wakeup_fd(earlier)
