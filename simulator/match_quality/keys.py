"""Which match keys an event carries, and which of them are well formed, as bit masks."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from simulator.customer.builder_marker import unmarked_address

KEYS: tuple[str, ...] = (
    "em",
    "ph",
    "fn",
    "ln",
    "ge",
    "db",
    "ct",
    "st",
    "zp",
    "country",
    "external_id",
    "client_ip_address",
    "client_user_agent",
    "fbc",
    "fbp",
    "subscription_id",
    "fb_login_id",
    "lead_id",
    "anon_id",
    "madid",
    "page_id",
    "page_scoped_user_id",
    "ctwa_clid",
    "whatsapp_business_account_id",
    "ig_account_id",
    "instagram_business_account_id",
    "ig_sid",
    "f5first",
    "f5last",
    "fi",
    "dobd",
    "dobm",
    "doby",
    "app_user_id",
    "partner_id",
    "partner_name",
)
"""The match keys; the place of a key is its bit. Stores hold these bits: only ever append."""

# Shapes: https://developers.facebook.com/documentation/ads-commerce/conversions-api/parameters/
# customer-information-parameters and .../fbp-and-fbc (read 2026-09-12). The optional last part is what
# Meta's parameter builder appends (facebook/capi-param-builder, snapshot 2026-05-17). The time in
# fbc and fbp is taken in seconds too: a plugin of Meta's own sends it so.
_MARKER = r"(?:\.[A-Za-z0-9_-]{2,8})?"
_HASH = re.compile(rf"([0-9a-f]{{64}}){_MARKER}")
_COOKIE = re.compile(rf"fb\.\d\.\d{{10,13}}\.[^.\s]+{_MARKER}", re.ASCII)
_LEAD = re.compile(r"\d{15,16}", re.ASCII)
_DIGITS = re.compile(r"\d+", re.ASCII)
# Addresses reserved for documentation stand for real ones in examples and recordings.
_FOR_EXAMPLES = tuple(
    ip_network(net) for net in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20")
)
_HASHED = frozenset("em ph fn ln ge db ct st zp country f5first f5last fi dobd dobm doby app_user_id".split())  # noqa: SIM905
_MOST_CACHED = 4096

_clean: dict[tuple[str, ...], tuple[int, int]] = {}


def masks(payload: dict[str, Any], clean: bool) -> tuple[int, int]:
    """``(present, valid)``: which match keys an event carries, and which of them are well formed.

    Bit ``i`` stands for ``KEYS[i]``. An empty value is not carried. ``clean`` says that checks found
    nothing wrong with the event, so that what it carries is well formed.
    """
    user_data = payload.get("user_data")
    if user_data.__class__ is not dict or not user_data:
        return 0, 0
    if not clean:
        return _examine(user_data)
    names = tuple(user_data)
    known = _clean.get(names)
    if known is None:
        present = sum(1 << bit for bit, key in enumerate(KEYS) if key in user_data)
        known = present, present
        if len(_clean) >= _MOST_CACHED:
            # Only hostile input has so many combinations.
            _clean.clear()
        _clean[names] = known
    return known


def _examine(user_data: dict[str, Any]) -> tuple[int, int]:
    present = valid = 0
    for name, value in user_data.items():
        known = _CHECKS.get(name)
        if known is None or not _carries(value):
            continue
        bit, takes_list, is_valid = known
        present |= bit
        if value.__class__ is list:
            if not takes_list:
                continue
            # One good value of several is enough to match by.
            for each in value:
                if is_valid(each):
                    valid |= bit
                    break
        elif is_valid(value):
            valid |= bit
    return present, valid


def _carries(value: Any) -> bool:
    if value.__class__ is str:
        return bool(value) and not value.isspace()
    if value.__class__ is list:
        return bool(value) and (_carries(value[0]) or any(_carries(each) for each in value[1:]))
    return value is not None and value != {}


@cache
def _hashes_of_nothing() -> frozenset[str]:
    """Well-formed hashes of words that programs write for a missing value; nobody matches them."""
    from simulator.checks.vocabulary import nothing

    return frozenset(text for text in nothing() if _HASH.fullmatch(text))


def _is_hash(value: Any) -> bool:
    match = _HASH.fullmatch(value) if value.__class__ is str else None
    return match is not None and match[1] not in _hashes_of_nothing()


def _is_own_id(value: Any) -> bool:
    from simulator.checks.vocabulary import nothing

    return _is_text_or_number(value) and value not in nothing()


def _is_text_or_number(value: Any) -> bool:
    return (value.__class__ is str and bool(value.strip())) or value.__class__ is int


def _is_cookie(value: Any) -> bool:
    return value.__class__ is str and _COOKIE.fullmatch(value) is not None


def _is_lead(value: Any) -> bool:
    return _is_text_or_number(value) and _LEAD.fullmatch(str(value)) is not None


def _is_number(value: Any) -> bool:
    return _is_text_or_number(value) and _DIGITS.fullmatch(str(value)) is not None


def _is_address(value: Any) -> bool:
    return value.__class__ is str and _is_public(value)


@lru_cache(maxsize=4096)
def _is_public(value: str) -> bool:
    """Whether a text is an address of the public internet, with or without the builder's marker."""
    try:
        address = ip_address(unmarked_address(value))
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_global or any(address in net for net in _FOR_EXAMPLES)


def _check_of(key: str) -> Callable[[Any], bool]:
    if key in _HASHED:
        return _is_hash
    special = {
        "external_id": _is_own_id,
        "client_ip_address": _is_address,
        "fbc": _is_cookie,
        "fbp": _is_cookie,
        "fb_login_id": _is_number,
        "lead_id": _is_lead,
    }
    return special.get(key, _is_text_or_number)


# By key: its bit, whether it may be a list, and the check of one value.
_CHECKS: dict[str, tuple[int, bool, Callable[[Any], bool]]] = {
    key: (1 << bit, key in _HASHED or key == "external_id", _check_of(key)) for bit, key in enumerate(KEYS)
}
