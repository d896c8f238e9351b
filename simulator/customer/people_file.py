"""Reading the file of test shoppers: JSON lines, or CSV with a header."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from simulator.customer.country import country_code
from simulator.customer.hashing import other_hash, recognise
from simulator.customer.phone import has_calling_code
from simulator.customer.variants import OWN_IDS, THINGS, documented
from simulator.errors import SettingsError, UsageError
from simulator.masking import mask, printable

MOST_PEOPLE = 200
"""Every process hashes every form of every value: about 4 ms and 0.3 MB for each person."""

_MOST_BYTES = 10_000_000
_LONGEST_VALUE = 500
_MOST_PROBLEMS = 50
_OTHER_NAMES = {
    "birth_date": "db",
    "birthday": "db",
    "birthdate": "db",
    "city": "ct",
    "cn": "country",
    "country_code": "country",
    "date_of_birth": "db",
    "dob": "db",
    "e_mail": "em",
    "email": "em",
    "email_address": "em",
    "externalid": "external_id",
    "first_name": "fn",
    "firstname": "fn",
    "gen": "ge",
    "gender": "ge",
    "last_name": "ln",
    "lastname": "ln",
    "mobile": "ph",
    "phone": "ph",
    "phone_number": "ph",
    "post_code": "zp",
    "postal_code": "zp",
    "postcode": "zp",
    "state": "st",
    "surname": "ln",
    "telephone": "ph",
    "zip": "zp",
    "zip_code": "zp",
    "zipcode": "zp",
}


def read_people(path: str) -> list[dict[str, tuple[str, ...]]]:
    """The values of each person by Meta's key, as typed. Raises SettingsError with every problem, masked."""
    problems: list[str] = []
    people = []
    for line, members in _records(_text(path, problems), problems):
        person = _person(line, members, problems)
        if person:
            people.append(person)
    if not people and not problems:
        problems.append("nobody is in it")
    if len(people) > MOST_PEOPLE:
        problems = [f"{len(people):,} people are in it, at most {MOST_PEOPLE:,} are taken: give test shoppers only"]
    if problems:
        more = len(problems) - _MOST_PROBLEMS
        shown = problems[:_MOST_PROBLEMS] + ([f"and {more} more problems"] if more > 0 else [])
        raise SettingsError([f"customers {printable(path)}: {problem}" for problem in shown])
    return people


def _text(path: str, problems: list[str]) -> str:
    try:
        with Path(path).open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        problems.append(f"can't be read: {getattr(error, 'strerror', None) or 'no such path'}")
        return ""
    if len(data) > _MOST_BYTES:
        problems.append(f"it has more than {_MOST_BYTES // 1_000_000} MB: give test shoppers only")
        return ""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.append(f"line {line}: this is no text in UTF-8")
        return ""


def _records(text: str, problems: list[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    if text.lstrip().startswith("{"):
        yield from _json_lines(text, problems)
    elif text.lstrip().startswith("["):
        problems.append("it is a list: write one JSON object per line, without a list around them")
    elif text.strip():
        yield from _csv(text, problems)


def _json_lines(text: str, problems: list[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            members = orjson.loads(line)
        except orjson.JSONDecodeError:
            problems.append(f"line {number}: this is no JSON")
            continue
        if isinstance(members, dict):
            yield number, members
        else:
            problems.append(f"line {number}: this is no JSON object")


def _csv(text: str, problems: list[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    header_line = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=header_line.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header: list[str] = []
    try:
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if not header:
                header = row
                unknown = [n for n, name in enumerate(row, 1) if _key(name) is None]
                problems += [f"line {rows.line_num}: column {n} has no name of a known key" for n in unknown]
                if unknown:
                    return
            elif len(row) > len(header):
                problems.append(f"line {rows.line_num}: it has {len(row)} cells, the header has {len(header)}")
            else:
                yield rows.line_num, dict(zip(header, row, strict=False))
    except csv.Error:
        problems.append(f"line {rows.line_num}: this is no CSV")


def _key(name: str) -> str | None:
    plain = name.strip().lower().replace("-", "_").replace(" ", "_")
    key = _OTHER_NAMES.get(plain, plain)
    return key if key in THINGS else None


def _person(line: int, members: dict[str, Any], problems: list[str]) -> dict[str, tuple[str, ...]]:
    person: dict[str, tuple[str, ...]] = {}
    for name, value in members.items():
        key = _key(name)
        if key is None:
            problems.append(f"line {line}: {mask(name)} is no known key: known are {', '.join(THINGS)}")
            continue
        texts = []
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, int) and not isinstance(each, bool):
                each = str(each)
            if each is None or (isinstance(each, str) and not each.strip()):
                continue
            wrong = _wrong(key, each)
            if wrong:
                problems.append(f"line {line}: {key} {mask(each)} {wrong}")
            else:
                texts.append(each)
        if texts:
            person[key] = (*person.get(key, ()), *texts)
    if "country" not in person:
        problems += [
            f"line {line}: ph {mask(number)} has no country calling code: write it with + and its code, or give country"
            for number in person.get("ph", ())
            if not has_calling_code(number)
        ]
    return person


def _wrong(key: str, value: Any) -> str | None:
    """What is wrong with a value; None when it can be taken."""
    if not isinstance(value, str):
        return "is no text"
    if len(value) > _LONGEST_VALUE:
        return f"has more than {_LONGEST_VALUE} characters"
    if key not in OWN_IDS and (recognise(value) or other_hash(value.strip())):
        return "is a hash: the value itself is needed"
    if key == "country":
        try:
            country_code(value)
        except UsageError:
            return "is no country: give a code of ISO 3166-1, such as US or DE"
    right = documented(key, value, None)
    if right is None or not right:
        return "has no form that Meta documents: leave it out"
    if key == "db" and not _is_day(right):
        return "is no day of the calendar"
    return None


def _is_day(right: str) -> bool:
    try:
        date(int(right[:4]), int(right[4:6]), int(right[6:]))
    except ValueError:
        return False
    return True
