"""``capisim tag``: a property run through sessions, and what would leave the pages."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.common import code_for, format_options, pairs_option, settings_options
from simulator.cli.output import quiet_pipe, write
from simulator.cli.printing import FORMATS
from simulator.errors import ExitCode
from simulator.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.finding import Finding
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
@click.option("--page", metavar="URL", help="Of which page a dump of the data layer is.")
@click.option(
    "--session-out",
    metavar="FILE",
    help="Write the session to FILE, as JSON; of a recording it can then be edited. - is standard output, in place of "
    "the events.",
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
    page: str | None,
    session_out: str | None,
    trace: bool,
    replay: bool,
    pairs: int | None,
    output_format: str,
    settings: Settings,
    origins: dict[str, str],
) -> ExitCode:
    """Run an Adobe-style property through sessions, and show which events leave.

    PROPERTY holds extensions, data elements and rules, a SESSION what a page does; both are TOML or JSON. A SESSION may
    be recorded too: a HAR file, or the JSON of window.dataLayer or window.adobeDataLayer. With
    --format jsonl each request is a line that capisim reads like any capture; it holds what would be sent, not masked.
    What is wrong with the property and its data (rules TAG...) is told too; with --replay it belongs to the run.
    """
    from simulator.checks.policy import Policy
    from simulator.checks.tagged import property_findings
    from simulator.reports.tagged import Ran
    from simulator.tagging.layer import path_text
    from simulator.tagging.observing import Watched
    from simulator.tagging.property import load_property
    from simulator.tagging.run import run
    from simulator.tagging.session import apart, parse_session, session_document
    from simulator.tagging.shape import shape_of

    prop = load_property(property_file)
    documents = [session_document(path, page, path_text(prop.data_layer)) for path in sessions]
    loaded = apart(parse_session(document, path) for document, path in zip(documents, sessions, strict=True))
    if session_out is not None:
        _write_session(documents, session_out)
        if session_out == "-":
            return ExitCode.CLEAN
    watching = [Watched(prop, session, run(prop, session, stage)) for session in loaded]  # type: ignore[arg-type]
    ran = [Ran(session, watched) for session, watched in zip(loaded, watching, strict=True)]
    if stage == "production":
        settings, origins = replace(settings, environment="production"), {**origins, "environment": "--environment"}
    policy = Policy(settings.rules, origins)

    def found() -> tuple[Finding, ...]:
        seen = (fact for each in watching for fact in each.facts)
        return property_findings(chain(shape_of(prop), seen))

    if replay:
        from simulator.cli.tagging import replay_sent
        from simulator.pipeline.beforehand import Beforehand, command_of

        command = command_of(prop, loaded, stage)  # type: ignore[arg-type]
        # The pipeline applies the settings' choice of rules, to these as to all others.
        return replay_sent(
            prop.name,
            ran,
            lambda: Beforehand(found(), prop.file, command),
            settings,
            origins,
            output_format=output_format,
            pairs=pairs,
        )
    if output_format not in ("text", "json", "jsonl"):
        raise click.UsageError(f"--format {output_format} is a report of a run: it goes with --replay.")
    with quiet_pipe():
        if output_format == "jsonl":
            from simulator.cli.tagging import lines

            write(lines(ran))
            told = policy.apply(None, found())
        else:
            kept = [Ran(session, list(happenings)) for session, happenings in ran]
            told = policy.apply(None, found())
            if output_format == "json":
                from simulator.reports.json import encode
                from simulator.reports.tagged import document

                write([encode(document(prop, stage, kept, told), indent=True)])
            else:
                _print(kept, told, trace=trace)
    return code_for(told[0].severity if told else None, settings.fail_on)


def _write_session(documents: list[dict[str, Any]], output: str) -> None:
    from simulator.cli.normalize_files import write_output
    from simulator.reports.json import encode

    if len(documents) > 1:
        raise click.UsageError("--session-out writes one session; give one.")
    write_output(output, [encode(documents[0], indent=True)])


def _print(ran: list[Ran], found: Sequence[Finding], *, trace: bool) -> None:
    from simulator.reports.tagged_text import print_property_findings, print_ran, print_sum
    from simulator.reports.terminal import make_console

    console = make_console()
    for each in ran:
        print_ran(console, each, trace=trace)
    print_property_findings(console, found)
    print_sum(console, ran, found)
