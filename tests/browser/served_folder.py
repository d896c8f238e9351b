"""The page of a property's folder, on a server."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Quiet(SimpleHTTPRequestHandler):
    """Files of a folder, and no word about it."""

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path, emulator: str) -> Iterator[str]:
    """A folder's page as it is, on a server, with the emulator's URL in it."""
    index = folder / "page" / "index.html"
    text = index.read_text()
    assert 'data-capisim="http://127.0.0.1:8765"' in text
    index.write_text(text.replace("http://127.0.0.1:8765", emulator))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder / "page")))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()
    thread.join()
    index.write_text(text)
