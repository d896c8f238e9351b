"""Events told by how many have each key say the same as events told one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.match_quality.keys import KEYS
from simulator.match_quality.score import coverage, estimate, gains
from simulator.match_quality.tallies import counts_of
from simulator.match_quality.what_if import Supposed, what_if

bits = st.integers(0, 2 ** len(KEYS) - 1)
masks = st.tuples(bits, bits).map(lambda both: (both[0], both[0] & both[1]))
some_counts = st.dictionaries(masks, st.integers(1, 1000), min_size=1, max_size=12)


def told(counts: dict[tuple[int, int], int]) -> tuple[int, list[int], list[int]]:
    good = [sum(n for (_, valid), n in counts.items() if valid >> bit & 1) for bit in range(len(KEYS))]
    bad = [sum(n for (there, valid), n in counts.items() if (there & ~valid) >> bit & 1) for bit in range(len(KEYS))]
    return sum(counts.values()), good, bad


@given(some_counts, st.dictionaries(st.sampled_from(KEYS), st.sampled_from(Supposed), max_size=4))
def test_everything_that_is_said_stays_the_same(
    counts: dict[tuple[int, int], int], supposed: dict[str, Supposed]
) -> None:
    short = counts_of(*told(counts))
    assert told(dict(short)) == told(counts)
    assert estimate(short) == estimate(counts)
    assert coverage(short) == coverage(counts)
    assert gains(short, "Purchase", most=99) == gains(counts, "Purchase", most=99)
    assert estimate(what_if(short, supposed)) == estimate(what_if(counts, supposed))
    assert len(short) <= 2 * len(KEYS) + 1


def test_events_without_any_key_are_counted() -> None:
    nothing = [0] * len(KEYS)
    assert counts_of(3, nothing, nothing) == {(0, 0): 3}
    assert counts_of(0, nothing, nothing) == {}


def test_more_than_all_is_refused() -> None:
    with pytest.raises(ValueError, match="more events than there are"):
        counts_of(2, [2], [1])
