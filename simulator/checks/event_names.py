"""Meta's event names, and which of them another name is likely to mean.

Standard events: the Pixel reference (read 2026-09-12). Names of the app layer: Meta's SDKs for iOS and Android
(read 2026-09-12); the spelling of the game events is that of their enumeration and only partly verified.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

STANDARD_EVENTS = frozenset(
    "PageView AddPaymentInfo AddToCart AddToWishlist CompleteRegistration Contact CustomizeProduct Donate "  # noqa: SIM905
    "FindLocation InitiateCheckout Lead Purchase Schedule Search StartTrial SubmitApplication Subscribe "
    "ViewContent".split()
)

APP_NAMES = {
    "fb_mobile_achievement_unlocked": "AchievementUnlocked",
    "fb_mobile_activate_app": "ActivateApp",
    "fb_mobile_add_payment_info": "AddPaymentInfo",
    "fb_mobile_add_to_cart": "AddToCart",
    "fb_mobile_add_to_wishlist": "AddToWishlist",
    "fb_mobile_complete_registration": "CompleteRegistration",
    "fb_mobile_content_view": "ViewContent",
    "fb_mobile_initiated_checkout": "InitiateCheckout",
    "fb_mobile_level_achieved": "LevelAchieved",
    "fb_mobile_purchase": "Purchase",
    "fb_mobile_rate": "Rate",
    "fb_mobile_search": "Search",
    "fb_mobile_spent_credits": "SpentCredits",
    "fb_mobile_tutorial_completion": "TutorialCompletion",
}
"""Names on the wire of Meta's app SDKs, and the names the Conversions API has for them."""

APP_PREFIX = "fb_mobile_"

How: TypeAlias = Literal["app", "case", "addition", "near"]


class Meant(NamedTuple):
    """What a name is likely to mean: ``name``, None when that is not known.

    ``how`` it differs: it is the name the app layer uses; upper and lower case; something was added; it is
    nearly the same. ``what`` says it in words.
    """

    how: How
    name: str | None
    what: str


_LONGEST = 64
# Names of fewer letters are taken for a slip with one wrong letter, longer ones with two.
_LONG = 10
# Words of their own, one or two letters from a standard name.
_OTHER_WORDS = frozenset(
    "load lend leap leaf leak lean led lad contract addtochart viewcontact viewconsent viewcontest viewcontext "  # noqa: SIM905
    "findvacation starttrip".split()
)
# Meta's own name for page views in web views of apps; no name of the Conversions API is known for it.
_KNOWN = frozenset({"fb_page_view"})

_SEPARATORS = re.compile(r"[\s_.-]+")
_BY_LOWER = {name.lower(): name for name in STANDARD_EVENTS}
_ADDED = (
    (re.compile(r"(?P<rest>.+?)\s*[(\[]\d+[)\]]"), "a number in brackets"),
    (re.compile(r"(?P<rest>.+?)\s*[-_:|]\s*\d{6,}"), "a long number"),
    (re.compile(r"(?:fb|facebook|meta|pixel|capi)\s*[-_:|/. ]\s*(?P<rest>.+)", re.IGNORECASE), "a word before it"),
    (
        re.compile(
            r"(?P<rest>.+?)\s*(?:[-_:|/]\s*|[(\[])(?:fb|facebook|meta|pixel|capi|api|server|browser|web|website|gtm|s2s)[)\]]?",
            re.IGNORECASE,
        ),
        "a word after it",
    ),
)


def meant(name: str) -> Meant | None:
    """The standard event that a name is likely to mean, or None: it is one, or a name of the sender's own.

    Words made from a standard name (Leads, Subscribed, Unsubscribe, Search2) are names of their own.
    """
    if name in STANDARD_EVENTS or name in _KNOWN or len(name) > _LONGEST:
        return None
    return _meant(name)


@lru_cache(maxsize=4096)
def _meant(name: str) -> Meant | None:
    if name.startswith(APP_PREFIX):
        return Meant("app", APP_NAMES.get(name), "is the name of an event in Meta's app SDKs")
    lower = name.lower()
    if lower in _BY_LOWER:
        return Meant("case", _BY_LOWER[lower], "differs in upper and lower case")
    return _with_addition(name) or _near(name)


def _with_addition(name: str) -> Meant | None:
    bare = name.strip()
    if bare != name and bare.lower() in _BY_LOWER:
        return Meant("addition", _BY_LOWER[bare.lower()], "has white space around it")
    for pattern, what in _ADDED:
        found = pattern.fullmatch(bare)
        if found is not None:
            standard = _BY_LOWER.get(_squeezed(found["rest"]))
            if standard is not None:
                return Meant("addition", standard, f"has {what}")
    return None


def _near(name: str) -> Meant | None:
    letters = _squeezed(name)
    if letters in _BY_LOWER:
        return Meant("near", _BY_LOWER[letters], "has other separators between its words")
    if letters in _OTHER_WORDS or not letters.isalpha():
        return None
    for lower, standard in _BY_LOWER.items():
        most = 2 if len(lower) >= _LONG else 1
        # A slip rarely hits the first letter, and a longer word around the name is a word of its own.
        if letters[0] != lower[0] or abs(len(letters) - len(lower)) > most or letters.startswith(lower):
            continue
        wrong = _slips(letters, lower)
        if wrong <= most:
            return Meant("near", standard, f"differs by {'one letter' if wrong == 1 else 'two letters'}")
    return None


def _squeezed(name: str) -> str:
    return _SEPARATORS.sub("", name).lower()


def _slips(typed: str, right: str) -> int:
    """How many letters were left out, put in, exchanged or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, letter in enumerate(typed, 1):
        older, before, row = before, row, [i]
        for j, wanted in enumerate(right, 1):
            fewest = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == right[j - 2] and typed[i - 2] == wanted:
                fewest = min(fewest, older[j - 2] + 1)
            row.append(fewest)
    return row[-1]
