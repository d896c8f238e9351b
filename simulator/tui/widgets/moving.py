"""The keys that move the cursor of a list, as in vim, less and with the arrows."""

from __future__ import annotations

from textual.binding import Binding


def moving(first: str = "First", last: str = "Last") -> list[Binding]:
    """Keys for ``action_move``, ``action_page``, ``action_first`` and ``action_last``; what the ends are called."""
    return [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup,ctrl+b", "page(-1)", "Page up", show=False),
        Binding("pagedown,ctrl+f", "page(1)", "Page down", show=False),
        Binding("ctrl+u", "page(-0.5)", "Half a page up", show=False),
        Binding("ctrl+d", "page(0.5)", "Half a page down", show=False),
        Binding("home,g", "first", first, show=False),
        Binding("end,G", "last", last, show=False),
    ]
