"""Measuring contenders against each other in one run on one machine."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from turns import waited

from simulator.pipeline import replay
from simulator.settings import Settings, Suspicion
from simulator.store import open_store

# What is measured against the floor and the careful loop, neither of which looks a second time.
ONE_PASS = Suspicion(enabled=False)
FEWEST_ROUNDS, MOST_ROUNDS = 2, 12
Work = Callable[[Path, Path], int]


class Claim(NamedTuple):
    """That the rate of one contender is at least so many times that of another."""

    above: str
    below: str
    at_least: float


class Rates:
    """Events a second by name. Every round takes the contenders in turn.

    A machine that others use makes a run slower, never faster, so the best rate of each contender is
    the one that says most about it.

    ``one_thread`` is for contenders that all do their work in the thread that calls them: the time that others kept
    it from a processor is then left out, so that its own work and its waiting for the disk are what is compared.
    """

    def __init__(self, folder: Path, contenders: dict[str, tuple[Work, Path]], *, one_thread: bool = False) -> None:
        self.folder = folder
        self.contenders = contenders
        self.one_thread = one_thread
        self.rates: dict[str, list[float]] = {name: [] for name in contenders}

    def rounds(self, *claims: Claim) -> None:
        """Measure until every claim holds, some rounds at least and not for ever.

        Two rounds of long runs, three of those of one thread, which are short. After them only those that a claim
        still waits for are measured, both of them.
        """
        fewest = FEWEST_ROUNDS + self.one_thread
        wanted = set(self.contenders)
        for number in range(MOST_ROUNDS):
            for name, (work, source) in self.contenders.items():
                if name in wanted:
                    self.rates[name].append(rate(work, source, self.folder, one_thread=self.one_thread))
            if number + 1 >= fewest:
                missed = [each for each in claims if self.ratio(each.above, each.below) < each.at_least]
                wanted = {name for each in missed for name in each[:2]}
                if not wanted:
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


def rate(work: Work, source: Path, folder: Path, *, one_thread: bool = False) -> float:
    """Events a second, into a database of its own that is removed again; for ``one_thread`` see Rates."""
    database = folder / "bench.db"
    gc.collect()
    started, kept_waiting = time.perf_counter(), waited()
    count = work(source, database)
    seconds = time.perf_counter() - started
    if one_thread:
        seconds -= (waited() - kept_waiting) / 1000
    for file in folder.glob("bench.db*"):
        file.unlink()
    return count / seconds
