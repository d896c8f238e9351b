"""Sending beside the screen: one forward at a time, in a thread, told to the application as it gets on."""

from __future__ import annotations

import os
import sqlite3
import threading
from typing import TYPE_CHECKING, NamedTuple

from simulator.errors import CapisimError
from simulator.forward.keyrings import open_keyring
from simulator.forward.opening import open_target
from simulator.forward.resuming import Left
from simulator.forward.sending import resume, send
from simulator.store.connect import explain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from simulator.forward.planning import Plan, Target
    from simulator.forward.sending import Outcome, SendProgress
    from simulator.forward.tokens import Found
    from simulator.settings import Settings
    from simulator.tui.stores import Stores


class Parcel(NamedTuple):
    """What somebody has confirmed to send: a plan, or what is left of a forward; and what opens the door.

    ``env_file`` and ``keyring`` say where the app secret may be looked for, as the token was.
    """

    work: Plan | Left
    settings: Settings
    found: Found
    env_file: Path | None
    keyring: bool

    @property
    def target(self) -> Target:
        """Where it goes."""
        return self.work.target


class Sending(NamedTuple):
    """One look at a sending. ``outcome`` is there once it is over, unless it could not go on: then ``problem`` is."""

    target: Target
    progress: SendProgress | None = None
    stopping: bool = False
    outcome: Outcome | None = None
    problem: str = ""

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.outcome is not None or bool(self.problem)


class Sender:
    """Sends one parcel. ``work`` runs in a thread; ``tell`` is called there, and must post a message."""

    def __init__(self, parcel: Parcel, stores: Stores, tell: Callable[[Sending], object]) -> None:
        self._parcel, self._stores, self._tell = parcel, stores, tell
        self._stop = threading.Event()
        self._now = Sending(parcel.target)

    def stop(self) -> None:
        """End it before the next request; what is under way is waited for, and the rest can be continued."""
        self._stop.set()
        self._show()

    def work(self) -> None:
        """Send to the end, or until it is stopped; the last thing told is how it ended."""
        try:
            self._now = self._now._replace(outcome=self._send())
        except (CapisimError, sqlite3.Error, OSError) as error:
            sentence = error if isinstance(error, CapisimError) else explain(self._stores.path, error)
            self._now = self._now._replace(problem=str(sentence))
        self._show()

    def _send(self) -> Outcome:
        parcel = self._parcel
        ring = open_keyring if parcel.keyring else None
        given = (parcel.target, parcel.settings.forward, parcel.found, os.environ)
        with (
            self._stores.writing() as store,
            open_target(*given, env_file=parcel.env_file, keyring=ring) as graph,
        ):
            work, settings, listen = parcel.work, parcel.settings, self._listen
            wait, stopping = self._wait, self._stop.is_set
            if isinstance(work, Left):
                return resume(store, work.forward, graph, settings, listen, wait=wait, stopping=stopping)
            return send(store, work, graph, settings, listen, wait=wait, stopping=stopping)

    def _wait(self, seconds: float) -> None:
        self._stop.wait(seconds)

    def _listen(self, progress: SendProgress) -> None:
        self._now = self._now._replace(progress=progress)
        self._show()

    def _show(self) -> None:
        self._tell(self._now._replace(stopping=self._stop.is_set()))
