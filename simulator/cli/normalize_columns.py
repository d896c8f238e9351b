"""Which columns of a table hold which customer information."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from simulator.customer import KEYS, Key, find_key
from simulator.customer.keys import other_name
from simulator.errors import UsageError
from simulator.masking import printable, shorten

# What shops and mail programs call these columns, written as ``_plain`` writes them.
_USUAL = {
    "birth_date": "db",
    "birthdate": "db",
    "birthday": "db",
    "country_code": "country",
    "e_mail": "em",
    "e_mail_address": "em",
    "email_address": "em",
    "family_name": "ln",
    "firstname": "fn",
    "given_name": "fn",
    "ip_address": "client_ip_address",
    "lastname": "ln",
    "mobile": "ph",
    "mobile_phone": "ph",
    "phone_number": "ph",
    "post_code": "zp",
    "postal_code": "zp",
    "postcode": "zp",
    "sex": "ge",
    "surname": "ln",
    "telephone": "ph",
    "town": "ct",
    "zip_code": "zp",
    "zipcode": "zp",
}
_DATA = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|[0-9a-fA-F]{64}|(?=(?:\D*\d){7})[\d\s+()./-]+")


class Column(NamedTuple):
    """A column by its place from 0, its name as the header has it, and its key."""

    place: int
    name: str
    key: Key


def choose(header: Sequence[str], key: str | None, column: str | None) -> list[Column]:
    """The columns to normalise: the one that was asked for, else those whose names tell their key.

    Raises UsageError for an unknown key or column, for a choice that is left open, and for a header
    that isn't one.
    """
    known = None if key is None else find_key(key)
    _refuse_data(header)
    if known is not None and column is not None:
        index = find_column(header, column)
        return [Column(index, header[index], known)]
    told = [Column(index, name, KEYS[meant]) for index, name in enumerate(header) if (meant := key_of(name))]
    if known is None:
        if told:
            return told
        raise UsageError(f"no column has the name of a key; give KEY and --column. {_listed(header)}")
    mine = [found for found in told if found.key == known]
    if len(mine) == 1:
        return mine
    if mine:
        names = ", ".join(f"{found.place + 1} {_shown(found.name)}" for found in mine)
        raise UsageError(f"several columns could be {known.name}: {names}; choose one with --column")
    if len(header) == 1:
        return [Column(0, header[0], known)]
    raise UsageError(f"no column has the name of {known.name}; choose one with --column. {_listed(header)}")


def find_column(header: Sequence[str], wanted: str) -> int:
    """The index from 0 of a column that is given by its name or its number from 1. Raises UsageError."""
    for same in (str, str.casefold):
        places = [index for index, name in enumerate(header) if same(name) == same(wanted.strip())]
        if len(places) > 1:
            numbers = ", ".join(str(index + 1) for index in places)
            raise UsageError(f"several columns are called {_shown(wanted)}: give one of the numbers {numbers}")
        if places:
            return places[0]
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:9]) <= len(header):
        return int(wanted[:9]) - 1
    raise UsageError(f"no column {_shown(wanted)}. {_listed(header)}")


def key_of(name: str) -> str | None:
    """The key that a column's name tells, such as em for ``E-Mail``; None when it tells none."""
    plain = _plain(name)
    return plain if plain in KEYS else other_name(plain) or _USUAL.get(plain)


def _plain(name: str) -> str:
    return re.sub(r"[\s_.-]+", "_", name.strip().lower()).strip("_")


def _refuse_data(header: Sequence[str]) -> None:
    for number, name in enumerate(header, start=1):
        if _DATA.fullmatch(name):
            raise UsageError(
                f"the first row must hold the names of the columns, but its cell {number} looks like a customer's data"
            )


def _listed(header: Sequence[str]) -> str:
    names = ", ".join(f"{number} {_shown(name)}" for number, name in enumerate(header[:20], start=1))
    return f"The columns are {names}{', …' if len(header) > 20 else ''}"


def _shown(name: str) -> str:
    return shorten(printable(name), 30) or '""'
