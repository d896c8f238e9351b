"""Access tokens: where they may stand, and whether they open a dataset.

Query, form field, JSON member and bearer header were all seen to be answered with 200 (probes of Graph v26.0,
2026-09-05). A token is compared and forgotten: no log, store or answer holds one.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Any

from simulator.emulator.refusals import (
    BAD_PROOF,
    EXPIRED,
    NO_PERMISSION,
    NO_SUCH_OBJECT,
    NO_TOKEN,
    PASSWORD_CHANGED,
    UNKNOWN_ALIAS,
    UNPARSABLE,
    Refusal,
    Refused,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.emulator.pixels import Pixel

SPECIAL: Mapping[str, Refusal] = {
    "capisim-unparsable": UNPARSABLE,
    "capisim-expired": EXPIRED,
    "capisim-password-changed": PASSWORD_CHANGED,
}
"""Tokens that are always refused, to try a client with."""


def find_token(query: Mapping[str, Any], body: Mapping[str, Any], headers: Mapping[bytes, bytes]) -> str | None:
    """The access token, wherever it stands."""
    for place in (query, body):
        token = place.get("access_token")
        if isinstance(token, str) and token:
            return token
    scheme, _, token = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
    return token.strip() or None if scheme.lower() in ("bearer", "oauth") else None


def check_access(pixel_id: str, token: str | None, proof: object, pixels: Mapping[str, Pixel]) -> None:
    """Raise Refused unless the token opens the dataset: token first, then the object, as Graph does it."""
    if token is None:
        raise Refused(NO_TOKEN)
    if token in SPECIAL:
        raise Refused(SPECIAL[token])
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise Refused(UNPARSABLE)
    if not pixels:
        if not pixel_id.isdigit():
            raise Refused(UNKNOWN_ALIAS)
        return
    pixel = pixels.get(pixel_id)
    known = {each.token for each in pixels.values() if each.token is not None}
    if pixel is not None and pixel.token is not None and not _same(pixel.token, token):
        raise Refused(NO_PERMISSION if token in known else UNPARSABLE)
    if pixel is None and known and token not in known and all(each.token is not None for each in pixels.values()):
        raise Refused(UNPARSABLE)
    if pixel is not None and pixel.secret is not None:
        expected = hmac.new(pixel.secret.encode(), token.encode(), hashlib.sha256).hexdigest()
        if not isinstance(proof, str) or not _same(expected, proof):
            raise Refused(BAD_PROOF)
    if pixel is None:
        raise Refused(NO_SUCH_OBJECT if pixel_id.isdigit() else UNKNOWN_ALIAS)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
