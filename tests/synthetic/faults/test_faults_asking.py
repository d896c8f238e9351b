"""How a fault is asked for, and what is said when it can't be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import UsageError
from simulator.synthetic.faults import faults
from simulator.synthetic.faults.asking import asked


@pytest.mark.parametrize(
    ("text", "variant", "rate"),
    [
        ("split-event-id", "random", 0.2),
        ("split-event-id:prefix", "prefix", 0.2),
        ("split-event-id:prefix=5%", "prefix", 0.05),
        ("split-event-id=5%", "random", 0.05),
        ("split-event-id=0.05", "random", 0.05),
        ("split-event-id=100%", "random", 1.0),
        ("split-event-id=1", "random", 1.0),
        (" split-event-id=0.5% ", "random", 0.005),
    ],
)
def test_good(text: str, variant: str, rate: float) -> None:
    applied = asked(text, 7)
    assert (applied.kind.name, applied.variant.name) == ("split-event-id", variant)
    assert applied.rate == pytest.approx(rate)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is no fault"),
        (":", "is no fault"),
        ("split-event-id:", "is no fault"),
        ("split-event-id:prefix:case", "is no fault"),
        ("split-event-ids", "did you mean split-event-id or "),
        ("zzzz", "'capisim faults' lists them"),
        ("split-event-id:prefi", "choose from random, prefix, case"),
        ("split-event-id=0%", "is no rate"),
        ("split-event-id=101%", "is no rate"),
        ("split-event-id=5", "is no rate"),
        ("split-event-id=-5%", "is no rate"),
        ("split-event-id=many", "is no rate"),
        ("split-event-id=nan", "is no rate"),
        ("split-event-id=٥%", "is no rate"),
    ],
)
def test_bad(text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told.replace("?", r"\?")):
        asked(text, 7)


@given(st.text())
def test_anything_is_a_fault_or_a_mistake_in_one_line(text: str) -> None:
    told = ""
    try:
        assert asked(text, 7).kind.name in faults()
    except UsageError as error:
        told = str(error)
    assert told.isprintable()


@pytest.mark.parametrize("kind", faults().values(), ids=lambda kind: kind.name)
def test_the_name_asks_for_the_same(kind: object) -> None:
    from simulator.synthetic.faults import Kind

    assert isinstance(kind, Kind)
    for variant in kind.variants.values():
        again = asked(asked(f"{kind.name}:{variant.name}", 7).name, 7)
        assert (again.variant, again.rate) == (variant, pytest.approx(variant.rate))
