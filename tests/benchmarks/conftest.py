"""The option that makes the soak test longer."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ours."""
    parser.addoption("--soak-events", type=int, default=20_000, help="How many events the soak test sends.")
