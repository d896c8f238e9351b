"""A command in processes of other surroundings: hash seed, time zone and language must change nothing of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

_SURROUNDINGS: Final = (
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "2", "TZ": "America/Lima", "LC_ALL": "C.UTF-8"},
)


def same_everywhere(place: Path, *words: str) -> bytes:
    """What a command prints in a folder, once it printed the same in all surroundings."""
    one, *others = (_printed(place, words, each) for each in _SURROUNDINGS)
    assert one
    assert others == [one]
    return one


def _printed(place: Path, words: tuple[str, ...], surroundings: dict[str, str]) -> bytes:
    ours = {"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "simulator.cli", *words],
        env={**os.environ, **ours, **surroundings},
        cwd=place,
        capture_output=True,
        check=False,
        timeout=60,
    ).stdout
