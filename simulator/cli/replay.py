"""``capisim replay``: sources through the whole path into the store, then the report."""

from __future__ import annotations

import math

import click

from simulator.cli.common import (
    at_option,
    format_options,
    open_settled_store,
    output_option,
    pairs_option,
    settings_options,
    sources_argument,
)
from simulator.cli.printing import FORMATS, print_run
from simulator.errors import ExitCode
from simulator.settings import Settings

# What no verdict depends on may be another when a run is continued.
_OF_THE_MACHINE = frozenset({"store", "fail_on", "workers", "durable", "gate.profile"})


@click.command()
@sources_argument(required=False)
@at_option
@click.option(
    "--speed",
    type=click.FloatRange(min=0, min_open=True),
    metavar="N",
    help="Keep the gaps between events: 1 as they were, 10 ten times shorter. Otherwise nothing waits.",
)
@click.option("--resume", is_flag=True, help="Continue the newest interrupted run (of these sources, if any is named).")
@click.option("--title", metavar="TEXT", help="A name for the run.")
@pairs_option
@output_option
@format_options(*FORMATS)
@settings_options(
    "store",
    "fail_on",
    "schemas",
    "engine",
    "workers",
    "durable",
    "environment",
    "customers",
    "rules.select",
    "rules.ignore",
    "gate.profile",
)
def replay(
    sources: tuple[str, ...],
    at: float | None,
    speed: float | None,
    resume: bool,
    title: str | None,
    pairs: int | None,
    output: str | None,
    output_format: str,
    settings: Settings,
    origins: dict[str, str],
) -> ExitCode:
    """Run captured events through the pipeline and report what became of them.

    A SOURCE is a file (JSON lines, a request body, a HAR file, plain or gzip), a scenario's folder,
    or - for standard input. The report goes to standard output, the progress to standard error. As
    html or markdown it begins with the decision of the gate, by the conditions of --profile.
    """
    from simulator import pipeline
    from simulator.cli.progress import progress_bar

    if speed is not None and not math.isfinite(speed):
        raise click.UsageError("--speed takes a number above 0.")
    if not sources and not resume:
        raise click.UsageError("Missing argument 'SOURCE...': name a file, or - for standard input.")
    if resume and (at is not None or title is not None):
        raise click.UsageError("--resume keeps the clock and the title of the run; leave out --at and --title.")
    given = [origin.removeprefix("option ") for key, origin in origins.items() if key not in _OF_THE_MACHINE]
    changed = [origin for origin in given if origin.startswith("--")]
    if resume and changed:
        raise click.UsageError(f"--resume keeps the settings of the run; leave out {', '.join(sorted(set(changed)))}.")
    with open_settled_store(settings) as store:
        try:
            with progress_bar() as listener:
                run = pipeline.replay(
                    store,
                    sources,
                    settings,
                    at=at,
                    resume=resume,
                    speed=speed,
                    title=title,
                    origins=origins,
                    on_progress=listener,
                )
        except KeyboardInterrupt as stop:
            if settings.store != ":memory:" and "-" not in sources:
                stop.add_note("What was read is stored; 'capisim replay --resume' continues.")
            raise
        return print_run(store, run, output_format, settings, origins, pairs=pairs, output=output)
