"""The page a visitor is on: its data layer, address, cookies, and what just happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final
from urllib.parse import SplitResult, parse_qs, urlsplit

from simulator.synthetic.chance import Chance
from simulator.tagging.layer import DataLayer, Path, Read, Write
from simulator.tagging.values import UNDEFINED

# Turbine gives up on data elements that name each other in a circle after as many.
DEEPEST: Final = 10
MOST_ASKED: Final = 10_000
"""How many data elements one value may need; expressions that name each other often would go on for ever."""


class Page:
    """One visitor's browser, step by step.

    ``elements`` are the data elements of the property by name, ``below`` its data layer's path. ``at`` is now, in Unix
    seconds; ``view`` counts page loads and route changes. ``reads`` gathers what was read of the data layer.
    """

    __slots__ = (
        "asked",
        "at",
        "below",
        "consent",
        "cookies",
        "depth",
        "elements",
        "environment",
        "event",
        "inputs",
        "layer",
        "loaded",
        "number",
        "pixels",
        "reads",
        "referrer",
        "step",
        "stored",
        "title",
        "url",
        "view",
        "visitor",
        "writes",
    )

    def __init__(
        self,
        elements: Mapping[str, Callable[[Page], Any]],
        below: Path,
        environment: str,
        visitor: Mapping[str, Any],
        cookies: Mapping[str, str],
        chance: Chance,
    ) -> None:
        self.elements = elements
        self.below = below
        self.environment = environment
        self.visitor = visitor
        self.cookies = dict(cookies)
        self.number = chance
        self.layer = DataLayer()
        self.at = 0.0
        self.step = 0
        self.view = 0
        self.loaded = 0.0
        self.writes = 0
        self.asked = 0
        self.depth = 0
        self.url = ""
        self.referrer = ""
        self.title = ""
        self.consent = ""
        self.inputs: dict[str, Any] = {}
        self.event: dict[str, Any] = {}
        self.stored: dict[tuple[str, str], Any] = {}
        self.reads: list[Read] = []
        self.pixels: dict[str, Any] = {}

    def load(self, url: str, referrer: str, title: str) -> None:
        """A page is loaded: scripts and what they shared are gone, cookies stay."""
        self.url, self.referrer, self.title = url, referrer, title
        self.layer = DataLayer()
        self.inputs = {}
        self.pixels = {}
        self.stored = {key: value for key, value in self.stored.items() if key[0] != "page"}
        self.loaded = self.at
        self.view += 1

    def next_write(self, by: str | None = None) -> Write:
        """The write that is about to happen."""
        self.writes += 1
        return Write(self.writes, self.step, self.at, by, self.view)

    def read(self, path: Path) -> Any:
        """The value at a path of the data layer, remembered among the reads."""
        self.reads.append(Read(path, self.layer.writer(path)))
        return self.layer.get(path)

    def element(self, name: str) -> Any:
        """The value of a data element; UNDEFINED where there is none of that name, or they go round in a circle."""
        element = self.elements.get(name)
        self.asked = self.asked + 1 if self.depth else 0
        if element is None or self.depth > DEEPEST or self.asked > MOST_ASKED:
            return UNDEFINED
        self.depth += 1
        try:
            return element(self)
        except RecursionError:
            # Expressions of a few levels each, which name each other, may add up.
            return UNDEFINED
        finally:
            self.depth -= 1

    def cookie(self, name: str) -> Any:
        """A cookie's value, or UNDEFINED."""
        return self.cookies.get(name, UNDEFINED)

    def query(self, name: str) -> Any:
        """The first value of a query parameter, or UNDEFINED."""
        return _query(self.url).get(name, UNDEFINED)

    def about(self, what: str) -> Any:
        """``url``, ``host``, ``path``, ``query``, ``fragment``, ``referrer`` or ``title`` of the page."""
        match what:
            case "url":
                return self.url
            case "referrer":
                return self.referrer
            case "title":
                return self.title
            case "host":
                return _split(self.url).netloc
            case "path":
                return _split(self.url).path or "/"
            case "query":
                return _split(self.url).query
            case "fragment":
                return _split(self.url).fragment
        return UNDEFINED

    def of_visitor(self, what: str) -> Any:
        """``client_ip_address`` or ``user_agent``: what every request of the browser tells."""
        return self.visitor.get(what, UNDEFINED)

    def of_event(self, parts: tuple[str, ...]) -> Any:
        """A member of what triggered the rule."""
        value: Any = self.event
        for part in parts:
            value = value.get(part, UNDEFINED) if isinstance(value, dict) else UNDEFINED
        return value


@lru_cache(maxsize=256)
def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


@lru_cache(maxsize=256)
def _query(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(_split(url).query, keep_blank_values=True).items()}
