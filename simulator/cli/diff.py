"""``capisim diff``: what changed from one run to another, and whether it got worse."""

from __future__ import annotations

from contextlib import ExitStack

import click

from simulator.cli.common import at_option, format_options, output_option, settings_options
from simulator.cli.output import deliver, printed
from simulator.cli.sides import is_run, open_side, tolerance_option
from simulator.errors import ExitCode
from simulator.settings import Settings


@click.command()
@click.argument("before", metavar="A", type=click.Path())
@click.argument("after", metavar="B", type=click.Path())
@at_option
@tolerance_option
@output_option
@format_options("text", "json", "markdown", "html")
@settings_options(
    "store", "fail_on", "schemas", "engine", "workers", "environment", "customers", "rules.select", "rules.ignore"
)
def diff(
    before: str,
    after: str,
    at: float | None,
    tolerance: float,
    output: str | None,
    output_format: str,
    settings: Settings,
    origins: dict[str, str],  # noqa: ARG001 - the shared options give it
) -> ExitCode:
    """Tell what changed from A to B; exit with 1 when B is worse.

    Each is the number of a stored run, a source (a file or a scenario's folder), or a report that
    was written with --format json. Worse is: a finding at or above --fail-on that is new or more
    frequent, an event that is refused now, a pair that broke, event coverage or a match key that
    fell, an event that a channel no longer reports.
    """
    from simulator.views.diffing import diff as compared

    if at is not None and is_run(before) and is_run(after):
        raise click.UsageError("--at is the clock for sources; a stored run has its own.")
    if before == after == "-":
        raise click.UsageError("Standard input can be read once: name a file for one of the two.")
    with ExitStack() as stack:
        first, second = (open_side(stack, what, at, settings) for what in (before, after))
        found = compared(first, second, settings.fail_on, tolerance)
    if output_format == "json":
        from simulator.reports.diff import document
        from simulator.reports.json import encode

        deliver([encode(document(found, settings.fail_on, tolerance), indent=True)], output)
    elif output_format == "markdown":
        from simulator.reports.diff_markdown import markdown

        deliver(markdown(found), output)
    elif output_format == "html":
        from simulator.reports.html import difference

        deliver(difference(found), output)
    else:
        from simulator.reports.diff_text import print_diff

        with printed(output) as console:
            print_diff(console, found)
    return ExitCode.FINDINGS if found.worse else ExitCode.CLEAN
