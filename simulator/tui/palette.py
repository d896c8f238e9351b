"""The commands of the palette: every key of the screen by its name, the screens, the themes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand

from simulator.tui.places import PLACES
from simulator.tui.themes import THEMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.screen import Screen

    from simulator.tui.app import CapisimApp

_THEME_TEXTS = {
    "capisim": "Theme: dark",
    "capisim-light": "Theme: light",
    "capisim-contrast": "Theme: high contrast",
    "capisim-terminal": "Theme: the terminal's own colours",
}
_NOT_HERE = frozenset(
    {"command_palette", "quit", "help_quit", "screen.copy_text", "app.focus_next", "app.focus_previous"}
)


def commands(app: CapisimApp, screen: Screen[object]) -> Iterator[SystemCommand]:
    """What can be done on a screen now, then what can be done anywhere."""
    told: set[str] = set()
    for active in screen.active_bindings.values():
        binding = active.binding
        if not binding.description or not active.enabled or binding.action in _NOT_HERE | told:
            continue
        if binding.action.startswith(("go(", "move(", "page(")) or binding.system:
            continue
        told.add(binding.action)
        key = app.get_key_display(binding)
        yield SystemCommand(
            binding.tooltip or binding.description, f"key {key}", partial(app.run_action, binding.action, active.node)
        )
    for place in PLACES:
        yield SystemCommand(f"Go to {place.title}", f"key {place.key}", partial(app.action_go, place.mode))
    for theme in THEMES:
        yield SystemCommand(_THEME_TEXTS[theme.name], "is remembered", partial(_set_theme, app, theme.name))
    yield SystemCommand("More themes", "those that come with Textual", app.action_change_theme)
    yield SystemCommand("Save a picture of the screen", "an SVG file", app.deliver_screenshot)
    yield SystemCommand("Quit", "key q", app.action_quit)


def _set_theme(app: CapisimApp, name: str) -> None:
    app.theme = name
