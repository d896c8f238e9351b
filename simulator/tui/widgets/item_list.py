"""A list of a few hundred things that are in memory: lines drawn one by one, a cursor, titles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from simulator.tui.css import beside
from simulator.tui.widgets.moving import moving

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

Item = TypeVar("Item")


class ItemList(ScrollView, Generic[Item], can_focus=True):
    """Things that a subclass draws, a line each; ``titles`` is the line above them.

    The cursor stays on its thing when others are shown, where ``same`` finds it again.
    """

    DEFAULT_CSS = beside(__file__)
    COMPONENT_CLASSES: ClassVar[set[str]] = {"item-list--titles", "item-list--cursor"}
    BINDINGS: ClassVar[list[BindingType]] = [*moving()]

    cursor: reactive[int] = reactive(0)

    class Chosen(Message):
        """The cursor is on another thing, or its thing has changed."""

        def __init__(self, list_: ItemList[Any]) -> None:
            super().__init__()
            self.list = list_

        @property
        def control(self) -> ItemList[Any]:
            """The list, for selectors."""
            return self.list

    class Opened(Chosen):
        """A thing was clicked twice."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.items: Sequence[Item] = ()

    # What a subclass says

    def titles(self, width: int) -> Content | None:  # noqa: ARG002 - for subclasses
        """The line above the things; None for none. It is there or not, whatever the width."""
        return None

    def draw(self, item: Item, width: int, *, at_cursor: bool) -> Content:
        """One thing in so many cells."""
        raise NotImplementedError

    def same(self, one: Item, other: Item) -> bool:
        """Whether two are the same thing, perhaps with other numbers."""
        return one == other

    # What is shown

    @property
    def chosen(self) -> Item | None:
        """What the cursor is on."""
        return self.items[self.cursor] if self.cursor < len(self.items) else None

    def show(self, items: Sequence[Item]) -> None:
        """Show other things."""
        before = self.chosen
        self.items = items
        self.virtual_size = Size(0, len(items) + self._above)
        place = next((at for at, item in enumerate(items) if before is not None and self.same(before, item)), None)
        wanted = self.cursor if place is None else place
        if wanted == self.cursor and self.cursor <= max(len(items) - 1, 0):
            self.post_message(self.Chosen(self))
        else:
            self.cursor = wanted
        self.refresh()

    @property
    def _above(self) -> int:
        return 0 if self.titles(80) is None else 1

    @property
    def _room(self) -> int:
        return max(self.scrollable_content_region.height - self._above, 1)

    # Cursor

    def validate_cursor(self, row: int) -> int:
        return max(0, min(row, len(self.items) - 1))

    def watch_cursor(self) -> None:
        self._into_view()
        self.post_message(self.Chosen(self))
        self.refresh()

    def _into_view(self) -> None:
        top, room = int(self.scroll_offset.y), self._room
        wanted = min(max(top, self.cursor - room + 1), self.cursor)
        if wanted != top:
            self.scroll_to(y=wanted, animate=False, force=True)

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self.cursor += rows

    def action_page(self, pages: float) -> None:
        """Move the cursor by pages."""
        self.cursor += int(pages * self._room)

    def action_first(self) -> None:
        """Go to the first."""
        self.cursor = 0

    def action_last(self) -> None:
        """Go to the last."""
        self.cursor = len(self.items) - 1

    def on_click(self, event: events.Click) -> None:
        row = int(self.scroll_offset.y) + event.y - self._above
        if event.y >= self._above and row < len(self.items):
            self.cursor = row
            if event.chain > 1:
                self.post_message(self.Opened(self))

    def on_resize(self) -> None:
        self.call_after_refresh(self._into_view)

    # Lines

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.scrollable_content_region.width
        if y < self._above:
            titles = self.titles(width)
            return self._strip(titles if titles is not None else Content(""), width, "item-list--titles")
        row = int(self.scroll_offset.y) + y - self._above
        if row >= len(self.items):
            return Strip.blank(width, self.rich_style)
        at_cursor = row == self.cursor
        gutter = Content.styled("▌" if at_cursor else " ", "$primary" if self.has_focus else "$border")
        line = Content.assemble(gutter, self.draw(self.items[row], width - 1, at_cursor=at_cursor))
        return self._strip(line, width, "item-list--cursor" if at_cursor else "")

    def _strip(self, line: Content, width: int, component: str) -> Strip:
        style = self.get_visual_style(component) if component else self.visual_style
        if component and self.get_component_rich_style(component).reverse:
            # As on the terminal's own colours, with whose colours it would be many bars and not one.
            line, style = Content(line.plain), style + Style(reverse=True)
        strips = Visual.to_strips(self, line.truncate(width), width, 1, style, apply_selection=False)
        return strips[0].adjust_cell_length(width, style.rich_style) if strips else Strip.blank(width)
