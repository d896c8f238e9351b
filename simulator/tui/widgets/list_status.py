"""The line above a list: whether it follows, how many events it has, filter, order, mark."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from simulator.tui.css import beside
from simulator.tui.text import count_of, plain


class ListStatus(Widget):
    """How a list stands. ``found`` is how many events it shows, ``total`` of how many."""

    DEFAULT_CSS = beside(__file__)

    following: reactive[bool] = reactive(True)
    growing: reactive[bool] = reactive(False)
    found: reactive[int] = reactive(0)
    total: reactive[int] = reactive(0)
    new: reactive[int] = reactive(0)
    looking: reactive[bool] = reactive(False)
    filter_text: reactive[str] = reactive("")
    order: reactive[str] = reactive("")
    marked: reactive[int] = reactive(0)

    def render(self) -> Content:
        """One line; what does not fit is cut at the end."""
        parts = [self._state()]
        if self.filter_text:
            count = f"{self.found:,} of {self.total:,}" + ("…" if self.looking else "")
            parts.append(Content.assemble(("filter ", "$quiet"), plain(self.filter_text, "bold $accent", 200)))
            parts.append(Content.styled(count, "bold $foreground"))
        else:
            parts.append(Content.styled(count_of(self.total, "event") + ("…" if self.looking else ""), "$foreground"))
        if self.order:
            # All is sorted before the first of it can be shown.
            word = "sorting by " if self.looking else "sorted by "
            parts.append(Content.assemble((word, "$quiet"), (self.order, "bold $accent")))
        if self.marked:
            parts.append(Content.assemble(("◆ ", "bold $accent"), (f"#{self.marked} marked, d compares", "$quiet")))
        return Content.styled("  ·  ", "$faint").join(parts).truncate(self.size.width, ellipsis=True)

    def _state(self) -> Content:
        if self.following:
            return Content.styled("● following", "$success" if self.growing else "$quiet")
        new = Content.styled(f"  {self.new:,} new", "bold $warning") if self.new else Content("")
        return Content.assemble(("‖ paused", "$warning"), new)
