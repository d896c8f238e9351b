"""A filter as a condition in SQL: what was typed goes into parameters, never into the statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from simulator.filtering.matching import CODE, NUMBER, SEARCHED, file_name, payload_path
from simulator.filtering.matching import MEMBERS as FIELDS
from simulator.filtering.meaning import Bad, Carried, Choice, Code, Number, Pattern, Span, lowered
from simulator.filtering.tree import All, Not, Term
from simulator.store.rows import event_key
from simulator.views.lines import source_paths
from simulator.views.payloads import add_functions, member_condition

if TYPE_CHECKING:
    from simulator.filtering import Filter
    from simulator.filtering.tree import Node
    from simulator.store import Store

_FOUND = "EXISTS (SELECT 1 FROM findings f WHERE f.event = e.id{})"
# A finding of the second pass is noted in worst too, but not one of a line that could not be read.
_WORST = "(SELECT min(f.severity) FROM findings f WHERE f.event = e.id)"


class Where(NamedTuple):
    """A condition on rows of ``events e``, and its parameters in order."""

    sql: str
    parameters: tuple[Any, ...]


def where(store: Store, run: int, by: Filter | None) -> Where:
    """The condition that a run's events meet which the filter lets through; ``None`` lets all through.

    It holds for this run, whose sources it names, and on this connection, which learns a function for it.
    """
    if by is None or by.matches_all:
        return Where("1", ())
    add_functions(store.connection)
    return _Writer(store, run).write(by.tree)


class _Writer:
    """Writes the conditions of one run."""

    def __init__(self, store: Store, run: int) -> None:
        self._store = store
        self._run = run

    def write(self, node: Node) -> Where:
        if isinstance(node, Term):
            # What is not there makes a comparison NULL, and the negation of that must be true.
            sql, parameters = self._term(node)
            return Where(f"coalesce({sql}, 0)", parameters)
        if isinstance(node, Not):
            sql, parameters = self.write(node.of)
            return Where(f"NOT {sql}", parameters)
        if not node.of:
            return Where("1", ())
        parts = [self.write(each) for each in node.of]
        joined = (" AND " if isinstance(node, All) else " OR ").join(part.sql for part in parts)
        return Where(f"({joined})", tuple(each for part in parts for each in part.parameters))

    def _term(self, term: Term) -> Where:
        if not term.field:
            return self._searched(term)
        column = f"e.{FIELDS[term.field]}" if term.field in FIELDS else ""
        match term.meaning:
            case Choice(word):
                return Where(f"{column} = ?", (word,))
            case Number(value) if term.field == "n":
                return _compared("(e.id - ?)", term.op, value, value, event_key(self._run, 0))
            case Number(value) if column:
                return _compared(column, term.op, value, value)
            case Span(start, end) if column:
                return _compared(column, term.op, start, end)
            case Pattern() as pattern if term.field == "source":
                return self._source(pattern)
            case Pattern() as pattern if column:
                return _like(column, pattern)
            case Code(beginning):
                return _found(beginning)
            case Bad(severity):
                return _bad(term.op, severity.rank)
            case Carried(bit, field, path):
                return _carried(term, bit, field, path)
        return Where(*member_condition(term, payload_path(term)))

    def _searched(self, term: Term) -> Where:
        pattern = term.meaning
        assert isinstance(pattern, Pattern)  # noqa: S101 - for the type checker: free words have no other meaning
        if not term.quoted and NUMBER.fullmatch(term.value):
            return Where("e.id = ?", (event_key(self._run, 0) + int(term.value[1:]),))
        parts = [_within(f"e.{member}", pattern) for member in SEARCHED]
        if not term.quoted and CODE.fullmatch(term.value):
            parts.append(_found(term.value.upper()))
        joined = " OR ".join(f"coalesce({part.sql}, 0)" for part in parts)
        return Where(f"({joined})", tuple(each for part in parts for each in part.parameters))

    def _source(self, pattern: Pattern) -> Where:
        paths = source_paths(self._store, self._run).items()
        chosen = [ix for ix, path in paths if pattern.fits(path) or pattern.fits(file_name(path))]
        # As one parameter: a run may have more sources than a statement takes.
        return Where("e.source IN (SELECT value FROM json_each(?))", (orjson.dumps(chosen).decode(),))


def _compared(column: str, op: str, start: float, end: float, *before: float) -> Where:
    """A comparison with a span, or with a number, which is one without length; ``before`` is what column needs."""
    behind = ">=" if end > start else ">"
    match op:
        case ">":
            return Where(f"{column} {behind} ?", (*before, end))
        case ">=":
            return Where(f"{column} >= ?", (*before, start))
        case "<":
            return Where(f"{column} < ?", (*before, start))
        case "<=":
            return Where(f"{column} {'<' if end > start else '<='} ?", (*before, end))
    return Where(f"({column} >= ? AND {column} {'<' if end > start else '<='} ?)", (*before, start, *before, end))


def _like(column: str, pattern: Pattern) -> Where:
    if pattern.exact:
        return Where(f"{column} = ?", (pattern.text,))
    if len(pattern.pieces) == 1:
        return Where(f"lower({column}) = ?", (lowered(pattern.text),))
    return Where(f"{column} LIKE ? ESCAPE '\\'", (_escaped(pattern.text),))


def _within(column: str, pattern: Pattern) -> Where:
    if pattern.exact:
        return Where(f"instr({column}, ?) > 0", (pattern.text,))
    # Three times as fast as to look into lower(), and blind only behind a NUL, which no sender means.
    return Where(f"{column} LIKE ? ESCAPE '\\'", (f"%{_escaped(pattern.text)}%",))


def _escaped(text: str) -> str:
    """A pattern as LIKE writes it."""
    for special in "\\%_":
        text = text.replace(special, f"\\{special}")
    return text.replace("*", "%")


def _found(beginning: str) -> Where:
    return Where(_FOUND.format(" AND substr(f.rule, 1, ?) = ?"), (len(beginning), beginning))


def _bad(op: str, rank: int) -> Where:
    if op == ":":
        return Where(_FOUND.format(" AND f.severity = ?"), (rank,))
    # The most severe rank is the smallest.
    return Where(f"{_WORST} {op.translate(str.maketrans('<>', '><'))} ?", (rank,))


def _carried(term: Term, bit: int | None, field: str | None, path: tuple[str, ...] | None) -> Where:
    if bit is not None:
        return Where(f"(e.{'valid' if term.field == 'valid' else 'present'} >> ?) & 1", (bit,))
    if field == "finding":
        return Where(_FOUND.format(""), ())
    if field is not None:
        return Where(f"e.{FIELDS[field]} IS NOT NULL", ())
    return Where(*member_condition(term, path or ()))
