"""Names of members and parameters that mean personal data, and values that are plausible for them.

Most names are those that RudderStack keeps away from Meta by default (its source, read 2026-08-06); such as
also name products or places (``name``, ``city``, ``zip``, ``address``) are left out on purpose.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from simulator.checks.personal import decoded
from simulator.checks.vocabulary import NOTHING_WORDS

KINDS: dict[str, tuple[str, ...]] = {
    "em": ("email", "mail", "emailaddress", "mailaddress", "em"),
    "ph": (
        *("phone", "phones", "phonenumber", "phoneno", "telephone", "telephonenumber", "tel", "ph", "msisdn"),
        *("mobile", "mobilephone", "mobilenumber", "cellphone", "cell", "whatsapp", "whatsappnumber", "contactnumber"),
    ),
    "fn": ("firstname", "fname", "givenname", "forename"),
    "ln": ("lastname", "lname", "surname", "familyname"),
    "name": (
        *(
            "fullname",
            "middlename",
            "customername",
            "buyername",
            "shoppername",
            "recipientname",
            "cardholdername",
            "cardholder",
        ),
        *("billingname", "shippingname", "attendeename", "patientname"),
    ),
    "db": ("dob", "birthday", "birthdate", "dateofbirth", "bday"),
    "street": (
        *("street", "streetaddress", "addressline", "addressline1", "address1", "homeaddress", "postaladdress"),
        *("billingaddress", "shippingaddress", "deliveryaddress"),
    ),
    "ssn": ("ssn", "socialsecurity", "socialsecuritynumber"),
}
"""By kind, names in lower case without separators."""

WORDS = {
    "em": "an e-mail address",
    "ph": "a phone number",
    "fn": "a first name",
    "ln": "a last name",
    "name": "a person's name",
    "db": "a date of birth",
    "street": "a street address",
    "ssn": "a social security number",
}

_KIND_OF = {name: kind for kind, names in KINDS.items() for name in names}
_WHOSE = re.compile(
    r"(?:billing|shipping|delivery|customer|user|buyer|shopper|client|contact|member|guest|account|recipient|your|my)"
)
_PARTS = re.compile(r"[\[\].:]+")
_MARKS = re.compile(r"[\s_-]+")
_PLACEHOLDER = re.compile(r"[{}<>\[\]|%*•$]|xxx|redacted|removed|hidden", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d ().\-/\u00a0]{7,24}", re.ASCII)
_DATE = re.compile(r"\d{4}([-/. ])\d{1,2}\1\d{1,2}([T ].*)?|\d{1,2}([-/. ])\d{1,2}\3(\d{2}|\d{4})|\d{8}", re.ASCII)
_SSN = re.compile(r"\d{3}([- ]?)\d{2}\1\d{4}", re.ASCII)
_STREET = re.compile(r"(?=.*\d)(?=.*[^\W\d_]{3}).*\s.*")
_LONGEST = 200
_LONGEST_NAME = 60
_NO_NAMES = frozenset(word.lower() for word in NOTHING_WORDS) | frozenset(
    "yes no true false on off ok test default unknown anonymous guest customer user visitor first last "  # noqa: SIM905
    "firstname lastname fullname required optional missing valid invalid error empty".split()
)


def kind_of(name: str) -> str | None:
    """The kind of personal data a name means: ``customer[first_name]`` is ``fn``; None for any other name."""
    return _kind_of(name) if len(name) <= _LONGEST else None


@lru_cache(maxsize=4096)
def _kind_of(name: str) -> str | None:
    last = next((part for part in reversed(_PARTS.split(decoded(name))) if part), "")
    bare = _MARKS.sub("", last).lower()
    kind = _KIND_OF.get(bare)
    if kind is None and (match := _WHOSE.match(bare)):
        kind = _KIND_OF.get(bare[match.end() :])
    return kind


def is_plausible(kind: str, value: object) -> bool:
    """Whether a decoded value can be personal data of that kind in clear: no hash, no flag, no placeholder."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return False
    text = str(value).strip()
    if not text or len(text) > _LONGEST or _PLACEHOLDER.search(text):
        return False
    if kind == "em":
        return "@" in text[1:-1]
    if kind == "ph":
        return _PHONE.fullmatch(text) is not None and 7 <= sum(c.isdigit() for c in text) <= 15
    if kind == "db":
        return _DATE.fullmatch(text) is not None
    if kind == "ssn":
        return _SSN.fullmatch(text) is not None
    if kind == "street":
        return _STREET.fullmatch(text) is not None
    return _is_name(text)


def _is_name(text: str) -> bool:
    if text.lower() in _NO_NAMES or _MARKS.sub("", text).lower() in _KIND_OF:
        return False
    letters = sum(c.isalpha() for c in text)
    return (
        len(text) <= _LONGEST_NAME
        and letters >= 2
        and all(c.isalpha() or c in " .,'’-" or unicodedata.category(c)[0] == "M" for c in text)
    )
