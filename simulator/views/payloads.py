"""Members of stored payloads: found by SQLite, which is quick, and where lists are in the way by Python."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import orjson

from simulator.filtering import parse
from simulator.filtering.matching import payload_path
from simulator.filtering.meaning import Carried
from simulator.filtering.members import carries, member_fits

if TYPE_CHECKING:
    import sqlite3

    from simulator.filtering.tree import Term

# Of two paths SQLite gives a JSON array, in which true and long numbers stay what they are. The second finds nothing.
MEMBER: Final = "json_extract(p.payload, ?, '$[0]')"
"""A member of ``payloads p``: a JSON array whose first entry it is, or null. Its parameter is ``json_path(path)``."""


def json_path(path: tuple[str, ...]) -> str:
    """A path as SQLite writes it."""
    return "$" + "".join(f'."{name}"' for name in path)


def name_of(path: tuple[str, ...]) -> str:
    """The name of the member in JSON: a payload without this text needn't be read."""
    return orjson.dumps(path[-1]).decode()


def behind_list(path: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The condition that a list is on the way to a member, and its parameters."""
    ways = tuple(json_path(path[:length]) for length in range(1, len(path)))
    return " OR ".join("json_type(p.payload, ?) = 'array'" for _ in ways) or "0", ways


def add_functions(connection: sqlite3.Connection) -> None:
    """Give a connection what the conditions below need, once: SQLite replaces no function while a statement is open."""
    if connection.execute("SELECT 1 FROM pragma_function_list WHERE name = 'capisim_member'").fetchone():
        return
    connection.create_function("capisim_value", 2, _value, deterministic=True)
    connection.create_function("capisim_member", 2, _member, deterministic=True)


def member_condition(term: Term, path: tuple[str, ...]) -> tuple[str, tuple[Any, ...]]:
    """The condition on ``events e`` that a member of its payload meets a term, and its parameters."""
    text = str(term)
    listed, ways = behind_list(path)
    test = f"CASE WHEN capisim_value({MEMBER}, ?) THEN 1 WHEN {listed} THEN capisim_member(p.payload, ?) ELSE 0 END"
    sql = f"EXISTS (SELECT 1 FROM payloads p WHERE p.id = e.id AND instr(p.payload, ?) AND {test})"  # noqa: S608 - constants
    return sql, (name_of(path), json_path(path), text, *ways, text)


@lru_cache(maxsize=64)
def _term(text: str) -> Term:
    (term,) = parse(text).terms()
    return term


# Currencies, countries and the like come again and again.
@lru_cache(maxsize=4096)
def _value(found: str, text: str) -> bool:
    """Whether what ``MEMBER`` gave meets the condition that a text tells."""
    return _meets(orjson.loads(found)[0], (), _term(text))


def _member(payload: str, text: str) -> bool:
    term = _term(text)
    path = term.meaning.path if isinstance(term.meaning, Carried) else payload_path(term)
    return _meets(orjson.loads(payload), path or (), term)


def _meets(value: Any, path: tuple[str, ...], term: Term) -> bool:
    return carries(value, path) if isinstance(term.meaning, Carried) else member_fits(value, path, term)
