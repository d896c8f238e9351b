"""The profile ``docs``: customer values as Meta's documentation says.

Source: customer information parameters, read 2026-09-12. Where that page says nothing, the value
is left as it is and a note says so; what Meta's own libraries do then is a matter of other
profiles.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from simulator.customer.birth import birth_date, birth_part
from simulator.customer.country import country as country_form
from simulator.customer.email import email
from simulator.customer.gender import gender
from simulator.customer.hashing import other_hash, recognise, sha256
from simulator.customer.identifiers import own_id
from simulator.customer.keys import Hashing, Key
from simulator.customer.names import name, start_of_name
from simulator.customer.normalized import Normalized
from simulator.customer.phone import phone
from simulator.customer.place import city, postal_code, state
from simulator.customer.text import Form
from simulator.customer.unhashed import unhashed

_FORMS: dict[str, Callable[[str], Form]] = {
    "app_user_id": own_id,
    "country": country_form,
    "ct": city,
    "db": birth_date,
    "dobd": partial(birth_part, lowest=1, highest=31, digits=2),
    "dobm": partial(birth_part, lowest=1, highest=12, digits=2),
    "doby": partial(birth_part, lowest=1900, highest=None, digits=4),
    "em": email,
    "external_id": own_id,
    "f5first": partial(start_of_name, letters=5),
    "f5last": partial(start_of_name, letters=5),
    "fi": partial(start_of_name, letters=1),
    "fn": name,
    "ge": gender,
    "ln": name,
}
_FORMS_BY_COUNTRY: dict[str, Callable[[str, str | None], Form]] = {"ph": phone, "st": state, "zp": postal_code}

_NOT_HASHED = "not hashed: Meta takes this key as it is"
_RECOMMENDED = "hashing is recommended for this key, not required"
_UNDOCUMENTED = "this key is on no page of Meta's documentation; it is known from {}"
_EMPTY = "nothing is left to send: leave the key out"
_NO_TEXT = "this is no text that UTF-8 can write"


def normalize(key: Key, value: str, country: str | None) -> Normalized:
    """The value as Meta documents it; never raises for a value.

    ``country`` is a lower-case alpha-2 code, or None when it isn't known.
    """
    notes = [] if key.documented else [_UNDOCUMENTED.format(key.source)]
    if key.hashing is Hashing.NEVER:
        notes.insert(0, _NOT_HASHED)
    elif key.hashing is Hashing.RECOMMENDED:
        notes.append(_RECOMMENDED)
    try:
        value.encode()
    except UnicodeEncodeError:
        return _result(key, value, Form(None, (_NO_TEXT,)), notes)
    if key.hashing is Hashing.NEVER:
        return _result(key, value, unhashed(key.name, value), notes)
    hashed = recognise(value)
    if hashed is not None:
        return Normalized(key.name, "docs", value, hashed.text, hashed.sha256, (*notes, *hashed.notes))
    return _result(key, value, _form(key, value, country), notes)


def _form(key: Key, value: str, country: str | None) -> Form:
    by_country = _FORMS_BY_COUNTRY.get(key.name)
    form = by_country(value, country) if by_country else _FORMS[key.name](value)
    other = other_hash(form.text or "")
    # An id of one's own may well be 32 hexadecimal digits; no name, phone or address is.
    if other is not None and _FORMS.get(key.name) is not own_id:
        return Form(None, (f"this looks like {other}: Meta documents SHA-256 only",))
    return form


def _result(key: Key, value: str, form: Form, notes: list[str]) -> Normalized:
    text = form.text or None
    all_notes = (*notes, *form.notes) if form.text != "" else (*notes, *form.notes, _EMPTY)
    digest = sha256(text) if text is not None and key.hashing is not Hashing.NEVER else None
    return Normalized(key.name, "docs", value, text, digest, all_notes)
