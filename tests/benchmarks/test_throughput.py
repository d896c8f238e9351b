"""The whole path against a careful loop and against the floor, in one run on one machine.

Only ratios are asserted. Every figure is the median of rounds that take the contenders in turn, so
that a machine whose speed drifts drifts for all of them.
"""

from __future__ import annotations

import gc
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

import baselines
import pytest
from benchmark_traffic import write

from simulator.pipeline import replay
from simulator.settings import Settings
from simulator.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.benchmark

EVENTS = 60_000
CAREFUL_EVENTS = 1_500
ROUNDS = 3


def whole_path(workers: int) -> Callable[[Path, Path], int]:
    """The replay of a file into a store, as ``capisim replay`` does it."""

    def run(source: Path, database: Path) -> int:
        with open_store(str(database)) as store:
            number = replay(store, [str(source)], Settings(workers=workers))
            return store.last_number(number)

    return run


def rate(work: Callable[[Path, Path], int], source: Path, folder: Path) -> float:
    """Events a second, into a database of its own that is removed again."""
    database = folder / "bench.db"
    gc.collect()
    started = time.perf_counter()
    count = work(source, database)
    seconds = time.perf_counter() - started
    for file in folder.glob("bench.db*"):
        file.unlink()
    return count / seconds


def compare(
    folder: Path, contenders: dict[str, tuple[Callable[[Path, Path], int], Path]], rounds: int = ROUNDS
) -> dict[str, list[float]]:
    """Rates by name, one a round, the contenders taken in turn."""
    rates: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, (work, source) in contenders.items():
            rates[name].append(rate(work, source, folder))
    return rates


def ratio(rates: dict[str, list[float]], above: str, below: str) -> float:
    """The median of the ratios, round by round."""
    return statistics.median(a / b for a, b in zip(rates[above], rates[below], strict=True))


def show(capsys: pytest.CaptureFixture[str], title: str, rates: dict[str, list[float]], lines: list[str]) -> None:
    with capsys.disabled():
        print(f"\n{title}")
        for name, values in rates.items():
            print(f"  {name:<28} {statistics.median(values):>9,.0f} events/s")
        for line in lines:
            print(f"  {line}")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("traffic")
    return {
        "clean": write(folder / "clean.jsonl", EVENTS, broken=0.0),
        "b5": write(folder / "b5.jsonl", EVENTS, broken=0.05),
        "b20": write(folder / "b20.jsonl", EVENTS, broken=0.2),
        "careful": write(folder / "careful.jsonl", CAREFUL_EVENTS, broken=0.05),
    }


def test_the_path_against_a_careful_loop_and_the_floor(
    tmp_path: Path, sources: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    one = whole_path(1)
    one(sources["careful"], tmp_path / "warm.db")
    rates = compare(
        tmp_path,
        {
            "careful loop": (baselines.careful, sources["careful"]),
            "floor": (baselines.floor, sources["b5"]),
            "whole path": (one, sources["b5"]),
            "whole path, all valid": (one, sources["clean"]),
            "whole path, 20 % invalid": (one, sources["b20"]),
        },
    )
    over_careful = ratio(rates, "whole path", "careful loop")
    under_floor = ratio(rates, "floor", "whole path")
    invalid = ratio(rates, "whole path, 20 % invalid", "whole path, all valid")
    show(
        capsys,
        "one process",
        rates,
        [
            f"{over_careful:.1f} times the careful loop (at least 30)",
            f"{under_floor:.2f} times slower than the floor (at most 2)",
            f"20 % invalid events: {invalid:.2f} of the rate of valid ones (at least 0.5)",
        ],
    )
    assert over_careful >= 30
    assert under_floor <= 2
    assert invalid >= 0.5
