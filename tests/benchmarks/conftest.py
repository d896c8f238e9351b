"""The option that makes the soak test longer or shorter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmark_traffic import write

# Enough for two processes to be faster than one.
LONG = 200_000


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ours."""
    parser.addoption("--soak-seconds", type=float, default=60.0, help="For how long the soak test sends.")


@pytest.fixture(scope="session")
def long_traffic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A file of so many events, one in twenty of them broken; it is written once."""
    path = write(tmp_path_factory.mktemp("traffic") / "long.jsonl", LONG)
    yield path
    path.unlink()
