"""Rules for hashes whose text is known: of test shoppers, and of words that only tests send."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from simulator.checks import sources
from simulator.checks.catalog import BOTH, rule
from simulator.checks.examples import CUSTOMERS, EMAIL_HASH, event, user
from simulator.checks.rules.hashes import shape
from simulator.checks.sources import READ
from simulator.checks.spot import Hit, Path, Spot
from simulator.checks.vocabulary import HASHED_KEYS, TEST_WORD_KEYS, test_words
from simulator.finding import Evidence, Severity
from simulator.masking import mask

if TYPE_CHECKING:
    from simulator.customer.recognise import Known

# Any stable text is right in an id, so no form of one is wrong.
_KEYS = frozenset(HASHED_KEYS) - {"app_user_id"}
_TRIED = frozenset(TEST_WORD_KEYS)
_TELLING = frozenset({"em", "ph", "external_id"})
_GIVEN = {"customers": CUSTOMERS}
_EXPECTED = {
    "em": "the hash of the address in lower case, trimmed",
    "ph": "the hash of the digits with the country code, without leading zeros",
    "fn": "the hash of the name in lower case, without punctuation",
    "ln": "the hash of the name in lower case, without punctuation",
    "db": "the hash of the date as YYYYMMDD",
    "ge": "the hash of f or m",
    "ct": "the hash of the name in lower case, without spaces and punctuation",
    "st": "the hash of the two-letter code in the US, else of the name, in lower case without spaces",
    "zp": "the hash of the code in lower case without spaces and dashes, in the US of five digits",
    "country": "the hash of the two-letter code of ISO 3166-1 in lower case",
}
_HASHED = "a SHA-256 hash of the documented form"


class _Found(NamedTuple):
    """One recognised value of user_data."""

    path: Path
    key: str
    value: str
    known: Known


def _hashes(spot: Spot) -> Iterator[tuple[Path, str, str]]:
    for key, value in spot.member("user_data").items():
        entries = enumerate(value) if isinstance(value, list) else [(None, value)]
        for index, each in entries:
            if isinstance(each, str) and shape(each) == "hash":
                yield (("user_data", key) if index is None else ("user_data", key, index)), key, each


def _recognised(spot: Spot) -> list[_Found]:
    """Every hash of the event whose text a test shopper has."""
    people = spot.context.people
    if people is None:
        return []
    found, unknown = [], []
    persons = set()
    for path, key, value in _hashes(spot):
        if key not in _KEYS and key not in _TELLING:
            continue
        known = people.recognise(key, value)
        if known is None:
            unknown.append((path, key, value))
            continue
        if known.key in _TELLING:
            persons.add(known.person)
        if key in _KEYS:
            found.append(_Found(path, key, value, known))
    if len(persons) == 1:
        (person,) = persons
        for path, key, value in unknown:
            known = people.recognise_of(person, key, value)
            if known is not None and key in _KEYS:
                found.append(_Found(path, key, value, known))
    return found


def _hit(spot: Spot, fits: Callable[[_Found], bool], expected: str | None = None) -> Hit | None:
    found: dict[str, _Found] = {}
    for each in _recognised(spot):
        if fits(each):
            found.setdefault(each.key, each)
    if not found:
        return None
    first, *others = found.values()
    message = f"user_data.{first.key} is the hash of {_what(first.known)}"
    message += "".join(f", user_data.{each.key} that of {_what(each.known)}" for each in others)
    return Hit(
        f"{message}.",
        expected or _EXPECTED.get(first.key, _HASHED),
        mask(first.value),
        first.path,
    )


def _what(known: Known) -> str:
    # Late: without test shoppers nothing of it is needed.
    from simulator.customer.variants import MAKERS

    maker = MAKERS.get(known.profile or "")
    return known.what if maker is None else f"{known.what}, as {maker} makes it"


def _sha256(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@rule(
    "USR020",
    "hash-of-another-form",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOMER_INFORMATION,
    read=READ,
    why="Meta's page tells how a value is normalised before it is hashed. The hash is one of a test shopper's value "
    "in another form, which none of Meta's own libraries makes of it either; it matches nobody.",
    fix="Normalise the value before hashing it: capisim normalize shows both steps.",
    channels=BOTH,
    examines=True,
    given=_GIVEN,
    failing=event(user_data=user(em=_sha256(" ana@example.com"))),
    passing=event(user_data=user(em=_sha256("ana@example.com"))),
)
def hash_of_another_form(spot: Spot) -> Hit | None:
    """The hash of a known value that was not normalised as documented."""
    return _hit(spot, lambda each: each.key == each.known.key and not each.known.right and not each.known.twice)


@rule(
    "USR024",
    "hash-of-a-library-form",
    severity=Severity.NOTE,
    evidence=Evidence.SDK,
    source=sources.PYTHON_SDK,
    read="2026-06-24",
    why="Meta's libraries normalise some values in another way than Meta's page, and differ from each other. Which "
    "form Meta matches is not told; two channels that use different ones send two hashes for one person.",
    fix="Prepare the value in the same way on both channels, if possible as Meta's page says.",
    channels=BOTH,
    examines=True,
    given=_GIVEN,
    failing=event(user_data=user(db=_sha256("1990-05-17"))),
    passing=event(user_data=user(db=_sha256("19900517"))),
)
def hash_of_a_library_form(spot: Spot) -> Hit | None:
    """The hash of a known value in the form that a library of Meta's makes, not Meta's page."""
    return _hit(spot, _is_of_a_library)


def _is_of_a_library(each: _Found) -> bool:
    return each.key == each.known.key and each.known.right and each.known.profile != "docs"


@rule(
    "USR021",
    "hashed-twice",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOMER_INFORMATION,
    read=READ,
    why="Meta compares the SHA-256 hash of the normalised value. The hash of a hash is well formed, so nothing is "
    "refused, but it matches nobody. It happens when a value is hashed by hand and again by an SDK or a tag.",
    fix="Hash once: give the plain value to an SDK or tag that hashes, or the hash to one that does not.",
    channels=BOTH,
    examines=True,
    given=_GIVEN,
    failing=event(user_data=user(em=_sha256(_sha256("ana@example.com")))),
    passing=event(user_data=user(em=_sha256("ana@example.com"))),
)
def hashed_twice(spot: Spot) -> Hit | None:
    """The hash of the hash of a known value."""
    return _hit(spot, lambda each: each.key == each.known.key and each.known.twice, "the value hashed once")


@rule(
    "USR022",
    "hash-under-wrong-key",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOMER_INFORMATION,
    read=READ,
    why="Each key is compared with values of its own kind, so the hash of an e-mail address under ph matches nobody. "
    "Values that many people share, such as cities, are told only beside another value of the same person.",
    fix="Send the hash under the key of its value, and check how the fields are mapped.",
    channels=BOTH,
    examines=True,
    given=_GIVEN,
    failing=event(user_data=user(ph=_sha256("ana@example.com"))),
    passing=event(user_data=user(em=_sha256("ana@example.com"), ph=_sha256("16505550111"))),
)
def hash_under_wrong_key(spot: Spot) -> Hit | None:
    """The hash of a known value under the key of another kind of value."""
    found = next((each for each in _recognised(spot) if each.key != each.known.key), None)
    if found is None:
        return None
    hit = _hit(spot, lambda each: each.key != each.known.key)
    return None if hit is None else hit._replace(expected=f"that hash under {found.known.key}")


@rule(
    "USR023",
    "hash-of-test-word",
    severity=Severity.WARNING,
    evidence=Evidence.INFERRED,
    source=sources.CUSTOMER_INFORMATION,
    read=READ,
    why="The value is the hash of a word or an address that people type into a form to try it. It is well formed, so "
    "nothing is refused, but it matches nobody, and makes everybody who tries the form one person. Such a hash was "
    "seen in a live pixel request.",
    fix="Try forms with the data of test shoppers, and keep test orders out of the live dataset.",
    channels=BOTH,
    examines=True,
    on=[(f"user_data.{key}", "not") for key in TEST_WORD_KEYS],
    failing=event(user_data=user(em=_sha256("test@test.com"))),
    passing=event(user_data=user(em=EMAIL_HASH)),
)
def hash_of_test_word(spot: Spot) -> Hit | None:
    """The hash of test, of test@test.com and of the like."""
    words = test_words()
    found: dict[str, tuple[Path, str]] = {}
    for key, value in spot.member("user_data").items():
        if key not in _TRIED:
            continue
        if isinstance(value, list):
            for index, each in enumerate(value):
                if isinstance(each, str) and each in words:
                    found[key] = ("user_data", key, index), words[each]
                    break
        elif isinstance(value, str) and value in words:
            found[key] = ("user_data", key), words[value]
    if not found:
        return None
    (key, (path, word)), *others = found.items()
    message = f'user_data.{key} is the hash of "{word}"'
    if others:
        message += f", and {', '.join(other for other, _ in others)} of the like"
    return Hit(f"{message}.", "a customer's value, or no such key", f'"{word}"', path)
