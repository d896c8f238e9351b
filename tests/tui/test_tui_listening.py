"""``capisim listen`` in a terminal: what arrives is seen, and the run is finished when the application ends."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import urllib3
from test_tui_terminal import Terminal

from simulator.store import open_store

if TYPE_CHECKING:
    from pathlib import Path


def test_what_arrives_is_shown_and_stored(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    store = tmp_path / "live.db"
    opened = Terminal("listen", "--port", str(port), "--store", str(store), state=tmp_path)
    try:
        opened.until(b"\x1b[?1049h")
        with urllib3.PoolManager() as pool:
            url = f"http://127.0.0.1:{port}/tr?id=1&ev=Wonderful&eid=1"
            assert pool.request("GET", url).status == 200
            opened.until(b"Wonderful")
            assert pool.request("GET", url.replace("Wonderful", "Marvellous")).status == 200
            opened.until(b"Marvellous")
        opened.press(b"q")
        assert opened.ended() == 0
        assert opened.in_order
        assert b"2 events" in opened.printed
    finally:
        opened.close()
    with open_store(str(store)) as found:
        assert found.run().state == "complete"
        assert found.totals(1) == {"kept": 2}
