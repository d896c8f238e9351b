"""``capisim listen``: Meta's two endpoints on this machine, until Ctrl-C."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import click

from simulator.cli.common import open_settled_store, settings_options
from simulator.errors import ExitCode
from simulator.settings import Settings

if TYPE_CHECKING:
    from simulator.emulator.service import Service
    from simulator.emulator.serving import Running
    from simulator.run import Progress

_PATIENCE = 1.0


@click.command()
@click.option(
    "--headless", is_flag=True, help="No screen: one line a request on standard error. So it is without a terminal."
)
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="The address to listen on.")
@click.option("--title", metavar="TEXT", help="A name for the run.")
@settings_options(
    "emulator.port",
    "emulator.pixels",
    "emulator.network_faults",
    "emulator.fault_seed",
    "store",
    "schemas",
    "engine",
    "durable",
    "environment",
    "customers",
    "rules.select",
    "rules.ignore",
)
def listen(
    headless: bool,
    host: str,
    title: str | None,
    settings: Settings,
    origins: dict[str, str],
) -> ExitCode:
    """Stand in for Meta: answer the Conversions API and the Pixel on this machine, and store what arrives.

    In a terminal the application shows it. With --headless, or without a terminal, the port and the URL are printed
    as JSON on standard output, and a line for each request on standard error. Ctrl-C ends the run; nothing that was
    acknowledged is lost.
    """
    from simulator.cli.ui import has_terminal

    return stand_in(settings, origins, headless=headless or not has_terminal(), host=host, title=title)


def stand_in(
    settings: Settings,
    origins: dict[str, str],
    *,
    headless: bool,
    host: str = "127.0.0.1",
    title: str | None = None,
) -> ExitCode:
    """Listen until somebody ends it, with the application or ``headless``. Raises UsageError and StoreError."""
    from simulator.emulator.pixels import pixels_of
    from simulator.emulator.service import Service
    from simulator.emulator.serving import bound, is_loopback, serving

    if not headless and settings.store == ":memory:":
        raise click.UsageError(
            "The application shows what lies in a file: leave out --store :memory:, or add --headless."
        )
    pixels = pixels_of(settings.emulator.pixels, os.environ)
    if not is_loopback(host):
        _say(f"warning: {host} can be reached from other machines; there is no password, and what they send is stored")
    # Before there is a run: a port that is taken is no run.
    with bound(host, settings.emulator.port) as sockets, open_settled_store(settings) as store:
        service = Service(store, settings, pixels=pixels, title=title, origins=origins)
        try:
            with serving(service, host=host, sockets=sockets) as running:
                if headless:
                    _log_until_signalled(running)
                else:
                    _show(running)
        finally:
            run = _close(service)
        _say(f"run {run}: {_summary(service.listener.progress())}; 'capisim report' shows it")
    return ExitCode.CLEAN


def _close(service: Service) -> int:
    """Finish the run; who waits long for it is told why."""
    why = "looking at all of the run for the last time; Ctrl-C leaves that out, and loses no event"
    patience = threading.Timer(_PATIENCE, _say, [why])
    patience.daemon = True
    patience.start()
    try:
        return service.close()
    except KeyboardInterrupt as stop:
        stop.add_note("What was acknowledged is stored; 'capisim replay --resume' looks at the run as a whole.")
        raise
    finally:
        patience.cancel()


def _log_until_signalled(running: Running) -> None:
    from simulator.cli.stopping import until_signalled
    from simulator.emulator.log import log_line
    from simulator.reports.json import encode

    with until_signalled() as wait:
        running.service.watch(lambda handled: _say(log_line(handled)))
        click.echo(encode({"port": running.port, "url": running.url}).decode(), nl=False)
        wait()
        _say("stopping: requests at hand are still answered")


def _show(running: Running) -> None:
    from simulator.emulator.looking import looking
    from simulator.tui.app import CapisimApp

    service = running.service
    app = CapisimApp(service.listener.store.path, run=service.listener.run)
    app.title = f"capisim {running.url}"
    app.listening = running.url
    with looking(service, lambda run: app.call_from_thread(app.open_run, run)):
        app.run()


def _summary(progress: Progress) -> str:
    return (
        f"{progress.read} events, {progress.duplicates} duplicate, {progress.rejected} rejected, "
        f"{progress.quarantined} unreadable"
    )


def _say(text: str) -> None:
    try:
        click.echo(text, err=True)
    except OSError:
        from simulator.cli.output import silence

        silence(2)
