"""Keeping the suspicions of a live run up to date, beside the requests that come meanwhile."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Protocol, TypeVar

from simulator.collecting import young_alone
from simulator.errors import StoreError
from simulator.pipeline.live_look import look_at, put_down
from simulator.store.snapshot import snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from simulator.emulator.service import Service
    from simulator.pipeline.listening import Ended, Listener, Mark
    from simulator.store import Store

_T = TypeVar("_T")

EVERY = 1.0
# A look at a long run takes its time, and part of the machine: it may have a quarter of it.
_REST = 3
# While nobody asks for anything a look goes on nearly without a pause; else it has a fifth of the time.
_BREATH = 0.0001
_GIVE_WAY = 4
_LONGEST_BREATH = 0.05


class OnWriter(Protocol):
    """Does something with the listener between two commits, from any thread."""

    def __call__(self, work: Callable[[Listener], _T]) -> Future[_T]: ...


class _StoppedError(Exception):
    """A look that nobody needs any more."""


class Looker:
    """Looks at a live run in a thread of its own, and leaves to the writer only to put down what has changed.

    ``taken`` counts the requests.
    """

    def __init__(self, on_writer: OnWriter, taken: Callable[[], int]) -> None:
        self._on_writer = on_writer
        self._taken = taken
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="looker")
        self._lock = threading.Lock()
        self._next: Future[None] | None = None
        self._closing = self._hurried = False
        self._breathed = 0.0
        self._seen = 0

    def look(self) -> Future[None]:
        """Bring the suspicions up to date with what is committed now. From any thread; it may fail with StoreError."""
        with self._lock:
            # One that waits for its turn will see all that is committed now.
            if self._next is None:
                self._next = self._thread.submit(self._look)
            return self._next

    def complete(self, ended: Ended) -> Future[None]:
        """Look at a run that has ended for the last time, and record its end. From any thread."""
        return self._thread.submit(self._complete, ended)

    def close(self, *, hurried: bool = False) -> None:
        """Give up looking, finish what has ended, or ``hurried`` leave it interrupted, and end the thread."""
        self._closing = True
        self._hurried = self._hurried or hurried
        self._thread.shutdown()

    def _look(self) -> None:
        with self._lock:
            self._next = None
        with suppress(_StoppedError), young_alone(), ExitStack() as stack:

            def begin(listener: Listener) -> tuple[Listener, Mark | None, Store | None]:
                mark = listener.mark()
                still = None if mark is None else stack.enter_context(snapshot(listener.store))
                return listener, mark, still

            listener, mark, still = self._on_writer(begin).result()
            if mark is None or still is None:
                return
            if still.straggled(mark.run):
                # All must be decided again, which only the writer can do.
                self._on_writer(lambda listener: listener.look()).result()
                return
            looked = look_at(still, mark.run, listener.settings, listener.planned, self._give_up_or_breathe)
            stack.close()
            self._step_by_step(self._on_writer(lambda listener: listener.put_down(looked, mark)).result())

    def _complete(self, ended: Ended) -> None:
        run = ended.writer.run
        try:
            with young_alone(), ExitStack() as stack:

                def begin(listener: Listener) -> tuple[Listener, Store]:
                    return listener, stack.enter_context(snapshot(listener.store))

                listener, still = self._on_writer(begin).result()
                if still.straggled(run):
                    self._on_writer(lambda listener: listener.complete(ended)).result()
                    return
                looked = look_at(still, run, listener.settings, listener.planned, self._stop_or_breathe)
            self._step_by_step(put_down(ended.writer, looked))
            self._on_writer(lambda _: ended.close()).result()
        except Exception:
            with suppress(StoreError):
                self._on_writer(lambda _: ended.writer.finish("interrupted")).result()
            raise

    def _step_by_step(self, steps: Iterator[None]) -> None:
        """Let requests be committed between two steps."""
        while self._on_writer(lambda _: next(steps, steps)).result() is not steps:
            self._breathe()

    def _give_up_or_breathe(self) -> None:
        if self._closing:
            raise _StoppedError
        self._breathe()

    def _stop_or_breathe(self) -> None:
        if self._hurried:
            raise StoreError("looking at the run was broken off")
        self._breathe()

    def _breathe(self) -> None:
        """Let others run. Two threads that both want to run Python hold each other up for longer than they think."""
        taken = self._taken()
        worked = time.perf_counter() - self._breathed
        pause = min(_GIVE_WAY * worked, _LONGEST_BREATH) if taken != self._seen else _BREATH
        self._seen = taken
        time.sleep(pause)
        self._breathed = time.perf_counter()


@contextmanager
def looking(service: Service, on_new_run: Callable[[int], object]) -> Iterator[None]:
    """Look again and again while the context lasts, and tell when another run was begun.

    ``on_new_run`` is called in a thread of its own.
    """
    stop = threading.Event()

    def look() -> None:
        run, pause = service.listener.run, EVERY
        while not stop.wait(pause):
            began = time.monotonic()
            try:
                service.look_from_elsewhere().result()
            except StoreError:
                # The next commit tells it to those who must know.
                continue
            pause = max(EVERY, _REST * (time.monotonic() - began))
            if service.listener.run != run:
                run = service.listener.run
                on_new_run(run)

    thread = threading.Thread(target=look, name="looking", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
