"""The footer: the keys that work now, as many of them as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.widget import Widget

# Whoever knows these finds all others: the help tells every key.
_KEPT: Final = frozenset({"help", "filter", "quit", "back", "dismiss"})
_FIRST_TO_GO: Final = "command_palette"


class KeyFooter(Footer):
    """Textual's own, in which no key is cut in two: the last ones of a screen are left to the help."""

    def __init__(self, *, compact: bool = False) -> None:
        super().__init__(show_command_palette=False, compact=compact)
        self._width = 0

    def compose(self) -> ComposeResult:
        """The keys that fit."""
        keys = list(super().compose())
        for key in _to_drop(keys):
            if sum(self._cells(each) for each in keys) <= self.size.width:
                break
            keys.remove(key)
        self.styles.grid_size_columns = max(len(keys), 1)
        yield from keys

    def on_resize(self, event: events.Resize) -> None:
        """Other keys may fit now."""
        if event.size.width != self._width:
            self._width = event.size.width
            self.call_after_refresh(self.recompose)

    def _cells(self, key: Widget) -> int:
        if not isinstance(key, FooterKey):
            return 0
        return cell_len(key.key_display) + cell_len(key.description) + (2 if self.compact else 3)


def _to_drop(keys: list[Widget]) -> list[Widget]:
    """The keys that may go, the first to go first."""
    may = [key for key in reversed(keys) if isinstance(key, FooterKey) and _name(key) not in _KEPT]
    return sorted(may, key=lambda key: isinstance(key, FooterKey) and _name(key) != _FIRST_TO_GO)


def _name(key: FooterKey) -> str:
    return key.action.rpartition(".")[2].partition("(")[0]
