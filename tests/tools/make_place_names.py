"""Write ``countries.json`` and ``us_states.json`` of ``simulator/customer`` from pycountry.

Run it from the root of the checkout when pycountry has a newer list:

    python tests/tools/make_place_names.py

A test compares the files with pycountry, so a forgotten run is noticed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pycountry

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "simulator" / "customer"


def names_of(country: object) -> list[str]:
    """The alpha-3 code and the English names of one country, ``Korea, Republic of`` both ways round."""
    names = [getattr(country, member, None) for member in ("alpha_3", "name", "common_name", "official_name")]
    found = [name for name in names if name]
    for name in list(found):
        first, comma, last = name.partition(", ")
        if comma and ("of" in last.split() or "the" in last.lower().split()):
            found.append(f"{last} {first}")
    return list(dict.fromkeys(found))


def files() -> dict[str, str]:
    """Both files by name, as text: one country or state per line."""
    countries = {country.alpha_2.lower(): names_of(country) for country in pycountry.countries}
    states = {state.code[3:].lower(): [state.name] for state in pycountry.subdivisions.get(country_code="US")}
    return {"countries.json": text_of(countries), "us_states.json": text_of(states)}


def text_of(names: dict[str, list[str]]) -> str:
    """One line per code, sorted, so that a diff shows what changed."""
    rows = [f"  {json.dumps(code)}: {json.dumps(names[code], ensure_ascii=False)}" for code in sorted(names)]
    return "{\n" + ",\n".join(rows) + "\n}\n"


if __name__ == "__main__":
    for name, text in files().items():
        (FOLDER / name).write_text(text, "utf-8")
        sys.stdout.write(f"{name}: {text.count(chr(10)) - 2} lines\n")
