"""Where the two copies of one event say different things."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from operator import eq
from typing import Any, TypeAlias

from simulator.checks.difference import Difference
from simulator.checks.spot import ABSENT
from simulator.customer.keys import KEYS
from simulator.event import Payload
from simulator.suspicion.spelled import NOTHING, is_same_amount, spelled

__all__ = ["Difference", "compared", "differences"]

_EVENT = """
event_name event_time event_id action_source event_source_url referrer_url opt_out data_processing_options
data_processing_options_country data_processing_options_state customer_segmentation messaging_channel
"""
_CUSTOM = """
value currency order_id content_type content_ids contents content_name content_category num_items
search_string status predicted_ltv net_revenue delivery_category
"""
_ORDER: dict[str, dict[str, int]] = {
    "": {name: at for at, name in enumerate(_EVENT.split())},
    "user_data": {name: at for at, name in enumerate(KEYS)},
    "custom_data": {name: at for at, name in enumerate(_CUSTOM.split())},
}
_Equal: TypeAlias = Callable[[Any, Any], bool]
# What a named tuple's own constructor does, without the Python function around it.
_new = tuple.__new__
_OBJECTS = ("user_data", "custom_data", "app_data", "original_event_data", "attribution_data")


def differences(first: Payload, second: Payload, alone: AbstractSet[str] | None = None) -> list[Difference]:
    """The members in which two payloads differ, harmless spellings aside.

    In the order of ``compared``, which see; none has the kind ``same``. ``alone`` are the names of the members
    that are asked for where only one payload has them; None for all.
    """
    found: list[Difference] = []
    later: list[tuple[str, Payload, Payload]] = []
    objects = []
    for name in _OBJECTS:
        mine, theirs = first.get(name), second.get(name)
        if mine is None and theirs is None:
            continue
        # An object on one side and something else on the other are compared as a whole.
        if isinstance(mine or {}, dict) and isinstance(theirs or {}, dict):
            objects.append(name)
            if not _equal(mine, theirs):
                later.append((name, mine or {}, theirs or {}))
    _differing("", first, second, found, alone, objects)
    for name, mine, theirs in later:
        _differing(name, mine, theirs, found, alone)
    return found


def _unequal(
    first: Payload, second: Payload, alone: AbstractSet[str] | None, left_out: Sequence[str], equal: _Equal
) -> list[str]:
    """The names of the members that are not the same in both, in any order. What ``equal`` raises is raised."""
    names = []
    get = second.get
    for name, mine in first.items():
        if name in left_out:
            continue
        theirs = get(name)
        if theirs is None:
            if mine is not None and (alone is None or name in alone):
                names.append(name)
        elif not equal(mine, theirs):
            names.append(name)
    only = second.keys() - first.keys()
    if alone is not None:
        only &= alone
    if only:
        names += [name for name in only if second[name] is not None and name not in left_out]
    return names


def _differing(
    where: str,
    first: Payload,
    second: Payload,
    found: list[Difference],
    alone: AbstractSet[str] | None,
    left_out: Sequence[str] = (),
) -> None:
    try:
        names = _unequal(first, second, alone, left_out, eq)
    except RecursionError:
        # Some member is too deep to be compared, and only that one is different for it.
        names = _unequal(first, second, alone, left_out, _equal)
    if not names:
        return
    if len(names) > 1:
        known = _ORDER.get(where, {})
        last = len(known)
        names.sort(key=lambda name: (known.get(name, last), name))
    of_customer = where == "user_data"
    for name in names:
        mine, theirs = first.get(name), second.get(name)
        if mine is None:
            # Of a value that stands alone it only matters that it is one.
            if _says_something(name, theirs, of_customer):
                found.append(_new(Difference, (_path(where, name), "second-only", ABSENT, theirs)))
            continue
        if theirs is None:
            if _says_something(name, mine, of_customer):
                found.append(_new(Difference, (_path(where, name), "first-only", mine, ABSENT)))
            continue
        if not of_customer and is_same_amount(name, mine, theirs):
            continue
        one, other = (spelled(name, each, of_customer=of_customer) for each in (mine, theirs))
        if one == other:
            continue
        if one == NOTHING:
            found.append(Difference(_path(where, name), "second-only", ABSENT, theirs))
        elif other == NOTHING:
            found.append(Difference(_path(where, name), "first-only", mine, ABSENT))
        else:
            found.append(Difference(_path(where, name), "differs", mine, theirs))


def _path(where: str, name: str) -> tuple[str, ...]:
    return (where, name) if where else (name,)


def _says_something(name: str, value: Any, of_customer: bool) -> bool:
    """Whether it has a plain form, told without making it where that is plain to see."""
    text = value[0] if value.__class__ is list and value else value
    if text.__class__ is str and text[:1] not in ("[", "{") and text.strip():
        return True
    return spelled(name, value, of_customer=of_customer) != NOTHING


def compared(first: Payload, second: Payload) -> list[Difference]:
    """Every member of two payloads, also those that are the same.

    Members of the event come first, then those of user_data in the order of Meta's table, then custom_data,
    then other objects; what Meta doesn't list comes last in each, sorted. The members of an object are not
    taken apart any further. Never raises for what JSON can hold.
    """
    found: list[Difference] = []
    later: list[tuple[str, Payload, Payload]] = []
    one, other = dict(first), dict(second)
    for name in _OBJECTS:
        mine, theirs = first.get(name), second.get(name)
        # An object on one side and something else on the other are compared as a whole.
        if isinstance(mine or {}, dict) and isinstance(theirs or {}, dict):
            one.pop(name, None)
            other.pop(name, None)
            later.append((name, mine or {}, theirs or {}))
    _compare("", one, other, found)
    for name, mine, theirs in later:
        _compare(name, mine, theirs, found)
    return found


def _compare(where: str, first: Payload, second: Payload, found: list[Difference]) -> None:
    prefix = (where,) if where else ()
    of_customer = where == "user_data"
    for name in _names(where, (*first, *second)):
        mine, theirs = first.get(name), second.get(name)
        one = spelled(name, mine, of_customer=of_customer)
        other = one if _equal(mine, theirs) else spelled(name, theirs, of_customer=of_customer)
        if one == other == NOTHING:
            continue
        if one == NOTHING:
            found.append(Difference((*prefix, name), "second-only", ABSENT, theirs))
        elif other == NOTHING:
            found.append(Difference((*prefix, name), "first-only", mine, ABSENT))
        else:
            found.append(Difference((*prefix, name), "same" if one == other else "differs", mine, theirs))


def _names(where: str, names: Iterable[str]) -> list[str]:
    known = _ORDER.get(where, {})
    return sorted(set(names), key=lambda name: (known.get(name, len(known)), name))


def _equal(mine: Any, theirs: Any) -> bool:
    try:
        return bool(mine == theirs)
    except RecursionError:
        return False
