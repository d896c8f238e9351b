"""Faults on purpose: every way a sender goes wrong, to be put into a made-up shop.

One file a fault; each declares its ``KIND`` with variants. A file in this folder that has one is a fault, so nothing
lists them.
"""

from __future__ import annotations

import pkgutil
from functools import lru_cache
from importlib import import_module

from simulator.synthetic.faults.applying import Applied
from simulator.synthetic.faults.kind import Kind, Needs, Variant

__all__ = ["Applied", "Kind", "Needs", "Variant", "faults"]


@lru_cache(maxsize=1)
def faults() -> dict[str, Kind]:
    """Every fault by name: first those that go wrong most in practice, then the others by name."""
    found = []
    for module in pkgutil.iter_modules(__path__):
        kind = getattr(import_module(f"{__name__}.{module.name}"), "KIND", None)
        if isinstance(kind, Kind):
            found.append(kind)
    found.sort(key=lambda kind: (kind.mode is None, kind.mode or 0, kind.name))
    return {kind.name: kind for kind in found}
