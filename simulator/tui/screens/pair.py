"""One action: its two payloads side by side, and why they are one event or two."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from simulator.tui.css import beside
from simulator.tui.pair_reading import PairInFull, read_pair
from simulator.tui.pair_text import reason, side_by_side, title
from simulator.tui.reading import Reader
from simulator.tui.widgets.key_footer import KeyFooter

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from simulator.tui.app import CapisimApp


class PairScreen(ModalScreen[int]):
    """An action of the open run; its result is the ``n`` of the event to show in Live, 0 for none.

    ``neighbour`` gives the number of the action so many rows further in the list, 0 for none.
    """

    DEFAULT_CSS = beside(__file__)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,h", "back", "Back"),
        Binding("n", "neighbour(1)", "Next"),
        Binding("p", "neighbour(-1)", "Previous"),
        Binding("r", "reveal", "Reveal", tooltip="Show the values as they were sent, or mask them"),
        Binding("a", "alike", "Alike", tooltip="Show the members that are alike too, or leave them out"),
        Binding("t", "live", "In Live", tooltip="Go to the event that counts in Live"),
        Binding("j,down", "scroll_by(1)", "Down", show=False),
        Binding("k,up", "scroll_by(-1)", "Up", show=False),
        Binding("ctrl+d,pagedown", "page(1)", "Page down", show=False),
        Binding("ctrl+u,pageup", "page(-1)", "Page up", show=False),
        Binding("g,home", "top", "Top", show=False),
        Binding("G,end", "bottom", "End", show=False),
    ]

    def __init__(self, n: int, neighbour: Callable[[int], int] = lambda _: 0) -> None:
        super().__init__()
        self.n = n
        self.found: PairInFull | None = None
        self.revealed = False
        self.alike = True
        self._neighbour = neighbour

    def compose(self) -> ComposeResult:
        """The reason, the payloads, the keys."""
        with VerticalScroll(id="pair"):
            yield Static("reading…", id="reason", markup=False)
            yield Static(id="beside", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        host = cast("CapisimApp", self.app)
        self._run = host.current.run
        self._reader = Reader(self, host.stores)
        self.query_one("#pair").focus()
        self._read()

    def on_unmount(self) -> None:
        self._reader.forget_all()

    def _read(self) -> None:
        run, n = self._run, self.n
        self._reader.ask("pair", lambda store: read_pair(store, run, n), self._show)

    def _show(self, found: PairInFull | None) -> None:
        if found is None:
            self.notify(f"Run {self._run} has no event #{self.n}.", severity="warning", markup=False)
            self.dismiss(0)
            return
        self.found = found
        self.query_one("#reason", Static).update(reason(found))
        self._draw()

    def _draw(self) -> None:
        found, box = self.found, self.query_one("#pair")
        width = box.scrollable_content_region.width - 2
        if found is None or width < 8:
            return
        unlike = sum(row.kind != "same" for row in found.rows)
        box.border_title = f"{title(found)}  #{found.action.n}"
        counted = (
            f"{unlike} differ{'s' if unlike == 1 else ''}, {len(found.rows) - unlike} alike"
            if len(found.sides) == 2
            else "one copy"
        )
        box.border_subtitle = f"{counted} · {'as sent' if self.revealed else 'masked'}"
        shown = side_by_side(found, width, reveal=self.revealed, alike=self.alike)
        self.query_one("#beside", Static).update(shown)

    def on_resize(self) -> None:
        self.call_after_refresh(self._draw)

    def action_reveal(self) -> None:
        """Show the values as they were sent, or mask them again."""
        self.revealed = not self.revealed
        self._draw()

    def action_alike(self) -> None:
        """Show the members that are alike too, or leave them out."""
        self.alike = not self.alike
        self._draw()

    def action_neighbour(self, rows: int) -> None:
        """Show the next action of the list, or the one before; its values are masked."""
        n = self._neighbour(rows)
        if n and n != self.n:
            self.n, self.revealed = n, False
            self.query_one("#pair").scroll_home(animate=False)
            self._read()

    def action_live(self) -> None:
        """Go to the event that counts in Live."""
        self.dismiss(self.n)

    def action_back(self) -> None:
        """Close."""
        self.dismiss(0)

    def action_scroll_by(self, rows: int) -> None:
        """Scroll by lines."""
        self.query_one("#pair").scroll_relative(y=rows, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll by pages."""
        box = self.query_one("#pair")
        box.scroll_relative(y=pages * max(box.scrollable_content_region.height - 2, 1), animate=False)

    def action_top(self) -> None:
        """Scroll to the top."""
        self.query_one("#pair").scroll_home(animate=False)

    def action_bottom(self) -> None:
        """Scroll to the end."""
        self.query_one("#pair").scroll_end(animate=False)
