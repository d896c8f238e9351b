"""Garbage collection that holds nobody up: every pass of it stops every thread."""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEVER: Final = 1_000_000
_lock = threading.Lock()
_within: list[tuple[int, int, int]] = []


@contextmanager
def young_alone() -> Iterator[None]:
    """Look at young objects alone, while something remembers much: to walk all of that takes long.

    Several may be within at a time; the last one restores what was before the first.
    """
    with _lock:
        before = _within[0] if _within else gc.get_threshold()
        _within.append(before)
        gc.set_threshold(*before[:2], _NEVER)
    try:
        yield
    finally:
        with _lock:
            before = _within.pop()
            if not _within:
                gc.set_threshold(*before)
