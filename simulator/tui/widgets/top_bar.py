"""The bar on top: the screens, the open run, how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.widget import Widget

from simulator.tui.css import beside
from simulator.tui.listening_text import short_address
from simulator.tui.places import PLACES
from simulator.tui.text import safe

if TYPE_CHECKING:
    from textual import events

    from simulator.tui.app import CapisimApp
    from simulator.tui.current import Current

_ROOM_FOR_TITLES = 110
_STATES = {"running": ("●", "$success"), "interrupted": ("■", "$warning"), "complete": ("✓", "$quiet")}


class TopBar(Widget):
    """One line: tabs that can be clicked, and on the right the open run."""

    DEFAULT_CSS = beside(__file__)

    def __init__(self, mode: str) -> None:
        super().__init__()
        self._mode = mode

    def on_mount(self) -> None:
        self.watch(self.app, "current", self._look_anew, init=False)

    def _look_anew(self) -> None:
        self.refresh()

    def render(self) -> Content:
        """Tabs on the left, as much of the run as fits on the right."""
        tabs = Content("").join(self._parts())
        room = self.size.width - tabs.cell_length - 1
        right = self._run(cast("CapisimApp", self.app).current).truncate(max(room, 0), ellipsis=True)
        return Content.assemble(tabs, " " * max(self.size.width - tabs.cell_length - right.cell_length, 0), right)

    @property
    def _wide(self) -> bool:
        return self.size.width >= _ROOM_FOR_TITLES

    def _parts(self) -> list[Content]:
        wide = self._wide
        parts = [Content.styled(" capisim ", "bold $primary")] if wide else []
        for place in PLACES:
            chosen = place.mode == self._mode
            name = place.title if wide else place.short
            style = "bold $block-cursor-foreground on $block-cursor-background" if chosen else "$foreground"
            tab = Content.assemble((f" {place.key}", "$primary" if not chosen else style), (f" {name} ", style))
            parts.append(tab)
        return parts

    async def on_click(self, event: events.Click) -> None:
        end = 0
        for part, place in zip(self._parts(), (None, *PLACES) if self._wide else PLACES, strict=True):
            end += part.cell_length
            if event.x < end:
                if place is not None:
                    await self.run_action(f"app.go('{place.mode}')")
                return

    def _run(self, now: Current) -> Content:
        if now.about is None:
            return Content("")
        listening = cast("CapisimApp", self.app).listening
        ear = f" ◉ {short_address(listening) if self._wide else 'listening'} " if listening is not None else ""
        mark, colour = _STATES[now.about.state]
        title = f" {safe(now.about.title, 60)}" if now.about.title else ""
        only = Content.styled(" read-only ", "$warning") if cast("CapisimApp", self.app).readonly else Content("")
        return Content.assemble(
            only, (ear, "$success"), (f"{mark} ", colour), f"run {now.run}{title} ", (f"{now.last:,} ", "$quiet")
        )
