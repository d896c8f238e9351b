"""A real terminal: started, ended by keys and from outside, terminal and store left in order."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import sqlite3
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from driving import a_shop, store_with

# Mouse reports, cursor, alternate screen: as the application has them, and as it found them.
_TAKEN = (b"\x1b[?1000h", b"\x1b[?25l", b"\x1b[?1049h")
_GIVEN_BACK = (b"\x1b[?1000l", b"\x1b[?25h", b"\x1b[?1049l")
_SEQUENCE = re.compile(rb"\x1b\[[<=>?]?[0-9;]*[A-Za-z]")
_PATIENCE = 60.0
# Under nohup, or as another's background job, the tests themselves may ignore signals; that is inherited.
_CAPISIM = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from simulator.cli import main
main()
"""


class Terminal:
    """A terminal of our own with capisim in it, and everything it has printed."""

    def __init__(self, *arguments: str, state: Path) -> None:
        self.master, self._slave = pty.openpty()
        termios.tcsetwinsize(self._slave, (24, 80))
        environment = {**os.environ, "TERM": "xterm-256color", "XDG_STATE_HOME": str(state)}
        self.before = termios.tcgetattr(self._slave)
        self.process = subprocess.Popen(
            [sys.executable, "-c", _CAPISIM, *arguments],
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            env=environment,
            start_new_session=True,
        )
        self.printed = b""

    def until(self, sign: bytes) -> None:
        """Read until it has printed this."""
        while sign not in self.printed:
            self._read(sign)

    def _read(self, sign: bytes) -> None:
        ready, _, _ = select.select([self.master], [], [], _PATIENCE)
        assert ready, f"never printed {sign!r}: {self.printed[-2000:]!r}"
        self.printed += os.read(self.master, 65536)

    def press(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def ended(self) -> int:
        """Its exit code, once it has ended."""
        while self.process.poll() is None:
            if select.select([self.master], [], [], 0.05)[0]:
                self.printed += os.read(self.master, 65536)
        while select.select([self.master], [], [], 0)[0]:
            self.printed += os.read(self.master, 65536)
        return self.process.returncode

    @property
    def in_order(self) -> bool:
        """Whether the terminal is as it was before, and nothing was drawn once that had begun."""
        assert termios.tcgetattr(self._slave)[:4] == self.before[:4]
        first = min(self.printed.rindex(sign) for sign in _GIVEN_BACK)
        since = self.printed[first:]
        return not _SEQUENCE.sub(b"", since).strip() and not any(sign in since for sign in _TAKEN)

    def hang_up(self) -> None:
        """Close the terminal; nobody sends a signal, since it controls no session."""
        for descriptor in (self.master, self._slave):
            os.close(descriptor)
        self.master = self._slave = -1

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for descriptor in (self.master, self._slave):
            with suppress(OSError):
                os.close(descriptor)


@contextmanager
def terminal(store: str, state: Path, *more: str) -> Iterator[Terminal]:
    opened = Terminal("--store", store, *more, state=state)
    try:
        opened.until(b"order-")
        yield opened
    finally:
        opened.close()


def whole(store: str) -> bool:
    connection = sqlite3.connect(store)
    try:
        return bool(connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok")
    finally:
        connection.close()


@pytest.fixture
def store(tmp_path: Path) -> str:
    return store_with(tmp_path / "a.db", a_shop())


@pytest.mark.parametrize("key", [b"q", b"\x03", b"\x11"], ids=["q", "ctrl+c", "ctrl+q"])
def test_a_key_ends_it(store: str, tmp_path: Path, key: bytes) -> None:
    with terminal(store, tmp_path, "--readonly") as opened:
        opened.press(key)
        assert opened.ended() == 0
        assert opened.in_order
        opened.printed += b"drawn after that"
        assert not opened.in_order
    assert whole(store)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=["term", "hup"])
def test_a_signal_ends_it_in_order(store: str, tmp_path: Path, number: signal.Signals) -> None:
    with terminal(store, tmp_path) as opened:
        opened.process.send_signal(number)
        assert opened.ended() == 128 + number
        assert opened.in_order
    assert whole(store)


@pytest.mark.parametrize("busy", [False, True], ids=["idle", "printing"])
def test_a_terminal_that_is_closed_ends_it(store: str, tmp_path: Path, busy: bool) -> None:
    """Also when nothing takes what it prints any more, and it waits for that."""
    with terminal(store, tmp_path) as opened:
        if busy:
            for _ in range(50):
                opened.press(b"1")
                opened.press(b"2")
        opened.hang_up()
        assert opened.process.wait(_PATIENCE) == 128 + signal.SIGHUP
    assert whole(store)


def test_killed_leaves_the_store_whole(store: str, tmp_path: Path) -> None:
    with terminal(store, tmp_path) as opened:
        opened.process.kill()
        assert opened.ended() == -signal.SIGKILL
    assert whole(store)


def test_a_run_that_is_not_there_is_told_before_the_screen_changes(store: str, tmp_path: Path) -> None:
    opened = Terminal("--store", store, "--run", "9", state=tmp_path)
    try:
        assert opened.ended() == 2
        assert b"holds no run 9" in opened.printed
        assert b"\x1b[?1049h" not in opened.printed
    finally:
        opened.close()
