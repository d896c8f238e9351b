"""Record what Meta's published Node packages really put on the wire.

    python tests/tools/record_node_requests.py [FOLDER]

Installs the packages of ``node_packages`` into FOLDER (default: a temporary one),
runs ``record_node_requests.mjs`` against a socket on the loopback interface, and writes
``fixtures/node-sdk-requests/events.jsonl`` and ``fixtures/parameter-builder-requests/node.jsonl``.
Needs Node.js and npm. The access token is made up and replaced before anything is written.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from node_packages import install
from record_sdk_requests import PIXEL_ID, PLACEHOLDER, TOKEN, recorder

SCRIPT = Path(__file__).with_suffix(".mjs")
FIXTURES = Path(__file__).parents[2] / "fixtures"
RECORDINGS = {
    "client": FIXTURES / "node-sdk-requests" / "events.jsonl",
    "builder": FIXTURES / "parameter-builder-requests" / "node.jsonl",
}


def lines(what: str, folder: Path) -> str:
    """One recording as JSON lines, without the token."""
    with recorder() as (address, seen):
        told = subprocess.run(
            ["node", SCRIPT, what, address, TOKEN, PIXEL_ID, folder],
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        )
    receipts = [float(line) for line in told.stdout.split()]
    envelopes = [
        {"channel": "server", "received_at": at, "request": request} for at, request in zip(receipts, seen, strict=True)
    ]
    text = "".join(json.dumps(envelope, ensure_ascii=False) + "\n" for envelope in envelopes)
    text = text.replace(TOKEN, PLACEHOLDER)
    assert TOKEN not in text
    return text


def main() -> None:
    """Record both."""
    with TemporaryDirectory(prefix="capisim-node-") as made:
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else made).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        install(folder)
        for what, target in RECORDINGS.items():
            target.write_text(lines(what, folder), encoding="utf-8")


if __name__ == "__main__":
    main()
