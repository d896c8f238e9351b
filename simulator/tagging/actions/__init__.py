"""The actions of rules: one file for each. Its name is the action's, with underscores.

A module here has ``prepare(action, setup)``, which makes the action of one rule ready, and gives what performs it: a
function of the page and the firing that yields what came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, NamedTuple, TypeAlias

from simulator.tagging.happening import Firing, Happening
from simulator.tagging.page import Page
from simulator.tagging.property import Action, Property
from simulator.tagging.session import Session
from simulator.tagging.tokens import Side, Template

Performer: TypeAlias = Callable[[Page, Firing], Iterator[Happening]]


class Setup(NamedTuple):
    """What actions need to know of the run. ``place`` is that of the action in its rule."""

    property: Property
    environment: str
    session: Session
    place: int = 0

    def template(self, raw: Any, side: Side) -> Template:
        """A configured value, made ready."""
        return Template(raw, side, self.property.elements, empty=self.property.undefined_as_empty)

    def pixel_ids(self, raw: Any, side: Side) -> tuple[Template, ...]:
        """The pixel ids of an extension in this environment; none where it has none for it."""
        chosen = raw.get(self.environment) if isinstance(raw, dict) else raw
        if chosen is None:
            return ()
        return tuple(self.template(each, side) for each in (chosen if isinstance(chosen, list) else [chosen]))


def prepare(action: Action, setup: Setup) -> Performer:
    """An action of a rule, made ready."""
    module = import_module(f"{__name__}.{action.do.replace('-', '_')}")
    return module.prepare(action, setup)  # type: ignore[no-any-return]
