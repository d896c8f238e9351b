"""Findings: what is wrong, grouped by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from simulator.checks.catalog import catalog
from simulator.tui.jumping import show_in_live
from simulator.tui.keeping import Kept
from simulator.tui.rule_text import rule_summary, rule_text
from simulator.tui.screens.rule import RuleScreen, copy_ticket
from simulator.tui.screens.sorted import SortedScreen
from simulator.tui.text import plain
from simulator.tui.widgets.rule_list import MOMENTS, RuleList, RuleRow
from simulator.views.rules_found import examples, rules_found, trends

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from textual.widget import Widget

    from simulator.store import Store
    from simulator.tui.widgets.item_list import ItemList
    from simulator.views.columns import Order

_CLEAN = "✓  Nothing was found in this run.\n\nEvery event is as Meta documents it, as far as capisim can tell."

SORTED_BY: Final[dict[str, Callable[[RuleRow], int | str]]] = {
    "findings": lambda row: row.found.findings,
    "events": lambda row: row.found.events,
    "rule": lambda row: row.found.rule,
    "name": lambda row: row.name,
}
_OF_RULES = frozenset({"open", "copy", "live"})


class FindingsScreen(SortedScreen):
    """The rules that found something, with a first example of each; enter shows all about one."""

    CSS_PATH = "findings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Details", tooltip="Why, source, evidence, fix, and the events it is about"),
        Binding("y", "copy", "Copy ticket", tooltip="Copy it as a ticket in Markdown"),
        Binding("t", "live", "In Live", tooltip="Go to its first event in Live"),
        Binding("l,right", "into_text", "Text", show=False),
        Binding("h,left", "into_rules", "Rules", show=False),
    ]
    mode: ClassVar[str] = "findings"
    filters: ClassVar[bool] = True
    columns: ClassVar[Collection[str]] = ("n", *SORTED_BY)
    by_key: ClassVar[tuple[str, ...]] = tuple(SORTED_BY)
    most_first: ClassVar[Collection[str]] = ("findings", "events")
    _order: Order | None = None
    about: ClassVar[str] = (
        "The rules that found something, severe ones first, with their findings over the run's time.\n"
        "A filter leaves what was found about the events that it lets through."
    )

    def content(self) -> Iterable[Widget]:
        """How many there are, the rules, and one of them in words."""
        yield Static(id="sum", markup=False)
        with Container(id="stage"):
            yield RuleList(id="rules")
            with VerticalScroll(id="text"):
                yield Static(id="words", markup=False)
        yield Static("counting…", id="none", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        self.rules = self.query_one(RuleList)
        self.found = Kept[list[RuleRow]](self, self.reader, "rules", self._ask_rules, self._show_rules)
        self.trends = Kept[dict[str, list[int]]](self, self.reader, "trends", self._ask_trends, self._show_trends)
        self._trends: dict[str, list[int]] | None = None
        self._rows: list[RuleRow] = []
        self.add_class("-none")
        self.rules.focus()

    def on_run_changed(self) -> None:
        self._trends = None
        self.found.restart()
        self.trends.restart()

    def on_run_grew(self) -> None:
        self.found.renew()
        self.trends.renew()

    def on_filter_changed(self) -> None:
        self.on_run_changed()

    def _ask_rules(self) -> Callable[[Store], list[RuleRow]] | None:
        run, where = self.current.run, self.host.filter

        def read(store: Store) -> list[RuleRow]:
            rules = catalog()
            rows = []
            for each in rules_found(store, run, where):
                shown = examples(store, run, each.rule, 1, where, each.first)
                name = rules[each.rule].name if each.rule in rules else ""
                rows.append(RuleRow(each, name, None, shown[0] if shown else None))
            return rows

        return read if run else None

    def _ask_trends(self) -> Callable[[Store], dict[str, list[int]]] | None:
        run, where = self.current.run, self.host.filter
        return (lambda store: trends(store, run, MOMENTS, where)) if run else None

    @property
    def order(self) -> Order | None:
        """The order of the rules; None for the severe ones first."""
        return self._order

    def sort_by(self, order: Order | None) -> None:
        """Sort, and begin at the top."""
        self._order = order
        self._show_rules(self._rows)
        self.rules.action_first()

    def _sorted(self) -> list[RuleRow]:
        order = self._order
        if order is None:
            return self._rows
        if order.column == "n":
            return self._rows[::-1]
        return sorted(self._rows, key=SORTED_BY[order.column], reverse=order.descending)

    def _show_rules(self, rows: list[RuleRow]) -> None:
        self._rows = rows
        self.set_class(not rows, "-none")
        where = self.host.filter
        nothing = "Nothing was found about the events that the filter shows. esc clears it." if where else _CLEAN
        self.query_one("#none", Static).update(nothing)
        self.rules.show([self._with_trend(row) for row in self._sorted()])
        self.refresh_bindings()
        findings = sum(row.found.findings for row in rows)
        count = f"{len(rows):,} rule{'s' if len(rows) != 1 else ''}, {findings:,} finding{'s' if findings != 1 else ''}"
        parts = [Content.styled(count, "bold")]
        if self._order is not None:
            parts.append(Content.assemble(("sorted by ", "$quiet"), (self._in_words(self._order), "bold $accent")))
        if where is not None:
            parts.append(Content.assemble(("filter ", "$quiet"), plain(where.text, "bold $accent", 200)))
        self.query_one("#sum", Static).update(Content.styled("  ·  ", "$quiet").join(parts))
        self.focus_again()

    def _in_words(self, order: Order) -> str:
        return order.told if order.column != "n" else "severity ▴"

    def _show_trends(self, found: dict[str, list[int]]) -> None:
        self._trends = found
        self.rules.show([self._with_trend(row) for row in self.rules.items])

    def _with_trend(self, row: RuleRow) -> RuleRow:
        trend = None if self._trends is None else tuple(self._trends.get(row.found.rule, ()))
        return row._replace(trend=trend)

    def on_item_list_chosen(self, message: ItemList.Chosen) -> None:  # noqa: ARG002 - there is one list
        self._draw()

    def on_item_list_opened(self, message: ItemList.Opened) -> None:  # noqa: ARG002 - there is one list
        self.action_open()

    def on_resize(self) -> None:
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        row = self.rules.chosen
        if row is not None:
            narrow = self.has_class("-narrow")
            self.query_one("#words", Static).update(rule_summary(row) if narrow else rule_text(row))

    def action_open(self) -> None:
        """Show all about the chosen rule."""
        row = self.rules.chosen
        if row is not None:
            self.app.push_screen(RuleScreen(row), self._back_from)

    def _back_from(self, n: int | None) -> None:
        if n:
            show_in_live(self.host, n)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that need a rule are there when one has found something."""
        if action in _OF_RULES and not any(each.items for each in self.query(RuleList)):
            return False
        return super().check_action(action, parameters)

    def action_copy(self) -> None:
        """Copy what the chosen rule found as a ticket."""
        row = self.rules.chosen
        if row is not None:
            copy_ticket(self, self.reader, self.current.run, row.found.rule, self.host.filter)

    def action_live(self) -> None:
        """Go to the first event of the chosen rule in Live."""
        row = self.rules.chosen
        if row is not None and row.found.first:
            show_in_live(self.host, row.found.first)

    def action_into_text(self) -> None:
        """Go on in the words."""
        self.query_one("#text").focus()

    def action_into_rules(self) -> None:
        """Go back to the rules."""
        self.rules.focus()
