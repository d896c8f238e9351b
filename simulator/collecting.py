"""Garbage collection that holds nobody up: every pass of it stops every thread."""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEVER: Final = 1_000_000
# Requests are answered with what a few thousand objects hold, and nearly all of those go by themselves.
_MANY: Final = 10_000
_lock = threading.Lock()
_before: list[tuple[int, int, int]] = []
_asked: list[str] = []


@contextmanager
def spared() -> Iterator[None]:
    """Leave what lives now out of every pass, and make fewer passes, while many requests are answered.

    What somebody has spared before stays so. Several may be within at a time.
    """
    frozen = gc.get_freeze_count() > 0
    if not frozen:
        gc.freeze()
    try:
        with _within("seldom"):
            yield
    finally:
        if not frozen:
            gc.unfreeze()


@contextmanager
def young_alone() -> Iterator[None]:
    """Look at young objects alone, while something remembers much: to walk all of that takes long.

    Several may be within at a time; the last one restores what was before the first.
    """
    with _within("young"):
        yield


@contextmanager
def _within(what: str) -> Iterator[None]:
    with _lock:
        if not _asked:
            _before[:] = [gc.get_threshold()]
        _asked.append(what)
        _settle()
    try:
        yield
    finally:
        with _lock:
            _asked.remove(what)
            _settle()


def _settle() -> None:
    new, young, old = _before[0]
    if "seldom" in _asked and new:
        new = max(new, _MANY)
    gc.set_threshold(new, young, _NEVER if "young" in _asked else old)
