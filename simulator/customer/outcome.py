"""What a library makes of one value, before it becomes a ``Normalized`` of its profile."""

from __future__ import annotations

from typing import NamedTuple

from simulator.customer.hashing import sha256
from simulator.customer.keys import Key
from simulator.customer.normalized import Normalized

HASHES_NOTHING = "nothing is left, and the hash of nothing is sent: it matches nobody"
SENDS_EMPTY_TEXT = "an empty text is sent"
PASSED = "already hashed: passed through"
NOT_HASHED = "sent as given, not hashed"
_MD5 = "it has the length of an MD5 hash; Meta documents SHA-256 only"
_OTHER = "it is no SHA-256, but is taken for one"
_UPPER = "the hash is sent with its capitals; Meta documents lower case"
_NO_TEXT = "this is no text that UTF-8 can write"


class Outcome(NamedTuple):
    """The text that is hashed or sent (None: nothing of use is), its hash, and what there is to say."""

    text: str | None
    sha256: str | None
    notes: tuple[str, ...]

    def to(self, profile: str, key: Key, given: str) -> Normalized:
        """The same as an answer of a profile."""
        return Normalized(key.name, profile, given, self.text, self.sha256, self.notes)


def hashed(text: str, *notes: str) -> Outcome:
    """A text that the library hashes, whatever is left of it."""
    return Outcome(text, sha256(text), notes) if text else Outcome(None, None, (*notes, HASHES_NOTHING))


def passed(text: str, digest: str, *notes: str) -> Outcome:
    """A text that the library takes for a hash and sends; ``digest`` is the part that should be one."""
    if len(digest) == 64 and all(c in "0123456789abcdef" for c in digest.lower()):
        upper = () if digest == digest.lower() else (_UPPER,)
        return Outcome(text, digest.lower(), (PASSED, *upper, *notes))
    return Outcome(text, None, (PASSED, _MD5 if len(digest) == 32 else _OTHER, *notes))


def plain(text: str, *notes: str) -> Outcome:
    """A text that the library sends without hashing."""
    return Outcome(text, None, (NOT_HASHED, *notes)) if text else Outcome(None, None, (*notes, SENDS_EMPTY_TEXT))


def nothing(*notes: str) -> Outcome:
    """No value is sent; ``notes`` say why."""
    return Outcome(None, None, notes)


def unwritable(text: str) -> Outcome | None:
    """An outcome for text that has no UTF-8 form, so that no profile has to think of it; else None."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return nothing(_NO_TEXT)
    return None
