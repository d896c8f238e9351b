"""The estimate at the points it was calibrated at, and its behaviour between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.match_quality.keys import KEYS
from simulator.match_quality.model import model
from simulator.match_quality.score import Counts, Estimate, coverage, estimate, gains

BASE = "fbp client_ip_address client_user_agent ct st zp country"
WEIGHED = [key for key in KEYS if key in model().weights]
ADVISED = [key for key in WEIGHED if model().weights[key].advise]

mask = st.sets(st.sampled_from(KEYS)).map(lambda names: sum(1 << KEYS.index(name) for name in names))
some_counts = st.dictionaries(
    st.tuples(mask, mask).map(lambda pair: (pair[0] | pair[1], pair[1])), st.integers(1, 1000), min_size=1, max_size=6
)


def bits(names: str) -> int:
    return sum(1 << KEYS.index(name) for name in names.split())


def always(names: str, count: int = 100) -> Counts:
    return {(bits(names), bits(names)): count}


@pytest.mark.parametrize(
    ("names", "least", "most"),
    [
        ("client_user_agent", 1.0, 2.0),
        (BASE, 4.8, 5.2),
        (f"{BASE} em", 6.8, 7.2),
        (f"{BASE} em ph external_id fbc", 8.5, 9.0),
        (" ".join(ADVISED), 9.5, 10.0),
        (" ".join(WEIGHED), 9.5, 10.0),
        (" ".join(KEYS), 9.5, 10.0),
    ],
)
def test_calibration_points(names: str, least: float, most: float) -> None:
    score = estimate(always(names))
    assert least <= score.likely <= most
    assert score.low < score.likely
    assert score.likely < score.high or score.high == 10.0


@pytest.mark.parametrize("key", ["em", "client_user_agent", "fbp"])
def test_a_key_on_forty_percent_of_events_gives_forty_percent_of_its_weight(key: str) -> None:
    counts = {(bits(key), bits(key)): 40, (0, 0): 60}
    assert estimate(counts).likely == pytest.approx(0.4 * model().weights[key].likely, abs=0.05)


def test_an_invalid_value_gives_nothing() -> None:
    carried_badly = {(bits(BASE + " em"), bits(BASE)): 10}
    assert estimate(carried_badly) == estimate(always(BASE))


def test_nothing_at_all_is_zero() -> None:
    assert estimate({(0, 0): 3})[:3] == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("ask", [estimate, gains, coverage])
def test_no_events_have_no_score(ask: object) -> None:
    for nothing in ({}, {(1, 1): 0}):
        with pytest.raises(ValueError, match="at least one event"):
            ask(nothing)  # type: ignore[operator]


def test_the_estimate_says_what_it_is() -> None:
    score = estimate(always(BASE))
    assert score.version == model().version
    assert str(score).startswith("estimate ")
    assert str(Estimate(4.0, 5.0, 6.0, "v")) == "estimate 5.0 (4.0 to 6.0)"


@given(some_counts)
def test_the_range_holds_the_likely_value_and_stays_on_the_scale(counts: Counts) -> None:
    low, likely, high, _ = estimate(counts)
    assert 0 <= low <= likely <= high <= 10


@given(some_counts, st.sampled_from(WEIGHED))
def test_one_more_key_never_lowers_the_estimate(counts: dict[tuple[int, int], int], key: str) -> None:
    more: dict[tuple[int, int], int] = {}
    for (present, valid), count in counts.items():
        richer = (present | bits(key), valid | bits(key))
        more[richer] = more.get(richer, 0) + count
    before, after = estimate(counts), estimate(more)
    assert after.likely >= before.likely
    assert after.low >= before.low - 0.1
    assert after.high >= before.high


@given(some_counts, st.integers(2, 50))
def test_only_shares_matter(counts: dict[tuple[int, int], int], times: int) -> None:
    assert estimate({masks: count * times for masks, count in counts.items()}) == estimate(counts)


def test_gains_say_what_to_send_where() -> None:
    counts = {(bits(BASE + " em"), bits(BASE + " em")): 38, (bits(BASE), bits(BASE)): 62}
    best = gains(counts, "Purchase")
    assert [gain.key for gain in best] == ["em", "fbc", "ph"]
    assert best[0].missing_share == 0.62
    assert [gain.text for gain in best] == [
        "send `em` on the other 62 % of Purchase: +1.2",
        "send `fbc` with Purchase where the visitor came from an ad: +0.7",
        "send `ph` with Purchase: +0.6",
    ]
    assert gains(counts)[0].text == "send `em` on the other 62 % of the events: +1.2"


def test_gains_of_a_malformed_key_ask_for_its_form() -> None:
    counts = {(bits("em"), bits("em")): 38, (bits("em"), 0): 62}
    texts = [gain.text for gain in gains(counts, "Lead")]
    assert "send `em` well formed on 62 % of Lead: +1.2" in texts
    assert "send `em` well formed with Lead: +2.0" in [gain.text for gain in gains({(bits("em"), 0): 9}, "Lead")]


def test_nearly_all_is_not_said_to_be_all() -> None:
    counts = {(bits("em"), bits("em")): 1, (0, 0): 999}
    assert "99 % of Lead" in gains(counts, "Lead")[0].text


@given(some_counts)
def test_gains_keep_their_promise(counts: dict[tuple[int, int], int]) -> None:
    now = estimate(counts)
    best = gains(counts)
    assert len(best) <= 3
    assert [gain.gain for gain in best] == sorted((gain.gain for gain in best), reverse=True)
    for gain in best:
        more: dict[tuple[int, int], int] = {}
        for (present, valid), count in counts.items():
            richer = (present | bits(gain.key), valid | bits(gain.key))
            more[richer] = more.get(richer, 0) + count
        assert estimate(more).likely - now.likely == pytest.approx(gain.gain, abs=0.11)


def test_nothing_is_left_to_gain_when_everything_is_sent() -> None:
    assert gains(always(" ".join(WEIGHED))) == []


def test_coverage_lists_what_could_be_sent_and_what_was() -> None:
    counts = {(bits("em madid"), bits("madid")): 1, (bits("em"), bits("em")): 2, (0, 0): 5}
    listed = {key: (share, valid) for key, share, valid in coverage(counts)}
    assert listed["em"] == (37.5, 25.0)
    assert listed["madid"] == (12.5, 12.5)
    assert listed["fbp"] == (0.0, 0.0)
    assert listed.keys() == {*ADVISED, "madid"}
    assert list(listed) == [key for key in KEYS if key in listed]
