"""Copying: by the terminal's own sequence, and into a file, because no terminal tells whether it took it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from pathlib import Path

    from textual.widget import Widget

    from simulator.tui.app import CapisimApp


def copy(node: Widget, text: str, name: str, what: str = "It") -> Path | None:
    """Copy a text and say so; gives the file it was written to as well, or None where none could be.

    ``name`` is that of the file, in a folder beside what is remembered; only its owner may read it. A file of the
    same name that was written before is replaced. ``what`` begins the sentence that tells of it.
    """
    app = cast("CapisimApp", node.app)
    app.copy_to_clipboard(text)
    path = app.remembered.path.parent / "copied" / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        reason = error.strerror or str(error)
        node.notify(f"{what} was copied, if the terminal allows it. {path} can't be written: {reason}.", markup=False)
        return None
    node.notify(f"{what} was copied. Where the terminal doesn't allow that, take it from {path}", markup=False)
    return path
