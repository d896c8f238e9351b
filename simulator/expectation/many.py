"""Many scenarios, in several processes; the results come in the order asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, TypeAlias

from simulator.errors import SettingsError, UsageError, WorkerError
from simulator.expectation.checking import Checked, check_scenario
from simulator.processors import processors
from simulator.settings import Settings
from simulator.worker_pool import end_if_killed, some

# A process costs about as much to start as this many scenarios take.
WORTH_A_PROCESS = 12
MOST_PROCESSES = 8


class Unreadable(NamedTuple):
    """A scenario that could not be run, and why."""

    folder: Path
    scenario: str
    reason: str


Result: TypeAlias = Checked | Unreadable


def check_many(
    folders: Sequence[Path],
    settings: Settings,
    *,
    jobs: int = 0,
    on_done: Callable[[int], None] | None = None,
) -> list[Result]:
    """Check scenarios, in ``jobs`` processes (0 chooses); ``on_done`` hears how many are done.

    The results don't depend on ``jobs``. Raises WorkerError when a process is killed.
    """
    heard = on_done or (lambda _: None)
    wanted = min(choose_jobs(jobs, len(folders)), len(folders))
    if wanted > 1:
        return _in_pool(folders, replace(settings, workers=1), wanted, heard)
    results = []
    for done, folder in enumerate(folders, 1):
        results.append(_check(folder, settings))
        heard(done)
    return results


def choose_jobs(wanted: int, scenarios: int) -> int:
    """How many processes check at a time; ``wanted`` is 0 to let the number of scenarios decide."""
    return wanted or max(1, min(processors(), MOST_PROCESSES, scenarios // WORTH_A_PROCESS))


def _check(folder: Path, settings: Settings) -> Result:
    try:
        return check_scenario(folder, settings)
    except UsageError as error:
        # One broken folder must not hide what the others came to.
        problems = error.problems if isinstance(error, SettingsError) else [str(error)]
        return Unreadable(folder, folder.resolve().name, "; ".join(problems))


def _in_pool(folders: Sequence[Path], settings: Settings, jobs: int, heard: Callable[[int], None]) -> list[Result]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    # Forked processes would inherit the threads of the parent's progress bar.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_leave_interrupts) as pool:
        futures = [pool.submit(_check, folder, settings) for folder in folders]
        try:
            left = set(futures)
            while left:
                done, left = some(pool, left)
                for checked, future in enumerate(done, len(futures) - len(left) - len(done) + 1):
                    future.result()
                    heard(checked)
            return [future.result() for future in futures]
        except BrokenProcessPool:
            # The pool ends what is waiting itself, and must not find it cancelled.
            raise WorkerError("a process that checked scenarios was killed: try again with --jobs 1") from None
        except BaseException:
            for future in futures:
                future.cancel()
            end_if_killed(pool)
            raise


def _leave_interrupts() -> None:
    import signal

    # Ctrl+C reaches the whole process group; the parent alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
