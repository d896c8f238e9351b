"""The collector leaves what is old alone while somebody remembers much, and not for longer."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from simulator.collecting import spared, young_alone


def test_the_last_one_out_restores_what_was_before_the_first() -> None:
    usual = gc.get_threshold()
    one, other = young_alone(), young_alone()
    with one:
        assert gc.get_threshold()[2] > 1000 * usual[2]
        other.__enter__()
    assert gc.get_threshold()[2] > 1000 * usual[2]
    other.__exit__(None, None, None)
    assert gc.get_threshold() == usual


@pytest.fixture
def nothing_spared() -> Iterator[None]:
    """What the tests have spared is so again afterwards."""
    spared_before = gc.get_freeze_count() > 0
    gc.unfreeze()
    yield
    if spared_before:
        gc.freeze()


@pytest.mark.usefixtures("nothing_spared")
def test_what_is_spared_is_walked_again_afterwards() -> None:
    usual = gc.get_threshold()
    with spared():
        assert gc.get_freeze_count() > 0
        with young_alone(), spared():
            assert gc.get_threshold()[0] > usual[0]
            assert gc.get_threshold()[2] > usual[2]
        assert gc.get_freeze_count() > 0
        assert gc.get_threshold()[0] > usual[0]
        assert gc.get_threshold()[1:] == usual[1:]
    assert (gc.get_threshold(), gc.get_freeze_count()) == (usual, 0)


@pytest.mark.usefixtures("nothing_spared")
def test_what_somebody_else_spares_stays_so() -> None:
    gc.freeze()
    with spared():
        pass
    assert gc.get_freeze_count() > 0
    gc.unfreeze()
