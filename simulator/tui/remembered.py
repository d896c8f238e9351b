"""What is remembered between two starts: the theme, and whatever else somebody has chosen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


class Remembered:
    """Choices in one small file. A file that can't be read or written is as good as none."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    @property
    def path(self) -> Path:
        """Where the choices are kept."""
        if self._folder is None:
            from platformdirs import user_state_path

            self._folder = user_state_path("capisim", appauthor=False)
        return self._folder / "ui.json"

    def _all(self) -> dict[str, Any]:
        try:
            known = json.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}

    def get(self, name: str) -> Any:
        """What was chosen, or None."""
        return self._all().get(name)

    def put(self, name: str, value: Any) -> None:
        """Remember a choice."""
        known = self._all()
        if known.get(name) == value:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.path.write_text(json.dumps({**known, name: value}, indent=2, sort_keys=True), "utf-8")
        except OSError:
            # Somebody's home may be read-only; the choice then holds for this start.
            return
