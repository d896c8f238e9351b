"""A property: its rules as a tree, and what each of them sent when its sessions were run."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, Tree

from simulator.checks.settled import settled
from simulator.errors import CapisimError
from simulator.quickstart.events import EVENTS
from simulator.quickstart.project import property_file
from simulator.quickstart.running import sessions_of
from simulator.quickstart.validation import Validated, validate
from simulator.store import open_store
from simulator.tagging.problems import TaggingError, place
from simulator.tagging.property import Property, load_property, parse_property
from simulator.tui.css import beside
from simulator.tui.property_edit import value_at, with_value
from simulator.tui.property_text import configuration_text, element_text, results_text, rule_text
from simulator.tui.screens.value import ValueScreen
from simulator.tui.text import named, plain, safe, safe_lines
from simulator.tui.widgets.key_footer import KeyFooter
from simulator.tui.widgets.property_tree import Part, PropertyTree

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from simulator.tui.property_edit import Place

ABOUT = (
    "Start validation: the sessions of the folder are run through the property, and what leaves goes down the path of "
    "all events. A value that is changed here is tried, and not written into the file."
)


class _Run(NamedTuple):
    prop: Property
    validated: Validated


class PropertyScreen(ModalScreen[None]):
    """The property in ``folder``, validated at once. Nothing of it is written, neither file nor store."""

    DEFAULT_CSS = beside(__file__)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", "Back"),
        Binding("e", "edit", "Change", tooltip="Change the value and run again"),
        Binding("t", "trigger", "Trigger", tooltip="Give the rule a trigger that may fit"),
        Binding("R", "again", "Run again", tooltip="Read the files again and run the sessions"),
        Binding("tab", "app.focus_next", "Other side", show=False),
        Binding("question_mark", "help", "Help", key_display="?"),
    ]

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.ran: _Run | None = None
        self.changed: frozenset[Place] = frozenset()
        self._ticket = 0

    def compose(self) -> ComposeResult:
        """The tree, what was sent, the keys."""
        with Container(id="stage"):
            yield PropertyTree()
            with VerticalScroll(id="sheet"):
                yield Static("running the sessions…", id="text", markup=False)
        yield KeyFooter(compact=True)

    def on_mount(self) -> None:
        self.tree_of = self.query_one(PropertyTree)
        self.sheet = self.query_one("#sheet", VerticalScroll)
        self.tree_of.border_title = plain(self.folder.name or str(self.folder), limit=40)
        self.tree_of.focus()
        self.action_again()

    # Running

    def action_again(self) -> None:
        """From the files."""
        self.changed = frozenset()
        self._begin(None)

    def _begin(self, document: dict[str, Any] | None) -> None:
        self._ticket += 1
        self.sheet.border_title = "running…"
        self.run_worker(partial(self._run, document, self._ticket), thread=True, group="validation")

    def _run(self, document: dict[str, Any] | None, ticket: int) -> None:
        try:
            file = str(property_file(self.folder))
            prop = load_property(file) if document is None else parse_property(document, file)
            settings, origins = settled({}, os.environ, Path.cwd())
            with open_store(":memory:") as store:
                validated = validate(prop, sessions_of(self.folder), store, settings, origins=origins)
        except (CapisimError, OSError) as error:
            self.call_later(self._failed, str(error), ticket)
        else:
            self.call_later(self._show, _Run(prop, validated), ticket)

    def _failed(self, sentence: str, ticket: int) -> None:
        if ticket == self._ticket:
            self.sheet.border_title = "not run"
            self.query_one("#text", Static).update(safe_lines(f"{sentence}\n\nMend it, then R runs it again."))

    def _show(self, ran: _Run, ticket: int) -> None:
        if ticket != self._ticket:
            return
        self.ran = ran
        tried = f"{len(self.changed)} change{'s' if len(self.changed) > 1 else ''}, not written"
        self.tree_of.border_subtitle = tried if self.changed else ""
        results = dict(zip((rule.number for rule in ran.prop.rules), ran.validated.results, strict=True))
        self.tree_of.show(ran.prop, results, self.changed)
        self.draw()

    # Showing

    def on_tree_node_highlighted(self, message: Tree.NodeHighlighted[Part]) -> None:
        self.draw(message.node.data)

    def on_resize(self) -> None:
        self.call_after_refresh(self.draw)

    @property
    def chosen(self) -> Part:
        """What the cursor is on."""
        node = self.tree_of.cursor_node
        return node.data if node is not None and node.data is not None else Part(())

    def draw(self, part: Part | None = None) -> None:
        """Show what the cursor is on."""
        if self.ran is None:
            return
        prop, validated = self.ran
        chosen = part or self.chosen
        # One column is kept for the scrollbar.
        width = max(self.sheet.content_size.width - 1, 40)
        title, text = "Results", results_text(validated, width)
        if chosen.rule is not None:
            title, text = "Rule", rule_text(validated.results[chosen.rule], validated.ran)
        elif chosen.element is not None:
            title, text = "Data element", element_text(chosen.element, validated.ran)
        elif chosen.place[:1] == ("extensions",):
            title, text = "Set-up", configuration_text(prop, validated, width)
        self.sheet.border_title = title
        self.query_one("#text", Static).update(Content("\n").join([*self._value_of(chosen), text]))
        self.refresh_bindings()

    def _value_of(self, part: Part) -> list[Content]:
        if not part.leaf or self.ran is None:
            return []
        told = plain(f"{place(part.place)}", "$quiet", 120)
        return [told, named(str(value_at(self.ran.prop.document, part.place)), "bold", 300), Content("")]

    # Changing

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Keys that need a value or a rule without a trigger are there on one."""
        if action == "edit":
            return self.ran is not None and self.chosen.leaf
        if action == "trigger":
            return self._trigger() is not None
        return True

    def on_tree_node_selected(self, message: Tree.NodeSelected[Part]) -> None:
        if message.node.data is not None and message.node.data.leaf:
            self.action_edit()
        else:
            message.node.toggle()

    def action_edit(self) -> None:
        """Ask for another value."""
        if self.ran is None or not self.chosen.leaf:
            return
        at = self.chosen.place
        document = self.ran.prop.document
        value = value_at(document, at)

        def check(new: Any) -> str:
            try:
                parse_property(with_value(document, at, new))
            except TaggingError as error:
                return safe(error.problems[0], 300)
            return ""

        self.app.push_screen(ValueScreen(place(at), value, check), partial(self._changed, at))

    def _changed(self, at: Place, given: list[Any] | None) -> None:
        if given is not None and self.ran is not None:
            self.changed |= {at}
            self._begin(with_value(self.ran.prop.document, at, given[0]))

    def _trigger(self) -> dict[str, str] | None:
        if self.ran is None or self.chosen.rule is None:
            return None
        rule = self.ran.prop.rules[self.chosen.rule]
        planned = next((each for each in EVENTS if each.rule == rule.name), None)
        return dict(planned.trigger) if planned is not None and not rule.triggers else None

    def action_trigger(self) -> None:
        """Try the trigger that the quick start would give the rule."""
        trigger, number = self._trigger(), self.chosen.rule
        if trigger is not None and number is not None and self.ran is not None:
            at: Place = ("rules", number, "triggers")
            self.changed |= {(*at, 0, name) for name in trigger}
            self._begin(with_value(self.ran.prop.document, at, [trigger]))

    def action_help(self) -> None:
        """Say which keys work here."""
        from simulator.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self, about=ABOUT))

    def action_back(self) -> None:
        """Close."""
        self.dismiss(None)
