"""A pool of processes of which one is killed: whoever waits is told, at whatever moment it was."""

from __future__ import annotations

import multiprocessing
import os
import signal
import struct
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import pytest

from simulator.worker_pool import end_if_killed, outcome, some

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system can't kill a process so")


def die() -> None:
    """Be killed at work."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_while_sending() -> None:
    """Be killed with a part of a result in the pipe, of which the length was told."""
    frame = sys._getframe()
    while "result_queue" not in frame.f_locals:
        assert frame.f_back is not None
        frame = frame.f_back
    os.write(frame.f_locals["result_queue"]._writer.fileno(), struct.pack("!i", 1000) + b"half of it")
    die()


@pytest.fixture
def pool() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


@pytest.mark.parametrize("end", [die, die_while_sending])
def test_whoever_waits_for_one_is_told(pool: ProcessPoolExecutor, end: Callable[[], None]) -> None:
    assert outcome(pool, pool.submit(abs, -1)) == 1
    futures = [pool.submit(end), pool.submit(abs, -2)]
    with pytest.raises(BrokenProcessPool):
        outcome(pool, futures[0])


@pytest.mark.parametrize("end", [die, die_while_sending])
def test_whoever_waits_for_many_is_told(pool: ProcessPoolExecutor, end: Callable[[], None]) -> None:
    left = {pool.submit(end)}
    while left:
        done, left = some(pool, left)
    with pytest.raises(BrokenProcessPool):
        done.pop().result()


def test_a_pool_that_is_whole_is_left_alone(pool: ProcessPoolExecutor) -> None:
    end_if_killed(pool)
    assert outcome(pool, pool.submit(abs, -1)) == 1
    end_if_killed(pool)
    done, left = some(pool, [pool.submit(abs, -3)])
    assert ([each.result() for each in done], left) == ([3], set())
