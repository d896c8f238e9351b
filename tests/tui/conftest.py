"""Every test of the application starts with nothing remembered, and without animation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simulator.tui.app import CapisimApp


@pytest.fixture(autouse=True)
def _calm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")
    for name in ("NO_COLOR", "COLORTERM", "CAPISIM_STORE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def app_on(tmp_path: Path) -> Callable[..., CapisimApp]:
    """Makes an application that remembers into the test's own folder."""

    def make(store: str, **given: Any) -> CapisimApp:
        return CapisimApp(store, state_folder=tmp_path / "state", **given)

    return make
