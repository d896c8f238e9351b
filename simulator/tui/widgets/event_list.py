"""The event list: lines drawn one by one, their pages read from the store when they come into sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from simulator.tui.css import beside
from simulator.tui.reading import Reader
from simulator.tui.rows import Pages, Rows
from simulator.tui.text import fit
from simulator.tui.widgets.event_columns import Column, Piece, columns, pieces_of
from simulator.tui.widgets.moving import moving
from simulator.views.lines import EventLine, lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style
    from textual import events

    from simulator.store import Store
    from simulator.tui.stores import Stores
    from simulator.views.columns import Order

Line = TypeVar("Line")

_KINDS = """
header cursor gutter mark quiet name id browser server kept duplicate quarantined rejected error warning note valid
invalid absent
"""

_ON_THE_RIGHT = frozenset({"n", "gap"})


class PagedList(ScrollView, Generic[Line], can_focus=True):
    """Rows that each stand for an event of a run, the first line being the titles of the columns.

    ``cursor`` is the row that is chosen. While ``following``, the newest event is. A subclass says what is read of
    the events of a page, which columns there are, and what they say.
    """

    DEFAULT_CSS = beside(__file__)
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"event-list--{kind}" for kind in _KINDS.split()}
    BINDINGS: ClassVar[list[BindingType]] = [
        *moving("First event", "Newest event"),
        Binding("enter", "open", "Details", tooltip="Show the chosen line in full"),
    ]

    cursor: reactive[int] = reactive(0)
    following: reactive[bool] = reactive(True)

    class Chosen(Message, namespace="event_list"):
        """The cursor is on another event; ``n`` is 0 when there is none."""

        def __init__(self, n: int) -> None:
            super().__init__()
            self.n = n

    class Opened(Message, namespace="event_list"):
        """An event is to be shown in full."""

        def __init__(self, n: int) -> None:
            super().__init__()
            self.n = n

    class SortAsked(Message, namespace="event_list"):
        """The title of a column was clicked."""

        def __init__(self, column: str) -> None:
            super().__init__()
            self.column = column

    class FollowingChanged(Message, namespace="event_list"):
        """Following began or ended."""

    def __init__(self, stores: Stores, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._stores = stores
        self._run = 0
        self._version = 0
        self._rows = Rows()
        self._pages: Pages[Line] = Pages()
        self._styles: dict[tuple[str, bool], Style] = {}
        self._chosen = 0
        self._order: Order | None = None
        self.marked = 0

    def on_mount(self) -> None:
        self._reader = Reader(self, self._stores)

    def on_unmount(self) -> None:
        self._reader.forget_all()

    # What a subclass says

    def read_lines(self, store: Store, run: int, numbers: Sequence[int]) -> list[Line]:
        """What to show of each of these events, in a worker thread."""
        raise NotImplementedError

    def columns_for(self, width: int) -> tuple[Column, ...]:
        """The columns that fit into so many cells."""
        raise NotImplementedError

    def pieces_of(self, line: Line, shown: tuple[Column, ...]) -> list[Piece]:
        """A line in pieces, a space behind each column but the last."""
        raise NotImplementedError

    # What is shown

    @property
    def _columns(self) -> tuple[Column, ...]:
        return self.columns_for(self.scrollable_content_region.width)

    @property
    def rows(self) -> Rows:
        """Which event each row shows."""
        return self._rows

    @property
    def chosen(self) -> int:
        """The ``n`` of the event the cursor is on; 0 for none."""
        return self._rows.number(self.cursor) if self.cursor < len(self._rows) else 0

    def show_rows(self, run: int, version: int, rows: Rows, order: Order | None = None, *, keep: bool = False) -> None:
        """Show other rows; the cursor stays on its event where that has a row.

        ``keep`` says that most of them are the same, so that what was read is shown until it was read again.
        """
        stay = self._rows_chosen(run)
        if run != self._run or (rows is not self._rows and not keep):
            self._pages.clear()
        self._run, self._rows, self._order = run, rows, order
        self._grown(version, stay)

    def grown(self, version: int) -> None:
        """The rows have become more, or what they show has changed."""
        self._grown(version, self._rows_chosen(self._run))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Nothing can be opened in a list without lines."""
        return action != "open" or bool(len(self._rows))

    def _rows_chosen(self, run: int) -> int:
        return self.chosen if run == self._run else 0

    def _grown(self, version: int, stay: int) -> None:
        self._version = version
        size = len(self._rows)
        if bool(size) != (self.virtual_size.height > 1):
            self.refresh_bindings()
        self.virtual_size = Size(0, size + 1)
        row = size - 1 if self.following else self._rows.row_of(stay) if stay else None
        cursor = min(self.cursor if row is None else row, max(size - 1, 0))
        if cursor == self.cursor:
            self._tell_chosen()
            if self.following:
                self._into_view()
        else:
            self.cursor = max(cursor, 0)
        self._need()
        self.refresh()

    def go_to(self, n: int) -> bool:
        """Put the cursor on event ``n`` and stop following; false when it has no row."""
        row = self._rows.row_of(n)
        if row is None:
            return False
        self.following = False
        self.cursor = row
        return True

    def mark(self, n: int) -> None:
        """Show that an event is marked; 0 for none."""
        self.marked = n
        self.refresh()

    # Cursor

    @property
    def _room(self) -> int:
        return max(self.scrollable_content_region.height - 1, 1)

    def validate_cursor(self, row: int) -> int:
        return max(0, min(row, len(self._rows) - 1))

    def watch_cursor(self, before: int, now: int) -> None:
        self._into_view()
        self._tell_chosen()
        # Without scrolling only two lines are other than before; drawing all takes ten times as long.
        self._refresh_row(before)
        self._refresh_row(now)

    def watch_following(self, following: bool) -> None:
        if following and self._rows:
            self.cursor = len(self._rows) - 1
            self._into_view()
        self.post_message(self.FollowingChanged())

    def _tell_chosen(self) -> None:
        if self.chosen != self._chosen:
            self._chosen = self.chosen
            self.post_message(self.Chosen(self._chosen))

    def _into_view(self) -> None:
        top, room = int(self.scroll_offset.y), self._room
        wanted = min(max(top, self.cursor - room + 1), self.cursor)
        if wanted != top:
            self.scroll_to(y=wanted, animate=False, force=True)

    def action_move(self, rows: int) -> None:
        """Move the cursor; upwards ends following."""
        if rows < 0:
            self.following = False
        self.cursor += rows

    def action_page(self, pages: float) -> None:
        """Move the cursor by pages."""
        self.action_move(int(pages * self._room))

    def action_first(self) -> None:
        """Go to the first row."""
        self.following = False
        self.cursor = 0

    def action_last(self) -> None:
        """Go to the last row, and follow."""
        self.following = True
        self.cursor = len(self._rows) - 1
        self._into_view()

    def action_open(self) -> None:
        """Show the chosen event in full."""
        if self.chosen:
            self.post_message(self.Opened(self.chosen))

    # Mouse

    def on_click(self, event: events.Click) -> None:
        if event.y == 0:
            self._title_clicked(event.x)
            return
        row = int(self.scroll_offset.y) + event.y - 1
        if row < len(self._rows):
            self.following = False
            self.cursor = row
            if event.chain > 1:
                self.action_open()

    def _title_clicked(self, x: int) -> None:
        end = 1
        for column in self._columns:
            end += column.width + 1
            if x < end:
                self.post_message(self.SortAsked(column.name))
                return

    def on_mouse_scroll_up(self) -> None:
        self.following = False

    # Lines

    def on_resize(self) -> None:
        self.call_after_refresh(self._resized)

    def _resized(self) -> None:
        self._into_view()
        self._need()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._need()

    def notify_style_update(self) -> None:
        """Colours have changed."""
        super().notify_style_update()
        self._styles.clear()

    def _need(self) -> None:
        """Read the pages in sight that are not here; what is still being read for another sight is given up."""
        if not self._rows or not self.is_mounted:
            return
        top = int(self.scroll_offset.y)
        last = min(top + max(self._room, 1), len(self._rows)) - 1
        wanted = self._pages.missing(min(top, last), max(last, 0), self._version)
        if not wanted:
            return
        run, version = self._run, self._version
        numbers = {page: self._rows.numbers(page) for page in wanted}

        def read(store: Store) -> dict[int, list[Line]]:
            return {page: self.read_lines(store, run, of_page) for page, of_page in numbers.items()}

        def show(read: dict[int, list[Line]]) -> None:
            for page, of_page in read.items():
                self._pages.put(page, version, of_page)
            self.refresh()

        self._reader.ask("pages", read, show)

    def line_at(self, row: int) -> Line | None:
        """What a row shows; None while it is not read yet."""
        return self._pages.line(row)

    def render_line(self, y: int) -> Strip:
        """One line of the screen: the titles, or an event."""
        width = self.scrollable_content_region.width
        if y == 0:
            return self._titles(width)
        row = int(self.scroll_offset.y) + y - 1
        if row >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        line = self._pages.line(row)
        at_cursor = row == self.cursor
        marked = self.marked != 0 and self._rows.number(row) == self.marked
        pieces = [Piece("◆", "mark") if marked else Piece("▌" if at_cursor else " ", "gutter")]
        pieces += [Piece("…", "quiet")] if line is None else self.pieces_of(line, self._columns)
        segments = [Segment(piece.text, self._style(piece.kind, at_cursor)) for piece in pieces]
        return Strip(segments).adjust_cell_length(width, self._style("", at_cursor))

    def _titles(self, width: int) -> Strip:
        order = self._order
        mark = "" if order is None else "▾" if order.descending else "▴"
        texts = []
        for column in self._columns:
            title = column.title
            if order is not None and column.name == order.column:
                title = f"{title[: column.width - 1]}{mark}"
            texts.append(fit(title, column.width, column.name in _ON_THE_RIGHT))
        style = self._style("header", cursor=False)
        return Strip([Segment(" " + " ".join(texts), style)]).adjust_cell_length(width, style)

    def _style(self, kind: str, cursor: bool) -> Style:
        known = self._styles.get((kind, cursor))
        if known is None:
            known = self.rich_style
            if cursor:
                known += self.get_component_rich_style("event-list--cursor", partial=True)
            # A reversed line, as on the terminal's own colours, is one bar and not many.
            if kind and not known.reverse:
                known += self.get_component_rich_style(f"event-list--{kind}", partial=True)
            self._styles[kind, cursor] = known
        return known

    def _refresh_row(self, row: int) -> None:
        y = row - int(self.scroll_offset.y) + 1
        if 0 < y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))


class EventList(PagedList[EventLine]):
    """The events of a run, a line each."""

    def read_lines(self, store: Store, run: int, numbers: Sequence[int]) -> list[EventLine]:
        """The lines of these events."""
        return lines(store, run, numbers)

    def columns_for(self, width: int) -> tuple[Column, ...]:
        """The columns of an event."""
        return columns(width)

    def pieces_of(self, line: EventLine, shown: tuple[Column, ...]) -> list[Piece]:
        """An event in pieces."""
        return pieces_of(line, shown)
