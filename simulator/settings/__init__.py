"""Settings: what they are, where they come from, and where each value was found.

``load`` reads them from options, environment and files; ``simulator.settings.listing`` describes
every one. Importing this package loads only the dataclasses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.settings.model import (
    Deduplication,
    Emulator,
    Engine,
    Environment,
    Fallback,
    Forward,
    Gate,
    Ignore,
    Limits,
    MatchQuality,
    Prefer,
    Rules,
    Settings,
    Suspicion,
)

if TYPE_CHECKING:
    from simulator.settings.loading import apply_tables, collect, load
    from simulator.settings.paths import store_path
    from simulator.settings.restoring import restored

__all__ = [
    "Deduplication",
    "Emulator",
    "Engine",
    "Environment",
    "Fallback",
    "Forward",
    "Gate",
    "Ignore",
    "Limits",
    "MatchQuality",
    "Prefer",
    "Rules",
    "Settings",
    "Suspicion",
    "apply_tables",
    "collect",
    "load",
    "restored",
    "store_path",
]

_LATE = {
    "apply_tables": "loading",
    "collect": "loading",
    "load": "loading",
    "restored": "restoring",
    "store_path": "paths",
}


def __getattr__(name: str) -> object:
    # Most importers want the dataclasses alone; reading files is paid for by those who read files.
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
