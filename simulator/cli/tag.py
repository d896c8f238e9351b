"""``capisim tag``: a property run through sessions, and what would leave the pages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from simulator.cli.common import code_for, format_options, pairs_option, settings_options
from simulator.cli.output import quiet_pipe, write
from simulator.cli.printing import FORMATS
from simulator.errors import ExitCode
from simulator.settings import Settings

if TYPE_CHECKING:
    from simulator.reports.tagged import Ran

# Written out, so that help needs nothing of the simulation.
_ENVIRONMENTS = ("development", "staging", "production")


@click.command()
@click.argument("property_file", metavar="PROPERTY", type=click.Path())
@click.argument("sessions", metavar="SESSION...", nargs=-1, required=True, type=click.Path())
@click.option(
    "--environment",
    "stage",
    type=click.Choice(_ENVIRONMENTS),
    default="development",
    show_default=True,
    help="Whose pixel ids and values the property takes.",
)
@click.option("--trace", is_flag=True, help="Tell for every field where its value came from (text).")
@click.option("--replay", is_flag=True, help="Run the requests through the pipeline into the store, and report.")
@pairs_option
@format_options(*FORMATS)
@settings_options("store", "fail_on", "workers", "rules.select", "rules.ignore")
def tag(
    property_file: str,
    sessions: tuple[str, ...],
    stage: str,
    trace: bool,
    replay: bool,
    pairs: int | None,
    output_format: str,
    settings: Settings,
    origins: dict[str, str],
) -> ExitCode:
    """Run an Adobe-style property through sessions, and show which events leave.

    PROPERTY holds extensions, data elements and rules, a SESSION what a page does; both are TOML or JSON. With
    --format jsonl each request is a line that capisim reads like any capture; it holds what would be sent, not masked.
    """
    from simulator.reports.tagged import Ran
    from simulator.tagging.property import load_property
    from simulator.tagging.run import run
    from simulator.tagging.session import load_session

    prop = load_property(property_file)
    loaded = [load_session(path) for path in sessions]
    ran = [Ran(session, list(run(prop, session, stage))) for session in loaded]  # type: ignore[arg-type]
    if stage == "production":
        settings, origins = replace(settings, environment="production"), {**origins, "environment": "--environment"}
    if replay:
        from simulator.cli.tagging import replay_sent

        return replay_sent(prop.name, ran, settings, origins, output_format=output_format, pairs=pairs)
    if output_format not in ("text", "json", "jsonl"):
        raise click.UsageError(f"--format {output_format} is a report of a run: it goes with --replay.")
    with quiet_pipe():
        if output_format == "jsonl":
            from simulator.cli.tagging import lines

            write(lines(ran))
        elif output_format == "json":
            from simulator.reports.json import encode
            from simulator.reports.tagged import document

            write([encode(document(prop, stage, ran), indent=True)])
        else:
            _print(ran, trace=trace)
    return code_for(None, settings.fail_on)


def _print(ran: list[Ran], *, trace: bool) -> None:
    from simulator.reports.tagged_text import print_ran, print_sum
    from simulator.reports.terminal import make_console

    console = make_console()
    for each in ran:
        print_ran(console, each, trace=trace)
    print_sum(console, ran, ())
