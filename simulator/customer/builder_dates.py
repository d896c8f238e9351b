"""Dates of birth as Meta's parameter builder reads them (capi-param-builder-nodejs 1.3.2, read 2026-11-24)."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from simulator.clock import now

_DIGITS = re.compile(r"[0-9]+")
_FIRST_YEAR = 1800


def birth_date(value: str) -> str | None:
    """``YYYYMMDD`` from the first three numbers in a text, or eight digits as they are; else None.

    A number above 31 is the year; where day and month can't be told apart, the month stands before the day,
    or behind a year.
    """
    groups = _DIGITS.findall(value)
    if len(groups) == 1 and len(groups[0]) == 8:
        return str(groups[0])
    if len(groups) < 3:
        return None
    # No year has so many digits, and Python refuses to read numbers of any length.
    first, second, third = (int(group[-9:]) if len(group.lstrip("0")) < 10 else 10**9 for group in groups[:3])
    if first > 31:
        year, (month, day) = first, _swap_if(second > 12, second, third)
    elif second > 31:
        year, (month, day) = second, _swap_if(third > 12, third, first)
    else:
        year, (month, day) = third, _swap_if(first > 12, first, second)
    latest = datetime.fromtimestamp(now(), UTC).year + 1
    if _FIRST_YEAR <= year <= latest and 1 <= month <= 12 and 1 <= day <= 31:
        return f"{year:04}{month:02}{day:02}"
    return None


def _swap_if(swap: bool, one: int, other: int) -> tuple[int, int]:
    return (other, one) if swap else (one, other)
