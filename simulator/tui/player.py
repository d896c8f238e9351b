"""Replays beside the screen: one at a time, in a thread, told to the application ten times a second at most."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.checks.settled import settled
from simulator.errors import CapisimError, SettingsError
from simulator.pipeline import StoppedError
from simulator.store.connect import explain
from simulator.tui.collecting import spare_what_grows
from simulator.tui.playing import Phase, Playing
from simulator.tui.transport import Speed, Transport

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.pipeline import Progress
    from simulator.store import Store
    from simulator.tui.jobs import Job
    from simulator.tui.stores import Stores

_TELL_SECONDS = 0.1
# How many steps of SQLite's machine lie between two looks at whether to stop.
_STEPS = 100_000


class Player:
    """Replays one job. ``work`` runs in a thread; ``tell`` and ``opened`` are called there, and must post messages.

    ``opened`` is given the number of the run as soon as there is one. ``give_way`` is called between two batches.
    """

    def __init__(
        self,
        job: Job,
        stores: Stores,
        tell: Callable[[Playing], object],
        opened: Callable[[int], object],
        *,
        speed: Speed = None,
        paused: bool = False,
        give_way: Callable[[], object] = lambda: None,
    ) -> None:
        self.transport = Transport(speed, playing=not paused, told=self._waits)
        self._job, self._stores = job, stores
        self._tell, self._opened, self._give_way = tell, opened, give_way
        self._progress: Progress | None = None
        self._phase: Phase = "opening"
        self._first: float | None = None
        self._from_share = self._busy = 0.0
        self._told_at = 0.0
        self._working_since: float | None = None
        self._halted = False

    def stop(self) -> None:
        """End it at the next batch; a run that has begun can be continued."""
        self.transport.stop()

    def work(self) -> None:
        """Replay to the end, or until it is stopped; the last thing told is how it ended."""
        phase, problem = self._work()
        self._job.end(phase == "complete" or self._progress is None or self._progress.run == 0)
        self._show(phase, problem)

    def _work(self) -> tuple[Phase, str]:
        try:
            self._show("making")
            self._job.prepare(self._made)
            self._show("opening")
            with spare_what_grows(), self._stores.writing() as store:
                store.connection.set_progress_handler(self._halt, _STEPS)
                self._replay(store)
        except StoppedError:
            return "interrupted", ""
        except SettingsError as error:
            return "failed", "; ".join(error.problems)
        except (CapisimError, sqlite3.Error, OSError) as error:
            if self.transport.stopped:
                return "interrupted", ""
            sentence = error if isinstance(error, CapisimError) else explain(self._stores.path, error)
            return "failed", str(sentence)
        return "complete", ""

    def _replay(self, store: Store) -> None:
        settings, origins = settled({"store": self._stores.path}, os.environ, Path.cwd())
        replay = self._job.begin(store, settings, origins, self.transport)
        self._progress = replay.progress()
        self._from_share = self._look("opening").share or 0.0
        self.transport.came_to(self._from_share)
        self._opened(replay.run)
        for progress in replay.batches():
            self._give_way()
            if self._first is None and progress.latest:
                self._first = progress.latest
            self._progress = progress
            share = self._look("playing").share
            self.transport.came_to(share or 0.0)
            # Behind the last batch events are looked at a second time, which takes a while.
            last = share == 1.0
            self._show("finishing" if last else "seeking" if self.transport.goal else "playing", always=last)

    def _made(self, progress: Progress) -> None:
        if self.transport.stopped:
            raise StoppedError
        self._progress = progress
        self._show("making", always=False)

    def _halt(self) -> bool:
        """Whether SQLite should give up: once, so that how the run stands can still be written."""
        if self._phase == "finishing" and self.transport.stopped and not self._halted:
            self._halted = True
            return True
        return False

    def _waits(self, seconds: float | None) -> None:
        """The transport waits for a key, or so long for the next event to be due."""
        waits_long = seconds is None or seconds > _TELL_SECONDS
        self._show("playing" if self.transport.playing else "paused", always=waits_long)
        # What is waited is no work.
        self._working_since = None

    def _look(self, phase: Phase, problem: str = "") -> Playing:
        transport = self.transport
        title, speed = self._job.title, transport.speed
        return Playing(title, phase, speed, self._progress, self._first, self._from_share, self._busy, problem)

    def _show(self, phase: Phase, problem: str = "", *, always: bool = True) -> None:
        now = time.monotonic()
        if self._working_since is not None:
            self._busy += now - self._working_since
        self._working_since = now
        changed, self._phase = phase != self._phase, phase
        if always or changed or now - self._told_at >= _TELL_SECONDS:
            self._told_at = now
            self._tell(self._look(phase, problem))
