"""Calibration: what Meta's score teaches, how it is written, and how it moves the estimate."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.match_quality.calibration import Calibrated, calibrate, calibration_of, read_calibration, written
from simulator.match_quality.keys import KEYS
from simulator.match_quality.model import model
from simulator.match_quality.score import estimate, gains
from simulator.settings.constraints import CALIBRATION

BITS = sum(1 << KEYS.index(key) for key in ("client_user_agent", "client_ip_address", "fbp"))
SOME = {(BITS, BITS): 100}


def test_the_estimate_becomes_what_meta_said() -> None:
    before = estimate(SOME)
    calibrated = calibrate(4.6, before.likely, "2026-11-26")
    assert calibrated is not None
    after = estimate(SOME, calibrated=calibrated)
    assert after.likely == pytest.approx(4.6, abs=0.05)
    assert after.low < after.likely < after.high
    assert after.version == f"{model().version}, calibrated 2026-11-26"
    assert before.version == model().version


def test_gains_grow_with_it_and_never_beyond_ten() -> None:
    plain, raised = gains(SOME), gains(SOME, calibrated=Calibrated(1.5, "2026-11-26"))
    assert raised[0].gain == pytest.approx(plain[0].gain * 1.5, abs=0.1)
    top = estimate(SOME, calibrated=Calibrated(10.0, "2026-11-26"))
    assert top.high == top.likely == 10.0
    assert gains(SOME, calibrated=Calibrated(10.0, "2026-11-26")) == []


@pytest.mark.parametrize(("score", "modelled"), [(6.0, 0.0), (0.0, 5.0), (9.0, 0.5)])
def test_what_makes_no_sense_calibrates_nothing(score: float, modelled: float) -> None:
    assert calibrate(score, modelled, "2026-11-26") is None


names = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=40)


@given(st.dictionaries(names, st.floats(0.1, 10.0).map(lambda factor: round(factor, 3)), max_size=4))
def test_what_is_written_is_read_again_and_is_a_setting(factors: dict[str, float]) -> None:
    calibration = {name: Calibrated(factor, "2026-11-26") for name, factor in factors.items()}
    texts = written(calibration)
    assert all(CALIBRATION.holds(text) for text in texts)
    assert read_calibration(texts) == calibration


def test_a_stored_run_may_hold_anything() -> None:
    assert calibration_of({}) == {}
    assert calibration_of({"match_quality": "odd"}) == {}
    stored = {
        "match_quality": {"calibration": ["Lead=2@2026-01-01", "odd", 7, "Lead=0.5@2026-02-01", "Low=0.01@2026-01-01"]}
    }
    assert calibration_of(stored) == {"Lead": Calibrated(0.5, "2026-02-01")}
