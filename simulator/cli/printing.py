"""Printing a stored run in the format asked for, and the exit code it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.cli.common import code_for
from simulator.cli.output import deliver, printed

if TYPE_CHECKING:
    from simulator.errors import ExitCode
    from simulator.filtering import Filter
    from simulator.finding import Severity
    from simulator.settings import Settings
    from simulator.store import Store

FILTERED_FORMATS: Final = ("text", "jsonl", "csv")
HANDED_OVER: Final = ("markdown", "html")
FOR_MACHINES: Final = ("sarif", "junit")
FORMATS: Final = ("text", "json", "jsonl", *HANDED_OVER, *FOR_MACHINES)
PAIRS: Final = 8


def print_run(
    store: Store,
    run: int | None,
    output_format: str,
    settings: Settings,
    origins: dict[str, str],
    *,
    pairs: int | None = None,
    event: int | None = None,
    output: str | None = None,
) -> ExitCode:
    """Print a run, or the newest, on standard output or into a file; the exit code that its findings mean.

    ``pairs`` is how many are shown, None for what the format shows by itself. ``event`` is the ``n`` of the one whose
    pairs are shown instead of the report, as text. ``output`` is a path, None for standard output. Raises UsageError
    when there is no such run, event or folder.
    """
    if output_format in HANDED_OVER:
        from simulator.cli.handing_over import hand_over_run

        return hand_over_run(store, store.run(run).id, output_format, settings, origins, pairs=pairs, output=output)
    if output_format in FOR_MACHINES:
        return _print_for_machines(store, store.run(run).id, output_format, settings.fail_on, output)
    from simulator.reports.summary import summarize, worst

    shown = PAIRS if pairs is None else pairs
    summary = summarize(store, run, shown)
    number = summary["run"]["id"]
    if output_format == "json":
        from simulator.reports.json import report

        deliver([report(summary)], output)
    elif output_format == "jsonl":
        from simulator.reports.jsonl import lines

        deliver(lines(store.lines(number)), output)
    else:
        with printed(output) as console:
            if event is None:
                from simulator.reports.text import print_report

                print_report(console, store, summary, shown)
            else:
                from simulator.reports.one_event import print_event

                print_event(console, store, number, event)
    return code_for(worst(summary), settings.fail_on)


def print_filtered_run(
    store: Store,
    number: int | None,
    output_format: str,
    fail_on: Severity,
    by: Filter | None,
    output: str | None = None,
) -> ExitCode:
    """Print the events of a run, or of the newest, that a filter lets through; the exit code that their findings mean.

    ``None`` lets all through; ``output`` is as for ``print_run``. Raises UsageError when there is no such run.
    """
    from simulator.views.export import export
    from simulator.views.selection import count

    run = store.run(number).id
    events, worst = count(store, run, by)
    if output_format == "jsonl":
        from simulator.reports.jsonl import lines

        deliver(lines(each.verdict for each in export(store, run, by)), output)
    elif output_format == "csv":
        from simulator.reports.csv import rows

        deliver(rows(export(store, run, by)), output)
    else:
        from simulator.filtering import parse
        from simulator.reports.filtered import print_filtered

        with printed(output) as console:
            print_filtered(console, store, run, by or parse(""), events)
    return code_for(worst, fail_on)


def _print_for_machines(store: Store, run: int, output_format: str, fail_on: Severity, output: str | None) -> ExitCode:
    from simulator.views.ranked_findings import count_findings

    if output_format == "sarif":
        from simulator.reports.sarif import log

        deliver(log(store, run), output)
    else:
        from simulator.reports.junit import of_run

        deliver([of_run(store, run, fail_on)], output)
    worst = min(count_findings(store, run), key=lambda severity: severity.rank, default=None)
    return code_for(worst, fail_on)
