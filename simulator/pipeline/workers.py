"""Inspecting chunks in this process or in several, always giving them back in input order.

Inspection is pure, so the number of processes can't change a verdict; only the parent
deduplicates and writes.
"""

from __future__ import annotations

import gc
import marshal
import os
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING

from simulator.checks.checker import NeedsClock
from simulator.errors import WorkerError
from simulator.pipeline.inspect import Inspected, Inspector
from simulator.processors import processors
from simulator.worker_pool import end_if_killed, outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor

    from simulator.capture.source import Chunk
    from simulator.settings import Settings

# Below this a pool's start costs more than it saves.
WORTH_A_POOL = 48 * 1024 * 1024
MOST_WORKERS = 4
# Chunks a worker, so that none is idle while the writer waits for the disk.
IN_FLIGHT = 3
NICENESS = 10


def choose_workers(wanted: int, input_bytes: int | None) -> int:
    """How many processes inspect beside this one; 0 means that this one does it.

    ``wanted`` is the setting: 0 lets the size of the input (bytes, None if unknown) decide.
    """
    available = processors()
    if wanted == 1 or available == 1:
        return 0
    if wanted > 1:
        return wanted
    if input_bytes is None or input_bytes < WORTH_A_POOL:
        return 0
    return min(available, MOST_WORKERS)


@contextmanager
def quiet_collector() -> Iterator[None]:
    """Keep the cycle collector off while millions of short-lived tuples pass through.

    The path makes no cycles; the collector would walk everything alive again and again. Whoever has frozen what
    lives (an application that must not be held up) keeps it frozen: nothing is collected before, either.
    """
    enabled = gc.isenabled()
    frozen = gc.get_freeze_count() > 0
    if not frozen:
        gc.collect()
        gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        if not frozen:
            gc.unfreeze()
        if enabled:
            gc.enable()


def inspect_here(
    settings: Settings, chunks: Iterable[Chunk], clock: Callable[[], float], known: float | None
) -> Generator[tuple[Chunk, Inspected], None, None]:
    """Inspect in this process. ``clock`` is asked once, when an event can't be judged without it."""
    inspector = Inspector(settings)
    for chunk in chunks:
        try:
            inspected = inspector.inspect(chunk, known)
        except NeedsClock:
            known = clock()
            inspected = inspector.inspect(chunk, known)
        yield chunk, inspected


def inspect_in_pool(
    settings: Settings, chunks: Iterable[Chunk], clock: Callable[[], float], known: float | None, workers: int
) -> Generator[tuple[Chunk, Inspected], None, None]:
    """Inspect in ``workers`` processes; at most a few chunks a worker are in flight."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    # Forked workers would inherit the parent's threads and its open store.
    context = multiprocessing.get_context("spawn")
    waiting: deque[tuple[Chunk, Future[bytes | None]]] = deque()
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(settings,)) as pool:
        try:
            for chunk in chunks:
                waiting.append((chunk, pool.submit(_inspect, chunk, known)))
                if len(waiting) > workers * IN_FLIGHT:
                    known = yield from _next(waiting, pool, clock, known)
            while waiting:
                known = yield from _next(waiting, pool, clock, known)
        except BrokenProcessPool:
            # The pool ends what is waiting itself, and must not find it cancelled.
            raise WorkerError("a process that read and checked events was killed: try again with --workers 1") from None
        except BaseException:
            for _, future in waiting:
                future.cancel()
            end_if_killed(pool)
            raise


def _next(
    waiting: deque[tuple[Chunk, Future[bytes | None]]],
    pool: ProcessPoolExecutor,
    clock: Callable[[], float],
    known: float | None,
) -> Generator[tuple[Chunk, Inspected], None, float | None]:
    chunk, future = waiting.popleft()
    result = outcome(pool, future)
    if result is None:
        if known is None:
            known = clock()
        result = outcome(pool, pool.submit(_inspect, chunk, known))
        assert result is not None  # noqa: S101 - with a clock nothing is left to ask for
    # Unpacked only now: what waits in the queue is bytes, not a million tuples.
    yield chunk, Inspected(*marshal.loads(result))  # noqa: S302 - made by our own worker
    return known


_inspector: Inspector | None = None


def _start(settings: Settings) -> None:
    global _inspector
    import signal

    # Ctrl+C reaches the whole process group; the parent alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Everything waits for the one writer, so on a full machine it must get its turn before us.
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    _inspector = Inspector(settings)
    gc.collect()
    gc.freeze()
    gc.disable()


def _inspect(chunk: Chunk, clock: float | None) -> bytes | None:
    assert _inspector is not None  # noqa: S101 - the pool's initializer ran
    try:
        return marshal.dumps(tuple(_inspector.inspect(chunk, clock)))
    except NeedsClock:
        return None
