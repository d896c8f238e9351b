"""Whether a value in clear is one whose hash the same event carries."""

from __future__ import annotations

from typing import Any

_HASHED = ("em", "ph", "fn", "ln", "db", "external_id")


def hashes_of(user_data: Any) -> dict[str, str]:
    """The SHA-256 hashes in user_data of what tells one person, in lower case, each with its key."""
    if not isinstance(user_data, dict):
        return {}
    # Late, here and below: only an event that shows something in clear needs it.
    from simulator.customer.hashing import recognise

    found: dict[str, str] = {}
    for key in _HASHED:
        value = user_data.get(key)
        for each in value if isinstance(value, list) else (value,):
            hashed = recognise(each) if isinstance(each, str) else None
            if hashed is not None:
                found.setdefault(hashed.sha256, key)
    return found


def is_twin(kind: str, value: str, hashes: dict[str, str]) -> str | None:
    """The key of user_data that holds the hash of a value in clear, normalised as documented or not at all."""
    if not hashes:
        return None
    from simulator.customer import normalize
    from simulator.customer.hashing import sha256

    trimmed = value.strip()
    texts = [trimmed, trimmed.lower()]
    digests = [sha256(text) for text in texts if text.isprintable()]
    if kind in _HASHED:
        normal = normalize(kind, trimmed).sha256
        if normal is not None:
            digests.append(normal)
    return next((hashes[digest] for digest in digests if digest in hashes), None)
