"""``capisim gate``: go or no-go."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from simulator.cli.common import at_option, format_options, output_option, settings_options
from simulator.cli.gate_options import OPTIONS
from simulator.cli.handing_over import hand_over_gate, tell_decision
from simulator.cli.output import deliver, printed
from simulator.cli.printing import HANDED_OVER
from simulator.cli.sides import open_side, run_or_sources, run_or_sources_argument, tolerance_option
from simulator.errors import ExitCode
from simulator.settings import Settings

if TYPE_CHECKING:
    from simulator.views.gating import GateResult


@click.command()
@run_or_sources_argument
@at_option
@click.option(
    "--baseline",
    metavar="RUN|SOURCE|REPORT",
    help="Nothing may be worse than there, as 'capisim diff' says. A run, a source, or a report stored as JSON.",
)
@tolerance_option
@output_option
@format_options("text", "json", "junit", *HANDED_OVER)
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
    output: str | None,
    output_format: str,
    settings: Settings,
    origins: dict[str, str],
) -> ExitCode:
    """Say go or no-go: hold a run, or sources, against the conditions of [gate].

    A number is a stored RUN; without anything it is the newest. A SOURCE (a file, a scenario's
    folder, or -) is run through the pipeline into a store that is gone afterwards. Exits with 1
    when a condition is not met. No condition changes a verdict. --fail-on and --tolerance are for
    --baseline alone. As html or markdown it is the report that is handed over, with this decision on top.
    """
    from simulator.settings.profiles import gate_of
    from simulator.store.snapshot import read_beside
    from simulator.views.gating import judge, with_baseline
    from simulator.views.gating.judging import refuse_bad_gate

    conditions = gate_of(settings, origins)
    refuse_bad_gate(conditions)
    with ExitStack() as stack:
        store, run = stack.enter_context(run_or_sources(what, at, settings))
        if output_format in HANDED_OVER:
            # A run that is listened to grows; what is handed over is of one moment.
            store = stack.enter_context(read_beside(store))
        result = judge(store, run, conditions, settings)
        if baseline is not None:
            from simulator.views.diffing import diff, of_run

            before = open_side(stack, baseline, at, settings)
            result = with_baseline(result, diff(before, of_run(store, run, "this"), settings.fail_on, tolerance))
        if output_format in HANDED_OVER:
            hand_over_gate(store, result, output_format, output=output)
        else:
            _write(result, output_format, output)
    return ExitCode.CLEAN if result.passed else ExitCode.FINDINGS


def _write(result: GateResult, output_format: str, output: str | None) -> None:
    if output_format == "json":
        from simulator.reports.gate import document
        from simulator.reports.json import encode

        deliver([encode(document(result), indent=True)], output)
    elif output_format == "junit":
        from simulator.reports.junit import of_gate

        deliver([of_gate(result)], output)
    else:
        from simulator.reports.gate import print_gate

        with printed(output) as console:
            print_gate(console, result)
    tell_decision(result, output)
