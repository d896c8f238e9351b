"""What the value of a condition means."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from simulator.finding import Severity

_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def lowered(text: str) -> str:
    """The text with A to Z in lower case, and nothing else: what SQLite's ``lower`` does."""
    return text.translate(_LOWER)


class Pattern(NamedTuple):
    """Text to compare with. ``exact`` means as it is written; else case doesn't matter and ``*`` is any text."""

    text: str
    exact: bool

    @property
    def pieces(self) -> list[str]:
        """What stands between the stars, in lower case; one piece without a star."""
        return lowered(self.text).split("*")

    def fits(self, text: str | None) -> bool:
        """Whether the whole text is like the pattern; never when there is none."""
        if text is None:
            return False
        if self.exact:
            return text == self.text
        first, *rest = self.pieces
        text = lowered(text)
        if not rest:
            return text == first
        last = rest.pop()
        if len(text) < len(first) + len(last) or not text.startswith(first) or not text.endswith(last):
            return False
        return _in_order(rest, text[len(first) : len(text) - len(last)])

    def is_in(self, text: str | None) -> bool:
        """Whether some part of the text is like the pattern."""
        if text is None:
            return False
        return self.text in text if self.exact else _in_order(self.pieces, lowered(text))


def _in_order(pieces: list[str], text: str) -> bool:
    place = 0
    for piece in pieces:
        found = text.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return True


class Number(NamedTuple):
    """A number to compare with."""

    value: float

    def fits(self, op: str, value: float | None) -> bool:
        """Whether ``value op number`` holds; never when there is none."""
        return value is not None and Span(self.value, self.value).fits(op, value)


class Span(NamedTuple):
    """A stretch of time as a person names it: a day, a minute, a second. Unix seconds, ``end`` outside.

    What lies before it is less and what lies behind it is more; one without length is a moment.
    """

    start: float
    end: float

    def fits(self, op: str, value: float | None) -> bool:
        """Whether ``value op span`` holds; never when there is none."""
        if value is None:
            return False
        below = value < self.start
        above = value > self.end or (value == self.end and self.end > self.start)
        match op:
            case ">":
                return above
            case ">=":
                return not below
            case "<":
                return below
            case "<=":
                return not above
        return not below and not above


class Choice(NamedTuple):
    """One of a few words."""

    word: str


class Code(NamedTuple):
    """The beginning of rule codes, in capitals; ``""`` is any."""

    beginning: str


class Bad(NamedTuple):
    """How bad a finding is."""

    severity: Severity


class Carried(NamedTuple):
    """What ``has:`` and ``valid:`` ask for: a match key (its bit), a field, or a path into the payload."""

    bit: int | None = None
    field: str | None = None
    path: tuple[str, ...] | None = None


Meaning: TypeAlias = Pattern | Number | Span | Choice | Code | Bad | Carried
