"""The members of ``user_data``: what each one means and whether it is hashed.

Sources, both read 2026-09-12:

* Meta's documentation: customer information parameters, and for messaging keys the pages about
  business messaging;
* Meta's business SDKs for Python (2026-06-24) and Node (26.0.0), for the keys that are on no page.
"""

from __future__ import annotations

import difflib
from enum import StrEnum
from typing import NamedTuple

from simulator.errors import UsageError
from simulator.masking import printable, shorten

_DOCUMENTATION = "https://developers.facebook.com/documentation/ads-commerce/conversions-api"
PAGE = f"{_DOCUMENTATION}/parameters/customer-information-parameters"
_MESSAGING = f"{_DOCUMENTATION}/business-messaging"
_PYTHON_SDK = "https://github.com/facebook/facebook-python-business-sdk"
_NODE_SDK = "https://github.com/facebook/facebook-nodejs-business-sdk"
_ADOBE = "https://github.com/adobe/reactor-extension-meta-conversion-api-edge"


class Hashing(StrEnum):
    """What Meta wants done with a value before it is sent."""

    REQUIRED = "required"
    RECOMMENDED = "recommended"
    NEVER = "never"


class Key(NamedTuple):
    """One member of ``user_data``. ``source`` is the page or the code that says so."""

    name: str
    means: str
    hashing: Hashing
    source: str = PAGE

    @property
    def documented(self) -> bool:
        """Whether Meta's documentation has the key; the others are known from source code."""
        return self.source.startswith(_DOCUMENTATION)


def _keys(hashing: Hashing, source: str, **means: str) -> dict[str, Key]:
    return {name: Key(name, text, hashing, source) for name, text in means.items()}


KEYS: dict[str, Key] = {
    **_keys(
        Hashing.REQUIRED,
        PAGE,
        em="e-mail address",
        ph="phone number",
        fn="first name",
        ln="last name",
        ge="gender",
        db="date of birth",
        ct="city",
        st="state",
        zp="postal code",
        country="country",
    ),
    **_keys(Hashing.RECOMMENDED, PAGE, external_id="your own id of the person"),
    **_keys(
        Hashing.NEVER,
        PAGE,
        client_ip_address="IP address of the browser",
        client_user_agent="user agent of the browser",
        fbc="click id (cookie _fbc)",
        fbp="browser id (cookie _fbp)",
        subscription_id="subscription of the transaction",
        fb_login_id="id of the person in your app with Facebook Login",
        lead_id="id of a lead from a lead ad",
        anon_id="installation id of an app",
        madid="advertising id of a phone",
        page_id="page of a Messenger conversation",
        page_scoped_user_id="person in a Messenger conversation",
        ctwa_clid="click on an ad that opens WhatsApp",
        ig_account_id="Instagram account",
        ig_sid="person in an Instagram conversation",
    ),
    **_keys(Hashing.NEVER, _MESSAGING, whatsapp_business_account_id="WhatsApp business account"),
    **_keys(
        Hashing.REQUIRED,
        _PYTHON_SDK,
        f5first="first five letters of the first name",
        f5last="first five letters of the last name",
        fi="first letter of the first name",
        dobd="day of birth",
        dobm="month of birth",
        doby="year of birth",
    ),
    **_keys(Hashing.REQUIRED, _NODE_SDK, app_user_id="id of the person in your app"),
    **_keys(Hashing.NEVER, _ADOBE, partner_id="id of the person at a partner", partner_name="name of that partner"),
}

_OTHER_NAMES = {
    "cn": "country",
    "city": "ct",
    "date_of_birth": "db",
    "dob": "db",
    "email": "em",
    "first_name": "fn",
    "fbclid": "fbc",
    "gen": "ge",
    "gender": "ge",
    "ip": "client_ip_address",
    "last_name": "ln",
    "phone": "ph",
    "state": "st",
    "user_agent": "client_user_agent",
    "zip": "zp",
}


def find_key(name: str) -> Key:
    """The key of that name. Raises UsageError, with the name that was probably meant."""
    key = KEYS.get(name)
    if key is not None:
        return key
    meant = _OTHER_NAMES.get(name.lower()) or next(iter(difflib.get_close_matches(name.lower(), KEYS, n=1)), None)
    hint = f"did you mean {meant}?" if meant else f"Meta's keys are {', '.join(KEYS)}"
    raise UsageError(f"unknown key {shorten(printable(name), 40)}: {hint}")


def other_name(name: str) -> str | None:
    """The key that is meant by another name of it in lower case, such as em by ``email``; None for any other."""
    return _OTHER_NAMES.get(name)
