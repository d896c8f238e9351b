"""The server hashes customer information wrongly, or the wrong text."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.customer import normalize
from simulator.customer.hashing import sha256
from simulator.synthetic.faults.changing import drop_user, put_user, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("bad-hash", "A hash of customer information is malformed, or that of another text.", mode=5)
_KNOWN = website("server", known=True)
_TYPED_TO_TRY = ("test@test.com", "guest@example.com", "john.doe@example.com", "asdf")


def _stranger(made: Made) -> bool:
    return website("server")(made) and "em" not in made.payload["user_data"]


def _beyond_ascii(made: Made) -> bool:
    return _KNOWN(made) and bool(_half_lowered(made))


def _half_lowered(made: Made) -> dict[str, list[str]]:
    """City and region as only ASCII letters are lowered, hashed; those that this leaves as they should be left out."""
    person = made.shopper.person
    found = {}
    for key, plain in (("ct", person.city), ("st", person.state)):
        half = "".join(letter.lower() if letter.isascii() else letter for letter in plain.upper() if letter.isalpha())
        if half != half.lower():
            found[key] = [sha256(half)]
    return found


def _of_the_builder(made: Made) -> dict[str, list[str]]:
    """City and region as Meta's parameter builder hashes them, where that is another form than the documented one."""
    person = made.shopper.person
    digests = {
        key: normalize(key, plain, "param-builder", person.country).sha256
        for key, plain in (("ct", person.city), ("st", person.state))
    }
    return {key: [digest] for key, digest in digests.items() if digest and digest != person.hashes[key]}


def _in_another_form(made: Made) -> bool:
    return _KNOWN(made) and bool(_of_the_builder(made))


@KIND.variant("upper", "The hash is written in capitals.", "USR006", of=_KNOWN)
def upper(made: Made, _chance: Chance) -> Iterable[Made]:
    """As SHA2() of some databases and BitConverter of .NET give it."""
    yield put_user(made, em=[made.shopper.person.hashes["em"].upper()])


@KIND.variant("line-break", "The hash ends with a line break.", "USR007", of=_KNOWN)
def line_break(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a script of the shell hashes, or a file is read line by line."""
    yield put_user(made, em=[made.shopper.person.hashes["em"] + "\n"])


@KIND.variant("truncated", "A column that is too short cuts the hash off.", "USR004 DUP015", of=_KNOWN)
def truncated(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the hash is kept in a VARCHAR(60)."""
    yield put_user(made, em=[made.shopper.person.hashes["em"][:60]])


@KIND.variant("base64", "The hash is written in base64.", "USR004 DUP015", of=_KNOWN)
def in_base64(made: Made, _chance: Chance) -> Iterable[Made]:
    """As many crypto libraries write a digest when nobody asks for hex."""
    digest = hashlib.sha256(made.shopper.person.email.encode()).digest()
    yield put_user(made, em=[base64.b64encode(digest).decode()])


@KIND.variant("md5", "The hash is made with MD5.", "USR005 DUP015", of=_KNOWN)
def md5(made: Made, _chance: Chance) -> Iterable[Made]:
    """As newsletter tools keep addresses."""
    digest = hashlib.md5(made.shopper.person.email.encode(), usedforsecurity=False)
    yield put_user(made, em=[digest.hexdigest()])


@KIND.variant("double", "The hash is hashed again.", "USR021 DUP016", of=_KNOWN, needs=("customers",))
def double(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the shop hashes and hands the hash to an SDK that hashes too."""
    yield put_user(made, em=[sha256(made.shopper.person.hashes["em"])])


@KIND.variant(
    "untrimmed", "A space behind the address is hashed too.", "USR020 DUP015", of=_KNOWN, needs=("customers",)
)
def untrimmed(made: Made, _chance: Chance) -> Iterable[Made]:
    """As phones type it that complete words."""
    yield put_user(made, em=[sha256(f"{made.shopper.person.email} ")])


@KIND.variant("capitals", "The address is hashed with its capitals.", "USR020 DUP015", of=_KNOWN, needs=("customers",))
def capitals(made: Made, _chance: Chance) -> Iterable[Made]:
    """As phones type it that begin every field with a capital letter."""
    yield put_user(made, em=[sha256(made.shopper.person.email.capitalize())])


@KIND.variant(
    "utf8-lower",
    "Only the letters a to z are lowered before hashing.",
    "USR020",
    of=_beyond_ascii,
    needs=("customers",),
)
def utf8_lower(made: Made, _chance: Chance) -> Iterable[Made]:
    """As strtolower of PHP does to what a form keeps in capitals."""
    yield put_user(made, **_half_lowered(made))


@KIND.variant(
    "library-form",
    "City and region are hashed as Meta's parameter builder does.",
    "USR024",
    of=_in_another_form,
    needs=("customers",),
)
def library_form(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when one part of the shop uses the library and the other follows Meta's page."""
    yield put_user(made, **_of_the_builder(made))


@KIND.variant("wrong-key", "City and region change places.", "USR022", of=_KNOWN, needs=("customers",))
def wrong_key(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when two columns of an export are mapped the wrong way round."""
    hashes = made.shopper.person.hashes
    yield put_user(made, ct=[hashes["st"]], st=[hashes["ct"]])


@KIND.variant("empty", "The empty text is hashed for those the shop doesn't know.", "USR008", of=_stranger)
def empty(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the code that hashes never asks whether there is anything to hash."""
    yield put_user(made, em=[sha256("")], ph=[sha256("")])


@KIND.variant("undefined", "The word undefined is hashed for those the shop doesn't know.", "USR008", of=_stranger)
def undefined(made: Made, _chance: Chance) -> Iterable[Made]:
    """As JavaScript writes a value that isn't there into a text."""
    yield put_user(made, em=[sha256("undefined")])


@KIND.variant(
    "test-word", "Somebody tries the form with a made-up address.", "USR023", of=website(known=True), per="visit"
)
def test_word(made: Made, chance: Chance) -> Iterable[Made]:
    """As whoever looks after the shop does on the live site, as a guest without an account."""
    hashed = sha256(chance.one_of(_TYPED_TO_TRY))
    yield put_user(drop_user(made, "external_id"), em=[hashed] if made.channel == "server" else hashed)
