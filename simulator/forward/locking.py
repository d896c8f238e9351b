"""One process at a time sends from a store: two would send the same events."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from simulator.errors import UsageError
from simulator.store.connect import explain, store_errors

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDING = "-forward"


@contextmanager
def sole_sender(path: str) -> Iterator[None]:
    """Hold the right to send from the store at ``path`` while the context lasts.

    It is a transaction on a small file beside the store, which the system ends with the process, however that ends.
    Raises UsageError while another process holds it; may raise StoreError.
    """
    if path == ":memory:":
        yield
        return
    place = f"{path}{ENDING}"
    with store_errors(path):
        os.close(os.open(place, os.O_CREAT | os.O_RDWR, 0o600))
        held = sqlite3.connect(place, timeout=0, isolation_level=None)
    with closing(held):
        try:
            held.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise UsageError("another process is sending from this store: wait until it is done") from None
            raise explain(path, error) from error
        yield
