"""Values of user_data, and of members elsewhere whose names say that they are about somebody."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from simulator.checks.vocabulary import nothing
from simulator.customer.keys import KEYS, Hashing
from simulator.expectation.standins.hashes import HASH, is_base64_hash

if TYPE_CHECKING:
    from simulator.expectation.standins.texts import Texts

_GENDERS = frozenset("f m female male woman man w d x other unknown diverse".split())  # noqa: SIM905
_COOKIE = re.compile(r"(fb\.[^.]*\.)(\d*)(\.)([^.]*)(.*)", re.DOTALL)
_YEAR_FIRST = re.compile(r"(\d{4})(\D?)(\d{1,2})(\D?)(\d{1,2})(.*)", re.DOTALL)
_YEAR_LAST = re.compile(r"(\d{1,2})(\D?)(\d{1,2})(\D?)(\d{4})(.*)", re.DOTALL)
_MARK = re.compile(r"(.*?)(\.[A-Za-z0-9_-]{2,8})?", re.DOTALL)
_KINDS = {
    "em": "e-mail addresses",
    "ph": "phone numbers",
    "fn": "names",
    "ln": "names",
    "name": "names",
    "db": "dates of birth",
    "external_id": "external ids",
    "fbp": "browser ids",
    "fbc": "click ids",
}
_DAYS = 20_000


def replaced(texts: Texts, key: str, text: str) -> str:
    """The stand-in for a value in clear or hashed; words for nothing (null, undefined) stay."""
    if not text.strip() or text in nothing() or text.strip().lower() in nothing():
        return text
    if key in ("client_user_agent", "partner_name"):
        # Browsers are many people's; what somebody wrote into one is not.
        return _agent(texts, text)
    hashed = key not in KEYS or KEYS[key].hashing is not Hashing.NEVER
    if hashed and HASH.fullmatch(text):
        return texts.hash(text)
    if hashed and is_base64_hash(text):
        texts.counts["hashes"] += 1
        texts.hashes.see(text)
        return texts.hashes.replaced(text)
    made = _plain(texts, key, text)
    if made != text and key in KEYS and hashed:
        texts.hashes.link(key, text, made)
    return made


def _plain(texts: Texts, key: str, text: str) -> str:
    if key == "client_ip_address":
        return texts.address(text)
    if key in ("fbp", "fbc"):
        return _cookie(texts, key, text)
    if key == "em" and "@" in text:
        local, at, domain = text.strip().rpartition("@")
        return text.replace(f"{local}{at}{domain}", texts.email(f"{local}{at}{domain}"))
    if key == "ph" and sum(c.isdigit() for c in text) > 3:
        return texts.phone(text)
    if key == "country" and len(text.strip()) <= 3:
        return text
    if key == "ge" and text.strip().lower() in _GENDERS:
        return text
    texts.counts[_KINDS.get(key, "other customer information")] += 1
    if key == "db":
        return _date(texts, text)
    if key in ("fn", "ln", "name"):
        texts.names.update(re.findall(r"[^\W\d_]{2,}", text.lower()))
    if "@" in text:
        return texts.free(text)
    return texts.words(text)


def _agent(texts: Texts, text: str) -> str:
    from simulator.expectation.standins.texts import EMAIL

    return EMAIL.sub(lambda match: texts.email(match[0]), text)


def _cookie(texts: Texts, key: str, text: str) -> str:
    match = _COOKIE.fullmatch(text)
    if match is None:
        return texts.click(text) if key == "fbc" else texts.words(text)
    head, time, dot, value, rest = match.groups()
    if key == "fbc":
        made = texts.click(value)
    else:
        texts.counts["browser ids"] += 1
        made = texts.letters.word(value)
    return f"{head}{texts.times.moved(time)}{dot}{made}{rest}"


def _date(texts: Texts, text: str) -> str:
    for pattern, order in ((_YEAR_FIRST, (0, 2, 4)), (_YEAR_LAST, (4, 0, 2))):
        match = pattern.fullmatch(text.strip())
        if match is None:
            continue
        parts = list(match.groups())
        year, month, day = (int(parts[place]) for place in order)
        month, day = (day, month) if month > 12 else (month, day)
        try:
            known = date(year, month, day)
        except ValueError:
            continue
        if not 1900 <= year <= 2026:
            continue
        # Within twelve days of a month no order of day and month turns one date into another.
        made = _moved(texts, known)
        swapped = int(parts[order[1]]) > 12
        for place, number in zip(
            order, (made.year, *((made.day, made.month) if swapped else (made.month, made.day))), strict=True
        ):
            parts[place] = f"{number:0{len(parts[place])}}"
        # The time of day tells nothing but when a record was made.
        parts[5] = re.sub(r"\d", "0", parts[5])
        return text.replace(text.strip(), "".join(parts))
    return texts.words(text)


def _moved(texts: Texts, known: date) -> date:
    count = int(texts.letters.word(f"{known:%Y%m%d}", "db")) % _DAYS
    made = date(1940, 1, 1) + timedelta(days=count)
    late, was_late = made.day > 12, known.day > 12
    if late == was_late:
        return made
    return made.replace(day=made.day % 12 + 1 if late else 13 + made.day % 12)
