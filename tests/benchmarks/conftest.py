"""The option that makes the soak test longer or shorter."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ours."""
    parser.addoption("--soak-seconds", type=float, default=60.0, help="For how long the soak test sends.")
