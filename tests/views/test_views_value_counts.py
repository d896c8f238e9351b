"""Counting texts in memory, and outside of it when they are many."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from stored_run import StoredRun

from simulator.views import frequencies, value_counts
from simulator.views.value_counts import ValueCounts


@pytest.mark.parametrize("most", [1, 3, 1000])
def test_every_text_is_counted_wherever_it_is(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(value_counts, "_MOST_IN_MEMORY", most)
    chance = random.Random(5)
    texts = [chance.choice(["", "a", "A", "ä", "顧客🛒", "a\0b", "é", "z" * 300, "0", "1"]) for _ in range(200)]
    expected = Counter(texts)
    expected["a"] += 40
    with ValueCounts() as counts:
        for text in texts:
            counts.add([text], 1)
        counts.add({"a"}, 40)
        in_order = sorted(expected.items(), key=lambda each: (-each[1], each[0]))
        assert counts.most(100) == in_order
        assert (counts.most(3), len(counts)) == (in_order[:3], len(expected))


def test_the_table_is_the_same_however_many_members_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    run = StoredRun()
    for value in (1, "1", 2.5, ["x", "x", "y"], None, {"of": 1}, "x", True, "true"):
        run.payload(run.event("server"), {"custom_data": {"value": value, "contents": [{"id": value}, {"id": "z"}]}})
    paths = ("custom_data.value", "custom_data.contents.id")
    usual = [frequencies.frequencies(run.store, 1, path) for path in paths]
    monkeypatch.setattr(frequencies, "_MOST_MEMBERS", 0)
    monkeypatch.setattr(value_counts, "_MOST_IN_MEMORY", 0)
    assert [frequencies.frequencies(run.store, 1, path) for path in paths] == usual
    assert [(row.value, row.events) for row in usual[0].rows] == [
        *((None, 2), ("1", 2), ("true", 2), ("x", 2)),
        *(("2.5", 1), ("y", 1)),
    ]
    assert usual[0].distinct == 6
