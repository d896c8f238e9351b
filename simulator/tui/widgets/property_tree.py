"""A property as a tree: configuration, rules, data elements, down to every value."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import Tree

from simulator.masking import show_name
from simulator.quickstart.results import short
from simulator.quickstart.validation import State
from simulator.tui.css import beside
from simulator.tui.property_edit import Place, value_at
from simulator.tui.text import safe

if TYPE_CHECKING:
    from textual.widgets.tree import TreeNode

    from simulator.quickstart.validation import Result
    from simulator.tagging.property import Property

MARKS: Final = {
    State.FINE: "✓",
    State.ATTENTION: "!",
    State.FAILED: "✗",
    State.NOT_FIRED: "·",
    State.NO_TRIGGER: "○",
    State.OFF: "-",
}
STYLES: Final = {State.FINE: "green", State.ATTENTION: "yellow", State.FAILED: "bold red"}


class Part(NamedTuple):
    """What a node stands for: a place in the property's document. ``leaf`` tells that it holds one value."""

    place: Place
    leaf: bool = False

    @property
    def rule(self) -> int | None:
        """The number of the rule that it is, or belongs to."""
        if len(self.place) > 1 and self.place[0] == "rules" and isinstance(self.place[1], int):
            return self.place[1]
        return None

    @property
    def element(self) -> str | None:
        """The name of the data element that it is, or belongs to."""
        return str(self.place[1]) if len(self.place) > 1 and self.place[0] == "elements" else None


class PropertyTree(Tree[Part]):
    """The tree. Its nodes are made anew by ``show``; what was open stays open."""

    DEFAULT_CSS = beside(__file__)
    ICON_NODE = "▸ "
    ICON_NODE_EXPANDED = "▾ "
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", "Down", show=False),
        Binding("k", "cursor_up", "Up", show=False),
        Binding("g", "scroll_home", "Top", show=False),
        Binding("G", "scroll_end", "End", show=False),
        Binding("l,right", "open_node", "Open", show=False),
        Binding("h,left", "close_node", "Close", show=False),
    ]

    def __init__(self) -> None:
        super().__init__("property", Part(()), id="tree")
        self.guide_depth = 2
        self.show_guides = False
        self.auto_expand = False
        self._changed: frozenset[Place] = frozenset()

    def show(self, prop: Property, results: Mapping[int, Result], changed: frozenset[Place]) -> None:
        """Show a property; ``results`` by the number of the rule, ``changed`` are places whose values are new."""
        opened = {node.data.place for node in self._every_node() if node.data is not None and node.is_expanded}
        at = self.cursor_node.data.place if self.cursor_node and self.cursor_node.data else ()
        first = not self.root.children
        self._changed = changed
        document = prop.document
        self.clear()
        self.root.set_label(Text(safe(prop.name, 60), "bold"))
        self.root.expand()
        configuration = self.root.add("Configuration", Part(("extensions",)), expand=("extensions",) in opened or first)
        self._below(configuration, document, ("extensions",), opened)
        rules = self.root.add(f"Rules ({len(prop.rules)})", Part(("rules",)), expand=("rules",) in opened or first)
        for rule in prop.rules:
            place: Place = ("rules", rule.number)
            node = rules.add(_rule_label(rule.name, results.get(rule.number)), Part(place), expand=place in opened)
            self._below(node, document, place, opened)
        elements = self.root.add(f"Data elements ({len(prop.elements)})", Part(("elements",)))
        if ("elements",) in opened:
            elements.expand()
        self._below(elements, document, ("elements",), opened)
        self.go_to(at)

    def _below(self, node: TreeNode[Part], document: Mapping[str, Any], place: Place, opened: set[Place]) -> None:
        held = value_at(document, place) if place[0] in document else {}
        for name, value in held.items() if isinstance(held, dict) else enumerate(held):
            inner: Place = (*place, name)
            if len(place) == 2 and place[0] == "rules" and name == "name":
                continue
            if isinstance(value, (dict, list)):
                child = node.add(_label(name, value), Part(inner), expand=inner in opened)
                self._below(child, document, inner, opened)
            else:
                style = "bold yellow" if inner in self._changed else ""
                shown = value if isinstance(value, str) else json.dumps(value)
                label = Text.assemble((f"{safe(str(name), 40)} ", "dim"), (show_name(shown, 200), style))
                node.add_leaf(label, Part(inner, leaf=True))

    def _every_node(self) -> Iterator[TreeNode[Part]]:
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(node.children)

    def go_to(self, place: Place) -> None:
        """Choose what is at a place, or, where nothing is any more, what it was in."""
        found = {node.data.place: node for node in self._every_node() if node.data is not None}
        while place and place not in found:
            place = place[:-1]
        above = found[place].parent
        while above is not None:
            above.expand()
            above = above.parent
        # A node has its line only after the lines were counted.
        if self.last_line >= 0:
            self.move_cursor(found[place])

    def action_open_node(self) -> None:
        """Open the node, or go into it."""
        node = self.cursor_node
        if node is not None and node.allow_expand and not node.is_expanded:
            node.expand()
        else:
            self.action_cursor_down()

    def action_close_node(self) -> None:
        """Close the node, or go to the one that it lies in."""
        node = self.cursor_node
        if node is None:
            return
        if node.is_expanded and node.allow_expand and node is not self.root:
            node.collapse()
        elif node.parent is not None:
            self.move_cursor(node.parent)


def _rule_label(name: str, result: Result | None) -> Text:
    shown = safe(short(name), 60)
    if result is None:
        return Text(shown)
    mark = MARKS[result.state]
    quiet = "" if result.fired else "dim"
    return Text.assemble((f"{mark} ", STYLES.get(result.state, "dim")), (shown, quiet))


def _label(name: str | int, value: Any) -> Text:
    if isinstance(name, int):
        told = value.get("do") or value.get("on") if isinstance(value, dict) else None
        return Text(safe(str(told or name + 1), 60))
    if isinstance(value, dict) and isinstance(value.get("type"), str):
        return Text.assemble(safe(name, 60), (f"  {safe(value['type'], 40)}", "dim"))
    return Text(safe(name, 60))
