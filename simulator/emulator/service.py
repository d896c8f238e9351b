"""What every route shares: the live run, its one writer, and those who watch."""

from __future__ import annotations

import asyncio
import contextlib
import time
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from simulator.clock import now
from simulator.emulator.looking import Looker
from simulator.emulator.network_faults import NetworkFaults
from simulator.emulator.pixels import Pixel
from simulator.emulator.writing import Turns
from simulator.errors import StoreError
from simulator.pipeline.listening import Listener, Taken, TurnedAway
from simulator.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from concurrent.futures import Future
    from typing import TypeAlias

    from simulator.settings import Settings
    from simulator.store import Store

    Done: TypeAlias = Callable[[Taken | BaseException], None]
    _Waiting: TypeAlias = tuple[bytes | TurnedAway, Done]

# What waits together is committed together, up to this much; so nobody waits for ever behind a flood.
TOGETHER = 256
TOGETHER_BYTES = 4 * 1024 * 1024
# In the first turn of the loop the requests that came at the same time are read; in two more, those behind them. A
# commit of many costs little more than one of one.
TURNS = 3
# What is committed without the writer's thread; while that lasts, nobody is served.
AT_ONCE_BYTES = 64 * 1024
AT_ONCE_SECONDS = 0.05
_T = TypeVar("_T")


class Handled(NamedTuple):
    """One answered request, for logs and screens: nothing in it is secret or personal.

    ``at`` is Unix seconds, ``seconds`` how long the answer took. ``path`` has no query. ``taken`` is what the
    pipeline made of each request in it; ``note`` says why it was refused.
    """

    at: float
    method: str
    path: str
    status: int
    taken: tuple[Taken, ...]
    note: str
    seconds: float


def _settle(future: asyncio.Future[Taken], outcome: Taken | BaseException) -> None:
    if future.done():
        return
    if isinstance(outcome, BaseException):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)


