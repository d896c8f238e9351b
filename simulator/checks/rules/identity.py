"""Rules for who the event is about: user_data as a whole, and the keys that are never hashed."""

from __future__ import annotations

import re

from simulator.checks import sources
from simulator.checks.catalog import BOTH, rule
from simulator.checks.examples import EMAIL_HASH, event, user
from simulator.checks.sources import READ
from simulator.checks.spot import ABSENT, Hit, Path, Spot
from simulator.checks.vocabulary import (
    HASHED_KEYS,
    MATCH_KEYS,
    OTHER_NAMES,
    PLAIN_KEYS,
    has_telling_key,
    has_value,
    is_too_broad,
    match_keys,
    nothing,
)
from simulator.finding import Evidence, Severity
from simulator.masking import mask

LISTS_ALLOWED = frozenset(HASHED_KEYS) | {"external_id"}
_HASH = re.compile(r"[0-9a-fA-F]{64}")
# Private, loopback, link-local, shared and unspecified addresses. Those reserved for documentation are
# left out: examples are made of them.
_NOT_PUBLIC = re.compile(
    r"(::ffff:)?(10\.|127\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|0\.0\.0\.0|"
    r"::1?(\.|$)|f[cd][0-9a-f]{0,2}:|fe[89ab][0-9a-f]:)",
    re.IGNORECASE,
)
# The pieces of a list out of X-Forwarded-For.
_PIECES = re.compile(r"[^\s,;]+")


@rule(
    "USR001",
    "user-data-missing",
    severity=Severity.REJECTED,
    evidence=Evidence.THIRD_PARTY,
    source=sources.SERVER_EVENT,
    read=READ,
    why="user_data is documented as required, and the API was reported to name it as a required parameter when it "
    "is missing.",
    fix="Send user_data with what is known of the customer, for example a hashed e-mail address.",
    on=[("user_data", "required"), ("user_data", "type")],
    subcode=2804019,
    failing=event(user_data=ABSENT),
    passing=event(),
)
def user_data_missing(spot: Spot) -> Hit | None:
    """No user_data, or something that is no object."""
    if spot.value == []:
        return None
    if spot.value is ABSENT or spot.value is None:
        return Hit("The event has no user_data.", "an object with customer information", "nothing")
    return Hit("user_data is not an object.", "an object with customer information", mask(spot.value))


@rule(
    "USR002",
    "customer-information-too-broad",
    severity=Severity.REJECTED,
    evidence=Evidence.OBSERVED,
    source=sources.BEST_PRACTICES,
    read=READ,
    why="Since Graph version 13 events are refused when their match keys are none, or only some of: city, country, "
    "state, zip, gender and user agent; birth date and user agent; first name and gender; last name and gender. One "
    "such event was seen to take its whole batch with it.",
    fix="Add a key that tells people apart: hashed e-mail or phone, external_id, fbp, fbc or client_ip_address.",
    on=[("user_data", "type")],
    examines=True,
    hides=("USR009",),
    subcode=2804050,
    failing=event(user_data=user(em=ABSENT)),
    passing=event(user_data=user(em=ABSENT, client_ip_address="198.51.100.7")),
)
def customer_information_too_broad(spot: Spot) -> Hit | None:
    """Match keys that fit too many people."""
    user_data = spot.event.payload.get("user_data")
    if user_data == []:
        user_data = {}
    if not isinstance(user_data, dict) or has_telling_key(user_data):
        return None
    keys = match_keys(user_data)
    if not is_too_broad(keys):
        return None
    if keys:
        held = f"only {', '.join(sorted(keys))}"
        message = f"The customer information is too broad to match anyone: {held}."
    else:
        held = "no match key" if not user_data else "no match key that holds a value"
        message = f"user_data has {held}."
    return Hit(message, "at least one key such as em, ph, external_id, fbp or client_ip_address", held, ("user_data",))


@rule(
    "USR012",
    "lead-id-invalid",
    severity=Severity.REJECTED,
    evidence=Evidence.THIRD_PARTY,
    source=sources.CUSTOMER_INFORMATION,
    read=READ,
    why="lead_id is the id of a Lead Ads lead: 15 or 16 digits, not hashed. The API was reported to refuse others.",
    fix="Send the lead's id as Meta delivered it, unhashed, or leave lead_id out.",
    on=[("user_data.lead_id", keyword) for keyword in ("pattern", "minimum", "maximum", "type")],
    subcode=2804036,
    failing=event(user_data=user(lead_id="12345")),
    passing=event(user_data=user(lead_id=1234567890123456)),
)
def lead_id_invalid(spot: Spot) -> Hit | None:
    """A lead_id that is not 15 or 16 digits."""
    if not has_value(spot.value):
        return None
    return Hit("lead_id is not the id of a lead.", "15 or 16 digits", mask(spot.value))


