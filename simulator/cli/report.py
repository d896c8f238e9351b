"""``capisim report``: a stored run again, or sources without keeping them."""

from __future__ import annotations

import click

from simulator.cli.common import at_option, format_options, output_option, pairs_option, settings_options
from simulator.cli.printing import FILTERED_FORMATS, FORMATS, print_filtered_run, print_run
from simulator.cli.sides import run_or_sources, run_or_sources_argument
from simulator.errors import ExitCode
from simulator.settings import Settings


@click.command()
@run_or_sources_argument
@at_option
@pairs_option
@click.option(
    "--pair",
    "event",
    type=click.IntRange(1, 2**32 - 1),
    metavar="N",
    help="Instead of the report, the pairs that event #N is in, every member side by side.",
)
@click.option(
    "--filter",
    "by",
    metavar="TEXT",
    help="Instead of the report, the events that match: 'name:Purchase & verdict:duplicate & !finding:USR'. "
    "simulator/filtering/README.md tells all fields.",
)
@output_option
@format_options(*FORMATS, "csv")
@settings_options(
    "store",
    "fail_on",
    "schemas",
    "engine",
    "workers",
    "environment",
    "customers",
    "rules.select",
    "rules.ignore",
    "gate.profile",
)
def report(
    what: tuple[str, ...],
    at: float | None,
    pairs: int | None,
    event: int | None,
    by: str | None,
    output: str | None,
    output_format: str,
    settings: Settings,
    origins: dict[str, str],
) -> ExitCode:
    """Show a stored RUN again, the newest one, or what becomes of a SOURCE. Never changes the store.

    A number is a stored RUN. A SOURCE (a file, a scenario's folder, or -) is run through the
    pipeline into a store that is gone afterwards; the options of rules and schemas are for it alone.

    As html or markdown it is made for handing over, and begins with the decision of the gate, by the
    conditions of --profile. As sarif its findings point at file and line; as junit each rule is a
    test case, which fails at --fail-on. With --filter, or as csv, its events are listed, and the exit code is that
    of their findings.
    """
    if event is not None and output_format != "text":
        raise click.UsageError("--pair shows text; leave out --format, or --pair.")
    if by is not None and event is not None:
        raise click.UsageError("--filter lists events and --pair shows one; leave one of them out.")
    if by is not None and output_format not in FILTERED_FORMATS:
        raise click.UsageError(f"--filter lists events; give --format {' or '.join(FILTERED_FORMATS)}.")
    chosen = None
    if by is not None:
        from simulator.filtering import parse

        # Before the store is opened: a mistake in it is told even if there is none.
        chosen = parse(by)
    with run_or_sources(what, at, settings) as (store, run):
        if chosen is not None or output_format == "csv":
            return print_filtered_run(store, run, output_format, settings.fail_on, chosen, output)
        return print_run(store, run, output_format, settings, origins, pairs=pairs, event=event, output=output)
