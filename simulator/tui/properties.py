"""The part of the application that sets up and opens properties."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

from simulator.tui.transporting import TransportApp


class PropertyApp(TransportApp):
    """An application in which a property's folder can be set up and opened."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("P", "property", "Property", show=False, tooltip="Set up a property, or open one and validate it"),
    ]

    asks_property = False
    """Whether the wizard is there at once."""

    def on_mount(self) -> None:
        if self.asks_property:
            self.call_after_refresh(self.action_property)

    def action_property(self) -> None:
        """Ask for a folder: a new one is filled, one that holds a property is opened."""
        from simulator.tui.screens.quickstart import QuickstartScreen

        self.push_screen(QuickstartScreen(), self.open_property)

    def open_property(self, folder: Path | None) -> None:
        """Validate the property in a folder, and show its rules; None for nothing."""
        from simulator.tui.screens.property import PropertyScreen

        if folder is not None:
            self.push_screen(PropertyScreen(folder))
