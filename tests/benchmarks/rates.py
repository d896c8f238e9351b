"""Measuring contenders against each other in one run on one machine."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.pipeline import replay
from simulator.settings import Settings, Suspicion
from simulator.store import open_store

# What is measured against the floor and the careful loop, neither of which looks a second time.
ONE_PASS = Suspicion(enabled=False)
FEWEST_ROUNDS, MOST_ROUNDS = 2, 12
Work = Callable[[Path, Path], int]


class Rates:
    """Events a second by name. Every round takes the contenders in turn.

    A machine that others use makes a run slower, never faster, so the best rate of each contender is
    the one that says most about it.
    """

    def __init__(self, folder: Path, contenders: dict[str, tuple[Work, Path]]) -> None:
        self.folder = folder
        self.contenders = contenders
        self.rates: dict[str, list[float]] = {name: [] for name in contenders}

    def rounds(self, enough: Callable[[], bool]) -> None:
        """Measure until it is enough, some rounds at least and not for ever."""
        for number in range(MOST_ROUNDS):
            for name, (work, source) in self.contenders.items():
                self.rates[name].append(rate(work, source, self.folder))
            if number + 1 >= FEWEST_ROUNDS and enough():
                break

    def ratio(self, above: str, below: str) -> float:
        """The best rate of one over the best rate of the other."""
        return max(self.rates[above]) / max(self.rates[below])

    def show(self, capsys: pytest.CaptureFixture[str], title: str, *lines: str) -> None:
        """Print the rates, and what follows from them."""
        with capsys.disabled():
            print(f"\n{title}")
            for name, values in self.rates.items():
                print(
                    f"  {name:<26} best {max(values):>7,.0f} events/s, median {statistics.median(values):>7,.0f},"
                    f" {len(values)} rounds"
                )
            for line in lines:
                print(f"  {line}")


def whole_path(settings: Settings) -> Work:
    """The replay of a file into a store, as ``capisim replay`` does it."""

    def run(source: Path, database: Path) -> int:
        with open_store(str(database)) as store:
            return store.last_number(replay(store, [str(source)], settings))

    return run


def rate(work: Work, source: Path, folder: Path) -> float:
    """Events a second, into a database of its own that is removed again."""
    database = folder / "bench.db"
    gc.collect()
    started = time.perf_counter()
    count = work(source, database)
    seconds = time.perf_counter() - started
    for file in folder.glob("bench.db*"):
        file.unlink()
    return count / seconds
