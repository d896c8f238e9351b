"""A box to tick, in which the tick is there or not: Textual's own tells that by its colour alone."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Checkbox


class Tick(Checkbox):
    """A checkbox that can be read without colours too."""

    @property
    def _button(self) -> Content:
        self.BUTTON_INNER = "X" if self.value else "·"
        return super()._button
