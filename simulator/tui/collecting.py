"""Garbage collection that does not hold up the screen."""

from __future__ import annotations

import gc
from typing import Final

# A full pass stops every thread; each takes longer the more objects live. Pages of rows make many that die at once.
_YOUNG: Final = 20_000


def spare_what_stays() -> None:
    """Leave what lives now out of every later collection: modules, styles and widgets stay to the end anyway."""
    gc.freeze()
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])
