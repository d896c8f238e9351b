"""Printing a stored run in the format asked for, and the exit code it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.cli.common import code_for
from simulator.cli.output import quiet_pipe, write

if TYPE_CHECKING:
    from simulator.errors import ExitCode
    from simulator.filtering import Filter
    from simulator.finding import Severity
    from simulator.store import Store

FILTERED_FORMATS: Final = ("text", "jsonl", "csv")
FORMATS: Final = ("text", "json", "jsonl")


def print_run(
    store: Store,
    run: int | None,
    output_format: str,
    fail_on: Severity,
    shown_pairs: int,
    event: int | None = None,
) -> ExitCode:
    """Print a run, or the newest, on standard output; the exit code that its findings mean.

    ``event`` is the ``n`` of the one whose pairs are shown instead of the report, as text. Raises
    UsageError when there is no such run or event.
    """
    from simulator.reports.summary import summarize, worst

    summary = summarize(store, run, shown_pairs)
    with quiet_pipe():
        if output_format == "json":
            from simulator.reports.json import report

            write([report(summary)])
        elif output_format == "jsonl":
            from simulator.reports.jsonl import lines

            write(lines(store.lines(summary["run"]["id"])))
        else:
            from simulator.reports.terminal import make_console

            if event is None:
                from simulator.reports.text import print_report

                print_report(make_console(), store, summary, shown_pairs)
            else:
                from simulator.reports.one_event import print_event

                print_event(make_console(), store, summary["run"]["id"], event)
    return code_for(worst(summary), fail_on)


def print_filtered_run(
    store: Store, number: int | None, output_format: str, fail_on: Severity, by: Filter | None
) -> ExitCode:
    """Print the events of a run, or of the newest, that a filter lets through; the exit code that their findings mean.

    ``None`` lets all through. Raises UsageError when there is no such run.
    """
    from simulator.views.export import export
    from simulator.views.selection import count

    run = store.run(number).id
    events, worst = count(store, run, by)
    with quiet_pipe():
        if output_format == "jsonl":
            from simulator.reports.jsonl import lines

            write(lines(each.verdict for each in export(store, run, by)))
        elif output_format == "csv":
            from simulator.reports.csv import rows

            write(rows(export(store, run, by)))
        else:
            from simulator.filtering import parse
            from simulator.reports.filtered import print_filtered
            from simulator.reports.terminal import make_console

            print_filtered(make_console(), store, run, by or parse(""), events)
    return code_for(worst, fail_on)
