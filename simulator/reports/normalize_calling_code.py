"""Whether a phone number has its country calling code, as far as the number plans of the world tell."""

from __future__ import annotations

from typing import NamedTuple

from simulator.customer.text import trim

_INTERNATIONAL = ("+", "＋", "00")
_HELP = "; write it with +, or give --country"


class CallingCode(NamedTuple):
    """``state`` is ``present``, ``possible`` or ``missing``; ``region`` is a lower-case alpha-2 code.

    ``code`` and ``region`` are None where the digits fit no number plan.
    """

    state: str
    code: str | None
    region: str | None
    text: str


def calling_code(given: str, digits: str | None, country: str | None) -> CallingCode | None:
    """What the digits that are sent begin with; None where there is nothing to tell.

    ``digits`` are the normalised ones, ``given`` the number as it was typed.
    """
    if not digits or not digits.isdecimal() or not 5 <= len(digits) <= 15:
        return None
    # Late: it loads the number plans of the world.
    import phonenumbers

    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return CallingCode("missing", None, None, f"missing: no calling code begins like this{_HELP}")
    region = phonenumbers.region_code_for_number(number)
    known = region.lower() if region and len(region) == 2 else None
    code = str(number.country_code)
    where = f"+{code} ({region})" if known else f"+{code}"
    asked = None if country is None else phonenumbers.country_code_for_region(country.upper())
    if trim(given).startswith(_INTERNATIONAL):
        return CallingCode("present", code, known, f"{where}, as given")
    if number.country_code == asked and phonenumbers.is_possible_number(number):
        return CallingCode("present", code, known, where)
    if not phonenumbers.is_valid_number(number):
        return CallingCode(
            "missing", None, None, f"missing: read from its start as +{code} this is no number in use{_HELP}"
        )
    return CallingCode("possible", code, known, f"not marked: as it stands this is a number of {where}{_HELP}")
