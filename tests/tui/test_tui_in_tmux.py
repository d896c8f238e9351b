"""By keys alone in a real terminal: start, demo, filter, open a pair, quit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from simulator.store import open_store

TRIES = 600
PAUSE_SECONDS = 0.1


class Tmux:
    """A tmux server of our own with one window of 120 by 40."""

    def __init__(self, folder: Path, command: str) -> None:
        self._socket = str(folder / "tmux")
        self._environment = {
            **os.environ,
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_CACHE_HOME": str(folder / "cache"),
        }
        self._environment |= {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        for name in ("TMUX", "CAPISIM_STORE", "NO_COLOR"):
            self._environment.pop(name, None)
        self("-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "40", "sh", "-c", command)

    def __call__(self, *arguments: str) -> str:
        told = subprocess.run(
            ["tmux", "-u", "-S", self._socket, *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return told.stdout

    @property
    def screen(self) -> str:
        return self("capture-pane", "-p")

    def type(self, text: str) -> None:
        self("send-keys", "-l", text)

    def press(self, *keys: str) -> None:
        self("send-keys", *keys)

    def until(self, shows: Callable[[str], bool], what: str) -> str:
        """Look again and again, a bounded number of times, until the screen shows it."""
        for _ in range(TRIES):
            screen = self.screen
            if shows(screen):
                return screen
            time.sleep(PAUSE_SECONDS)
        raise AssertionError(f"never showed {what}:\n{self.screen}")

    def close(self) -> None:
        self("kill-server")


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    if shutil.which("tmux") is None:
        if os.environ.get("CI"):
            pytest.fail("tmux is not installed: .ci/run installs it")
        pytest.skip("tmux is not installed")
    command = f"{sys.executable} -m simulator.cli --store {tmp_path / 'store.db'}; echo ended with $?; exec cat"
    opened = Tmux(tmp_path, command)
    yield opened
    opened.close()


def test_start_demo_filter_open_a_pair_quit(tmux: Tmux, tmp_path: Path) -> None:
    tmux.until(lambda screen: "See a demo" in screen, "the welcome")
    tmux.type("D")
    tmux.until(lambda screen: "Replay complete" in screen, "a demo that is over")
    tmux.until(lambda screen: "✓ run 1" in screen, "a run that is complete")

    tmux.type("/name:Purchase")
    tmux.until(lambda screen: "name:Purchase" in screen and "esc Back" in screen, "all of it in the filter bar")
    tmux.press("Enter")
    filtered = tmux.until(lambda screen: "filter name:Purchase" in screen, "the filter")
    tmux.until(lambda screen: "Purchase" in screen and "PageView" not in screen, "purchases alone")
    assert "following" in filtered or "paused" in filtered

    tmux.type("2")
    tmux.until(
        lambda screen: "mismatched" in screen and "Purchase" in screen and "AddToCart" not in screen, "the pairs"
    )
    tmux.press("Enter")
    pair = tmux.until(lambda screen: "· masked" in screen and "user_data" in screen, "two payloads side by side")
    assert "browser" in pair
    assert "server" in pair
    tmux.press("Escape")
    tmux.until(lambda screen: "· masked" not in screen, "the pairs again")

    tmux.type("q")
    tmux.until(lambda screen: "ended with 0" in screen, "the shell again")
    with open_store(str(tmp_path / "store.db")) as opened:
        assert [run.state for run in opened.runs()] == ["complete"]
        assert opened.totals(1)["duplicate"] > 100
    assert not list((tmp_path / "cache").rglob("*.jsonl"))
