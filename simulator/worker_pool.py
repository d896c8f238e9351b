"""Waiting for what a pool of processes works out, also when one of them is killed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection
    from concurrent.futures import Future, ProcessPoolExecutor

Result = TypeVar("Result")

_PATIENCE_SECONDS: Final = 1.0


def outcome(pool: ProcessPoolExecutor, future: Future[Result]) -> Result:
    """The result of a future of this pool. Raises BrokenProcessPool when one of its processes was killed."""
    if not future.done():
        left: Collection[Future[Result]] = [future]
        while left:
            _, left = some(pool, left)
    return future.result()


def some(
    pool: ProcessPoolExecutor, futures: Collection[Future[Result]]
) -> tuple[set[Future[Result]], set[Future[Result]]]:
    """Those of the futures of this pool that are done by now, after a while perhaps none, and the others."""
    from concurrent.futures import FIRST_COMPLETED, wait

    done, left = wait(futures, timeout=_PATIENCE_SECONDS, return_when=FIRST_COMPLETED)
    if not done:
        end_if_killed(pool)
    return done, left


def end_if_killed(pool: ProcessPoolExecutor) -> None:
    """Break a pool of which a process is gone.

    Mostly the pool notices that itself. But what is killed while it sends a result leaves a part of it in the pipe, and
    the pool would wait for the rest of it for ever, because it holds the other end of the pipe open itself.
    """
    processes = list((pool._processes or {}).values())
    if all(process.is_alive() for process in processes):
        return
    for process in processes:
        process.kill()
    results = pool._result_queue
    if results is not None:
        results._writer.close()  # type: ignore[attr-defined]
