"""Customer information: normalise and hash what tells Meta who the person was."""

from __future__ import annotations

from simulator.customer.keys import KEYS, Hashing, Key, find_key
from simulator.customer.normalized import Normalized
from simulator.customer.profiles import find_profile, profiles

__all__ = ["KEYS", "Hashing", "Key", "Normalized", "find_key", "normalize", "profiles"]


def normalize(key: str, value: str, profile: str = "docs", country: str | None = None) -> Normalized:
    """One value of one key of ``user_data``, prepared and hashed as a profile does it.

    ``country`` is a code of ISO 3166-1 or an English name; it completes phone numbers and decides
    about states and postal codes. Raises UsageError for an unknown key, profile or country, never
    for a value.
    """
    from simulator.customer.country import country_code

    known = find_key(key)
    prepare = find_profile(profile)
    return prepare(known, value, None if country is None else country_code(country))
