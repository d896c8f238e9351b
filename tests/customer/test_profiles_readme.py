"""The README of ``simulator/customer``: its tables are what the profiles do."""

from __future__ import annotations

import re

import pytest
from profiles_table import README, with_table

from simulator.customer import normalize, profiles
from simulator.customer.hashing import sha256

DIGEST = "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"
GIVEN = {
    "SHA-256": DIGEST,
    "SHA-256 in upper case": DIGEST.upper(),
    "SHA-256 with a marker": f"{DIGEST}.AQQCAQAA",
    "MD5": "d41d8cd98f00b204e9800998ecf8427e",
    "any 64 letters and digits": "Z" * 64,
}
TEXT = README.read_text("utf-8")


def row(first: str) -> list[str]:
    (line,) = [line for line in TEXT.splitlines() if line.startswith(f"| {first} |")]
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_the_table_is_made_anew() -> None:
    assert with_table(TEXT) == TEXT


def test_every_profile_has_its_source_and_date() -> None:
    for profile in profiles():
        assert re.search(r"20\d\d-\d\d-\d\d", " ".join(row(f"`{profile}`")))


@pytest.mark.parametrize("what", GIVEN)
def test_the_table_of_hashes(what: str) -> None:
    value = GIVEN[what]
    says = dict(zip(profiles(), row(what), strict=True))
    for profile in profiles():
        result = normalize("fn", value, profile=profile)
        if result.normalized is None:
            expected = "refused"
        elif any("passed through" in note for note in result.notes):
            same = result.normalized == value
            expected = ("passed as it is" if "capitals" in str(result.notes) else "passed") if same else "in lower case"
            if "with the marker" in str(result.notes):
                expected += ", with a marker"
        else:
            assert result.sha256 == sha256(result.normalized)
            expected = "hashed again" if "letters" not in what else "hashed"
        assert says[profile] == expected
