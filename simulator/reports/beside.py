"""Two values of one member put beside each other: masked, and told apart even where their masks agree."""

from __future__ import annotations

from collections import Counter
from typing import Any

import orjson

from simulator.checks.spot import ABSENT, member_name
from simulator.masking import mask, show_name
from simulator.suspicion.spelled import NOTHING, Plain, spelled

# These name an event, and every report shows them as they were sent, unless they hold an address.
_AS_SENT = frozenset({"event_id", "event_name"})


def beside(key: str, first: Any, second: Any, *, of_customer: bool) -> tuple[str, str]:
    """Two values of a member, masked; ``""`` for one that is absent.

    Of two lists only what one of them alone holds is shown (``1 of 3: S…7 (5 characters)``, or where it holds all
    of the other ``list of 3, also S…7 (5 characters)``). Where both masks
    are the same although the values are not, the second says from where on they part. ``of_customer`` is for
    members of user_data.
    """
    if first is ABSENT or second is ABSENT:
        return shown(key, first), shown(key, second)
    mine, theirs = _opened(first), _opened(second)
    if isinstance(mine, list) or isinstance(theirs, list):
        return _lists(key, _listed(mine), _listed(theirs), of_customer)
    return _singles(key, mine, theirs)


def shown(key: str, value: Any) -> str:
    """One value of a member, masked; ``""`` when it is absent, the value itself for a list of one."""
    if value is ABSENT:
        return ""
    value = _opened(value)
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if key in _AS_SENT and isinstance(value, (str, int, float)):
        return show_name(str(value)) or '""'
    return mask(value, key)


def _opened(value: Any) -> Any:
    """What a text holds that is JSON of a list or an object: a pixel sends contents so."""
    if isinstance(value, str) and value[:1] in ("[", "{"):
        try:
            return orjson.loads(value)
        except ValueError:
            return value
    return value


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _lists(key: str, mine: list[Any], theirs: list[Any], of_customer: bool) -> tuple[str, str]:
    own, foreign = (
        _without(key, some, others, of_customer=of_customer) for some, others in ((mine, theirs), (theirs, mine))
    )
    if not own and not foreign:
        return shown(key, mine), shown(key, theirs)
    if own and foreign:
        first, second = _singles(key, own[0], _alike(own[0], foreign))
        return _counted(first, own, mine), _counted(second, foreign, theirs)
    return _with_more(key, own, mine), _with_more(key, foreign, theirs)


def _counted(text: str, own: list[Any], whole: list[Any]) -> str:
    return text if len(whole) == 1 else f"{len(own)} of {len(whole)}: {text}"


def _with_more(key: str, own: list[Any], whole: list[Any]) -> str:
    """A list that holds all of the other, and what it holds beyond it."""
    return f"list of {len(whole)}{f', also {shown(key, own[0])}' if own else ''}"


def _without(key: str, some: list[Any], others: list[Any], *, of_customer: bool) -> list[Any]:
    """What of the first list the second does not hold as well, harmless spellings aside."""
    left = Counter(spelled(key, [each], of_customer=of_customer) for each in others)
    found = []
    for each in some:
        plain: Plain = spelled(key, [each], of_customer=of_customer)
        if left[plain]:
            left[plain] -= 1
        elif plain != NOTHING:
            found.append(each)
    return found


def _alike(one: Any, others: list[Any]) -> Any:
    """The other list's entry for the same product, else its first."""
    if isinstance(one, dict):
        for other in others:
            if isinstance(other, dict) and "id" in one and str(other.get("id")) == str(one["id"]):
                return other
    return others[0]


def _singles(key: str, mine: Any, theirs: Any) -> tuple[str, str]:
    if isinstance(mine, dict) and isinstance(theirs, dict):
        return _objects(mine, theirs)
    first, second = shown(key, mine), shown(key, theirs)
    if first == second:
        second += _parting(mine, theirs)
    return first, second


def _objects(mine: dict[str, Any], theirs: dict[str, Any]) -> tuple[str, str]:
    """The first member that differs, the id before others; not taken apart further, however deep it is."""
    names = [
        name
        for name in sorted({*mine, *theirs}, key=lambda name: (name != "id", name))
        if spelled(name, mine.get(name), of_customer=False) != spelled(name, theirs.get(name), of_customer=False)
    ]
    if not names:
        return shown("", mine), shown("", theirs)
    name, label = names[0], member_name(names[0])
    first, second = mine.get(name, ABSENT), theirs.get(name, ABSENT)
    texts = [shown(name, first), shown(name, second)]
    if texts[0] == texts[1]:
        texts[1] += _parting(first, second)
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    one, other = (f"{label} {text}{more}" if text else f"no {label}{more}" for text in texts)
    return one, other


def _parting(mine: Any, theirs: Any) -> str:
    """From where on two values of one mask part; nothing for lists and objects."""
    if isinstance(mine, (list, dict)) or isinstance(theirs, (list, dict)):
        return ""
    one, other = str(mine), str(theirs)
    if one == other:
        return ""
    shorter = min(len(one), len(other))
    at = next((place for place in range(shorter) if one[place] != other[place]), shorter)
    return f", other from character {at + 1}"
