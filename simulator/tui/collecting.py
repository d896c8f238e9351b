"""Garbage collection that does not hold up the screen: every pass of it stops every thread."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

from simulator.collecting import young_alone

if TYPE_CHECKING:
    from collections.abc import Iterator

# A pass over this many new objects takes a millisecond or two, one over those that outlived five of them a few.
_NEW, _YOUNG, _ALL = 5_000, 5, 10


def spare_what_stays() -> None:
    """Leave what lives now out of every later collection: modules, styles and widgets stay to the end anyway."""
    gc.freeze()
    gc.set_threshold(_NEW, _YOUNG, _ALL)


@contextmanager
def spare_what_grows() -> Iterator[None]:
    """Look at young objects alone, while a replay remembers a day's events: to walk all of them takes long."""
    with young_alone():
        try:
            yield
        finally:
            if gc.get_freeze_count():
                # Or the first pass behind it would walk all that was made in the meantime.
                gc.freeze()
