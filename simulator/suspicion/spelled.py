"""Values without their harmless spellings, so that two channels' copies can be compared.

Harmless is what senders rightly write in several ways (facts read 2026-09-12): a number as text (what a
pixel sends is text), one value instead of a list of it, nested values as JSON text, ids as numbers, hex
digits and currencies in another case, the marker that Meta's parameter builder appends, an address of
version 6 in full, a URL without the slash of its host, members that are null or empty. The order of
ids and of contents says nothing.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias

import orjson

from simulator.customer.builder_marker import unmarked_address, unmarked_cookie, unmarked_url
from simulator.customer.recognise import plain_hash

Plain: TypeAlias = str | tuple["Plain", ...]
"""What two values have in common that say the same: text, or the sorted texts of several; ``()`` for nothing."""

NOTHING: Plain = ()
_AMOUNT_NAMES = """
value predicted_ltv net_revenue num_items quantity item_price price event_time data_processing_options_country
data_processing_options_state
"""
_AMOUNTS = frozenset(_AMOUNT_NAMES.split())
_COOKIES = frozenset({"fbp", "fbc"})
_NUMBER = re.compile(r"[+-]?\d{1,40}(?:\.\d{0,40})?")
_URLS = frozenset({"event_source_url", "referrer_url"})
_SPECIAL = _AMOUNTS | _URLS | {"currency", "extinfo"}
_BARE_HOST = re.compile(r"https?://[^/?#]+")
_DEEPEST = 4
"""Deeper than a content inside contents nothing is looked at for spellings."""


def spelled(key: str, value: Any, *, of_customer: bool = False) -> Plain:
    """The value of a member of that name in its plain form; equal for two values that say the same.

    ``of_customer`` is for members of user_data. Never raises for what JSON can hold.
    """
    if of_customer:
        if value.__class__ is str:
            text = _of_customer(key, value)
            return (text,) if text else NOTHING
        several = value if isinstance(value, list) else [value]
        return tuple(sorted({text for each in several if (text := _of_customer(key, each)) != ""}, key=_order))
    kind = value.__class__
    if kind is int or (kind is str and key not in _SPECIAL and value[:1] not in ("[", "{")):
        return (str(value),) if value != "" else NOTHING
    return _listed(key, _nested(value), 0)


def is_same_amount(key: str, one: Any, other: Any) -> bool:
    """Whether a member, not of user_data, is a number in one value and the same number as text in the other.

    Told without their plain forms, because every pair of a pixel and a server differs so. False says nothing.
    """
    if key not in _AMOUNTS:
        return False
    number, text = (other, one) if one.__class__ is str else (one, other)
    if text.__class__ is not str:
        return False
    if number.__class__ is int:
        return bool(str(number) == text)
    # An exponent, an infinity and what is no number have an e or an n in them.
    return number.__class__ is float and repr(number) == text and "e" not in text and "n" not in text


def spelled_address(text: str) -> str:
    """An IP address without the builder's marker; of version 6 in its short form, text that is none as it is."""
    return _address(text.strip())


def _listed(key: str, value: Any, depth: int) -> Plain:
    # A list of slots, some of them blank.
    if key == "extinfo":
        return (_as_json(value),) if value else NOTHING
    several = value if isinstance(value, list) else [value]
    texts = [text for each in several if (text := _single(key, each, depth)) not in ("", NOTHING)]
    return tuple(sorted(texts, key=_order))


def _single(key: str, value: Any, depth: int) -> Plain:
    if isinstance(value, dict) and depth < _DEEPEST:
        members = ((name, _listed(name, each, depth + 1)) for name, each in value.items())
        return tuple(sorted(((name, plain) for name, plain in members if plain != NOTHING), key=_order))
    if isinstance(value, (list, dict)):
        return _as_json(value)
    if isinstance(value, str) and key == "currency":
        return value.strip().upper()
    if isinstance(value, str) and key in _URLS:
        return _url(value)
    return _scalar(value, amount=key in _AMOUNTS)


def _nested(value: Any) -> Any:
    """What a text holds that is JSON of a list or an object; anything else is itself."""
    if not isinstance(value, str) or value[:1] not in ("[", "{"):
        return value
    try:
        return orjson.loads(value)
    except ValueError:
        return value


def _scalar(value: Any, *, amount: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return _decimal(Decimal(repr(value))) if isinstance(value, float) else str(value)
    text = str(value)
    return _decimal(Decimal(text)) if amount and _NUMBER.fullmatch(text) else text


def _decimal(number: Decimal) -> str:
    if not number.is_finite():
        return str(number)
    if number == 0:
        return "0"
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _of_customer(key: str, value: Any) -> str:
    if isinstance(value, (list, dict)):
        return _as_json(value) if value else ""
    text = _scalar(value, amount=False)
    if key in _COOKIES:
        return unmarked_cookie(text)
    if key == "client_ip_address":
        return spelled_address(text)
    return plain_hash(text) or text


def _url(text: str) -> str:
    bare = unmarked_url(text)
    return f"{bare}/" if _BARE_HOST.fullmatch(bare) else bare


@lru_cache(maxsize=1024)
def _address(text: str) -> str:
    from ipaddress import ip_address

    try:
        return ip_address(unmarked_address(text)).compressed
    except ValueError:
        return text


def _as_json(value: Any) -> str:
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except (TypeError, ValueError):
        return "too deep to be compared"


def _order(plain: Plain) -> str:
    return plain if isinstance(plain, str) else repr(plain)
