"""The form for a made-up shop: who shops, for how long, what goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.widgets import Input, OptionList, Select, Static

from simulator.errors import UsageError
from simulator.synthetic.countries import COUNTRIES
from simulator.synthetic.demo import DEMO_SHOPPERS
from simulator.synthetic.forms import FORMS
from simulator.synthetic.settings import ShopSettings
from simulator.tui.jobs import MakeShop
from simulator.tui.screens.dialog import Dialog, chosen_speed, field, speed_fields
from simulator.tui.transport import Speed
from simulator.tui.widgets.fault_list import FaultList

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from textual.widget import Widget

    from simulator.synthetic.forms import Form

_FORMS: dict[Form, str] = {
    "envelopes": "one event a line",
    "requests": "requests",
    "wire": "bodies as on the wire",
    "har": "HAR, browser alone",
    "mixed": "now this, now that",
}


class ShopScreen(Dialog[tuple[MakeShop, Speed, bool]]):
    """Gives what to make, the speed of its replay, and whether to begin paused."""

    CSS_PATH = "shop.tcss"
    title_text: ClassVar[str] = "Make up a shop"
    accept_text: ClassVar[str] = "Make and replay"

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def content(self) -> Iterable[Widget]:
        """The shop on the left, its faults on the right."""
        default = ShopSettings()
        numbers = {"shoppers": DEMO_SHOPPERS, "days": default.days, "seed": default.seed}
        fields: list[Widget] = [
            field(name.capitalize(), Input(str(value), type="integer", compact=True, id=name))
            for name, value in numbers.items()
        ]
        fields.append(field("Locales", Input(" ".join(default.locales), compact=True, id="locales")))
        forms = [(_FORMS[form], form) for form in FORMS]
        fields.append(field("Written as", Select(forms, value="requests", allow_blank=False, compact=True, id="form")))
        yield Static("Nobody in it exists. Equal settings make equal events.", id="about", markup=False)
        with Horizontal(id="sides"):
            with Vertical(id="shop"):
                yield from fields
                yield from speed_fields()
                yield Static(id="chosen", markup=False)
            with Vertical(id="faults"):
                yield Input(placeholder="find a fault", compact=True, id="find")
                yield FaultList()
                yield Static(id="does", markup=False)
                yield Static("space chooses · + - rate", classes="hint", markup=False)

    def on_mount(self) -> None:
        self.query_one("#shoppers").focus()
        self._show_chosen()

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "find":
            self.query_one(FaultList).find(event.value)
        self.tell("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "find":
            self.query_one(FaultList).focus()
        else:
            self.accept()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if isinstance(event.option_list, FaultList):
            self.query_one("#does", Static).update(event.option_list.what)

    def on_fault_list_changed(self) -> None:
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = self.query_one(FaultList).chosen
        text = "\n".join(chosen) if chosen else "no fault: nothing to be found"
        self.query_one("#chosen", Static).update(text)

    def _number(self, name: str) -> int:
        text = self.query_one(f"#{name}", Input).value.strip()
        try:
            return int(text)
        except ValueError:
            raise UsageError(f"{name} must be a number") from None

    def accept(self) -> None:
        """Go on with a shop that can be made."""
        locales = self.query_one("#locales", Input).value.replace(",", " ").split()
        form = self.query_one("#form", Select).value
        try:
            if not locales:
                raise UsageError(f"name a locale: {', '.join(COUNTRIES)}")
            shop = ShopSettings(
                shoppers=self._number("shoppers"),
                days=self._number("days"),
                seed=self._number("seed"),
                locales=tuple(dict.fromkeys(locales)),
            )
            chosen_form: Form = next(each for each in FORMS if each == form)
            job = MakeShop(shop, self.query_one(FaultList).chosen, chosen_form, self._folder)
        except UsageError as error:
            self.tell(str(error))
            return
        self.dismiss((job, *chosen_speed(self)))