@rule(
    "USR013",
    "user-agent-missing",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.PARAMETERS,
    read=READ,
    why="Documented as required for website events, but an event without it was answered with 200 on 2026-09-05; it "
    "still helps matching.",
    fix="Pass on the browser's User-Agent header as user_data.client_user_agent.",
    on=[("user_data.client_user_agent", keyword) for keyword in ("required", "minLength", "type")],
    failing=event(user_data=user(client_user_agent=ABSENT)),
    passing=event(),
)
def user_agent_missing(spot: Spot) -> Hit | None:
    """A website event without the browser's user agent."""
    if spot.source != "website" or (spot.value is not ABSENT and has_value(spot.value)):
        return None
    return Hit("The website event has no client_user_agent.", "the browser's User-Agent header", "nothing")


@rule(
    "USR009",
    "customer-information-empty",
    severity=Severity.NOTE,
    evidence=Evidence.OBSERVED,
    source=sources.SEGMENT,
    read="2026-08-21",
    why="Published senders send null, empty text and empty lists for what they do not know, and are not refused; such "
    "a key matches nobody.",
    fix="Leave the key out when the customer's value is not known.",
    channels=BOTH,
    on=[
        ("user_data", "type"),
        *(
            (f"user_data.{key}", keyword)
            for key in (*HASHED_KEYS, *PLAIN_KEYS)
            for keyword in ("type", "pattern", "minLength", "minItems")
        ),
    ],
    failing=event(user_data=user(ph=[None])),
    passing=event(),
)
def customer_information_empty(spot: Spot) -> Hit | None:
    """A key that holds nothing."""
    if has_value(spot.value) or (spot.path == ("user_data",) and spot.value is None):
        return None
    return Hit(f"{spot.name} is empty.", "a value, or no such key", mask(spot.value))


@rule(
    "USR008",
    "hash-of-nothing",
    severity=Severity.WARNING,
    evidence=Evidence.INFERRED,
    source=sources.CUSTOMER_INFORMATION,
    read=READ,
    why="The value is a word programs write for a missing value, or its hash. It is well formed, so nothing is "
    "refused, but it matches nobody, and as external_id it makes strangers the same person.",
    fix="Leave the key out when the value is not known; never hash an empty text, null or undefined.",
    channels=BOTH,
    examines=True,
    on=[(f"user_data.{key}", "not") for key in (*HASHED_KEYS, "external_id")],
    failing=event(user_data=user(ph=["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"])),
    passing=event(),
)
def hash_of_nothing(spot: Spot) -> Hit | None:
    """The hash of empty text, of null and of the like; in external_id also the words themselves."""
    words = nothing()
    found: dict[str, tuple[Path, str]] = {}
    for key, value in spot.member("user_data").items():
        if key not in LISTS_ALLOWED:
            continue
        if value.__class__ is str and value not in words:
            continue
        if value.__class__ is list and len(value) == 1 and value[0].__class__ is str and value[0] not in words:
            # What nearly every value is.
            continue
        entries = enumerate(value) if isinstance(value, list) else [(None, value)]
        for index, each in entries:
            word = words.get(each) if isinstance(each, str) and each else None
            # Null is also a name people have. Unhashed words in hashed keys are reported as unhashed.
            if word is None or (word.strip() and key in ("fn", "ln")) or (word == each and key != "external_id"):
                continue
            found.setdefault(key, (("user_data", key) if index is None else ("user_data", key, index), word))
    if not found:
        return None
    path, word = next(iter(found.values()))
    shown = f'"{word}"' if word.strip() else "an empty text"
    message = f"user_data.{next(iter(found))} stands for {shown}."
    others = ", ".join(list(found)[1:])
    return Hit(
        message[:-1] + f", and so do {others}." if others else message,
        "the customer's value, or no such key",
        shown,
        path,
    )


@rule(
    "USR011",
    "id-as-number",
    severity=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source=sources.EXTERNAL_ID,
    read=READ,
    why="external_id and other ids are documented as text, and Meta's own sample passes a bare number. As external_id "
    "it has to look the same on both channels.",
    fix="Send ids as text, the same on both channels.",
    channels=BOTH,
    on=[(f"user_data.{key}", "type") for key in PLAIN_KEYS],
    failing=event(user_data=user(external_id=12345)),
    passing=event(user_data=user(external_id="12345")),
)
def id_as_number(spot: Spot) -> Hit | None:
    """A number where text is documented."""
    if isinstance(spot.value, bool) or not isinstance(spot.value, (int, float)):
        return None
    return Hit(f"{spot.name} is a number.", "text", mask(spot.value))


