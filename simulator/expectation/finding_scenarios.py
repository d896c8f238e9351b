"""Which scenarios are meant by the folders that somebody names."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from simulator.errors import SourceError, UsageError
from simulator.scenario import is_scenario


def find_scenarios(folders: Iterable[str | Path]) -> list[Path]:
    """The scenarios in some folders, at any depth, each once; by name within each folder.

    A folder is a scenario itself when it holds a ``scenario.toml``; nothing is looked for inside
    one. Folders whose names begin with a dot are left out. Raises SourceError for a folder that
    can't be read and UsageError for one without a scenario.
    """
    found: dict[Path, Path] = {}
    for folder in map(Path, folders):
        if not folder.is_dir():
            raise SourceError(f"{folder}: {'is no folder' if folder.exists() else 'there is no such folder'}")
        inside = _inside(folder)
        if not inside:
            raise UsageError(f"{folder}: holds no scenario (a folder with a scenario.toml)")
        for scenario in inside:
            found.setdefault(scenario.resolve(), scenario)
    return list(found.values())


def _inside(folder: Path) -> list[Path]:
    if is_scenario(str(folder)):
        return [folder]
    try:
        folders = sorted(child for child in folder.iterdir() if child.is_dir() and not child.name.startswith("."))
    except OSError as error:
        raise SourceError(f"{folder}: can't be read: {error.strerror}") from error
    # A link may lead back to where it lies.
    return [
        scenario
        for child in folders
        if not child.is_symlink() or is_scenario(str(child))
        for scenario in _inside(child)
    ]
