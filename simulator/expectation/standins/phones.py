"""Telephone numbers that lead nowhere, of the same country where a number has one."""

from __future__ import annotations

from functools import cache

from simulator.expectation.standins.letters import Letters

# Numbers 555-0100 to 555-0199 are set aside for fiction in each of these areas.
_AREAS = ("650", "212", "303", "404", "512", "602", "713", "808", "907", "415")
_FEWEST = 7
_NATIONAL = 8


class Phones:
    """Replaces numbers by their digits, so that every way of writing one is replaced alike."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self._known: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def replaced(self, text: str) -> str:
        """A number written like the given one: its digits are others, all else stays."""
        digits = "".join(c for c in text if c.isascii() and c.isdigit())
        made = self._digits(digits)
        if len(made) != len(digits):
            return ("+" if text.lstrip().startswith("+") else "") + made
        left = iter(made)
        return "".join(next(left) if c.isascii() and c.isdigit() else c for c in text)

    def _digits(self, digits: str) -> str:
        bare = digits.lstrip("0")
        zeros = digits[: len(digits) - len(bare)]
        if bare in self._known:
            return zeros + self._known[bare]
        if len(bare) >= _NATIONAL:
            for whole, made in self._known.items():
                if whole.endswith(bare) and len(made) == len(whole):
                    return zeros + made[-len(bare) :]
        self._known[bare] = made = self._made(bare) or self._letters.word(bare, "ph")
        return zeros + made

    def _made(self, digits: str) -> str | None:
        if len(digits) < _FEWEST:
            return None
        import phonenumbers

        try:
            number = phonenumbers.parse(f"+{digits}", None)
        except phonenumbers.NumberParseException:
            return None
        if not phonenumbers.is_valid_number(number):
            return None
        code = str(number.country_code)
        count = self._counts[code] = self._counts.get(code, -1) + 1
        if code == "1":
            return f"1{_AREAS[count // 100 % len(_AREAS)]}55501{count % 100:02}"
        free = _example(phonenumbers.region_code_for_number(number) or "")
        taken = {digits, *self._known, *self._known.values()}
        return _varied(free, count, taken) if free else None


@cache
def _example(region: str) -> str | None:
    import phonenumbers

    number = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    number = number or phonenumbers.example_number(region)
    return f"{number.country_code}{phonenumbers.national_significant_number(number)}" if number else None


def _varied(digits: str, count: int, taken: set[str]) -> str | None:
    """A valid number that differs from the example in its last four digits at most, and is nobody's yet."""
    import phonenumbers

    for more in range(count, 10_000):
        made = digits[:-4] + f"{(int(digits[-4:]) + more) % 10_000:04}"
        if made not in taken and phonenumbers.is_valid_number(phonenumbers.parse(f"+{made}", None)):
            return made
    return None
