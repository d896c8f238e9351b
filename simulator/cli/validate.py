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
@format_options("text", "json")
@settings_options("fail_on", "schemas", "engine", "workers")
def validate(
    sources: tuple[str, ...],
    at: float | None,
    output_format: str,
    settings: Settings,
    origins: dict[str, str],  # noqa: ARG001 - the shared options give it
) -> ExitCode:
    """Check events against Meta's documented contract; stores nothing.

    A SOURCE is a file, a scenario's folder, or - for standard input. An event that deduplication
    would discard is checked like any other.
    """
    from simulator import pipeline
    from simulator.reports.validation import Tally, document, print_findings

    tally = Tally()
    events = tally.count(pipeline.validate(sources, settings, at=at))
    with quiet_pipe():
        if output_format == "json":
            write(document(events))
        else:
            from simulator.reports.terminal import make_console

            print_findings(make_console(), events, tally)
    return code_for(tally.worst, 0, settings.fail_on)
