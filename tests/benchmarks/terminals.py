"""Running the application in a terminal of its own, and measuring it from outside."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import termios
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

PATIENCE = 100.0
_SIZE = (40, 120)


class Opened(NamedTuple):
    """One start: seconds to the first frame and until the store's content was shown, and the peak memory in KiB."""

    frame: float
    content: float
    peak: int


def peak_of(process: int) -> int:
    """KiB so far. What the system tells of a child that has ended would hold the parent's own, from before the exec."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text("ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0


class Terminal:
    """A Python program in a terminal; ``printed`` is what it has printed so far."""

    def __init__(self, arguments: list[str], state: Path) -> None:
        self._master, slave = pty.openpty()
        termios.tcsetwinsize(slave, _SIZE)
        environment = {**os.environ, "TERM": "xterm-256color", "XDG_STATE_HOME": str(state)}
        self._began = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            start_new_session=True,
        )
        os.close(slave)
        self.printed = b""

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._master)

    def read(self) -> float | None:
        """Read what has been printed lately; the seconds since it was started, None once it has ended."""
        if select.select([self._master], [], [], 0.05)[0]:
            # When nobody has the other side open any more, Linux says that with an error.
            with suppress(OSError):
                self.printed += os.read(self._master, 1 << 16)
        seconds = time.perf_counter() - self._began
        assert seconds < 2 * PATIENCE, f"never ended: {self.printed[-2000:]!r}"
        return None if self.process.poll() is not None else seconds

    def press(self, keys: bytes) -> None:
        """Type something."""
        os.write(self._master, keys)


def opened(store: str, state: Path, sign: bytes, last: bytes) -> Opened:
    """Start it, wait for the content (``sign``) and for what comes last, and quit."""
    frame = content = 0.0
    peak, asked = 0, False
    with Terminal(["-m", "simulator.cli", "--store", store], state) as terminal:
        while (now := terminal.read()) is not None:
            peak = max(peak, peak_of(terminal.process.pid))
            # The name of the first screen is in its first frame.
            if not frame and b"Live" in terminal.printed:
                frame = now
            if not content and sign in terminal.printed:
                content = now
            if content and not asked and last in terminal.printed:
                terminal.press(b"q")
                asked = True
        assert content, terminal.printed[-2000:]
    assert frame
    return Opened(frame, content, peak)


def driven(what: str, store: str, state: Path, source: Path | None = None) -> Any:
    """What ``driven_terminal.py`` measured while it did ``what`` with a store."""
    told = state / "told.json"
    told.unlink(missing_ok=True)
    program = str(Path(__file__).with_name("driven_terminal.py"))
    with Terminal([program, what, store, str(state), str(told), str(source or "")], state) as terminal:
        while terminal.read() is not None:
            pass
        assert told.exists(), terminal.printed[-4000:].decode(errors="replace")
    measured = json.loads(told.read_text("utf-8"))
    assert "problem" not in measured, measured["problem"]
    return measured
