"""The schemas and fixtures that ship with capisim, in a checkout and in an installed wheel."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def _folder(name: str) -> Path:
    package = Path(str(files("simulator")))
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


def schemas() -> Path:
    """The folder of JSON Schema files."""
    return _folder("schemas")


def fixtures() -> Path:
    """The folder of scenarios."""
    return _folder("fixtures")
