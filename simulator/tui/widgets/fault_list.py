"""The faults that a made-up shop may have: chosen ones marked, each with its rate."""

from __future__ import annotations

from typing import ClassVar, Final, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from simulator.synthetic.faults import faults
from simulator.tui.css import beside

RATES: Final = (0.5, 1.0, 2.0, 5.0, 8.0, 10.0, 20.0, 30.0, 50.0, 75.0, 100.0)
"""Percent."""
_NAME_CELLS = 38
_ROOM_FOR_WHAT = 70


class Entry(NamedTuple):
    """One variant of a fault: how it is asked for, what it does, the rate it has by itself (percent)."""

    name: str
    what: str
    rate: float


def entries() -> list[Entry]:
    """Every variant of every fault, the most frequent in practice first."""
    return [
        Entry(f"{kind.name}:{variant.name}", variant.what, 100 * variant.rate)
        for kind in faults().values()
        for variant in kind.variants.values()
    ]


class FaultList(OptionList):
    """Choose with space or enter, change the rate with + and -."""

    DEFAULT_CSS = beside(__file__)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "select", "Choose", show=False),
        Binding("k", "cursor_up", "Up", show=False),
        Binding("j", "cursor_down", "Down", show=False),
        Binding("plus,equals_sign,right", "rate(1)", "More", show=False),
        Binding("minus,left", "rate(-1)", "Less", show=False),
    ]

    class Changed(Message):
        """Other faults are chosen, or other rates."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, markup=False)
        self._entries = {entry.name: entry for entry in entries()}
        self._rates: dict[str, float] = {}
        self._wide = False
        self._found = ""

    @property
    def chosen(self) -> tuple[str, ...]:
        """What is chosen, as ``asked`` takes it: ``split-event-id:prefix=8%``."""
        return tuple(f"{name}={rate:g}%" for name, rate in self._rates.items())

    @property
    def what(self) -> str:
        """What the fault under the cursor does."""
        name = None if self.highlighted is None else self.get_option_at_index(self.highlighted).id
        return "" if name is None else self._entries[name].what

    def on_resize(self) -> None:
        wide = self.size.width >= _ROOM_FOR_WHAT
        if wide != self._wide or not self.option_count:
            self._wide = wide
            self.find(self._found)

    def find(self, text: str) -> None:
        """Show the faults whose name or words have all of this; chosen ones always, first."""
        self._found = text
        words = text.casefold().split()
        shown = [entry for name, entry in self._entries.items() if name in self._rates]
        shown += [
            entry
            for name, entry in self._entries.items()
            if name not in self._rates and all(word in f"{name} {entry.what}".casefold() for word in words)
        ]
        self.clear_options()
        self.add_options([Option(self._line(entry), id=entry.name) for entry in shown])
        self.highlighted = 0 if shown else None

    def _line(self, entry: Entry) -> Content:
        rate = self._rates.get(entry.name)
        mark, style = ("● ", "bold $success") if rate is not None else ("○ ", "$quiet")
        shown = f"{entry.rate if rate is None else rate:>5.3g} %  "
        return Content.assemble(
            (mark, style),
            (shown, "bold $warning" if rate is not None else "$quiet"),
            (
                f"{entry.name:<{_NAME_CELLS if self._wide else 0}} ",
                "bold $foreground" if rate is not None else "$foreground",
            ),
            (entry.what, "$quiet") if self._wide else "",
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        name = event.option.id
        if name is None:
            return
        if name in self._rates:
            del self._rates[name]
        else:
            self._rates[name] = self._entries[name].rate
        self._changed(name)

    def action_rate(self, steps: int) -> None:
        """The next rate up or down; a fault that is not chosen is chosen by it."""
        if self.highlighted is None:
            return
        name = self.get_option_at_index(self.highlighted).id
        if name is None:
            return
        rate = self._rates.get(name, self._entries[name].rate)
        above = [each for each in RATES if each > rate]
        below = [each for each in reversed(RATES) if each < rate]
        self._rates[name] = ((above or [rate]) if steps > 0 else (below or [rate]))[0]
        self._changed(name)

    def _changed(self, name: str) -> None:
        self.replace_option_prompt(name, self._line(self._entries[name]))
        self.post_message(self.Changed())
