"""Choosing a file to replay."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.suggester import Suggester
from textual.widgets import DirectoryTree, Input

from simulator.errors import UsageError
from simulator.tui.screens.dialog import Dialog, chosen_speed, field, speed_fields
from simulator.tui.text import safe
from simulator.tui.transport import Speed
from simulator.tui.typed_path import typed_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.text import TextType
    from textual.widget import Widget

_MOST_ENTRIES = 5000


class PathSuggester(Suggester):
    """Completes a path by what lies in its folder; a folder ends in a slash."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The first name in order that begins like the last part."""
        head, _, start = value.rpartition("/")
        found = None
        try:
            folder = typed_path(f"{head}/" if "/" in value else ".")
            with os.scandir(folder) as entries:
                for count, entry in enumerate(entries):
                    if count > _MOST_ENTRIES:
                        return None
                    if entry.name.startswith(start or " ") and (found is None or entry.name < found[0]):
                        found = (entry.name, entry.is_dir())
        except (OSError, UsageError):
            return None
        if found is None:
            return None
        return f"{head}/{found[0]}{'/' if found[1] else ''}" if "/" in value else found[0] + ("/" if found[1] else "")


class _Tree(DirectoryTree):
    """Files that may be sources; what begins with a dot is left out."""

    ICON_NODE = "▸ "
    ICON_NODE_EXPANDED = "▾ "
    ICON_FILE = "  "

    def process_label(self, label: TextType) -> Text:
        """The name as text, whatever it holds."""
        return Text(safe(str(label)), no_wrap=True)

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        """Nothing hidden."""
        return [path for path in paths if not path.name.startswith(".")]


class SourceScreen(Dialog[tuple[str, Speed, bool]]):
    """Gives the path, the speed, and whether to begin paused."""

    CSS_PATH = "source.tcss"
    title_text: ClassVar[str] = "Open a source"

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self._folder = folder or Path.cwd()

    def content(self) -> Iterable[Widget]:
        """A path to type, a tree to choose from."""
        placeholder = "JSON lines, HAR, .gz, a scenario's folder; → completes"
        path = Input(placeholder=placeholder, suggester=PathSuggester(), compact=True, id="path")
        yield field("File", path)
        yield _Tree(self._folder)
        yield from speed_fields()

    def on_mount(self) -> None:
        self.query_one("#path").focus()

    def on_directory_tree_file_selected(self, event: DirectoryTree.FileSelected) -> None:
        self._put(event.path)

    def on_directory_tree_directory_selected(self, event: DirectoryTree.DirectorySelected) -> None:
        # A scenario is a folder, and is replayed as one.
        if (event.path / "scenario.toml").is_file():
            self._put(event.path)

    def _put(self, path: Path) -> None:
        field_of_path = self.query_one("#path", Input)
        field_of_path.value = str(path)
        field_of_path.cursor_position = len(field_of_path.value)
        self.tell("")

    def on_input_changed(self) -> None:
        self.tell("")

    def on_input_submitted(self) -> None:
        self.accept()

    def accept(self) -> None:
        """Go on with what exists."""
        typed = self.query_one("#path", Input).value.strip()
        try:
            path = typed_path(typed)
        except UsageError as error:
            self.tell(f"{error}.")
            return
        if not typed:
            self.tell("Type the path of a file, or choose one below.")
        elif not path.exists():
            self.tell(f"There is no {typed}. Relative paths begin at {Path.cwd()}.")
        elif path.is_dir() and not (path / "scenario.toml").is_file():
            self.tell(f"{typed} is a folder, and no scenario: name a file in it.")
        else:
            self.dismiss((str(path), *chosen_speed(self)))
