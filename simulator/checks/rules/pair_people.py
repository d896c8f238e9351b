"""Rules about whom the two copies of a pair name. They are given PairParts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from simulator.checks.catalog import BOTH, rule
from simulator.checks.difference import Difference, PairParts
from simulator.checks.examples import EMAIL_HASH, pair
from simulator.checks.pair_examples import shopper
from simulator.checks.sources import CUSTOMER_INFORMATION, READ
from simulator.checks.spot import Hit
from simulator.checks.vocabulary import HASHED_KEYS
from simulator.customer.hashing import sha256
from simulator.customer.recognise import explain, plain_hash
from simulator.finding import Evidence, Severity
from simulator.masking import mask

PERSON_DIFFERS = "DUP015"
HASHED_OTHERWISE = "DUP016"

_HASHED = frozenset(HASHED_KEYS)
_AGAIN = "hashed again"
_MOST_VALUES = 3
_OTHER_HASH = sha256("john.smith@shop.example")


def _values(sent: Any) -> list[str]:
    several = sent if isinstance(sent, list) else [sent]
    return [str(each).strip() for each in several if isinstance(each, (str, int)) and not isinstance(each, bool)]


def _plain(text: str) -> str:
    return plain_hash(text) or text


def _apart(parts: PairParts) -> Iterator[tuple[str, Difference, list[str], list[str]]]:
    """Keys under which the copies have no value in common: the key, the browser's values, the server's.

    A value that had to be hashed and isn't has a rule of its own.
    """
    if not parts.crosses:
        return
    swapped = parts.twins.first.channel == "server"
    for each in parts.differing("user_data"):
        key = str(each.path[1])
        if key not in _HASHED and key != "external_id":
            continue
        one, other = _values(each.first), _values(each.second)
        if not one or not other or not {_plain(text) for text in one}.isdisjoint(map(_plain, other)):
            continue
        if key in _HASHED and not all(plain_hash(text) for text in (*one, *other)):
            continue
        yield (key, each, other, one) if swapped else (key, each, one, other)


def _explained(key: str, browser: list[str], server: list[str]) -> str | None:
    """What the server's value is, seen from the browser's."""
    for one, other in product(browser[:_MOST_VALUES], server[:_MOST_VALUES]):
        told = explain(key, one, other)
        if told is not None:
            return told
    return None


@rule(
    HASHED_OTHERWISE,
    "customer-information-hashed-twice",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=CUSTOMER_INFORMATION,
    read=READ,
    why="Customer information is to be hashed once, with SHA-256. One copy's value is the hash of the other copy's, so "
    "that side hashed what was a hash already, and its values match nobody.",
    fix="Hash the value once: hand the pixel or the SDK the value itself, or the finished hash to code that doesn't "
    "hash again.",
    channels=BOTH,
    scope="pair",
    failing=pair(server=shopper(em=[sha256(EMAIL_HASH)])),
    passing=pair(server=shopper(em=[EMAIL_HASH, _OTHER_HASH])),
)
def customer_information_hashed_twice(parts: PairParts) -> Hit | None:
    """A value that is the hash of the other copy's hash."""
    for key, difference, browser, server in _apart(parts):
        told = _explained(key, browser, server)
        if told is not None and _AGAIN in told:
            return Hit(
                f"The server's {key} is {told} (the browser's copy is #{parts.twins.other.n}).",
                _shown(parts.others(difference), key),
                _shown(parts.own(difference), key),
                difference.path,
            )
    return None


@rule(
    PERSON_DIFFERS,
    "customer-information-differs",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=CUSTOMER_INFORMATION,
    read=READ,
    why="Both copies name the shopper, but by values that have nothing in common: another person, a value normalised "
    "in another way before it was hashed, or an external_id in clear on one side and hashed on the other. external_id "
    "is documented to be the same on all channels, since copies without event IDs are matched by it. For st, ct, "
    "zp and country Meta's own libraries don't agree on one form.",
    fix="Normalise and hash the value by the same rules on both sides (capisim normalize shows them).",
    channels=BOTH,
    scope="pair",
    failing=pair(server=shopper(em=[_OTHER_HASH])),
    passing=pair(server=shopper(em=f"{EMAIL_HASH}.AQQAAQMC")),
)
def customer_information_differs(parts: PairParts) -> Hit | None:
    """Keys under which the two copies have values, but none in common."""
    found = []
    for key, difference, browser, server in _apart(parts):
        told = _explained(key, browser, server)
        if told is None or _AGAIN not in told:
            found.append((key, difference, _hint(key, browser, server, told)))
    if not found:
        return None
    key, difference, _ = found[0]
    hint = next((hint for *_, hint in found if hint), "")
    return Hit(
        f"{', '.join(key for key, *_ in found)} {'has' if len(found) == 1 else 'have'} other values here than in "
        f"#{parts.twins.other.n}, the other copy of this event; {parts.outcome}.{hint}",
        _shown(parts.others(difference), key),
        _shown(parts.own(difference), key),
        difference.path,
    )


def _hint(key: str, browser: list[str], server: list[str], told: str | None) -> str:
    if told is not None:
        return f" The server's {key} is {told}."
    hashed = [plain_hash(each[0]) is not None for each in (browser, server)]
    if key != "external_id" or hashed[0] == hashed[1]:
        return ""
    return f" The {'browser' if hashed[0] else 'server'}'s {key} is hashed, the other's is not."


def _shown(sent: Any, key: str) -> str:
    return mask(sent[0] if isinstance(sent, list) and len(sent) == 1 else sent, key)
