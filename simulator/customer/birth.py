"""Dates of birth (``db``), and their parts (``dobd``, ``dobm``, ``doby``).

Meta documents YYYYMMDD with years from 1900 to the current one, months 01 to 12 and days 01 to 31,
and accepts orders of month, day and year with or without punctuation (customer information
parameters, read 2026-09-12).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import NamedTuple

from simulator.clock import now
from simulator.customer.text import Form, trim

_PARTS = re.compile(r"(\d{1,4})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{1,4})", re.ASCII)
_EIGHT = re.compile(r"\d{8}", re.ASCII)
_TIME_OF_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}.*", re.ASCII | re.DOTALL)
_FIRST_YEAR = 1900
_UNCLEAR = "this is no date with day, month and a year of four digits: write it as YYYYMMDD"


class _Date(NamedTuple):
    year: int
    month: int
    day: int

    @property
    def fits(self) -> bool:
        return _FIRST_YEAR <= self.year <= _this_year() and 1 <= self.month <= 12 and 1 <= self.day <= 31

    def __str__(self) -> str:
        return f"{self.year:04}{self.month:02}{self.day:02}"


def birth_date(value: str) -> Form:
    """``YYYYMMDD``; None when day, month and year can't be told or are out of Meta's range."""
    text = trim(value)
    notes: list[str] = []
    with_time = _TIME_OF_DAY.fullmatch(text)
    if with_time is not None:
        text = with_time[1]
        notes.append("the time of day was left out")
    if _EIGHT.fullmatch(text):
        readings = [
            _Date(int(text[:4]), int(text[4:6]), int(text[6:])),
            _Date(int(text[4:]), int(text[:2]), int(text[2:4])),
            _Date(int(text[4:]), int(text[2:4]), int(text[:2])),
        ]
    elif match := _PARTS.fullmatch(text):
        if len(match[1]) == 4 and len(match[3]) <= 2:
            readings = [_Date(int(match[1]), int(match[2]), int(match[3]))]
        elif len(match[3]) == 4 and len(match[1]) <= 2:
            readings = [
                _Date(int(match[3]), int(match[1]), int(match[2])),
                _Date(int(match[3]), int(match[2]), int(match[1])),
            ]
        else:
            return Form(None, (_UNCLEAR,))
    else:
        return Form(None, (_UNCLEAR,))
    return _choose([reading for reading in readings if reading.fits], notes)


def _choose(readings: list[_Date], notes: list[str]) -> Form:
    if not readings:
        return Form(None, (f"no order of day, month and year gives a date from {_FIRST_YEAR} to {_this_year()}",))
    best, *others = dict.fromkeys(readings)
    if others:
        # Meta's own example, 2/16/1997, has the month first.
        notes.append("day and month can't be told apart: read month first, as in Meta's example")
    try:
        date(*best)
    except ValueError:
        notes.append("the calendar has no such day")
    return Form(str(best), tuple(notes))


def birth_part(value: str, lowest: int, highest: int | None, digits: int) -> Form:
    """A day, month or year of birth as that many digits; ``highest`` None means the current year."""
    text = trim(value)
    last = _this_year() if highest is None else highest
    if re.fullmatch(r"\d{1,4}", text, re.ASCII) and lowest <= int(text) <= last:
        return Form(f"{int(text):0{digits}}")
    return Form(None, (f"this is no number from {lowest} to {last}",))


def _this_year() -> int:
    return datetime.fromtimestamp(now(), UTC).year
