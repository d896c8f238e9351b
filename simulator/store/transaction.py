"""One transaction of an open store: everything in it, or nothing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.store.read import Store


@contextmanager
def transaction(store: Store) -> Iterator[None]:
    """Everything that is written inside is seen by others at once, or not at all; one inside another is part of it."""
    connection = store.connection
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.rollback()
        raise
    connection.commit()
