"""The collector leaves what is old alone while somebody remembers much, and not for longer."""

from __future__ import annotations

import gc

from simulator.collecting import young_alone


def test_the_last_one_out_restores_what_was_before_the_first() -> None:
    usual = gc.get_threshold()
    one, other = young_alone(), young_alone()
    with one:
        assert gc.get_threshold()[2] > 1000 * usual[2]
        other.__enter__()
    assert gc.get_threshold()[2] > 1000 * usual[2]
    other.__exit__(None, None, None)
    assert gc.get_threshold() == usual
