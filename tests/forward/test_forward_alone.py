"""No part of capisim but ``simulator.forward`` holds a client of the network."""

from __future__ import annotations

import re
from pathlib import Path

import simulator

ROOT = Path(simulator.__file__).parent
_CLIENT = re.compile(
    r"^\s*(?:from|import)\s+(urllib3|requests|httpx|aiohttp|http\.client|urllib\.request|ftplib|smtplib|telnetlib"
    r"|xmlrpc|websockets|facebook_business)\b"
    r"|from (?:urllib|http) import .*\b(?:request|client)\b|create_connection|open_connection|sock_connect",
    re.MULTILINE,
)
_SOCKETS = re.compile(r"^\s*(?:from|import)\s+socket\b", re.MULTILINE)


def test_nothing_else_connects() -> None:
    files = {file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in ROOT.rglob("*.py")}
    assert {name for name, text in files.items() if _CLIENT.search(text)} == {"forward/graph.py", "forward/pausing.py"}
    # A server needs sockets too, and connects nowhere; neither does a pair of them within this process.
    assert {name for name, text in files.items() if _SOCKETS.search(text)} == {
        "cli/stopping.py",
        "emulator/protocol.py",
        "emulator/serving.py",
    }
