"""The quick look at an event its schema found valid: can any rule still have something to say?

Most events are fine, and asking every rule about each of them would cost more than validating it.
The look may be wrong in one direction only: what it calls plain has no finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from simulator.checks.context import NO_CONTEXT, Context
from simulator.checks.event_ids import is_placeholder
from simulator.checks.event_names import meant
from simulator.checks.hosts import host_of, is_development, is_listed
from simulator.checks.proxies import first_letters, may_be_proxy
from simulator.checks.rules.click_ids import COOKIE_LIFE, DAY
from simulator.checks.rules.clicked import PARAMETER
from simulator.checks.rules.crawlers import crawler
from simulator.checks.rules.event import DEDUPLICATED_SOURCES
from simulator.checks.rules.minor_units import may_be_minor_units
from simulator.checks.rules.personal_data import may_show
from simulator.checks.rules.test_code_inside import NAME as TEST_CODE
from simulator.checks.rules.time import LATE, MAX_AHEAD, PROMPT_SOURCES, max_age
from simulator.checks.vocabulary import ACTION_SOURCES, MATCH_KEYS, is_too_broad
from simulator.event import Event

# Seconds an event may be old when its receipt is known and when it isn't, and whether it needs an
# id. Messaging has rules of its own for every event.
_BY_SOURCE: Mapping[str, tuple[int, int, bool]] = {
    source: (
        LATE if source in PROMPT_SOURCES else max_age(source),
        max_age(source),
        source in DEDUPLICATED_SOURCES,
    )
    for source in ACTION_SOURCES
    if source != "business_messaging"
}

# How addresses begin that may belong to a private network.
_LOCAL_STARTS = frozenset(
    ["10.", "127", "172", "192", "169", "100", "0.0", "::", "::0", "::1", "::f", "::F"]
    + [f"{a}{b}{c}" for a in "fF" for b in "eEcCdD" for c in "0123456789abcdefABCDEF:"]
)
_LETTERS = 3
_HASH_LENGTH = 64
_MOST_SHAPES = 4096
_LONGEST = 1024

_Keys = tuple[str, ...]
_Key = TypeVar("_Key", str, _Keys)


class PlainLook:
    """Tells plain events from those the rules have to examine."""

    def __init__(self, context: Context = NO_CONTEXT) -> None:
        self._context = context
        self._people = context.people
        self._asks_hosts = context.production or bool(context.hosts)
        self._starts = _LOCAL_STARTS | first_letters(_LETTERS)
        # By the keys of user_data in their order: whether they alone are worth no finding.
        self._server: dict[_Keys, bool] = {}
        self._browser: dict[_Keys, bool] = {}
        # By text: whether an event name, a user agent, a page's scheme and host are worth no finding.
        self._names: dict[str, bool] = {}
        self._agents: dict[str, bool] = {}
        self._places: dict[str, bool] = {}

    def server(self, event: Event, at: float) -> bool:
        """Whether a valid server event, judged at that Unix time, has no finding."""
        payload = event.payload
        limits = _BY_SOURCE.get(payload["action_source"])
        time = event.event_time
        if limits is None or time is None:
            return False
        age = at - time
        if age < -MAX_AHEAD or age > limits[event.received_at is None]:
            return False
        if event.event_id is None and limits[2]:
            return False
        if "value" in payload or "currency" in payload or "contents" in payload or TEST_CODE in payload:
            return False
        if payload.get("data_processing_options"):
            return False
        user_data = payload["user_data"]
        address = user_data.get("client_ip_address")
        if (
            address is not None
            and address[:_LETTERS] in self._starts
            and (address[:_LETTERS] in _LOCAL_STARTS or may_be_proxy(address))
        ):
            return False
        keys = tuple(user_data)
        try:
            plain = self._server[keys]
        except KeyError:
            plain = self._learn(self._server, keys, broad=False)
        return plain and self._is_plain(event, user_data, time)

    def browser(self, event: Event) -> bool:
        """Whether a valid browser event has no finding."""
        pixel_id = event.pixel_id
        # Ids with a leading zero or too many digits are examined, and so is everything else but digits.
        if event.event_id is None or (
            pixel_id is not None
            and not (pixel_id.isascii() and pixel_id.isdigit() and 0 < len(pixel_id.lstrip("0")) == len(pixel_id) < 27)
        ):
            return False
        user_data = event.payload.get("user_data")
        if user_data is None:
            return self._is_plain(event, {}, event.event_time)
        keys = tuple(user_data)
        try:
            plain = self._browser[keys]
        except KeyError:
            plain = self._learn(self._browser, keys, broad=True)
        return plain and self._is_plain(event, user_data, event.event_time)

    def _is_plain(self, event: Event, user_data: dict[str, Any], time: float | None) -> bool:
        """What both channels are asked for: the name, the page, the person, and personal data anywhere."""
        payload = event.payload
        if event.event_id is not None and is_placeholder(event.event_id):
            return False
        custom_data = payload.get("custom_data")
        if custom_data.__class__ is dict and (
            TEST_CODE in custom_data or ("contents" in custom_data and may_be_minor_units(custom_data))
        ):
            return False
        name = event.event_name or ""
        plain = self._names.get(name)
        if plain is None:
            plain = _keep(self._names, name, meant(name) is None)
        if not plain:
            return False
        url = payload.get("event_source_url")
        if url is not None and (PARAMETER in url or (self._asks_hosts and not self._is_plain_place(url))):
            return False
        agent = user_data.get("client_user_agent")
        if agent is not None:
            plain = self._agents.get(agent)
            if plain is None:
                plain = _keep(self._agents, agent, len(agent) != _HASH_LENGTH and crawler(agent) is None)
            if not plain:
                return False
        click = user_data.get("fbc")
        # The schema proved the form: "fb.1." and thirteen digits, of which ten are seconds.
        if click is not None and (
            time is None or click.islower() or not -DAY <= time - int(click[5:15]) <= COOKIE_LIFE
        ):
            return False
        if self._people is not None and self._people.touches(user_data):
            return False
        return not may_show(payload, self._people)

    def _is_plain_place(self, url: str) -> bool:
        # The rules look at the host alone, and after the third slash there is none of it.
        place = "/".join(url.split("/", 3)[:3])
        plain = self._places.get(place)
        if plain is None:
            host, listed = host_of(place), self._context.hosts
            plain = host is None or (
                not (self._context.production and is_development(host)) and (not listed or is_listed(host, listed))
            )
            _keep(self._places, place, plain)
        return plain

    def _learn(self, known: dict[_Keys, bool], keys: _Keys, *, broad: bool) -> bool:
        return _keep(known, keys, MATCH_KEYS.issuperset(keys) and (broad or not is_too_broad(frozenset(keys))))


def _keep(known: dict[_Key, bool], key: _Key, plain: bool) -> bool:
    if len(key) <= _LONGEST:
        if len(known) >= _MOST_SHAPES:
            known.clear()
        known[key] = plain
    return plain
