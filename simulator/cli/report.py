"""``capisim report``: a stored run again."""

from __future__ import annotations

import click

from simulator.cli.common import format_options, open_settled_store, pairs_option, settings_options
from simulator.cli.printing import FORMATS, print_run
from simulator.errors import ExitCode
from simulator.settings import Settings


@click.command()
@click.argument("run", type=click.IntRange(1), required=False)
@pairs_option
@click.option(
    "--pair",
    "event",
    type=click.IntRange(1, 2**32 - 1),
    metavar="N",
    help="Instead of the report, the pairs that event #N is in, every member side by side.",
)
@format_options(*FORMATS)
@settings_options("store", "fail_on")
def report(
    run: int | None,
    pairs: int,
    event: int | None,
    output_format: str,
    settings: Settings,
    origins: dict[str, str],  # noqa: ARG001 - the shared options give it
) -> ExitCode:
    """Show a stored RUN again, or the newest one. Never changes the store."""
    if event is not None and output_format != "text":
        raise click.UsageError("--pair shows text; leave out --format, or --pair.")
    with open_settled_store(settings, readonly=True) as store:
        return print_run(store, run, output_format, settings.fail_on, pairs, event)
