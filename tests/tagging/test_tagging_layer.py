"""The data layer: values by path, and who wrote each last."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from simulator.tagging.layer import DataLayer, Path, Write, parse_path, path_text
from simulator.tagging.values import UNDEFINED


def write(n: int) -> Write:
    return Write(n, n, float(n))


def test_paths_count_from_the_window_or_from_the_data_layer() -> None:
    below = ("dataLayer", "meta")
    assert parse_path("conversionData.eventId", below) == ("dataLayer", "meta", "conversionData", "eventId")
    assert parse_path("window.digitalData.page", below) == ("digitalData", "page")
    assert path_text(("dataLayer", "meta")) == "window.dataLayer.meta"


def test_a_write_above_or_below_counts() -> None:
    layer = DataLayer()
    layer.set(("meta",), {"value": 1, "items": [{"id": "A"}]}, write(1))
    layer.set(("meta", "value"), 2, write(2))
    assert layer.get(("meta", "value")) == 2
    assert layer.get(("meta", "items", "0", "id")) == "A"
    assert [layer.writer(("meta", name)) for name in ("value", "items")] == [write(2), write(1)]
    layer.set(("meta",), {"value": 3}, write(3))
    assert layer.writer(("meta", "value")) == write(3)
    assert layer.get(("meta", "items")) is UNDEFINED


def test_what_was_read_or_written_is_never_changed() -> None:
    layer, written = DataLayer(), {"thing": {"n": 1}}
    layer.set(("a", "any"), written, write(1))
    read = layer.get(("a",))
    layer.merge(("a",), {"any": {"thing": {"n": 2}}}, write(2))
    layer.set(("a", "any", "new"), 3, write(3))
    layer.remove(("a", "any", "thing"), write(4))
    assert written == {"thing": {"n": 1}}
    assert read == {"any": {"thing": {"n": 1}}}
    assert layer.get(("a",)) == {"any": {"new": 3}}


def test_a_push_merges_objects_and_replaces_lists() -> None:
    layer = DataLayer()
    layer.merge((), {"cart": {"total": 1, "ids": ["A", "B"]}}, write(1))
    layer.merge((), {"cart": {"ids": ["C"], "coupon": "X"}}, write(2))
    assert layer.get(("cart",)) == {"total": 1, "ids": ["C"], "coupon": "X"}
    assert layer.writer(("cart", "total")) == write(1)
    assert layer.writer(("cart", "ids")) == write(2)
    layer.merge((), {"cart": {"coupon": None}}, write(3))
    assert layer.get(("cart", "coupon")) is UNDEFINED


PATHS: Any = st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map(tuple)


@given(st.lists(st.tuples(PATHS, st.integers() | st.just({"a": {"b": 1}})), max_size=12), PATHS)
def test_the_writer_is_the_last_write_at_or_above_or_what_was_there_before(
    writes: list[tuple[Path, Any]], asked: Path
) -> None:
    layer = DataLayer()
    last = None
    for n, (path, value) in enumerate(writes, 1):
        layer.set(path, value, write(n))
        if asked[: len(path)] == path:
            last = write(n)
    assert layer.writer(asked) == last
