"""Asking where to write what is filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Input, Static

from simulator.errors import UsageError
from simulator.tui.screens.dialog import Dialog, field
from simulator.tui.screens.source import PathSuggester
from simulator.tui.text import plain
from simulator.tui.typed_path import typed_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from simulator.filtering import Filter


class ExportScreen(Dialog[str]):
    """Gives the path of the file. One that is there already is replaced when that is said twice."""

    title_text: ClassVar[str] = "Export events"
    accept_text: ClassVar[str] = "Export"

    def __init__(self, run: int, where: Filter | None) -> None:
        super().__init__()
        self._run, self._where = run, where
        self._warned = ""

    def content(self) -> Iterable[Widget]:
        """One field, and what will be in the file."""
        name = f"capisim-run-{self._run}.jsonl"
        yield field("File", Input(name, suggester=PathSuggester(), compact=True, id="path"))
        what = f"those that match {self._where.text}" if self._where is not None else "every event of the run"
        yield Static(plain(f"Writes {what}: verdicts and findings, without payloads."), classes="hint")
        yield Static("JSON lines; or a table, if the name ends in .csv.", markup=False)

    def on_mount(self) -> None:
        self.query_one("#path").focus()

    def on_input_changed(self) -> None:
        self.tell("")

    def on_input_submitted(self) -> None:
        self.accept()

    def accept(self) -> None:
        """Go on with a path that can be written to."""
        typed = self.query_one("#path", Input).value.strip()
        try:
            path = typed_path(typed)
        except UsageError as error:
            self.tell(f"{error}.")
            return
        if not typed:
            self.tell("Type the path of a file.")
        elif path.is_dir():
            self.tell(f"{typed} is a folder: name a file in it.")
        elif not path.absolute().parent.is_dir():
            self.tell(f"There is no folder {path.parent}.")
        elif path.exists() and self._warned != typed:
            self._warned = typed
            self.tell(f"{typed} is there already; once more replaces it.")
        else:
            self.dismiss(str(path))
