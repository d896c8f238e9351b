"""Phone numbers: the country calling code, added, found, or missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import phonenumbers
import pytest

from simulator.customer import normalize


@pytest.mark.parametrize(
    ("given", "country", "normalized", "note"),
    [
        ("(650)555-1212", "US", "16505551212", "calling code 1 (US) was added"),
        ("6505551212", "United States", "16505551212", "was added"),
        ("079 123 45 67", "ch", "41791234567", "calling code 41 (CH) was added"),
        ("0844 412 4653", "uk", "448444124653", "calling code 44 (GB) was added"),
        ("06 698 12345", "it", "390669812345", "calling code 39 (IT) was added"),
        ("٠٧٩ ١٢٣ ٤٥ ٦٧", "ch", "41791234567", "was added"),
        ("011 44 20 7946 0958", "us", "442079460958", "number abroad, with the calling code 44"),
        ("(650)555-1212 ext 12", "us", "16505551212", "extension was left out"),
        ("1-800-FLOWERS", "us", "18003569377", "keys of a phone"),
        ("3901234567", "it", "3901234567", "without one it fits too"),
        ("12345", "us", "12345", "no phone number of US"),
        ("5551212", "aq", "5551212", "no country calling code is known for AQ"),
    ],
)
def test_with_the_country(given: str, country: str, normalized: str, note: str) -> None:
    result = normalize("ph", given, country=country)
    assert result.normalized == normalized
    assert any(note in text for text in result.notes), result.notes


@pytest.mark.parametrize("given", ["16505551212", "1 650 555 1212", "+1 650 555 1212", "001 650 555 1212"])
def test_a_number_that_has_its_code_keeps_it_without_a_note(given: str) -> None:
    result = normalize("ph", given, country="us")
    assert (result.normalized, result.notes) == ("16505551212", ())


def test_a_number_with_plus_is_not_touched_by_another_country() -> None:
    assert normalize("ph", "+41 79 123 45 67", country="us").normalized == "41791234567"


@pytest.mark.parametrize(
    ("given", "notes"),
    [
        ("+41 79 123 45 67", []),
        ("＋41 79 123 45 67", []),
        ("0041791234567", []),
        ("079 123 45 67", ["is missing"]),
        ("000 791 234 567", ["is missing"]),
        ("+079 123 45 67", ["is missing"]),
        ("6505551212", ["can't be told"]),
        ("+44 (0) 844 412 4653", ["(0)"]),
        ("+1 650 555 1212 ext 3", ["letters were removed"]),
        ("+123456", ["too few"]),
        ("+1234567", []),
        ("+" + "1" * 15, []),
        ("+" + "1" * 16, ["16 digits"]),
        ("+٤١791234567", ["another script"]),
    ],
)
def test_what_is_said_without_the_country(given: str, notes: list[str]) -> None:
    result = normalize("ph", given)
    assert len(result.notes) == len(notes), result.notes
    assert all(part in text for part, text in zip(notes, result.notes, strict=True)), result.notes


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_every_country_as_people_there_write_their_numbers(region: str) -> None:
    """The number plan's own example, written in national form, gets its calling code, and keeps it."""
    example = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    example = example or phonenumbers.example_number(region)
    assert example is not None
    written = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.NATIONAL)
    first = normalize("ph", written, country=region)
    whole = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    assert first.normalized == whole.lstrip("+")
    assert normalize("ph", first.normalized, country=region).normalized == first.normalized
    assert normalize("ph", whole).normalized == first.normalized


@pytest.mark.parametrize(
    "call",
    ["'em', 'a@example.com'", "'ph', '+16505551212'", "'ph', '6505551212'", "'ph', '6505551212', country='us'"],
)
def test_number_plans_are_imported_only_when_needed(call: str) -> None:
    code = (
        f"import sys; from simulator.customer import normalize; normalize({call}); print('phonenumbers' in sys.modules)"
    )
    command = [sys.executable, "-c", code]
    output = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[2]).stdout
    assert output.strip() == str("country" in call)
