"""Every test of the application starts with nothing remembered, and without animation."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from driving import WORKERS, lasts
from textual.pilot import Pilot
from textual.worker import Worker
from textual.worker_manager import WorkerManager
from waiting import wait_for_screen

import simulator.filtering
import simulator.tui
import simulator.views
from simulator.tui.app import CapisimApp

# Under pytest these modules are rewritten when imported, which Python 3.11 can't do in two threads at once
# (python/cpython#106905), and the application imports late and in threads.
for package in (simulator.filtering, simulator.tui, simulator.views):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)


_add_worker = WorkerManager.add_worker


def _add_counted(manager: WorkerManager, worker: Worker[Any], *args: Any, **given: Any) -> None:
    if not lasts(worker):
        WORKERS["begun"] += 1
    _add_worker(manager, worker, *args, **given)


@pytest.fixture(autouse=True)
def _calm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setattr(WorkerManager, "add_worker", _add_counted)
    monkeypatch.setattr(Pilot, "_wait_for_screen", wait_for_screen)
    for name in ("NO_COLOR", "COLORTERM", "CAPISIM_STORE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def app_on(tmp_path: Path) -> Callable[..., CapisimApp]:
    """Makes an application that remembers into the test's own folder."""

    def make(store: str, **given: Any) -> CapisimApp:
        return CapisimApp(store, state_folder=tmp_path / "state", **given)

    return make