class Service:
    """A live run that any number of requests add to.

    One thread writes. Requests that wait together are committed together, and each answer waits for its
    commit. ``take``, ``hand_over``, ``ask``, ``reset``, ``changed`` and ``tell_change`` belong to the event loop that
    serves; the others may be called from any thread.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        *,
        pixels: Iterable[Pixel] = (),
        title: str | None = None,
        origins: Mapping[str, str] | None = None,
        clock: Callable[[], float] = now,
    ) -> None:
        self.settings = settings
        self.pixels = {pixel.id: pixel for pixel in pixels}
        self.limits = settings.emulator
        self.faults = NetworkFaults.of(settings.emulator)
        self.listener = Listener(store, settings, title=title, origins=origins)
        self.commits = 0
        self._clock = clock
        self._latest = 0.0
        self._taken = 0
        self._watchers: list[Callable[[Handled], None]] = []
        self._waiting: list[_Waiting] = []
        self._slow = self._hurried = False
        self._committing: asyncio.AbstractEventLoop | None = None
        self._change = asyncio.Event()
        self._writer = Turns("writer")
        self._reader, self._shown = self._writer, store
        if store.path != ":memory:":
            # Reading a long run must not keep others from being answered.
            self._reader = Turns("reader")
            self._shown = open_store(store.path, readonly=True)
        self._looker = Looker(self.on_writer, lambda: self._taken)

    def receipt(self) -> float:
        """The time of a receipt, in Unix seconds: the wall clock, except that it never goes back."""
        self._latest = max(self._latest, self._clock())
        return self._latest

    async def take(self, request: bytes | TurnedAway) -> Taken:
        """Hand a request to the pipeline; it is committed when this returns. May raise StoreError.

        Requests are committed in the order of these calls. A caller that gives up takes nothing back.
        """
        future: asyncio.Future[Taken] = asyncio.get_running_loop().create_future()
        self.hand_over(request, partial(_settle, future))
        return await future

    def hand_over(self, request: bytes | TurnedAway, done: Done) -> None:
        """As ``take``, for who can't wait: ``done`` is told what became of it, or what went wrong."""
        self._taken += 1
        loop = asyncio.get_running_loop()
        self._waiting.append((request, done))
        if self._committing is not loop:
            self._committing = loop
            self._commit_soon(loop)

    def _commit_soon(self, loop: asyncio.AbstractEventLoop, turns: int = TURNS) -> None:
        """Commit behind the requests that have arrived meanwhile, so that they are committed together."""
        if turns:
            loop.call_soon(self._commit_soon, loop, turns - 1)
        else:
            self._commit()

    def _commit(self) -> None:
        """Commit what waits: what is little here and now, what is much in the writer's thread."""
        batch, size = self._next()
        requests = [each for each, _ in batch]
        if size > AT_ONCE_BYTES or self._slow or not self._writer.take():
            committed = asyncio.wrap_future(self._writer.submit(self._timed, requests))
            committed.add_done_callback(lambda done: self._committed(batch, done))
            return
        try:
            taken = self._timed(requests)
        except Exception as error:
            self._acknowledge(batch, error)
        else:
            self._acknowledge(batch, taken)
        finally:
            self._writer.give_back()

    def _timed(self, requests: list[bytes | TurnedAway]) -> list[Taken]:
        started = time.monotonic()
        try:
            return self.listener.take(requests)
        finally:
            self._slow = time.monotonic() - started > AT_ONCE_SECONDS

    def _committed(self, batch: list[_Waiting], done: asyncio.Future[list[Taken]]) -> None:
        self._acknowledge(batch, done.exception() or done.result())

    def _acknowledge(self, batch: list[_Waiting], outcome: list[Taken] | BaseException) -> None:
        if isinstance(outcome, BaseException):
            outcomes: list[Taken | BaseException] = [outcome] * len(batch)
        else:
            outcomes = [*outcome]
        for (_, done), each in zip(batch, outcomes, strict=True):
            try:
                done(each)
            except Exception as error:
                # Those that were committed with it must have their answers nevertheless.
                told = {"message": "an answer could not be sent", "exception": error}
                asyncio.get_running_loop().call_exception_handler(told)
        if not isinstance(outcome, BaseException):
            self.tell_change()
        if self._waiting:
            self._commit_soon(asyncio.get_running_loop())
        else:
            self._committing = None

    def _next(self) -> tuple[list[_Waiting], int]:
        count = size = 0
        for request, _ in self._waiting[:TOGETHER]:
            more = len(request[1] if isinstance(request, TurnedAway) else request)
            if count and size + more > TOGETHER_BYTES:
                break
            count += 1
            size += more
        batch, self._waiting = self._waiting[:count], self._waiting[count:]
        return batch, size

    def tell_change(self) -> None:
        """Wake those that wait for ``changed``."""
        self.commits += 1
        self._change.set()
        self._change = asyncio.Event()

    async def changed(self, seen: int) -> None:
        """Return once something has been committed, or the run was reset, since ``commits`` was ``seen``."""
        while self.commits == seen:
            await self._change.wait()

    async def ask(self, question: Callable[[Store, int], _T]) -> _T:
        """The answer to a question about the store and the present run, off the event loop."""
        return await asyncio.wrap_future(self.ask_from_elsewhere(question))

    def ask_from_elsewhere(self, question: Callable[[Store, int], _T]) -> Future[_T]:
        """As ``ask``, for another thread."""
        return self._reader.submit(self._answer, question)

    def _answer(self, question: Callable[[Store, int], _T]) -> _T:
        return question(self._shown, self.listener.run)

    async def look(self) -> None:
        """Bring the suspicions up to date with what has been committed. May raise StoreError.

        Requests are answered meanwhile.
        """
        # Several may wait for the same look, and one that gives up must not end it.
        await asyncio.shield(asyncio.wrap_future(self.look_from_elsewhere()))

    def look_from_elsewhere(self) -> Future[None]:
        """As ``look``, for another thread."""
        return self._looker.look()

    async def reset(self) -> int:
        """Finish the run and begin another, whose number is returned. May raise StoreError.

        Requests belong to the new one at once, and are answered while the old one is looked at for the last time.
        """
        ended, run = await asyncio.wrap_future(self.on_writer(lambda listener: (listener.turn_over(), listener.run)))
        self.tell_change()
        await asyncio.shield(asyncio.wrap_future(self._looker.complete(ended)))
        return run

    def on_writer(self, work: Callable[[Listener], _T]) -> Future[_T]:
        """Do something with the listener between two commits, from any thread."""
        return self._writer.submit(work, self.listener)

    def watch(self, watcher: Callable[[Handled], None]) -> None:
        """Have a function told of every answered request, in the thread that serves."""
        self._watchers.append(watcher)

    @property
    def is_watched(self) -> bool:
        """Whether anybody wants to be told."""
        return bool(self._watchers)

    def handled(self, handled: Handled) -> None:
        """Tell the watchers of an answered request."""
        for watcher in self._watchers:
            watcher(handled)

    def _go_on(self) -> None:
        if self._hurried:
            raise StoreError(f"store {self.listener.store.path}: looking at the run was broken off")

    def close(self) -> int:
        """Finish the run, whose number is returned, and let the threads go. May raise StoreError.

        KeyboardInterrupt leaves out what has not been looked at: the run is then marked interrupted.
        """
        try:
            self._looker.close()
            return self._writer.submit(self.listener.finish, self._go_on).result()
        except (StoreError, KeyboardInterrupt):
            self._hurried = True
            self._looker.close(hurried=True)
            self._writer.submit(self.listener.abandon).result()
            raise
        finally:
            self._writer.close()
            self._reader.close()
            if self._shown is not self.listener.store:
                with contextlib.suppress(Exception):
                    self._shown.close()
