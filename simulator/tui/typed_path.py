"""A path as somebody types it."""

from __future__ import annotations

from pathlib import Path

from simulator.errors import UsageError


def typed_path(text: str) -> Path:
    """The path, with ``~`` as the home folder. Raises UsageError where that is one of nobody."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise UsageError(f"{text} names a home folder that can't be found") from None
