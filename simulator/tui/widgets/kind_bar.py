"""Which kinds of actions there are, how many of each, and which is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from simulator.tui.css import beside
from simulator.tui.text import plain
from simulator.views.action_kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS: Final = tuple(Kind)
_COLOURS: Final = {Kind.MISMATCHED: "$warning", Kind.ONE_SIDED: "$warning", Kind.SUSPICIOUS: "$error"}


class KindBar(Widget):
    """One line of tabs that can be clicked; on the right the order, and what the common filter leaves out."""

    DEFAULT_CSS = beside(__file__)
    kind: reactive[Kind] = reactive(Kind.ALL)
    counts: reactive[Mapping[Kind, int] | None] = reactive(None)
    filter_text: reactive[str] = reactive("")
    looking: reactive[bool] = reactive(False)
    order: reactive[str] = reactive("")

    class Picked(Message):
        """Another kind is asked for."""

        def __init__(self, kind: Kind) -> None:
            super().__init__()
            self.kind = kind

    def action_pick(self, kind: str) -> None:
        """Ask for a kind."""
        self.post_message(self.Picked(Kind(kind)))

    def step(self, by: int) -> None:
        """Ask for the next kind, or the one before."""
        self.action_pick(KINDS[(KINDS.index(self.kind) + by) % len(KINDS)])

    def render(self) -> Content:
        """The tabs, and as much of the filter as fits."""
        tabs = Content(" ").join([self._tab(kind) for kind in KINDS])
        told = []
        if self.order:
            word = "sorting by " if self.looking else "sorted by "
            told.append(Content.assemble((word, "$quiet"), (self.order, "bold $accent")))
        if self.filter_text:
            told.append(Content.assemble(("filter ", "$quiet"), plain(self.filter_text, "bold $accent", 200)))
        if self.looking and not self.order:
            told.append(Content.styled("looking…", "$quiet"))
        right = Content.styled("  ·  ", "$faint").join(told)
        room = self.size.width - tabs.cell_length - 2
        right = right.truncate(max(room, 0), ellipsis=True)
        return Content.assemble(tabs, " " * max(self.size.width - tabs.cell_length - right.cell_length, 0), right)

    def _tab(self, kind: Kind) -> Content:
        chosen = kind is self.kind
        count = "" if self.counts is None else f" {self.counts.get(kind, 0):,}"
        style = "bold $block-cursor-foreground on $block-cursor-background" if chosen else "$foreground"
        some = self.counts is not None and self.counts.get(kind, 0) > 0
        number = style if chosen else f"bold {_COLOURS.get(kind, '$foreground')}" if some else "$quiet"
        tab = Content.assemble((f" {kind}", style), (f"{count} ", number))
        return tab.stylize(f"@click=pick('{kind}')")
