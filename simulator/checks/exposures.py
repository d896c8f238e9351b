"""Where an event shows personal data in clear, each place once and for one reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from simulator.checks.own_addresses import is_own, own_hosts
from simulator.checks.personal import addresses, decoded, is_showable, numbers, split_url
from simulator.checks.personal_names import is_plausible, kind_of
from simulator.checks.spot import Path, member_name
from simulator.checks.twins_in_clear import hashes_of, is_twin
from simulator.checks.usual_names import is_usual

if TYPE_CHECKING:
    from simulator.customer.people import People
    from simulator.customer.recognise import Known

Area: TypeAlias = Literal["custom", "id", "external", "url"]
URLS = ("event_source_url", "referrer_url")
NAMES_AND_IDS = ("event_name", "event_id")
_META_WORDS = ("event_time", "action_source", "messaging_channel", "opt_out", "data_processing_options")
_REGIONS = ("data_processing_options_country", "data_processing_options_state")
NOT_SEARCHED = frozenset((*NAMES_AND_IDS, *URLS, "user_data", *_META_WORDS, *_REGIONS))
"""Members of an event that are looked at in another way, or that hold words of Meta's; all others are searched."""
# Ids of messages and calendars are a random part and the name of a host.
_RANDOM = re.compile(r"[0-9a-fA-F-]{20,}@")
_EXTERNAL_ID = ("user_data", "external_id")
_MEMBERS_WITH_IDS = frozenset({("order_id",), ("content_ids",), ("contents", "id")})


class Exposure(NamedTuple):
    """One place that shows personal data.

    ``where`` is how a person calls the place; ``path`` leads to it, or to the nearest member whose name may
    be shown. ``kind`` is a key of ``personal_names.WORDS``, and ``value`` the text in clear: mask it.
    ``named`` tells that the place's name gave it away, ``twin`` that user_data has the hash of the same value,
    ``known`` whose it is when a test shopper is known by it.
    """

    area: Area
    path: Path
    where: str
    kind: str
    value: str
    named: bool = False
    twin: str | None = None
    known: Known | None = None


class _Place(NamedTuple):
    area: Area
    path: Path
    where: str
    key: str
    value: str | int


def exposures(payload: dict[str, Any], people: People | None, hosts: tuple[str, ...] = ()) -> list[Exposure]:
    """Every place of a payload (the shape of a server event) that shows personal data outside hashed fields.

    Addresses of the shop itself are no customer's: of the page's host, and of ``hosts`` as the settings list
    them. With its hash in the same event such an address is somebody's all the same.
    """
    look = _Look(payload, people, hosts)
    return [exposure for place in _places(payload) if (exposure := look.at(place)) is not None]


class _Look:
    """What one event's places are looked at with."""

    def __init__(self, payload: dict[str, Any], people: People | None, hosts: tuple[str, ...]) -> None:
        self._people = people
        self._user_data = payload.get("user_data")
        self._url = payload.get("event_source_url")
        self._hosts = hosts
        self._own: tuple[str, ...] | None = None
        self._hashes: dict[str, str] | None = None

    def at(self, place: _Place) -> Exposure | None:
        area, path, where, key, value = place
        text = decoded(value) if isinstance(value, str) else str(value)
        if self._people is not None:
            known = self._people.find(text)
            if known is not None:
                return Exposure(area, path, where, known.key, text, known=known)
        own = False
        if isinstance(value, str):
            for address in addresses(text):
                if area == "id" and _RANDOM.match(address):
                    continue
                twin = self._twin("em", address)
                if twin is None and area != "external" and self._is_own(address):
                    own = True
                    continue
                return Exposure(area, path, where, "em", address, twin=twin)
        if key:
            kind = kind_of(key)
            plain: str | int = text.replace("+", " ") if area == "url" else text
            if kind is not None and not (own and kind == "em") and is_plausible(kind, plain):
                shown = str(plain).strip()
                return Exposure(area, path, where, kind, shown, named=True, twin=self._twin(kind, shown))
        if isinstance(value, str):
            for number in numbers(text):
                return Exposure(area, path, where, "ph", number, twin=self._twin("ph", number))
        return None

    def _twin(self, kind: str, value: str) -> str | None:
        if self._hashes is None:
            self._hashes = hashes_of(self._user_data)
        return is_twin(kind, value, self._hashes)

    def _is_own(self, address: str) -> bool:
        if self._own is None:
            self._own = own_hosts(self._url, self._hosts)
        return is_own(address, self._own)


def _places(payload: dict[str, Any]) -> Iterator[_Place]:
    for name in NAMES_AND_IDS:
        value = payload.get(name)
        if isinstance(value, str):
            yield _Place("id", (name,), name, name, value)
    # Custom data that stands beside event_name, as some senders have it, is searched too.
    yield from _members({name: value for name, value in payload.items() if name not in NOT_SEARCHED})
    for name in URLS:
        value = payload.get(name)
        if isinstance(value, str):
            yield from _of_url(name, value)
    user_data = payload.get("user_data")
    if isinstance(user_data, dict):
        ids = user_data.get("external_id")
        for index, value in enumerate(ids if isinstance(ids, list) else [ids]):
            if isinstance(value, str):
                path: Path = ("user_data", "external_id", index) if isinstance(ids, list) else _EXTERNAL_ID
                yield _Place("external", path, "user_data.external_id", "", value)


def _members(searched: dict[str, Any]) -> Iterator[_Place]:
    """The texts and whole numbers at any depth, and the names of the members."""
    # What may be shown of the path, how long the first name is that may not, the name of the member, and its value.
    waiting: list[tuple[Path, int, str, Any]] = [((), 0, "", searched)]
    while waiting:
        path, hidden, key, value = waiting.pop()
        if isinstance(value, dict):
            for name, each in reversed(value.items()):
                if _may_name(name):
                    waiting.append((path if hidden else (*path, name), hidden, name, each))
                    continue
                waiting.append((path, hidden or len(name) or 1, name, each))
                waiting.append((path, hidden or len(name) or 1, "", _Name(name)))
        elif isinstance(value, list):
            waiting.extend((path if hidden else (*path, index), hidden, key, each) for index, each in _backwards(value))
        elif isinstance(value, (str, int)) and not isinstance(value, bool):
            names = tuple(part for part in path if isinstance(part, str))
            inner = names[1:] if names[:1] == ("custom_data",) else names
            area: Area = "id" if not hidden and inner in _MEMBERS_WITH_IDS else "custom"
            where = ".".join(member_name(name) for name in names) or "the event"
            if isinstance(value, _Name):
                where = f"the name of a member of {where}"
            elif hidden:
                where = f"a member of {where} (its name, of {hidden} characters, is not shown)"
            yield _Place(area, path, where, key, value)


def _may_name(name: str) -> bool:
    return is_showable(name) and is_usual(name)


class _Name(str):
    """The name of a member, looked at like a value."""

    __slots__ = ()


def _backwards(value: list[Any]) -> Iterator[tuple[int, Any]]:
    for index in range(len(value) - 1, -1, -1):
        yield index, value[index]


def _of_url(member: str, url: str) -> Iterator[_Place]:
    path, parameters = split_url(url)
    if path:
        yield _Place("url", (member,), f"the path of {member}", "", path)
    for name, value in parameters:
        shown = not name or _may_name(name)
        if not shown:
            yield _Place("url", (member,), f"the query of {member}", "", name)
        where = f"the parameter {name} of {member}" if name and shown else f"the query of {member}"
        yield _Place("url", (member,), where, name, value)
