"""The estimate with a key on every event, or on none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.match_quality.keys import KEYS
from simulator.match_quality.score import coverage, estimate
from simulator.match_quality.what_if import Supposed, next_supposed, what_if

EM, PH = (1 << KEYS.index(key) for key in ("em", "ph"))
some_keys = st.integers(0, 2 ** len(KEYS) - 1)
some_counts = st.dictionaries(st.tuples(some_keys, some_keys), st.integers(1, 1000), min_size=1, max_size=8)
some_suppositions = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(Supposed), max_size=6)


def test_every_event_gets_the_key_well_formed() -> None:
    counts = {(0, 0): 3, (EM, 0): 2, (EM | PH, EM | PH): 5}
    assert what_if(counts, {"em": Supposed.EVERY}) == {(EM, EM): 5, (EM | PH, EM | PH): 5}


def test_no_event_keeps_the_key() -> None:
    counts = {(0, 0): 3, (EM, 0): 2, (EM | PH, EM | PH): 5}
    assert what_if(counts, {"em": Supposed.NONE}) == {(0, 0): 5, (PH, PH): 5}


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValueError, match="shoe_size"):
        what_if({(0, 0): 1}, {"shoe_size": Supposed.EVERY})


@given(some_counts, some_suppositions)
def test_no_event_is_lost_and_the_shares_are_as_supposed(
    counts: dict[tuple[int, int], int], supposed: dict[str, Supposed]
) -> None:
    changed = what_if(counts, supposed)
    assert sum(changed.values()) == sum(counts.values())
    shares = {each.key: each for each in coverage(changed)}
    for key, what in supposed.items():
        share = shares[key].valid if key in shares else 0.0
        assert share == (100.0 if what is Supposed.EVERY else 0.0)


@given(some_counts, st.sampled_from(KEYS))
def test_more_never_lowers_the_estimate_and_less_never_raises_it(counts: dict[tuple[int, int], int], key: str) -> None:
    before = estimate(counts).likely
    assert estimate(what_if(counts, {key: Supposed.EVERY})).likely >= before
    assert estimate(what_if(counts, {key: Supposed.NONE})).likely <= before


@given(some_counts)
def test_supposing_nothing_changes_nothing(counts: dict[tuple[int, int], int]) -> None:
    assert what_if(counts, {}) == counts


@pytest.mark.parametrize(
    ("counts", "steps"),
    [
        ({(EM, EM): 1, (0, 0): 1}, [Supposed.EVERY, Supposed.NONE, None]),
        ({(0, 0): 1}, [Supposed.EVERY, None]),
        ({(EM, EM): 1}, [Supposed.NONE, None]),
        ({(EM, 0): 1}, [Supposed.EVERY, Supposed.NONE, None]),
    ],
    ids=["some", "none", "all", "malformed"],
)
def test_going_round_leaves_out_what_changes_nothing(
    counts: dict[tuple[int, int], int], steps: list[Supposed | None]
) -> None:
    now: Supposed | None = None
    for step in steps:
        now = next_supposed(counts, "em", now)
        assert now == step
