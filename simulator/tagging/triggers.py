"""Which rules a step triggers, found without looking at every rule each time."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any, Final

from simulator.tagging.layer import parse_path
from simulator.tagging.page import Page
from simulator.tagging.property import Property, Trigger
from simulator.tagging.selectors import matches, parse_selector
from simulator.tagging.session import Step

_KINDS: Final = {
    "visit": "page-view",
    "route": "route-change",
    "click": "click",
    "submit": "form-submit",
    "event": "custom-event",
    "push": "data-layer-push",
}
# How many different steps are remembered with the rules they trigger.
_REMEMBERED: Final = 8192


class Triggers:
    """The triggers of a property's rules, by what happens."""

    def __init__(self, prop: Property) -> None:
        ordered = sorted((rule for rule in prop.rules if rule.enabled), key=lambda rule: (rule.order, rule.number))
        self._by_kind: dict[str, list[tuple[int, Trigger]]] = {}
        for rule in ordered:
            for trigger in rule.triggers:
                self._by_kind.setdefault(trigger.on, []).append((rule.number, trigger))
        self._elements = lru_cache(maxsize=_REMEMBERED)(self._for_element)
        self._addresses = lru_cache(maxsize=_REMEMBERED)(self._for_address)
        self._below = prop.data_layer

    def rules_for(self, page: Page, step: Step) -> tuple[int, ...]:
        """The numbers of the rules that a step triggers, in the order in which they run."""
        kind = _KINDS.get(step.kind or "")
        if kind is None or kind not in self._by_kind:
            return ()
        if kind in ("click", "form-submit"):
            return self._elements(kind, step.what)
        if kind in ("page-view", "route-change"):
            return self._addresses(kind, str(page.about("path")))
        if kind == "custom-event":
            return self._chosen(kind, lambda trigger: trigger.name == step.what)
        return self._chosen(kind, lambda trigger: self._is_pushed(trigger, page, step))

    def _chosen(self, kind: str, holds: Callable[[Trigger], bool]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(number for number, trigger in self._by_kind[kind] if holds(trigger)))

    def _for_element(self, kind: str, described: str) -> tuple[int, ...]:
        (element,) = parse_selector(described)
        return self._chosen(
            kind, lambda trigger: trigger.selector is None or matches(parse_selector(trigger.selector), element)
        )

    def _for_address(self, kind: str, path: str) -> tuple[int, ...]:
        return self._chosen(kind, lambda trigger: trigger.path is None or fnmatchcase(path, trigger.path))

    def _is_pushed(self, trigger: Trigger, page: Page, step: Step) -> bool:
        if trigger.event is not None and page.event.get("name") != trigger.event:
            return False
        if trigger.path is None:
            return True
        base = parse_path(step.settings.get("to", "window.dataLayer"), ())
        path = parse_path(trigger.path, self._below)
        if path[: len(base)] != base:
            return False
        value: Any = step.what
        for part in path[len(base) :]:
            if not isinstance(value, dict) or part not in value:
                return False
            value = value[part]
        return True
