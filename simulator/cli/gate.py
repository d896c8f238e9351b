"""``capisim gate``: go or no-go."""

from __future__ import annotations

from contextlib import ExitStack

import click

from simulator.cli.common import at_option, format_options, settings_options
from simulator.cli.gate_options import OPTIONS
from simulator.cli.output import quiet_pipe, write
from simulator.cli.sides import open_side, run_or_sources, run_or_sources_argument, tolerance_option
from simulator.errors import ExitCode
from simulator.settings import Settings


@click.command()
@run_or_sources_argument
@at_option
@click.option(
    "--baseline",
    metavar="RUN|SOURCE|REPORT",
    help="Nothing may be worse than there, as 'capisim diff' says. A run, a source, or a report stored as JSON.",
)
@tolerance_option
@format_options("text", "json", "junit")
@settings_options(
    *OPTIONS,
    "store",
    "fail_on",
    "schemas",
    "engine",
    "workers",
    "environment",
    "customers",
    "rules.select",
    "rules.ignore",
)
def gate(
    what: tuple[str, ...],
    at: float | None,
    baseline: str | None,
    tolerance: float,
    output_format: str,
    settings: Settings,
    origins: dict[str, str],
) -> ExitCode:
    """Say go or no-go: hold a run, or sources, against the conditions of [gate].

    A number is a stored RUN; without anything it is the newest. A SOURCE (a file, a scenario's
    folder, or -) is run through the pipeline into a store that is gone afterwards. Exits with 1
    when a condition is not met. No condition changes a verdict. --fail-on and --tolerance are for
    --baseline alone.
    """
    from simulator.settings.profiles import gate_of
    from simulator.views.gating import judge, with_baseline
    from simulator.views.gating.judging import refuse_bad_gate

    conditions = gate_of(settings, origins)
    refuse_bad_gate(conditions)
    with ExitStack() as stack:
        store, run = stack.enter_context(run_or_sources(what, at, settings))
        result = judge(store, run, conditions, settings)
        if baseline is not None:
            from simulator.views.diffing import diff, of_run

            before = open_side(stack, baseline, at, settings)
            result = with_baseline(result, diff(before, of_run(store, run, "this"), settings.fail_on, tolerance))
    with quiet_pipe():
        if output_format == "json":
            from simulator.reports.gate import document
            from simulator.reports.json import encode

            write([encode(document(result), indent=True)])
        elif output_format == "junit":
            from simulator.reports.junit import of_gate

            write([of_gate(result)])
        else:
            from simulator.reports.gate import print_gate
            from simulator.reports.terminal import make_console

            print_gate(make_console(), result)
    return ExitCode.CLEAN if result.passed else ExitCode.FINDINGS
