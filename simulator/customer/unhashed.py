"""Keys that are sent as they are, never hashed: their shape, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable

from simulator.customer.builder_marker import unmarked_address
from simulator.customer.hashing import other_hash, recognise
from simulator.customer.text import Form, invisible, trim

# Four parts, or five with the marker of Meta's parameter builder (facebook/capi-param-builder,
# snapshot 2026-05-17); the time is in milliseconds (fbp and fbc parameters, read 2026-09-12).
_COOKIE = re.compile(r"fb\.\d{1,3}\.(\d{10,13})\.[^.\s]+(\.[A-Za-z0-9_-]{8}|\.[A-Za-z0-9_-]{2})?", re.ASCII)
_DIGITS = re.compile(r"\d+", re.ASCII)
_ADVERTISING_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
_HASHED = "this looks like a hash: Meta needs the value itself"
_INTEGER = "Meta documents an integer; Meta's Python SDK sends it as text"


def unhashed(key: str, value: str) -> Form:
    """The trimmed value of a key that isn't hashed; None when it can't be a value of that key."""
    text = trim(value)
    if not text:
        return Form("")
    form = _FORMS.get(key, Form)(text)
    hashed = recognise(text) is not None or other_hash(text) is not None
    return Form(form.text, (*form.notes, *([_HASHED] if hashed else []), *invisible(text)))


def _cookie(text: str) -> Form:
    match = _COOKIE.fullmatch(text)
    if match is None:
        bare = "" if text.startswith("fb.") else "; build it when only the fbclid of the address is known"
        return Form(None, (f"its form is fb.<subdomain index>.<time in milliseconds>.<value>{bare}",))
    if len(match[1]) < 13:
        return Form(text, ("its time looks like seconds: Meta documents milliseconds",))
    return Form(text)


def _address(text: str) -> Form:
    # Late: this key alone needs it.
    from ipaddress import ip_address

    notes = []
    bare = unmarked_address(text)
    try:
        address = ip_address(bare)
    except ValueError:
        several = ": several were given, send the visitor's own" if "," in text else ""
        return Form(None, (f"this is no IPv4 or IPv6 address{several}",))
    if bare != text:
        notes.append("it carries the marker of Meta's parameter builder")
    if not address.is_global:
        notes.append("this is no public address: Meta needs that of the visitor's own connection")
    return Form(text, tuple(notes))


def _integer(text: str) -> Form:
    return Form(text, (_INTEGER,)) if _DIGITS.fullmatch(text) else Form(None, ("this is no integer",))


def _lead(text: str) -> Form:
    if not _DIGITS.fullmatch(text):
        return _integer(text)
    return Form(text, (_INTEGER,) if len(text) in (15, 16) else (_INTEGER, "Meta documents 15 or 16 digits"))


def _advertising_id(text: str) -> Form:
    if not _ADVERTISING_ID.fullmatch(text):
        return Form(text, ("this has not the usual shape of an IDFA or Android advertising id",))
    if not text.strip("0-"):
        return Form(None, ("all zeros: the person has switched the advertising id off",))
    return Form(text)


_FORMS: dict[str, Callable[[str], Form]] = {
    "client_ip_address": _address,
    "fb_login_id": _integer,
    "fbc": _cookie,
    "fbp": _cookie,
    "lead_id": _lead,
    "madid": _advertising_id,
}
