"""The profile ``python-sdk``: Meta's published ``facebook-business`` for Python, version 26.0.3.

Source: facebook_business/adobjects/serverside/user_data.py and normalize.py of that package, read and run
2026-11-24; ``tests/customer`` compares this file with the installed package. What is told here holds for
``UserData``; a caller who puts a dictionary together sends it as it is. The parameter builder inside version
26 fills empty ``fbc`` and ``fbp`` from a request's cookies and touches no value that was set.
"""

from __future__ import annotations

from collections.abc import Callable

from simulator.customer.country import iso_codes
from simulator.customer.keys import Key
from simulator.customer.normalized import Normalized
from simulator.customer.outcome import Outcome, hashed, nothing, passed, plain, unwritable

_NO_FIELD = "the SDK's UserData has no such field"
_NULL = "the SDK sends a list that holds null"
_LEFT_OUT = "the SDK leaves an empty value out"
_GENDER = "the SDK takes Gender.FEMALE and Gender.MALE alone, never text"
_AS_GIVEN = frozenset(
    {
        "anon_id",
        "client_ip_address",
        "client_user_agent",
        "ctwa_clid",
        "external_id",
        "fb_login_id",
        "fbc",
        "fbp",
        "lead_id",
        "madid",
        "page_id",
        "subscription_id",
    }
)
_DIGITS = frozenset("0123456789")
_PLACE = _DIGITS | frozenset(".-()")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_HEX = frozenset("0123456789abcdef")


class _RaisesError(Exception):
    """What the SDK raises: the name of its exception, and why."""

    def __init__(self, exception: str, why: str) -> None:
        super().__init__(f"the SDK raises {exception}: {why}")


def normalize(key: Key, value: str, country: str | None) -> Normalized:  # noqa: ARG001 (the SDK knows none)
    """The value as the SDK sends it; never raises for a value."""
    return (unwritable(value) or _outcome(key.name, value)).to("python-sdk", key, value)


def _outcome(key: str, value: str) -> Outcome:
    if key in _AS_GIVEN:
        return plain(value)
    if key == "ge":
        return hashed(value, _GENDER) if value in ("f", "m") else nothing(f"the SDK raises TypeError: {_GENDER}")
    steps = _STEPS.get(key)
    if steps is None:
        return nothing(_NO_FIELD)
    if not value:
        return nothing(_LEFT_OUT if key in _SINGLE else _NULL)
    text = value.lower().strip()
    if len(text) in (32, 64) and _HEX.issuperset(text):
        return passed(text, text)
    try:
        return hashed(steps(text))
    except _RaisesError as error:
        return nothing(str(error))


def _email(text: str) -> str:
    # One line with something, @, something, a dot and something more: all that is asked for.
    line = text.partition("\n")[0]
    at = line.find("@", 1)
    if at < 0 or "." not in line[at + 2 : -1]:
        raise _RaisesError("TypeError", "this is no e-mail address with a dot behind the @")
    return text


def _phone(text: str) -> str:
    rest = "".join(c for c in text if not c.isspace() and c not in "-()")
    for _ in range(2):
        rest = rest.removeprefix("+").removeprefix("0").removeprefix("0")
    if len(rest) < 7 or rest.startswith("0") or not rest.isdecimal():
        raise _RaisesError("ValueError", "without white space, -, ( and ) this is no number of seven digits or more")
    return rest


def _place(text: str) -> str:
    return "".join(c for c in text if c not in _PLACE and not c.isspace())


def _postal_code(text: str) -> str:
    return "".join(text.split()).partition("-")[0]


def _country(text: str) -> str:
    letters = "".join(c for c in text if c in _LETTERS)
    if letters not in iso_codes():
        raise _RaisesError("TypeError", "this is no two-letter code of ISO 3166-1")
    return letters


def _number(highest: int, what: str) -> Callable[[str], str]:
    def prepare(text: str) -> str:
        try:
            fits = 1 <= int(text) <= highest
        except ValueError:
            fits = False
        if not fits:
            raise _RaisesError("ValueError", f"this is no {what} from 1 to {highest}")
        return f"0{text}" if len(text) == 1 else text

    return prepare


def _year(text: str) -> str:
    if len(text) != 4 or not _DIGITS.issuperset(text):
        raise _RaisesError("ValueError", "this is no year of four digits")
    return text


def _start(letters: int) -> Callable[[str], str]:
    return lambda text: text[:letters]


def _same(text: str) -> str:
    return text


# What is done to the trimmed value in lower case.
_STEPS: dict[str, Callable[[str], str]] = {
    "country": _country,
    "ct": _place,
    "db": _same,
    "dobd": _number(31, "day"),
    "dobm": _number(12, "month"),
    "doby": _year,
    "em": _email,
    "f5first": _start(5),
    "f5last": _start(5),
    "fi": _start(1),
    "fn": _same,
    "ln": _same,
    "ph": _phone,
    "st": _place,
    "zp": _postal_code,
}
_SINGLE = frozenset({"dobd", "dobm", "doby", "f5first", "f5last", "fi"})
