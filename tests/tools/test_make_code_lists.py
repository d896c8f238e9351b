"""The code lists in ``schemas/data`` are those of pycountry."""

from __future__ import annotations

import json

import pycountry
import pytest
from make_code_lists import FOLDER, code_lists, text_of

from simulator.resources import schemas


@pytest.mark.parametrize("name", sorted(code_lists()))
def test_the_file_is_what_the_tool_writes(name: str) -> None:
    assert schemas() / "data" == FOLDER
    text = (FOLDER / name).read_text("utf-8")
    assert text == text_of(code_lists()[name]), "run tests/tools/make_code_lists.py"


def test_the_lists_hold_every_code_of_pycountry() -> None:
    currencies = json.loads((FOLDER / "currencies.json").read_text("utf-8"))["enum"]
    countries = json.loads((FOLDER / "countries.json").read_text("utf-8"))["enum"]
    assert set(currencies) == {currency.alpha_3 for currency in pycountry.currencies}
    assert set(countries) == {country.alpha_2 for country in pycountry.countries}
    assert len(set(currencies)) == len(currencies) > 150
    assert len(set(countries)) == len(countries) > 240
    assert {"EUR", "USD", "JPY"} <= set(currencies)
    assert {"DE", "US", "JP"} <= set(countries)
