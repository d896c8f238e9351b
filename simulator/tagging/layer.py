"""The data layer of a page: values by path, and who wrote each of them last."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

from simulator.tagging.values import UNDEFINED

Path: TypeAlias = tuple[str, ...]
"""From ``window``, which is left out: ``("dataLayer", "meta", "value")``."""


class Write(NamedTuple):
    """One write. ``n`` counts them, ``step`` the steps of the session from 1, ``at`` is in Unix seconds.

    ``by`` is the rule that wrote, None for the page itself; ``view`` counts page loads and route changes.
    """

    n: int
    step: int
    at: float
    by: str | None = None
    view: int = 0


class Read(NamedTuple):
    """A path that was read, and the write that its value comes from; None where nothing was ever written."""

    path: Path
    write: Write | None


class _Node:
    __slots__ = ("below", "write")

    def __init__(self) -> None:
        self.write: Write | None = None
        self.below: dict[str, _Node] = {}


class DataLayer:
    """What scripts of a page share. A page that is loaded anew has a new one.

    No object in it is ever changed, only replaced: what was read of it, or written to it, stays as it was.
    """

    __slots__ = ("_values", "_writes")

    def __init__(self) -> None:
        self._values: dict[str, Any] = {}
        self._writes = _Node()

    def get(self, path: Path) -> Any:
        """The value at the path, or UNDEFINED."""
        value: Any = self._values
        for part in path:
            if isinstance(value, dict):
                value = value.get(part, UNDEFINED)
            elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
                value = value[int(part)]
            else:
                return UNDEFINED
            if value is UNDEFINED:
                return UNDEFINED
        return value

    def writer(self, path: Path) -> Write | None:
        """The last write that decided about the value at the path."""
        node, found = self._writes, self._writes.write
        for part in path:
            below = node.below.get(part)
            if below is None:
                return found
            node = below
            found = node.write or found
        return found

    def set(self, path: Path, value: Any, write: Write) -> None:
        """Assign a value, as ``window.a.b = value`` does; objects on the way are made."""
        self._above(path)[path[-1]] = value
        self._mark(path, write)

    def remove(self, path: Path, write: Write) -> None:
        """Delete what is at the path, if anything is."""
        if isinstance(self.get(path[:-1]), dict):
            self._above(path).pop(path[-1], None)
        self._mark(path, write)

    def merge(self, path: Path, value: dict[str, Any], write: Write) -> None:
        """Push an object: its members are merged one by one, lists are replaced, null takes away."""
        for name, each in value.items():
            inner = (*path, name)
            if isinstance(each, dict) and each:
                self.merge(inner, each, write)
            elif each is None:
                self.remove(inner, write)
            else:
                self.set(inner, each, write)

    def _above(self, path: Path) -> dict[str, Any]:
        """The object that holds the last member of the path, new like all those that lead to it."""
        held = self._values = dict(self._values)
        for part in path[:-1]:
            inner = held.get(part)
            held[part] = held = dict(inner) if isinstance(inner, dict) else {}
        return held

    def _mark(self, path: Path, write: Write) -> None:
        node = self._writes
        for part in path:
            node = node.below.setdefault(part, _Node())
        node.write = write
        node.below.clear()


def parse_path(text: str, below: Path) -> Path:
    """A path as it is written: ``window.a.b`` from the window, anything else below the data layer's own path."""
    parts = tuple(part for part in text.split(".") if part)
    return parts[1:] if parts[:1] == ("window",) else (*below, *parts)


def path_text(path: Path) -> str:
    """The path as a person writes it: ``window.dataLayer.meta.value``."""
    return ".".join(("window", *path))
