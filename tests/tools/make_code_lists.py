"""Write ``schemas/data/currencies.json`` and ``countries.json`` from pycountry.

Run it from the root of the checkout when pycountry has a newer list:

    python tests/tools/make_code_lists.py

A test compares the files with pycountry, so a forgotten run is noticed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pycountry

FOLDER = Path(__file__).parents[2] / "schemas" / "data"
BASE = "https://capisim.dev/schemas/data/"


def code_list(name: str, title: str, description: str, source: str, codes: list[str]) -> dict[str, Any]:
    """One list of codes as a JSON Schema whose ``enum`` holds them, sorted."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": BASE + name,
        "title": title,
        "description": description,
        "$comment": f"Source: {source}, through pycountry. Written by tests/tools/make_code_lists.py.",
        "enum": sorted(codes),
    }


def code_lists() -> dict[str, dict[str, Any]]:
    """Both files by name, as JSON values."""
    return {
        "currencies.json": code_list(
            "currencies.json",
            "Currency code",
            "Alphabetic codes of ISO 4217, in upper case.",
            "https://www.iso.org/iso-4217-currency-codes.html",
            [currency.alpha_3 for currency in pycountry.currencies],
        ),
        "countries.json": code_list(
            "countries.json",
            "Country code",
            "Alpha-2 codes of ISO 3166-1, in upper case. Meta wants them in lower case before hashing.",
            "https://www.iso.org/iso-3166-country-codes.html",
            [country.alpha_2 for country in pycountry.countries],
        ),
    }


def text_of(schema: dict[str, Any], per_line: int = 15) -> str:
    """The file's text: one member per line, codes in rows so that a diff shows what changed."""
    codes = [json.dumps(code) for code in schema["enum"]]
    rows = ["    " + ", ".join(codes[start : start + per_line]) for start in range(0, len(codes), per_line)]
    members = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in schema.items() if key != "enum"]
    members.append('  "enum": [\n' + ",\n".join(rows) + "\n  ]")
    return "{\n" + ",\n".join(members) + "\n}\n"


def main() -> None:
    """Write both files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, schema in code_lists().items():
        (FOLDER / name).write_text(text_of(schema), encoding="utf-8")


if __name__ == "__main__":
    main()
