"""``capisim forward --send`` in a real terminal: it asks, draws its bar, and sends only then."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from shop_lines import write

from simulator.pipeline import replay
from simulator.settings import Settings
from simulator.store import open_store
from simulator.testing import Capisim as Emulating

if TYPE_CHECKING:
    from pathlib import Path

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
PATIENCE = 60.0


def test_it_asks_and_sends_after_a_yes(place: Path) -> None:
    at = int(time.time()) - 60
    user = {"em": ["a" * 64], "client_user_agent": "Mozilla/5.0", "client_ip_address": "198.51.100.77"}
    lead = {"event_name": "Lead", "event_id": "lead-1", "event_time": at, "action_source": "website", "user_data": user}
    lead["event_source_url"] = "https://shop.example/"
    source = write(place / "shop.jsonl", {"channel": "server", "received_at": at, "event": lead})
    with open_store(str(place / "store.db")) as store:
        replay(store, [str(source)], Settings(workers=1), made="synthetic")
    keyboard, terminal = pty.openpty()
    environment = {**os.environ, "CAPISIM_ACCESS_TOKEN": "any-token", "TERM": "xterm-256color", "COLUMNS": "100"}
    with Emulating().listen() as meta:
        words = ["forward", "--send", "--pixel", "123", "--test-code", "TEST1", "--graph-url", meta.url]
        program = [sys.executable, "-c", "from simulator.cli import main; main()", *words]
        with subprocess.Popen(
            program, stdin=terminal, stderr=terminal, stdout=subprocess.PIPE, cwd=place, env=environment
        ) as child:
            os.close(terminal)
            shown = _until(keyboard, b"[y/N]")
            assert b"as real events" in shown
            assert meta.events == (), "nothing is sent before somebody says yes"
            os.write(keyboard, b"y\n")
            drawn = _until(keyboard, None)
            assert child.stdout is not None
            out = child.stdout.read()
            assert child.wait(PATIENCE) == 0, drawn
        os.close(keyboard)
        assert len(meta.events) == 1
    assert b"1 accepted" in out
    assert b"1 accepted, 0 refused" in drawn, "the bar was drawn"
    assert drawn.rindex(b"\x1b[?25h") > drawn.rindex(b"\x1b[?25l"), "and the cursor is back"


def _until(keyboard: int, sign: bytes | None) -> bytes:
    """What is shown up to a sign, or to the end."""
    shown = b""
    while sign is None or sign not in shown:
        try:
            piece = os.read(keyboard, 4096)
        except OSError:
            # Linux says so when the other side has closed its terminal.
            piece = b""
        if not piece:
            assert sign is None, shown
            break
        shown += piece
    return shown
