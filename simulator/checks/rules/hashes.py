"""Rules for hashed customer information: is it hashed, and with the right hash."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from simulator.checks import sources
from simulator.checks.catalog import BOTH, BROWSER, rule
from simulator.checks.examples import EMAIL_HASH, browser, event, user
from simulator.checks.sources import READ
from simulator.checks.spot import Hit, Spot
from simulator.checks.vocabulary import HASHED_KEYS, has_value
from simulator.customer.builder_marker import unmarked_hash
from simulator.finding import Evidence, Severity
from simulator.masking import mask

Shape: TypeAlias = Literal["hash", "upper", "md5", "malformed", "padded", "raw"]

_SHA256 = re.compile(r"[0-9a-f]{64}")
_SHA256_ANY_CASE = re.compile(r"[0-9a-fA-F]{64}")
_MD5 = re.compile(r"[0-9a-fA-F]{32}")
# Shorter runs of digits are phone numbers, zip codes and birth dates.
_LONG_HEX = re.compile(r"[0-9a-fA-F]{33,}")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{43}=")
_EXPECTED = "64 lower-case hex digits (SHA-256)"
_PLACES = [(f"user_data.{key}", keyword) for key in HASHED_KEYS for keyword in ("pattern", "type")]


def shape(value: Any) -> Shape:
    """What a value of a hashed key looks like; a suffix of Meta's parameter builder is part of a hash."""
    return _text_shape(value) if isinstance(value, str) else "raw"


# Several rules ask for the shape of the same value, one after the other.
@lru_cache(maxsize=16)
def _text_shape(value: str) -> Shape:
    bare = unmarked_hash(value)
    trimmed = unmarked_hash(value.strip())
    if _SHA256.fullmatch(bare):
        return "hash"
    if _SHA256_ANY_CASE.fullmatch(bare):
        return "upper"
    if _SHA256_ANY_CASE.fullmatch(trimmed):
        return "padded"
    if _MD5.fullmatch(value):
        return "md5"
    if _LONG_HEX.fullmatch(trimmed) or _BASE64.fullmatch(value):
        return "malformed"
    return "raw"


@rule(
    "USR006",
    "hash-in-upper-case",
    severity=Severity.WARNING,
    evidence=Evidence.SDK,
    source=sources.PARAMETER_BUILDER,
    read="2026-05-17",
    why="Meta's page asks for lower-case hex digits. Meta's parameter builder takes upper-case ones and lowers them; "
    "whether the API does so is not told.",
    fix="Lower-case the hash before sending it.",
    channels=BOTH,
    on=_PLACES,
    failing=event(user_data=user(em=[EMAIL_HASH.upper()])),
    passing=event(),
)
def hash_in_upper_case(spot: Spot) -> Hit | None:
    """A SHA-256 hash with capital letters."""
    if shape(spot.value) != "upper":
        return None
    return Hit(f"{spot.name} is a hash with capital letters.", _EXPECTED, mask(spot.value))


@rule(
    "USR007",
    "hash-with-white-space",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOMER_INFORMATION,
    read=READ,
    why="A hash is 64 lower-case hex digits and nothing else. A space or a line break around it makes it another text.",
    fix="Trim the hash before sending it; a hash made by a shell often ends with a line break.",
    channels=BOTH,
    on=_PLACES,
    failing=event(user_data=user(em=[EMAIL_HASH + "\n"])),
    passing=event(),
)
def hash_with_white_space(spot: Spot) -> Hit | None:
    """A SHA-256 hash with white space around it."""
    if shape(spot.value) != "padded":
        return None
    return Hit(f"{spot.name} is a hash with white space around it.", _EXPECTED, mask(spot.value.strip()))


@rule(
    "USR005",
    "hash-is-md5",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOMER_INFORMATION,
    read=READ,
    why="Meta's page allows SHA-256 only, yet Meta's SDKs pass 32 hex digits through as already hashed; so it is a "
    "warning. An MD5 hash matches nobody.",
    fix="Hash with SHA-256 instead of MD5.",
    channels=BOTH,
    on=_PLACES,
    failing=event(user_data=user(em=["d41d8cd98f00b204e9800998ecf8427e"])),
    passing=event(),
)
def hash_is_md5(spot: Spot) -> Hit | None:
    """32 hex digits."""
    if shape(spot.value) != "md5":
        return None
    return Hit(f"{spot.name} has the length of an MD5 hash.", _EXPECTED, mask(spot.value))


@rule(
    "USR004",
    "hash-malformed",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOMER_INFORMATION,
    read=READ,
    why="The value is no SHA-256 hash in hex but something like one: cut off, too long, of another kind or in base64. "
    "Whether the API refuses it like an unhashed value was not seen.",
    fix="Send the SHA-256 hash as 64 lower-case hex digits, and check that no column or field cuts it off.",
    channels=BOTH,
    on=_PLACES,
    failing=event(user_data=user(em=[EMAIL_HASH[:63]])),
    passing=event(user_data=user(em=[EMAIL_HASH + ".AQQCAQMC"])),
)
def hash_malformed(spot: Spot) -> Hit | None:
    """Hex digits in the wrong number, or a hash in base64."""
    if shape(spot.value) != "malformed":
        return None
    length = len(spot.value.strip())
    return Hit(f"{spot.name} looks like a hash but has {length} characters.", _EXPECTED, mask(spot.value))


def _not_hashed(spot: Spot) -> Hit | None:
    if not has_value(spot.value) or shape(spot.value) != "raw":
        return None
    return Hit(f"{spot.name} is not hashed.", _EXPECTED, mask(spot.value))


@rule(
    "USR003",
    "customer-information-not-hashed",
    severity=Severity.REJECTED,
    evidence=Evidence.OBSERVED,
    source=sources.NOT_HASHED_REPORT,
    read=READ,
    why="The API refuses unhashed customer information and names the field (seen for ct). User agent, click id and "
    "browser id are the exceptions it lists.",
    fix="Normalise the value and hash it with SHA-256: capisim normalize shows both steps.",
    on=_PLACES,
    subcode=2804016,
    failing=event(user_data=user(em=["shopper@shop.example"])),
    passing=event(),
)
def customer_information_not_hashed(spot: Spot) -> Hit | None:
    """A plain value where a hash is required."""
    return _not_hashed(spot)


@rule(
    "PIX003",
    "pixel-information-not-hashed",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.ADVANCED_MATCHING,
    read=READ,
    why="The pixel script hashes before it sends; an image request has to carry hashes. A plain value in the address "
    "of a request is personal data on its way through logs.",
    fix="Let fbq('init', ...) hash the value, or hash it before building the image request.",
    channels=BROWSER,
    on=_PLACES,
    failing=browser(user_data={"em": "shopper@shop.example"}),
    passing=browser(user_data={"em": EMAIL_HASH}),
)
def pixel_information_not_hashed(spot: Spot) -> Hit | None:
    """A plain value in a browser request where a hash is required."""
    return _not_hashed(spot)
