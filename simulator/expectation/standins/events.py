"""Events and what travels around them, member by member."""

from __future__ import annotations

import json
import re
from typing import Any

from simulator.checks.personal import is_showable
from simulator.checks.personal_names import kind_of
from simulator.customer.keys import KEYS
from simulator.expectation.standins.texts import Texts
from simulator.expectation.standins.times import unit_of

_TIMES = frozenset({"event_time", "received_at", "startedDateTime", "ts", "it", "timestamp", "created_at"})
_URLS = frozenset({"event_source_url", "referrer_url", "dl", "rl", "url", "link", "referer", "referrer", "origin"})
_NUMBERS = frozenset(
    "value price item_price quantity num_items predicted_ltv id_count tax shipping discount "  # noqa: SIM905
    "data_processing_options_country data_processing_options_state dpoco dpost attribution_share "
    "attribution_value".split()
)
_NUMBER = re.compile(r"\s*[-+]?[\d.,'\s]{1,16}\s*[A-Za-z€$£¥]{0,3}\s*|NaN|Infinity|-Infinity")
_OPEN = frozenset(
    "currency content_type delivery_category action_source messaging_channel status opt_out partner_agent "  # noqa: SIM905
    "data_processing_options dpo customer_segmentation advertiser_tracking_enabled application_tracking_enabled "
    "action_type in content_language country language locale".split()
)
_WORDS = re.compile(r"[A-Za-z][A-Za-z0-9_ .:/-]{0,29}")
_LONG_NUMBER = 10**6
_PATHS = frozenset({"event_name", "ev"})


class Events:
    """Replaces what is about somebody in events; ``unsure`` holds names of members that only people can judge."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.unsure: set[str] = set()

    def payload(self, payload: dict[str, Any]) -> dict[str, Any]:
        """An event in the shape of a server event."""
        return {self.name(name): self.member(name, value) for name, value in payload.items()}

    def member(self, name: str, value: Any) -> Any:
        """The value of a member or parameter, by its name."""
        if name == "user_data" and isinstance(value, dict):
            return self.user_data(value)
        if name == "extinfo":
            return self._device(value)
        if isinstance(value, dict):
            return {self.name(inner): self.member(inner, each) for inner, each in value.items()}
        if isinstance(value, list):
            return [self.member(name, each) for each in value]
        if value is None or isinstance(value, bool):
            return value
        return self._scalar(name, value)

    def user_data(self, user_data: dict[str, Any]) -> dict[str, Any]:
        """Customer information by its keys, single values and lists."""
        return {self.name(key): self._customer(key, value) for key, value in user_data.items()}

    def _customer(self, key: str, value: Any) -> Any:
        if isinstance(value, list):
            return [self._customer(key, each) for each in value]
        if isinstance(value, str):
            kind = key if key in KEYS else kind_of(key) or "external_id"
            return self.texts.person(kind, value)
        if isinstance(value, int) and not isinstance(value, bool):
            return self._whole(value, lambda text: self.texts.person(key, text))
        return self.member("", value) if isinstance(value, dict) else value

    def _scalar(self, name: str, value: Any) -> Any:
        if name in _TIMES:
            moved = self.texts.times.moved(value)
            return moved if moved != value or not isinstance(value, str) else self._text(value)
        if isinstance(value, float):
            return value
        kind = kind_of(name)
        if isinstance(value, int):
            if name in _NUMBERS or (kind is None and abs(value) < _LONG_NUMBER and not name.endswith("id")):
                return value
            if kind is None and unit_of(value):
                return self.texts.times.moved(value)
            return self._whole(value, lambda text: self.texts.person(kind, text) if kind else self.texts.free(text))
        if not isinstance(value, str):
            return value
        if kind:
            return self.texts.person(kind, value)
        if name in KEYS and name not in ("country", "st", "ge", "ct"):
            return self.texts.person(name, value)
        if name in _NUMBERS and _NUMBER.fullmatch(value):
            return value
        if name in _URLS:
            return self.texts.url(value)
        if (name in _OPEN or name in _PATHS) and _WORDS.fullmatch(value) and not re.search(r"\d{4}", value):
            return value
        return self._text(value)

    def _text(self, value: str) -> str:
        """Any text; JSON inside it is replaced member by member."""
        if value[:1] in ("{", "["):
            try:
                inner = json.loads(value)
            except (ValueError, RecursionError):
                return self.texts.free(value)
            made = self.member("", inner)
            return value if made == inner else json.dumps(made, ensure_ascii=False, separators=(",", ":"))
        return self.texts.free(value)

    def _whole(self, value: int, replace: Any) -> int:
        made = str(replace(str(abs(value))))
        digits = "".join(c for c in made if c.isdigit())
        whole = int(digits) if digits else 0
        return -whole if value < 0 else whole

    def name(self, name: str) -> str:
        """The name of a member or parameter; one that is no name but a value is replaced."""
        if not is_showable(name):
            return self.texts.free(name)
        if kind_of(name) is None and name not in KEYS and self.texts.tokens(name) != name:
            self.unsure.add(name)
        return name

    def _device(self, value: Any) -> Any:
        """The facts about a phone that an app sends: models and versions are many people's."""
        if isinstance(value, list):
            return [self._device(each) for each in value]
        if isinstance(value, dict):
            return {name: self._device(each) for name, each in value.items()}
        if isinstance(value, str) and ("@" in value or re.search(r"\d{7}", value)):
            return self._text(value)
        return value
