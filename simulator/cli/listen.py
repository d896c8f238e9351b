"""``capisim listen``: Meta's two endpoints on this machine, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.common import open_settled_store, settings_options
from simulator.errors import ExitCode
from simulator.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.run import Progress


@click.command()
@click.option("--headless", is_flag=True, help="No screen: one line a request on standard error.")
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
    headless: bool,  # noqa: ARG001 - there is no screen yet
    host: str,
    title: str | None,
    settings: Settings,
    origins: dict[str, str],
) -> ExitCode:
    """Stand in for Meta: answer the Conversions API and the Pixel on this machine, and store what arrives.

    The port and the URL are printed as JSON on standard output, a line for each request on standard error.
    Ctrl-C ends the run; nothing that was acknowledged is lost.
    """
    from simulator.emulator.log import log_line
    from simulator.emulator.pixels import pixels_of
    from simulator.emulator.service import Service
    from simulator.emulator.serving import is_loopback, serving
    from simulator.reports.json import encode

    pixels = pixels_of(settings.emulator.pixels, os.environ)
    if not is_loopback(host):
        _say(f"warning: {host} can be reached from other machines; there is no password, and what they send is stored")
    with open_settled_store(settings) as store:
        service = Service(store, settings, pixels=pixels, title=title, origins=origins)
        try:
            with _until_signalled() as stop, serving(service, host=host, port=settings.emulator.port) as running:
                service.watch(lambda handled: _say(log_line(handled)))
                click.echo(encode({"port": running.port, "url": running.url}).decode(), nl=False)
                stop.wait()
                _say("stopping: requests at hand are still answered")
        finally:
            run = service.close()
        _say(f"run {run}: {_summary(service.listener.progress())}; 'capisim report' shows it")
    return ExitCode.CLEAN


@contextmanager
def _until_signalled() -> Iterator[threading.Event]:
    """An event that Ctrl-C or a request to terminate sets; a second one ends the program at once."""
    stop = threading.Event()
    before: dict[signal.Signals, Any] = {}

    def note(number: int, frame: object) -> None:  # noqa: ARG001 - the signature of a handler
        stop.set()
        for each, handler in before.items():
            signal.signal(each, handler)

    for each in (signal.SIGINT, signal.SIGTERM):
        before[each] = signal.getsignal(each)
        signal.signal(each, note)
    try:
        yield stop
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


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
