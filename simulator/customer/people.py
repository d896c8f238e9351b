"""Test shoppers: people whose customer information is known in clear, so that hashes can be explained.

Nothing of what is known leaves this module but phrases (``the e-mail address before trimming``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from simulator.customer.country import country_code
from simulator.customer.hashing import sha256
from simulator.customer.people_file import read_people
from simulator.customer.people_text import ClearText
from simulator.customer.recognise import Known, hash_variants, plain_hash
from simulator.customer.variants import OWN_IDS, THINGS, Meaning, documented, variants

Person: TypeAlias = Mapping[str, tuple[str, ...]]
"""One person's values as typed, by key."""

# A value of these belongs to one person; the others many people share.
_TELLING = ("em", "ph", *sorted(OWN_IDS))
_PARTS = {
    "fn": (("f5first", 0, 5), ("fi", 0, 1)),
    "ln": (("f5last", 0, 5),),
    "db": (("doby", 0, 4), ("dobm", 4, 6), ("dobd", 6, 8)),
}
_SHORTEST = 64
_LEAST_ID = 8
_LEAST_PHONE = 9


class People:
    """Test shoppers whose customer information is known in clear."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._people = tuple(people)
        self._meanings: dict[str, tuple[Known, ...]] = {}
        self._clear = ClearText()
        seen: set[tuple[str, str, str | None]] = set()
        for number, person in enumerate(self._people):
            country = _country(person)
            for key, raw in _values(person):
                self._clear.add(key, raw, documented(key, raw, country), number)
                # What many people share is told of the first of them.
                if (key, raw, country) not in seen:
                    seen.add((key, raw, country))
                    self._learn(number, key, raw, country)
            self._clear.add_name(person, number)
            self._learn_whole_name(number, person)

    def __len__(self) -> int:
        return len(self._people)

    def recognise(self, key: str, sent: str) -> Known | None:
        """What a value of ``user_data`` is the hash of; None when it is unknown.

        ``sent`` may carry the parameter builder's marker. A ``Known`` whose ``key`` is another one tells
        that the value belongs there; that is said of values that tell people apart, and of the others only
        by ``recognise_of``. An external ID may be in clear too.
        """
        digest = plain_hash(sent)
        known = self._best(key, self._meanings.get(digest, ())) if digest is not None else None
        if known is None and key in OWN_IDS:
            try:
                known = self._best(key, self._meanings.get(sha256(sent), ()))
            except UnicodeEncodeError:
                return None
        return known

    def recognise_of(self, person: int, key: str, sent: str) -> Known | None:
        """The same when the event is known to be about that person: values that people share count too."""
        known = self.recognise(key, sent)
        if known is not None:
            return known
        digest = plain_hash(sent)
        if digest is None or key in OWN_IDS or not 0 <= person < len(self._people):
            return None
        owner = self._people[person]
        country = _country(owner)
        for other, raw in _values(owner):
            text = documented(other, raw, country)
            if text is not None and other != key and len(text) > 1 and sha256(text) == digest:
                return Known(other, f"the {THINGS[other]}", True, "docs", person)
        return None

    def find(self, text: str) -> Known | None:
        """A value of one of them that stands in clear in a text; None without one.

        Looked for are e-mail addresses, phone numbers in their usual spellings, and first and last name
        together, as whole words in any case; also in URL encoding.
        """
        return self._clear.find(text)

    def touches(self, user_data: Mapping[str, Any]) -> bool:
        """Whether a value of ``user_data`` is a hash of theirs that is not in its documented form or place."""
        meanings = self._meanings
        for key, value in user_data.items():
            for entry in value if isinstance(value, list) else (value,):
                if not isinstance(entry, str) or len(entry) < _SHORTEST:
                    continue
                known = meanings.get(entry[:_SHORTEST])
                if known is not None and not any(
                    one.key == key and one.right and one.profile == "docs" for one in known
                ):
                    return True
        return False

    def _learn(self, number: int, key: str, raw: str, country: str | None) -> None:
        for text, meaning in variants(key, raw, country):
            # One person's date with day and month swapped is the birthday of another.
            if key not in _TELLING and not meaning.right and documented(key, text, country) == text:
                continue
            for digest, hashed in hash_variants(text, meaning):
                self._add(digest, key, hashed, number)
        whole = documented(key, raw, country) or ""
        for part, start, end in _PARTS.get(key, ()):
            text = whole[start:end].strip()
            if text:
                self._add(sha256(text), part, Meaning(f"part of the {THINGS[key]}", True, "docs"), number)

    def _learn_whole_name(self, number: int, person: Person) -> None:
        for first in person.get("fn", ()):
            for last in person.get("ln", ()):
                for text in (f"{first} {last}", f"{last} {first}", f"{last}, {first}", f"{first}{last}"):
                    for form in dict.fromkeys((text, text.lower())):
                        for digest, meaning in hash_variants(form, Meaning("the first and the last name together")):
                            for key in ("fn", "ln"):
                                self._add(digest, key, meaning, number)

    def _add(self, digest: str, key: str, meaning: Meaning, number: int) -> None:
        known = self._meanings.get(digest, ())
        mine = Known(key, meaning.what, meaning.right, meaning.profile, number, meaning.twice)
        # A library's form of one person's value may be the documented form of another's.
        if not any(one.key == key and _rank(one) >= _rank(mine) for one in known):
            self._meanings[digest] = (*known, mine)

    def _best(self, key: str, known: tuple[Known, ...]) -> Known | None:
        own = [one for one in known if one.key == key]
        if own:
            return max(own, key=_rank)
        if key in OWN_IDS:
            return None
        return next((one for one in known if one.right and self._belongs_elsewhere(one, key)), None)

    def _belongs_elsewhere(self, known: Known, key: str) -> bool:
        """Whether a right value of another key can't be somebody's value of this one."""
        if known.key not in _TELLING:
            return False
        person = self._people[known.person]
        country = _country(person)
        texts = [documented(known.key, raw, country) or "" for raw in person[known.key]]
        if known.key == "em":
            return all("@" in text for text in texts)
        if known.key == "ph":
            return key != "ph" and all(len(text) >= _LEAST_PHONE for text in texts)
        # An id may look like a phone number or a postal code and be one.
        return all(
            len(text) >= _LEAST_ID and any(c.isalpha() for c in text) and any(c.isdigit() for c in text)
            for text in texts
        )


def load_people(path: str) -> People:
    """The people of a file: JSON lines (``{"em": "...", "country": "US"}``), or CSV with a header.

    Names of keys as Meta has them, and usual other ones (``email``, ``phone``). Raises SettingsError with
    every problem and its line; values in it are masked.
    """
    return _learned(tuple(tuple(person.items()) for person in read_people(path)))


# A run asks for them twice, and learning takes a while; only the few last are kept.
@lru_cache(maxsize=4)
def _learned(people: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...]) -> People:
    return People(map(dict, people))


def _rank(known: Known) -> tuple[bool, bool]:
    return known.right, known.profile == "docs"


def _values(person: Person) -> Iterator[tuple[str, str]]:
    for key, raws in person.items():
        for raw in raws:
            yield key, raw


def _country(person: Person) -> str | None:
    raws = person.get("country")
    return country_code(raws[0]) if raws else None
