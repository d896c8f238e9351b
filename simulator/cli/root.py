"""``capisim`` itself: the group that holds the commands."""

from __future__ import annotations

from typing import Any

import click

from simulator import __version__
from simulator.cli.lazy import LazyGroup

COMMANDS = {
    "replay": "Run captured events through the pipeline and report what became of them.",
    "validate": "Check events against Meta's documented contract; stores nothing.",
    "report": "Report on a stored run again, or straight from sources.",
    "gate": "Say go or no-go: hold a run, or sources, against conditions.",
    "diff": "Tell what changed from one run to another, and whether it got worse.",
    "generate": "Make the events of a made-up shop, into a file or straight into the store.",
    "faults": "Explain what can go wrong on purpose in a made-up shop.",
    "listen": "Stand in for Meta: the Conversions API and the Pixel on this machine.",
    "connect": "List the datasets that a token reaches, and write one into the settings.",
    "quality": "Meta's own match quality beside our estimate, and calibration by it.",
    "forward": "Send server events to Meta's Conversions API, as test events. Shows them without --send.",
    "quickstart": "Set up an Adobe-style property in a new folder, and validate it.",
    "tag": "Run an Adobe-style property through sessions, and show which events leave.",
    "demo": "A made-up shop's day with some faults, replayed.",
    "check": "Run scenarios and compare with the verdicts they must get.",
    "new-scenario": "Turn a capture into a scenario with made-up people.",
    "rules": "Explain the rules: what each one means, how it is known, how to mend it.",
    "normalize": "Normalise and hash customer values, one or a table.",
    "purge": "Delete runs, so that nothing of them is left in the store's file.",
    "doctor": "Show versions, paths, limits and settings with their origin.",
}


class Root(LazyGroup):
    """The outermost group; a reader of standard output that goes away ends any command quietly."""

    def invoke(self, ctx: click.Context) -> Any:
        from simulator.cli.output import quiet_pipe

        with quiet_pipe():
            return super().invoke(ctx)
        return None


@click.group(
    cls=Root,
    package="simulator.cli",
    commands_by_name=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Data goes to standard output, everything else to standard error. Exit codes: 0 clean, 1 findings at or "
    "above --fail-on, 2 usage or unreadable input, 3 store or disk, 4 network, 130 interrupted.",
)
@click.version_option(__version__, prog_name="capisim", message="%(prog)s %(version)s")
@click.option("--store", metavar="PATH", help="The store that the terminal application opens; :memory: keeps nothing.")
@click.option("--run", type=click.IntRange(1), metavar="N", help="The run that it opens. Default: the newest.")
@click.option("--readonly", is_flag=True, help="It changes nothing in the store.")
@click.pass_context
def root(ctx: click.Context, store: str | None, run: int | None, readonly: bool) -> int | None:
    """Find out before launch what Meta would make of your Pixel and Conversions API events.

    Without a command, and in a terminal, capisim opens the terminal application on the store.
    """
    given = store is not None or run is not None or readonly
    if ctx.invoked_subcommand is not None:
        if given:
            raise click.UsageError(
                "--store, --run and --readonly in front of a command are for the terminal application."
            )
        return None
    from simulator.cli.ui import has_terminal, open_ui

    if given or has_terminal():
        return open_ui(store, run, readonly=readonly)
    click.echo(ctx.get_help())
    return None
