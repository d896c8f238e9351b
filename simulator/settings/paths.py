"""Where the store lies when no setting says so."""

from __future__ import annotations

from pathlib import Path

from simulator.settings.model import Settings


def default_store() -> Path:
    """The store in the user's data directory."""
    # Late: a command that opens no store should not pay for it.
    from platformdirs import user_data_path

    return user_data_path("capisim", appauthor=False) / "capisim.db"


def store_path(settings: Settings) -> str:
    """The path of the store that the settings mean; ``:memory:`` stays what it is."""
    return settings.store or str(default_store())
