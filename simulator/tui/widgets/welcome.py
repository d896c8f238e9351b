"""What an empty store opens on: what capisim is, and five ways to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from simulator.tui.css import beside

if TYPE_CHECKING:
    from textual.app import ComposeResult

_WAYS: Final = (
    ("app.demo", "D", "See a demo", "a made-up shop's day, in which some things go wrong"),
    ("app.open_source", "o", "Open a file", "captured events: JSON lines, requests, HAR, plain or gzip"),
    ("app.listen", "L", "Listen", "stand in for Meta: see what pages and servers send"),
    ("app.make_shop", "M", "Make up a shop", "choose who shops, for how long, and what goes wrong"),
    ("app.go('setup')", "6", "Look at the set-up", "settings and where they come from, paths, access token"),
)
_READS_ONLY: Final = (_WAYS[-1],)
_TITLE = "capisim"
_TEXT = "Find out before launch what Meta would make of your Pixel and Conversions API events."


class _Ways(OptionList):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "cursor_up", "Up", show=False),
        Binding("j", "cursor_down", "Down", show=False),
    ]


class Welcome(Vertical):
    """Ways to begin, by arrows and enter, by their keys, or by the mouse."""

    DEFAULT_CSS = beside(__file__)

    def __init__(self, *, readonly: bool) -> None:
        super().__init__(id="welcome")
        self._ways = _READS_ONLY if readonly else _WAYS
        self._readonly = readonly

    def compose(self) -> ComposeResult:
        """A title, a sentence, a list."""
        with Vertical(id="begin"):
            yield Static(_TITLE, id="name", markup=False)
            yield Static(_TEXT, id="what", markup=False)
            options = (Option(self._line(*way[1:]), id=str(place)) for place, way in enumerate(self._ways))
            yield _Ways(*options, disabled=True)
            only = "Started with --readonly, so nothing can be put in. " if self._readonly else ""
            yield Static(f"{only}This store has no events yet. ? tells every key.", id="state", markup=False)

    @staticmethod
    def _line(key: str, title: str, what: str) -> Content:
        return Content.assemble((f" {key} ", "bold $primary"), (f" {title}\n", "bold"), (f"     {what}", "$quiet"))

    def begin(self) -> None:
        """Take the focus."""
        ways = self.query_one(_Ways)
        ways.disabled = False
        ways.focus()

    def end(self) -> None:
        """Be out of the way: what is hidden must not take a key."""
        self.query_one(_Ways).disabled = True

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        await self.app.run_action(self._ways[event.option_index][0])
