"""The style sheet that lies beside a file."""

from __future__ import annotations

from pathlib import Path


def beside(file: str) -> str:
    """The text of the ``.tcss`` beside a Python file; for a widget's ``DEFAULT_CSS``."""
    return Path(file).with_suffix(".tcss").read_text("utf-8")
