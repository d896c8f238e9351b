"""The words the rules know: keys, names and codes, as Meta's pages and SDKs list them.

Sources: the customer information, server event, business messaging and data processing options
pages named in ``simulator.checks.sources`` (read 2026-09-12); the ``f5first``... keys are in
Meta's SDKs only.
"""

from __future__ import annotations

import json
from functools import cache

from simulator.resources import schemas

HASHED_KEYS = tuple(
    "em ph fn ln db ge ct st zp country f5first f5last fi dobd dobm doby app_user_id".split()  # noqa: SIM905
)
"""Customer information that must be hashed with SHA-256."""

PLAIN_KEYS = tuple(
    "external_id client_ip_address client_user_agent fbc fbp subscription_id fb_login_id lead_id anon_id madid page_id "  # noqa: SIM905
    "page_scoped_user_id ctwa_clid whatsapp_business_account_id ig_account_id instagram_business_account_id ig_sid "
    "partner_id partner_name".split()
)
"""Customer information that may or must stay unhashed."""

MATCH_KEYS = frozenset(HASHED_KEYS + PLAIN_KEYS)

OTHER_NAMES = {
    "email": "em",
    "phone": "ph",
    "phone_number": "ph",
    "first_name": "fn",
    "last_name": "ln",
    "birthday": "db",
    "date_of_birth": "db",
    "dob": "db",
    "gen": "ge",
    "gender": "ge",
    "city": "ct",
    "state": "st",
    "zip": "zp",
    "zip_code": "zp",
    "postal_code": "zp",
    "country_code": "country",
    "ip": "client_ip_address",
    "ip_address": "client_ip_address",
    "client_ip": "client_ip_address",
    "user_agent": "client_user_agent",
    "userAgent": "client_user_agent",
    "externalId": "external_id",
    "fbclid": "fbc",
    "_fbc": "fbc",
    "_fbp": "fbp",
}
"""Names that senders use for a key of Meta's, and the key they mean."""

TOO_BROAD = (
    frozenset({"ct", "country", "st", "zp", "ge", "client_user_agent"}),
    frozenset({"db", "client_user_agent"}),
    frozenset({"fn", "ge"}),
    frozenset({"ln", "ge"}),
)
"""An event is refused when all its match keys are inside one of these sets."""

_TELLING = MATCH_KEYS.difference(*TOO_BROAD)

ACTION_SOURCES = (
    "website",
    "app",
    "physical_store",
    "phone_call",
    "chat",
    "email",
    "system_generated",
    "business_messaging",
    "other",
)

MESSAGING_CHANNELS = ("messenger", "whatsapp", "instagram")
MESSAGING_EVENTS = frozenset({"Purchase", "LeadSubmitted", "InitiateCheckout", "AddToCart", "ViewContent"})
"""Names both Meta's page and a report of the live API accept for messaging."""
MESSAGING_EVENTS_DOUBTFUL = frozenset(
    {
        "OrderCreated",
        "OrderShipped",
        "OrderDelivered",
        "OrderCanceled",
        "OrderReturned",
        "CartAbandoned",
        "QualifiedLead",
        "RatingProvided",
        "ReviewProvided",
    }
)
"""Names on Meta's page that a report of the live API says are refused."""

NOTHING_WORDS = (
    "",
    " ",
    "null",
    "NULL",
    "undefined",
    "none",
    "None",
    "nan",
    "NaN",
    "n/a",
    "[object object]",
    "[]",
    "{}",
)
"""What programs write where a value is missing."""


TEST_WORDS = (
    "test",
    "guest",
    "anonymous",
    "customer",
    "asdf",
    "test@test.com",
    "test@example.com",
    "test@gmail.com",
    "example@example.com",
    "user@example.com",
    "email@example.com",
    "guest@example.com",
    "john.doe@example.com",
    "johndoe@example.com",
    "a@a.com",
    "foo@bar.com",
    "123456789",
    "0123456789",
    "1234567890",
    "1111111111",
    "0000000000",
)
"""What people type into a form to try it. Without what Meta's own samples send."""

TEST_WORD_KEYS = ("em", "ph", "fn", "db", "ge", "ct", "st", "zp", "country")
"""Where these words are told. Not last names: Test and Guest are two."""


@cache
def test_words() -> dict[str, str]:
    """The SHA-256 hashes of the words for trying a form, each with its word."""
    from hashlib import sha256

    return {sha256(word.encode()).hexdigest(): word for word in TEST_WORDS}


@cache
def nothing() -> dict[str, str]:
    """The words for a missing value and their SHA-256 hashes, each with the word it stands for."""
    from hashlib import sha256

    hashes = {sha256(word.encode()).hexdigest(): word for word in NOTHING_WORDS}
    return hashes | {word: word for word in NOTHING_WORDS}


@cache
def currencies() -> frozenset[str]:
    """The ISO 4217 codes, in upper case."""
    return frozenset(json.loads((schemas() / "data" / "currencies.json").read_bytes())["enum"])


def has_value(value: object) -> bool:
    """Whether a member of user_data holds anything: not null, not blank text, not a list of those."""
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, list):
        return any(has_value(each) for each in value)
    return value is not None and value != {}


def match_keys(user_data: dict[str, object]) -> frozenset[str]:
    """The match keys that hold a value, under the names Meta knows them by."""
    keys = (OTHER_NAMES.get(key, key) for key, value in user_data.items() if has_value(value))
    return MATCH_KEYS.intersection(keys)


def has_telling_key(user_data: dict[str, object]) -> bool:
    """Whether a match key that is in no too broad combination holds a value: the quick answer for most events."""
    return any(key in _TELLING and has_value(value) for key, value in user_data.items())


def is_too_broad(keys: frozenset[str]) -> bool:
    """Whether Meta refuses an event that has no match keys but these."""
    return any(keys <= combination for combination in TOO_BROAD)
