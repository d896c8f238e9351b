"""Commands run in a folder of their own, with a store and settings of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from told import Capisim, Told

from simulator.cli import run


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in; the store and the user's settings lie in it too."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home" / "data"))
    monkeypatch.setenv("CAPISIM_STORE", str(tmp_path / "store.db"))
    for name in ("CAPISIM_DEBUG", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


@pytest.fixture
def capisim(capsys: pytest.CaptureFixture[str]) -> Capisim:
    """Run a command; an exception that escapes it fails the test."""

    def call(*arguments: object) -> Told:
        code = run([str(argument) for argument in arguments])
        return Told(code, *capsys.readouterr())

    return call
