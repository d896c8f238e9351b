"""The footer: the keys that work now, as many of them as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.screen import Screen

# Whoever knows these finds all others: the help tells every key.
_KEPT: Final = frozenset({"help", "filter", "quit", "back", "dismiss"})
# Forward and the keys of a replay stand far behind, with the application's own, but say what the screen is for now.
_GOING: Final = {"command_palette": 0, "forward": 2, "play": 2, "step": 2}


class _Shown(NamedTuple):
    key: str
    display: str
    description: str
    action: str
    enabled: bool
    tooltip: str

    @property
    def name(self) -> str:
        return self.action.rpartition(".")[2].partition("(")[0]


class KeyFooter(Widget, can_focus=False):
    """One line, in which no key is cut in two: the last ones of a screen are left to the help.

    Textual's own makes a widget of every key, anew at every change, which takes longer than all the rest of a screen.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-footer--key", "key-footer--description", "key-footer--pointed"}
    DEFAULT_CSS = """
    KeyFooter {
        dock: bottom;
        height: 1;
        color: $footer-foreground;
        background: $footer-background;
        text-wrap: nowrap;
        & > .key-footer--key {
            color: $footer-key-foreground;
            background: $footer-key-background;
            text-style: bold;
        }
        & > .key-footer--description {
            color: $footer-description-foreground;
            background: $footer-description-background;
        }
        & > .key-footer--pointed {
            color: $footer-key-foreground;
            background: $block-hover-background;
        }
        &.-pointing {
            pointer: pointer;
        }
    }
    """

    pointed: reactive[int] = reactive(-1)

    def __init__(self, *, compact: bool = False) -> None:
        """``compact`` leaves out the spaces around a key."""
        super().__init__()
        self._compact = compact
        self._keys: tuple[_Shown, ...] = ()

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def on_unmount(self) -> None:
        self.screen.bindings_updated_signal.unsubscribe(self)

    def _changed(self, screen: Screen[Any]) -> None:
        # A terminal that has lost the focus has no focused widget, whose keys come back with it.
        if screen.app.app_focus and self.is_attached and screen is self.screen:
            self.refresh()

    @property
    def descriptions(self) -> list[str]:
        """What the keys that are shown do, from the left to the right."""
        return [key.description for key in self._fitting()]

    def render(self) -> Content:
        """The keys that fit."""
        self._keys = self._fitting()
        parts: list[Content] = []
        for place, key in enumerate(self._keys):
            pointed = place == self.pointed and key.enabled
            styles = [
                self.get_visual_style("key-footer--pointed" if pointed else f"key-footer--{part}")
                for part in ("key", "description")
            ]
            texts = self._texts(key)
            part = Content.assemble(*zip(texts, styles, strict=True))
            parts += [part if key.enabled else part.stylize("dim"), Content(self._gap)]
        return Content.assemble(*parts)

    @property
    def _gap(self) -> str:
        return " " if self._compact else ""

    def _texts(self, key: _Shown) -> tuple[str, str]:
        if self._compact:
            return key.display, f" {key.description}"
        return f" {key.display} ", f"{key.description} "

    def _cells(self, key: _Shown) -> int:
        return sum(cell_len(text) for text in (*self._texts(key), self._gap))

    def _fitting(self) -> tuple[_Shown, ...]:
        keys = list(self._active())
        for key in _to_drop(keys):
            if sum(self._cells(each) for each in keys) <= self.size.width:
                break
            keys.remove(key)
        return tuple(keys)

    def _active(self) -> Iterable[_Shown]:
        """One key of each action that works now."""
        actions = set()
        for _, binding, enabled, tooltip in self.screen.active_bindings.values():
            if binding.show and binding.action not in actions:
                actions.add(binding.action)
                display = self.app.get_key_display(binding)
                yield _Shown(binding.key, display, binding.description, binding.action, enabled, tooltip)

    # The mouse

    def _at(self, column: int) -> int:
        """The place of the key in a column, -1 for none."""
        right = 0
        for place, key in enumerate(self._keys):
            right += self._cells(key)
            if column < right:
                return place if column < right - len(self._gap) else -1
        return -1

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self.pointed = self._at(event.x)

    def on_leave(self) -> None:
        self.pointed = -1

    def watch_pointed(self, pointed: int) -> None:
        """Tell of the key under the mouse."""
        self.set_class(pointed >= 0, "-pointing")
        self.tooltip = self._keys[pointed].tooltip or None if 0 <= pointed < len(self._keys) else None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        place = self._at(event.x)
        if place < 0:
            return
        if self._keys[place].enabled:
            self.app.simulate_key(self._keys[place].key)
        else:
            self.app.bell()


def _to_drop(keys: list[_Shown]) -> list[_Shown]:
    """The keys that may go, the first to go first."""
    may = [key for key in reversed(keys) if key.name not in _KEPT]
    return sorted(may, key=lambda key: _GOING.get(key.name, 1))
