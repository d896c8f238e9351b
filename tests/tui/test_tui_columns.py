"""The columns of the lists of events and of actions, at every width; a box to tick without colours."""

from __future__ import annotations

import pytest
from textual.content import Content

from simulator.tui.widgets.event_columns import columns
from simulator.tui.widgets.pair_columns import pair_columns
from simulator.tui.widgets.tick import Tick


@pytest.mark.parametrize("columns_for", [columns, pair_columns], ids=["events", "pairs"])
def test_no_column_is_cut_however_narrow_the_list(columns_for: object) -> None:
    assert callable(columns_for)
    for width in range(48, 240):
        shown = columns_for(width)
        assert sum(column.width + 1 for column in shown) <= width, width
        assert {"name", "verdict"} <= {column.name for column in shown}


def test_beside_the_inspector_the_names_of_standard_events_are_whole() -> None:
    widths = {column.name: column.width for column in columns(72)}
    assert widths["name"] >= len("AddPaymentInfo")
    assert widths["id"] >= 10


def test_a_tick_is_seen_without_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tick.__mro__[1], "_button", property(lambda self: Content(self.BUTTON_INNER)))
    assert [Tick("so", value=value)._button.plain for value in (False, True)] == ["·", "X"]
