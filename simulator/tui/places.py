"""The six screens, by number key. A new screen is a line here; nothing else needs to know it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from simulator.tui.screens.base import RunScreen


class Place(NamedTuple):
    """One screen: its key, its mode, what it is called, and where its class is (``module:Class``)."""

    key: str
    mode: str
    title: str
    short: str
    where: str

    def make(self) -> RunScreen:
        """A new screen; its module is imported now and not earlier."""
        module, _, name = self.where.partition(":")
        screen: RunScreen = getattr(import_module(module), name)()
        return screen


_SCREENS = "simulator.tui.screens"

PLACES: Final = (
    Place("1", "live", "Live", "Live", f"{_SCREENS}.live:LiveScreen"),
    Place("2", "pairs", "Pairs", "Pairs", f"{_SCREENS}.pairs:PairsScreen"),
    Place("3", "quality", "Match quality", "Quality", f"{_SCREENS}.quality:QualityScreen"),
    Place("4", "findings", "Findings", "Findings", f"{_SCREENS}.findings:FindingsScreen"),
    Place("5", "runs", "Runs", "Runs", f"{_SCREENS}.runs:RunsScreen"),
    Place("6", "setup", "Set-up", "Set-up", f"{_SCREENS}.setup:SetupScreen"),
)
