"""``expect_go``: a gate over what arrived at the emulator inside a test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from test_testing_listening import pixel, server

from simulator.errors import SettingsError
from simulator.testing import Capisim, Listening


@pytest.fixture(scope="module")
def meta() -> Iterator[Listening]:
    with Capisim(gate={"profiles": {"strict": {"min_events": 99}}}).listen() as listening:
        pixel(listening, "order-1")
        server(listening, "order-1")
        yield listening


def test_it_goes(meta: Listening) -> None:
    meta.expect_go()
    meta.expect_go("staging", must_see=["Purchase"])
    meta.expect_go("production", max_delay=["99999999"], min_coverage=[])


def test_it_does_not_and_says_why(meta: Listening) -> None:
    with pytest.raises(AssertionError) as told:
        meta.expect_go(must_see=["Lead:server"], min_events=3)
    text = str(told.value)
    assert text.startswith("no go: 2 of 4 conditions are met\n\n  min_events: 2 events, at least 3 events")
    assert "  must_see: Lead:server: 0 events, at least 1 event" in text
    assert "order-1" in text


def test_profiles_of_the_settings_hold(meta: Listening) -> None:
    with pytest.raises(AssertionError, match="at least 99 events"):
        meta.expect_go("strict")
    meta.expect_go("strict", min_events=2)


@pytest.mark.parametrize(
    ("profile", "conditions", "sentence"),
    [("none-such", {}, "none-such"), (None, {"min_evnts": 1}, "min_evnts"), (None, {"must_not_see": ["x=(("]}, "x")],
)
def test_mistakes_are_told(meta: Listening, profile: str | None, conditions: dict[str, object], sentence: str) -> None:
    with pytest.raises(SettingsError, match=sentence):
        meta.expect_go(profile, **conditions)
