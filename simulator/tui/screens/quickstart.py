"""The wizard of the quick start: what a new property is made of, and where it goes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Checkbox, Input, Static

from simulator.errors import CapisimError
from simulator.quickstart.project import holds_property, make_project
from simulator.quickstart.wanted import TOKEN_VARIABLE, Wanted, settled
from simulator.tagging.problems import TaggingError
from simulator.tagging.property import DATA_LAYER
from simulator.tui.screens.dialog import Dialog, field
from simulator.tui.screens.source import PathSuggester
from simulator.tui.text import plain, safe
from simulator.tui.widgets.tick import Tick

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

_ABOUT = (
    "Makes what Adobe's quick start makes: a rule for every standard event, data elements, code for the page, and "
    "sessions to try them. Or name a folder with a property.toml or property.json to open it."
)


class QuickstartScreen(Dialog[Path]):
    """Gives the folder of a property, which it has made if there was none."""

    CSS_PATH = "quickstart.tcss"
    title_text: ClassVar[str] = "Set up a property"
    accept_text: ClassVar[str] = "Make and validate"

    def __init__(self) -> None:
        super().__init__()
        self._making = False

    def content(self) -> Iterable[Widget]:
        """The folder, and what goes into it."""
        yield Static(_ABOUT, id="about", markup=False)
        placeholder = "a new one, or one with a property; → completes"
        suggester = PathSuggester()
        yield field("Folder", Input(placeholder=placeholder, suggester=suggester, compact=True, id="folder"))
        yield Static(id="there", markup=False)
        yield field("Domain", Input(placeholder="shop.example", compact=True, id="domain"))
        yield field("Pixel ID", Input(placeholder="digits; Events Manager shows it", compact=True, id="pixel"))
        yield field("Data layer", Input(DATA_LAYER, compact=True, id="layer"))
        yield field("Token in", Input(TOKEN_VARIABLE, compact=True, id="variable"))
        yield Static("the name of the variable; the token goes into no file", classes="hint")
        yield Tick("a trigger for every rule, not for PageView alone", compact=True, id="complete")

    def on_mount(self) -> None:
        self.query_one("#folder").focus()

    def _typed(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value.strip()

    @property
    def _folder(self) -> Path:
        return Path(self._typed("folder")).expanduser()

    def on_input_changed(self, event: Input.Changed) -> None:
        self.tell("")
        if event.input.id == "folder":
            there = bool(self._typed("folder")) and holds_property(self._folder)
            text = "A property is there: it is opened, and nothing is written." if there else ""
            self.query_one("#there", Static).update(plain(text, "$success"))
            self.set_class(there, "-there")

    def on_input_submitted(self) -> None:
        self.accept()

    def accept(self) -> None:
        """Open what is there, or make it."""
        if self._making:
            return
        if not self._typed("folder"):
            self.tell("Name a folder.")
            return
        folder = self._folder
        if holds_property(folder):
            self.dismiss(folder)
            return
        wanted = Wanted(
            self._typed("domain"),
            self._typed("pixel"),
            self._typed("layer"),
            self._typed("variable"),
            self.query_one("#complete", Checkbox).value,
        )
        try:
            settled(wanted)
        except TaggingError as error:
            self.tell(f"{error.problems[0]}.")
            return
        self._making = True
        self.query_one("#wrong", Static).update(plain("making…", "$quiet"))
        self.run_worker(partial(self._make, wanted, folder), thread=True, group="making")

    def _make(self, wanted: Wanted, folder: Path) -> None:
        try:
            make_project(wanted, folder)
        except CapisimError as error:
            self.call_later(self._failed, str(error))
        except OSError as error:
            self.call_later(self._failed, f"{folder} can't be written: {error.strerror or error}")
        else:
            self.call_later(self._made, folder)

    def _made(self, folder: Path) -> None:
        # Not its result: what waits for the end of a dialog can't be waited for in the dialog.
        self.dismiss(folder)

    def _failed(self, sentence: str) -> None:
        self._making = False
        self.tell(safe(sentence, 300))
