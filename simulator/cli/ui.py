"""``capisim`` without a command: the terminal application on the store."""

from __future__ import annotations

import sys

import click


def has_terminal() -> bool:
    """Whether somebody can see and answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def open_ui(store: str | None, run: int | None, *, readonly: bool) -> int:
    """Open the application; its exit code. What can't work at all is refused before the screen changes.

    Raises UsageError and StoreError.
    """
    from simulator.cli.common import settle

    settings, _ = settle({"store": store})
    if not has_terminal():
        raise click.UsageError("The terminal application needs a terminal; 'capisim report' prints a run.")
    from simulator.settings import store_path

    path = store_path(settings)
    if readonly or run is not None:
        from simulator.store import open_store

        with open_store(path, readonly=readonly) as opened:
            opened.run(run)
    from simulator.tui.app import CapisimApp

    app = CapisimApp(path, run=run, readonly=readonly)
    app.run()
    return app.return_code or 0
