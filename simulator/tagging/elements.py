"""Data elements: where a value comes from, made ready to be asked.

What Adobe's tags do after the source was asked is done here too: the stored value where there is none now, then the
default, then lower case and clean text (adobe/reactor-turbine, src/createGetDataElementValue.js).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from simulator.tagging.expression import compile_expression
from simulator.tagging.layer import Path, parse_path
from simulator.tagging.page import Page
from simulator.tagging.values import UNDEFINED

DIGITS: Final = "0123456789"
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


class Element(NamedTuple):
    """One data element. ``settings`` are the members that its type has; ``lasting`` tells that its value may stay.

    ``path`` is where in the data layer it looks, for the type ``data-layer`` alone.
    """

    name: str
    type: str
    settings: Mapping[str, Any]
    path: Path | None = None

    @property
    def lasting(self) -> bool:
        """Whether the same value may be sent by one rule after another."""
        return bool(self.settings.get("lasting"))

    @property
    def needs(self) -> frozenset[str]:
        """The data elements that this one names."""
        if self.type != "expression":
            return frozenset()
        return compile_expression(self.settings["expression"]).elements


def make_element(name: str, settings: Mapping[str, Any], below: Path) -> Element:
    """A data element of the property file. Raises ExpressionError for an expression that can't be read."""
    kind = settings["type"]
    if kind == "expression":
        compile_expression(settings["expression"])
    return Element(name, kind, settings, parse_path(settings["path"], below) if kind == "data-layer" else None)


def getter(element: Element) -> Callable[[Page], Any]:
    """What gives the element's value on a page."""
    return _finished(element, _source(element))


def _source(element: Element) -> Callable[[Page], Any]:
    settings = element.settings
    match element.type:
        case "data-layer":
            path = element.path or ()
            return lambda page: page.read(path)
        case "constant":
            value = settings["value"]
            return lambda _page: value
        case "cookie":
            name = settings["name"]
            return lambda page: page.cookie(name)
        case "query-parameter":
            name = settings["name"]
            return lambda page: page.query(name)
        case "page":
            what = settings["of"]
            return lambda page: page.about(what)
        case "visitor":
            what = settings["of"]
            return lambda page: page.of_visitor(what)
        case "event":
            parts = tuple(settings["path"].split("."))
            return lambda page: page.of_event(parts)
        case "environment":
            values = settings["values"]
            return lambda page: values.get(page.environment, UNDEFINED)
        case "time":
            thousand = settings.get("unit", "seconds") == "milliseconds"
            return lambda page: round(page.at * 1000) if thousand else int(page.at)
        case "random":
            return _random(settings)
        case _:
            return compile_expression(settings["expression"]).value


def _random(settings: Mapping[str, Any]) -> Callable[[Page], Any]:
    length, form = settings.get("length", 16), settings.get("form", "uuid")
    if form == "uuid":
        return lambda page: page.number.uuid()
    letters = DIGITS if form == "digits" else LETTERS
    return lambda page: page.number.text(letters, length)


def _finished(element: Element, source: Callable[[Page], Any]) -> Callable[[Page], Any]:
    settings, name = element.settings, element.name
    storage = settings.get("storage")
    default = settings.get("default", UNDEFINED)
    lower, clean = settings.get("lower_case", False), settings.get("clean_text", False)
    if storage is None and default is UNDEFINED and not lower and not clean:
        return source

    def value(page: Page) -> Any:
        # A random element that is stored keeps its first value; any other one stands in where nothing is found now.
        kept = page.stored.get((storage, name), UNDEFINED) if storage else UNDEFINED
        found = kept if kept is not UNDEFINED and element.type == "random" else source(page)
        if found is UNDEFINED or found is None:
            found = kept if kept is not UNDEFINED else found
        elif storage:
            page.stored[storage, name] = found
        if found is UNDEFINED or found is None:
            found = default if default is not UNDEFINED else found
        if lower and isinstance(found, str):
            found = found.lower()
        return " ".join(found.split()) if clean and isinstance(found, str) else found

    return value
