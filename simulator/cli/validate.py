"""``capisim validate``: findings alone, nothing stored."""

from __future__ import annotations

import click

from simulator.cli.common import at_option, code_for, format_options, settings_options, sources_argument
from simulator.cli.output import quiet_pipe, write
from simulator.errors import ExitCode
from simulator.settings import Settings


@click.command()
@sources_argument(required=True)
@at_option
@click.option(
    "--pairs",
    type=click.IntRange(0, 1_000_000, clamp=True),
    default=3,
    show_default=True,
    metavar="N",
    help="How many pairs are shown side by side.",
)
@format_options("text", "json")
@settings_options("fail_on", "schemas", "engine", "workers", "environment", "customers", "rules.select", "rules.ignore")
def validate(
    sources: tuple[str, ...],
    at: float | None,
    pairs: int,
    output_format: str,
    settings: Settings,
    origins: dict[str, str],  # noqa: ARG001 - the shared options give it
) -> ExitCode:
    """Check events against Meta's documented contract; stores nothing.

    A SOURCE is a file, a scenario's folder, or - for standard input. An event that deduplication
    would discard is checked like any other.
    """
    from simulator import pipeline
    from simulator.reports.findings import ignored
    from simulator.reports.pairs import choose
    from simulator.reports.validation import (
        Tally,
        document,
        print_findings,
        print_pairs,
        print_sum,
        print_suspicions,
    )

    tally = Tally()
    with pipeline.validation(sources, settings, at=at) as made, quiet_pipe():
        events = tally.count(made.events())
        shown = choose(made.store, made.run, pairs)
        left_out = ignored(made.store, made.run)
        if output_format == "json":
            write(document(events, shown, left_out))
        else:
            from simulator.reports.terminal import make_console

            console = make_console()
            print_findings(console, events)
            print_suspicions(console, made.store, made.run, pairs)
            print_pairs(console, made.store, made.run, shown)
            print_sum(console, tally, left_out)
    return code_for(tally.worst, settings.fail_on)
