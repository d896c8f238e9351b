"""Where JavaScript treats text and numbers otherwise than Python (ECMAScript 2024)."""

from __future__ import annotations

from decimal import Decimal

# Python also counts U+001C to U+001F and U+0085, but not the byte order mark.
WHITE_SPACE = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_DIGITS = frozenset("0123456789")


def trim(text: str) -> str:
    """``String.prototype.trim``."""
    return text.strip(WHITE_SPACE)


def units(text: str) -> int:
    """``String.prototype.length``: characters beyond U+FFFF count twice."""
    return len(text) + sum(c > "\uffff" for c in text)


def digits(text: str) -> str:
    """What ``\\d`` leaves of a text: the ASCII digits alone."""
    return "".join(c for c in text if c in _DIGITS)


def parsed_integer(numerals: str) -> str:
    """``String(parseInt(numerals, 10))`` for ASCII digits: a 64-bit float, written as JavaScript does."""
    if not numerals:
        return "NaN"
    number = float(numerals)
    if number == float("inf"):
        return "Infinity"
    # Both languages write the fewest digits that give the number back; JavaScript avoids exponents below 1e21.
    return format(Decimal(repr(number)).to_integral_value(), "f") if number < 1e21 else repr(number)