@rule(
    "USR018",
    "list-instead-of-value",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOMER_INFORMATION,
    read=READ,
    why="The page allows lists for hashed keys and external_id only; what the API makes of other lists is not known.",
    fix="Send one value, without the list around it.",
    channels=BOTH,
    on=[(f"user_data.{key}", "type") for key in PLAIN_KEYS if key not in LISTS_ALLOWED],
    failing=event(user_data=user(fbp=["fb.1.1787996400000.1098115397"])),
    passing=event(user_data=user(fbp="fb.1.1787996400000.1098115397")),
)
def list_instead_of_value(spot: Spot) -> Hit | None:
    """A list where one value is documented."""
    if not isinstance(spot.value, list):
        return None
    return Hit(f"{spot.name} is a list.", "one value", mask(spot.value))


def _is_list(address: str) -> bool:
    return len(_PIECES.findall(address)) > 1 and ("," in address or ";" in address or " " in address.strip())


@rule(
    "USR014",
    "client-ip-invalid",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOMER_INFORMATION,
    read=READ,
    why="client_ip_address is one IPv4 or IPv6 address, unhashed and without spaces. A list out of X-Forwarded-For, a "
    "port or a hash matches nobody. The suffix of Meta's parameter builder is fine.",
    fix="Send the first public address of X-Forwarded-For, or that of the connection when there is no proxy.",
    channels=BOTH,
    on=[("user_data.client_ip_address", "pattern")],
    failing=event(user_data=user(client_ip_address="198.51.100.7, 203.0.113.9")),
    passing=event(user_data=user(client_ip_address="198.51.100.7.AQQAAQMC")),
)
def client_ip_invalid(spot: Spot) -> Hit | None:
    """Something that is not one IP address."""
    value = spot.value
    what = "not an IP address"
    if _is_list(value):
        what = f"a list of {len(_PIECES.findall(value))} addresses: send the first public one"
    elif _HASH.match(value):
        what = "hashed, which an IP address never is"
    return Hit(f"client_ip_address is {what}.", "one IPv4 or IPv6 address", mask(value))


@rule(
    "USR015",
    "client-ip-not-public",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOMER_INFORMATION,
    read=READ,
    why="The address must be the customer's own. A private or loopback address is that of a proxy or of the server, "
    "and matches nobody.",
    fix="Send the address the customer came from: the first of X-Forwarded-For behind a proxy.",
    examines=True,
    failing=event(user_data=user(client_ip_address="10.0.0.7")),
    passing=event(user_data=user(client_ip_address="8.8.4.4")),
)
def client_ip_not_public(spot: Spot) -> Hit | None:
    """An address of a private network."""
    value = spot.member("user_data").get("client_ip_address")
    if not isinstance(value, str):
        return None
    # A list has its own rule, whatever it begins with.
    if not _NOT_PUBLIC.match(value) or _is_list(value):
        return None
    path = ("user_data", "client_ip_address")
    return Hit("client_ip_address belongs to a private network.", "the customer's public address", mask(value), path)


@rule(
    "USR016",
    "hashed-by-mistake",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOMER_INFORMATION,
    read=READ,
    why="The user agent must not be hashed: Meta compares it as it is.",
    fix="Send client_user_agent as the browser sent it.",
    channels=BOTH,
    examines=True,
    failing=event(user_data=user(client_user_agent=EMAIL_HASH)),
    passing=event(),
)
def hashed_by_mistake(spot: Spot) -> Hit | None:
    """A hash where Meta wants the value itself."""
    value = spot.member("user_data").get("client_user_agent")
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        return None
    return Hit(
        "client_user_agent is hashed.",
        "the browser's User-Agent header",
        mask(value),
        ("user_data", "client_user_agent"),
    )


@rule(
    "USR017",
    "customer-information-key-unknown",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOMER_INFORMATION,
    read=READ,
    why="Meta's page lists short keys (em, ph, fn...). Long names appear only in a table of the offline events page, "
    "whose own sample uses the short ones; a key under another name is most likely not read.",
    fix="Rename the key to the one Meta lists.",
    channels=BOTH,
    examines=True,
    failing=event(user_data=user(email=EMAIL_HASH)),
    passing=event(),
)
def customer_information_key_unknown(spot: Spot) -> Hit | None:
    """A key under a name that Meta does not list."""
    user_data = spot.member("user_data")
    strays = [key for key in user_data if key in OTHER_NAMES and key not in MATCH_KEYS]
    if not strays:
        return None
    names = ", ".join(f"{key} (should be {OTHER_NAMES[key]})" for key in strays)
    return Hit(
        f"user_data has keys under names Meta does not list: {names}.",
        OTHER_NAMES[strays[0]],
        strays[0],
        ("user_data", strays[0]),
    )
