"""The profiles ``param-builder`` and ``adobe`` beside what the published JavaScript was seen to send."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from known_differences import KNOWN, Difference
from record_node_libraries import FROM_REQUEST, HASHED, LIBRARIES, PREPARED, compare, differences, values

from simulator.customer import KEYS, builder_dates, normalize

HERE = Path(__file__).parent
RECORDED: dict[str, Any] = json.loads((HERE / "recorded.json").read_text("utf-8"))


@pytest.fixture(autouse=True)
def _clock_of_the_recording(monkeypatch: pytest.MonkeyPatch) -> None:
    # The builder takes years up to the next one.
    monkeypatch.setattr(builder_dates, "now", lambda: float(RECORDED["of"]["recorded_at"]))


def test_the_recording_is_of_this_corpus() -> None:
    rows = [(row[0], row[1]) for row in RECORDED["rows"]]
    assert rows == values()


@pytest.mark.parametrize("library", LIBRARIES)
def test_enough_was_recorded(library: str) -> None:
    keys = {row[0] for row in RECORDED["rows"] if row[LIBRARIES[library][1]] is not None}
    # The parts of names and dates are known to the builder as hashes only.
    assert keys == PREPARED[library]
    assert sum(row[0] in keys for row in RECORDED["rows"]) > 1_000


def test_the_profiles_send_what_the_libraries_sent() -> None:
    assert differences(RECORDED["rows"]) == []


@pytest.mark.parametrize(
    "known", [known for known in KNOWN if known.library in LIBRARIES], ids=lambda k: f"{k.library}: {k.why}"
)
def test_a_listed_difference_still_is_one(known: Difference) -> None:
    (row,) = [row for row in RECORDED["rows"] if (row[0], row[1]) == known.example]
    case = compare(known.library, row)
    assert case.ours != case.theirs
    assert known.explains(case)


def test_the_profile_names_the_version_that_was_recorded() -> None:
    from simulator.customer.builder_marker import VERSION
    from simulator.customer.profiles import adobe, param_builder

    recorded = RECORDED["of"]
    assert recorded["param_builder"] == ".".join(map(str, VERSION))
    assert f"capi-param-builder-nodejs {recorded['param_builder']} " in (param_builder.__doc__ or "")
    assert f"at {recorded['adobe'][:8]}" in (adobe.__doc__ or "")


@pytest.mark.parametrize("profile", ["param-builder", "adobe"])
def test_keys_that_are_not_hashed_stay_as_they_are(profile: str) -> None:
    for key in set(KEYS) - HASHED - FROM_REQUEST:
        result = normalize(key, " Ab 1 ", profile=profile)
        has_field = profile == "param-builder" or "no field" not in str(result.notes)
        assert (result.normalized, result.sha256) == ((" Ab 1 ", None) if has_field else (None, None))
