"""The lists of countries and states are those of pycountry, and every name in them is understood."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pycountry
import pytest

from simulator.customer import normalize
from simulator.customer.country import country_code

ROOT = Path(__file__).parents[2]


def test_the_lists_are_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("make_place_names", ROOT / "tests" / "tools" / "make_place_names.py")
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    for name, text in maker.files().items():
        assert (ROOT / "simulator" / "customer" / name).read_text("utf-8") == text


@pytest.mark.parametrize("country", list(pycountry.countries), ids=lambda country: country.alpha_2)
def test_every_code_and_name_of_a_country(country: object) -> None:
    code = country.alpha_2.lower()  # type: ignore[attr-defined]
    for member in ("alpha_2", "alpha_3", "name", "common_name", "official_name"):
        text = getattr(country, member, None)
        if text is not None:
            assert normalize("country", text).normalized == code, text
            assert country_code(text) == code


# pycountry holds subdivisions in a set; parallel test runs need one order.
STATES = sorted(pycountry.subdivisions.get(country_code="US"), key=lambda state: state.code)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.code)
def test_every_state_of_the_us(state: object) -> None:
    code = state.code[3:].lower()  # type: ignore[attr-defined]
    for text in (state.name, state.name.upper(), code):  # type: ignore[attr-defined]
        assert normalize("st", text, country="us").normalized == code
