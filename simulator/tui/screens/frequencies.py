"""How often each value of a column occurs, as bars; enter filters by a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from simulator.filtering import Filter, FilterError, parse
from simulator.masking import show_name
from simulator.reports.beside import shown
from simulator.tui.css import beside
from simulator.tui.reading import Reader
from simulator.tui.text import fit, plain
from simulator.tui.widgets.key_footer import KeyFooter
from simulator.views.frequencies import COUNTED, Frequencies, Frequency, frequencies

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from simulator.store import Store
    from simulator.tui.app import CapisimApp

_COLUMNS: Final = tuple(COUNTED)
_MOST = 200
_BLOCKS = " ▏▎▍▌▋▊▉█"
_EIGHTHS = 8


class FrequencyScreen(ModalScreen["Filter | None"]):
    """The values of one column among the events that the filter lets through.

    Its result is the filter that the chosen value makes, None for none.
    """

    DEFAULT_CSS = beside(__file__)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Back"),
        Binding("left,h", "other(-1)", "Column before", key_display="←"),
        Binding("right,l,F", "other(1)", "Next column", key_display="→"),
        # With priority, so that the field has the focus before the next key is looked at.
        Binding("slash", "name_column", "Any column", key_display="/", priority=True),
        Binding("j", "down", "Down", show=False),
        Binding("k", "up", "Up", show=False),
    ]

    def __init__(self, where: Filter | None, column: str = _COLUMNS[0]) -> None:
        super().__init__()
        self._where = where
        self._column = column if column in _COLUMNS else _COLUMNS[0]
        self._found: Frequencies | None = None

    def compose(self) -> ComposeResult:
        """The column, its values, a line about them."""
        with Vertical() as box:
            box.border_title = "How often"
            yield Input(placeholder="a column, or a path: custom_data.currency", compact=True)
            yield OptionList(markup=False, compact=True)
            yield Static(id="told", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        host = cast("CapisimApp", self.app)
        self._run = host.current.run
        self._reader = Reader(self, host.stores)
        self.query_one(OptionList).focus()
        self._count()

    def on_unmount(self) -> None:
        self._reader.forget_all()

    def _count(self) -> None:
        run, column, where = self._run, self._column, self._where
        self.query_one(Vertical).border_title = Content(f"How often: {show_name(column, 60)}")
        self.query_one("#told", Static).update("counting…")

        def question(store: Store) -> Frequencies:
            return frequencies(store, run, column, where, _MOST)

        self._reader.ask("frequencies", question, self._show, self._cannot)

    def _cannot(self, sentence: str) -> None:
        self.query_one("#told", Static).update(plain(sentence))

    def _show(self, found: Frequencies) -> None:
        self._found = found
        options = self.query_one(OptionList)
        options.clear_options()
        most = found.rows[0].events if found.rows else 1
        options.add_options([Option(self._line(row, found.events, most)) for row in found.rows])
        if found.rows:
            options.highlighted = 0
        more = f", the {_MOST} most frequent are shown" if found.distinct > len(found.rows) else ""
        values = f"{found.distinct:,} value{'' if found.distinct == 1 else 's'}"
        told = f"{values} in {found.events:,} event{'' if found.events == 1 else 's'}{more}"
        self.query_one("#told", Static).update(told)

    def _line(self, row: Frequency, events: int, most: int) -> Content:
        width = max(self.query_one(OptionList).scrollable_content_region.width, 40)
        bar_width = max(8, width // 4)
        label = width - bar_width - 20
        eighths = max(1, round(row.events * bar_width * _EIGHTHS / most))
        full, rest = divmod(eighths, _EIGHTHS)
        bar = "█" * full + (_BLOCKS[rest] if rest else "")
        share = 100 * row.events / events if events else 0.0
        return Content.assemble(
            (fit(self._value(row), label), "" if row.value is not None else "italic $quiet"),
            (f"{row.events:>10,} ", "bold"),
            (f"{share:5.1f} %  ", "$quiet"),
            (fit(bar, bar_width), "$primary"),
        )

    def _value(self, row: Frequency) -> str:
        if row.value is None:
            return "none"
        if "." in self._column:
            return shown(self._column.rpartition(".")[2], row.value)
        return show_name(row.value, 200)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """While a column is typed, its keys are text."""
        return not (action == "name_column" and isinstance(self.focused, Input))

    def action_other(self, step: int) -> None:
        """Count another column."""
        place = _COLUMNS.index(self._column) if self._column in _COLUMNS else -1
        self._column = _COLUMNS[(place + step) % len(_COLUMNS)]
        self._count()

    def action_name_column(self) -> None:
        """Type the name of a column."""
        field = self.query_one(Input)
        field.value = self._column
        field.display = True
        self.set_focus(field)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._column = event.value.strip()
        self.query_one(Input).display = False
        self.query_one(OptionList).focus()
        self._count()

    def action_down(self) -> None:
        """The next value."""
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        """The value before."""
        self.query_one(OptionList).action_cursor_up()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if self._found is None:
            return
        term = self._found.rows[event.option_index].term
        text = f"({self._where.text}) & {term}" if self._where else term
        try:
            self.dismiss(parse(text))
        except FilterError as error:
            self.notify(str(error), title="No filter can choose this value", severity="error", markup=False)
