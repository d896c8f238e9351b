"""``capisim`` without a command: the terminal application on the store."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from simulator.tui.jobs import Job


def has_terminal() -> bool:
    """Whether somebody can see and answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def open_ui(
    store: str | None,
    run: int | None,
    *,
    readonly: bool,
    start: Callable[[Path], Job] | None = None,
    asks_property: bool = False,
) -> int:
    """Open the application; its exit code. What can't work at all is refused before the screen changes.

    ``start`` makes what it replays at once, given the folder for a made-up shop's events. ``asks_property`` begins with
    the wizard for a property.

    Raises UsageError and StoreError.
    """
    from simulator.cli.common import settle

    settings, origins = settle({"store": store})
    if not has_terminal():
        raise click.UsageError("The terminal application needs a terminal; 'capisim report' prints a run.")
    from simulator.settings import store_path

    path = store_path(settings)
    if readonly or run is not None:
        from simulator.store import open_store

        with open_store(path, readonly=readonly) as opened:
            opened.run(run)
    from simulator.tui.app import CapisimApp
    from simulator.tui.signals import HUNG_UP, terminal_is_gone

    app = CapisimApp(path, run=run, readonly=readonly, start=start)
    app.asks_property = asks_property
    try:
        app.run()
    except Exception:
        # Whatever is written to a terminal that is gone fails, perhaps before anybody has told that it is.
        if not terminal_is_gone():
            raise
    if terminal_is_gone():
        return HUNG_UP
    if app.wants_to_listen:
        from simulator.cli.listen import stand_in

        return stand_in(settings, origins, headless=False)
    return app.return_code or 0
