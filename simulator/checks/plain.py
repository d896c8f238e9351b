"""The quick look at an event its schema found valid: can any rule still have something to say?

Most events are fine, and asking every rule about each of them would cost more than validating it.
The look may be wrong in one direction only: what it calls plain has no finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.checks.rules.click_ids import COOKIE_LIFE, DAY
from simulator.checks.rules.event import DEDUPLICATED_SOURCES
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
_HASH_LENGTH = 64
_MOST_SHAPES = 4096

_Keys = tuple[str, ...]


class PlainLook:
    """Tells plain events from those the rules have to examine."""

    def __init__(self) -> None:
        # By the keys of user_data in their order: whether they alone are worth no finding.
        self._server: dict[_Keys, bool] = {}
        self._browser: dict[_Keys, bool] = {}

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
        if "value" in payload or "currency" in payload or "contents" in payload:
            return False
        if payload.get("data_processing_options"):
            return False
        user_data = payload["user_data"]
        address = user_data.get("client_ip_address")
        if address is not None and address[:3] in _LOCAL_STARTS:
            return False
        keys = tuple(user_data)
        try:
            plain = self._server[keys]
        except KeyError:
            plain = self._learn(self._server, keys, broad=False)
        return plain and _is_plain_person(user_data, time)

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
            return True
        keys = tuple(user_data)
        try:
            plain = self._browser[keys]
        except KeyError:
            plain = self._learn(self._browser, keys, broad=True)
        return plain and _is_plain_person(user_data, event.event_time)

    def _learn(self, known: dict[_Keys, bool], keys: _Keys, *, broad: bool) -> bool:
        if len(known) >= _MOST_SHAPES:
            known.clear()
        plain = MATCH_KEYS.issuperset(keys) and (broad or not is_too_broad(frozenset(keys)))
        known[keys] = plain
        return plain


def _is_plain_person(user_data: dict[str, Any], time: float | None) -> bool:
    if len(user_data.get("client_user_agent", "")) == _HASH_LENGTH:
        return False
    click = user_data.get("fbc")
    if click is None:
        return True
    # The schema proved the form: "fb.1." and thirteen digits, of which ten are seconds.
    return time is not None and not click.islower() and -DAY <= time - int(click[5:15]) <= COOKIE_LIFE
