"""Where an event shows personal data in clear, each place once and for one reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from simulator.capture.pixel import AUTOMATIC_EVENTS
from simulator.checks.personal import addresses, decoded, is_showable, numbers, split_url
from simulator.checks.personal_names import is_plausible, kind_of
from simulator.checks.spot import Path, member_name
from simulator.checks.twins_in_clear import hashes_of, is_twin

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


def exposures(payload: dict[str, Any], people: People | None) -> list[Exposure]:
    """Every place of a payload (the shape of a server event) that shows personal data outside hashed fields."""
    hashes: dict[str, str] | None = None
    own = _own_host(payload)
    found = []
    for place in _places(payload):
        exposure = _look(place, people, own)
        if exposure is None:
            continue
        if exposure.known is None:
            if hashes is None:
                hashes = hashes_of(payload.get("user_data"))
            exposure = exposure._replace(twin=is_twin(exposure.kind, exposure.value, hashes))
        found.append(exposure)
    return found


def _look(place: _Place, people: People | None, own: str | None) -> Exposure | None:
    area, path, where, key, value = place
    text = decoded(value) if isinstance(value, str) else str(value)
    if people is not None:
        known = people.find(text)
        if known is not None:
            return Exposure(area, path, where, known.key, text, known=known)
    if isinstance(value, str):
        for address in addresses(text):
            if (own is None or not _is_of(address, own)) and not (area == "id" and _RANDOM.match(address)):
                return Exposure(area, path, where, "em", address)
    if key:
        kind = kind_of(key)
        plain: str | int = text.replace("+", " ") if area == "url" else text
        if kind is not None and is_plausible(kind, plain):
            return Exposure(area, path, where, kind, str(plain).strip(), named=True)
    if isinstance(value, str):
        for number in numbers(text):
            return Exposure(area, path, where, "ph", number)
    return None


def _own_host(payload: dict[str, Any]) -> str | None:
    """The host of an automatic event's page: what such events carry is text of the page, and addresses of the
    shop itself are no visitor's."""
    name = payload.get("event_name")
    if not isinstance(name, str) or name not in AUTOMATIC_EVENTS:
        return None
    # Late: it takes a while to load.
    from urllib.parse import urlsplit

    url = payload.get("event_source_url")
    try:
        host = urlsplit(url).hostname if isinstance(url, str) else None
    except ValueError:
        host = None
    return (host or "").removeprefix("www.")


def _is_of(address: str, host: str) -> bool:
    domain = address.rpartition("@")[2].lower()
    return host == domain or host.endswith(f".{domain}") or domain.endswith(f".{host}")


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
    # What may be shown of the path, whether that is all of it, the name of the member, and its value.
    waiting: list[tuple[Path, bool, str, Any]] = [((), True, "", searched)]
    while waiting:
        path, whole, key, value = waiting.pop()
        if isinstance(value, dict):
            for name, each in reversed(value.items()):
                if is_showable(name):
                    waiting.append(((*path, name) if whole else path, whole, name, each))
                    continue
                waiting.append((path, False, name, each))
                waiting.append((path, False, "", _Name(name)))
        elif isinstance(value, list):
            waiting.extend(((*path, index) if whole else path, whole, key, each) for index, each in _backwards(value))
        elif isinstance(value, (str, int)) and not isinstance(value, bool):
            names = tuple(part for part in path if isinstance(part, str))
            inner = names[1:] if names[:1] == ("custom_data",) else names
            area: Area = "id" if whole and inner in _MEMBERS_WITH_IDS else "custom"
            where = ".".join(member_name(name) for name in names) or "the event"
            if isinstance(value, _Name):
                where = f"the name of a member of {where}"
            elif not whole:
                where = f"a member of {where}"
            yield _Place(area, path, where, key, value)


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
        shown = not name or is_showable(name)
        if not shown:
            yield _Place("url", (member,), f"the query of {member}", "", name)
        where = f"the parameter {name} of {member}" if name and shown else f"the query of {member}"
        yield _Place("url", (member,), where, name, value)
