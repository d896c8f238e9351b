"""``capisim forward``: server events to the real Conversions API, as test events."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.common import format_options, open_settled_store, settings_options
from simulator.errors import ExitCode
from simulator.settings import Settings

if TYPE_CHECKING:
    from simulator.filtering import Filter
    from simulator.forward.planning import Asked, Target
    from simulator.forward.sending import Outcome


@click.command()
@click.argument("run", type=click.IntRange(1), required=False)
@click.option("--send", "sending", is_flag=True, help="Send. Without it nothing is sent and no connection is made.")
@click.option("--filter", "by", metavar="TEXT", help="The events: 'name:Purchase & verdict:kept'. Server events alone.")
@click.option("--shift-time", is_flag=True, help="Move the events so that the last has just happened; gaps stay.")
@click.option("--keep-ids", is_flag=True, help="Leave event ids as they are; else each gets an ending of this forward.")
@click.option("--include-captured", is_flag=True, help="Send events that may be somebody's real ones.")
@click.option("--include-rejected", is_flag=True, help="Send what we call rejected, each alone, to learn the answer.")
@click.option(
    "--resume", "resuming", is_flag=True, help="Continue the newest unfinished forward, without what Meta took."
)
@click.option("--anew", is_flag=True, help="Begin again although an earlier forward of the run is not finished.")
@click.option(
    "--show",
    "shown",
    is_flag=False,
    flag_value=0,
    type=click.IntRange(0),
    metavar="[N]",
    help="List the forwards that were made, or show forward N again. Sends nothing.",
)
@click.option("--yes", is_flag=True, help="Don't ask before sending.")
@click.option("--env-file", type=click.Path(path_type=Path), metavar="FILE", help="A file that sets the token.")
@click.option("--requests-out", metavar="DIR", help="Write the bodies in clear to DIR, for curl; without --send only.")
@click.option(
    "--facts-out", metavar="FILE", help="Write what Meta and our checks disagree on, without anything personal."
)
@format_options("text", "json")
@settings_options(
    "store", "forward.pixel_id", "forward.test_code", "forward.max_events", "forward.graph_url", "forward.version"
)
def forward(
    run: int | None,
    sending: bool,
    by: str | None,
    shift_time: bool,
    keep_ids: bool,
    include_captured: bool,
    include_rejected: bool,
    resuming: bool,
    anew: bool,
    shown: int | None,
    yes: bool,
    env_file: Path | None,
    requests_out: str | None,
    facts_out: str | None,
    output_format: str,
    settings: Settings,
    origins: dict[str, str],
) -> ExitCode:
    """Send server events of a stored RUN, or of the newest, to Meta's Conversions API, as test events.

    Meta processes test events as real events: they are not dropped, and are used for targeting and measurement. Send
    to a dataset that is there for tests. Without --send the exact requests are shown, values masked, and nothing is
    sent. The token comes from the environment, --env-file or the keyring, never from an option.
    """
    from simulator.cli.forward_sending import begin, go_on
    from simulator.forward.planning import Asked

    if requests_out is not None and sending:
        raise click.UsageError("--requests-out writes what would be sent; leave out --send, or --requests-out.")
    if facts_out is not None and not sending and not shown:
        raise click.UsageError("--facts-out writes what Meta answered; add --send, or --show N.")
    chosen = by is not None or run is not None or shift_time or keep_ids or include_captured or include_rejected or anew
    chosen = chosen or _is_flag(origins, "pixel_id", "test_code", "max_events", "graph_url", "version")
    if shown is not None:
        if chosen or sending or resuming or yes or env_file is not None or requests_out is not None:
            raise click.UsageError("--show sends nothing: leave out all that chooses or sends.")
        _writable(facts_out)
        from simulator.cli.forward_past import show

        return show(settings, shown, output_format, facts_out)
    if resuming and chosen:
        raise click.UsageError("--resume sends what is left, to where it went: leave out all that chooses.")
    if resuming and not sending:
        raise click.UsageError("--resume sends what is left; add --send.")
    asked = Asked(shift_time, keep_ids, include_captured, include_rejected, anew)
    if not sending:
        return _show(settings, run, by, asked, requests_out, output_format)
    # Before anything is sent: what was learnt should not be lost to a typing mistake.
    _writable(facts_out)
    with open_settled_store(settings) as store:
        if resuming:
            outcome, target = go_on(store, settings, env_file, yes=yes)
        else:
            found = begin(store, settings, run, _filter(by), asked, env_file, output_format, yes=yes)
            if found is None:
                return ExitCode.USAGE
            outcome, target = found
    return _tell(outcome, target, output_format, facts_out)


def _writable(facts_out: str | None) -> None:
    if facts_out is not None:
        place = Path(facts_out).absolute()
        if place.is_dir() or not os.access(place.parent, os.W_OK):
            raise click.UsageError("--facts-out names no file that can be written.")


def _is_flag(origins: dict[str, str], *names: str) -> bool:
    return any(origins[f"forward.{name}"].startswith("option ") for name in names)


def _show(
    settings: Settings, run: int | None, by: str | None, asked: Asked, folder: str | None, output_format: str
) -> ExitCode:
    """Show what would be sent; nothing here opens a connection, so the keyring, which may, is not asked."""
    from simulator.cli.forward_text import print_plan, print_refusals, write_json, write_requests
    from simulator.forward.document import planned_document
    from simulator.forward.planning import plan

    with open_settled_store(settings, readonly=True) as store:
        planned = plan(store, run, _filter(by), settings, asked)
    most = settings.forward.batch_events
    if folder is not None:
        write_requests(planned, most, Path(folder))
    if output_format == "json":
        write_json(planned_document(planned, most, planned.refusals))
    else:
        print_plan(planned, most, written=folder)
    print_refusals(planned.refusals, "would not be sent")
    return ExitCode.USAGE if planned.refusals else ExitCode.CLEAN


def _filter(by: str | None) -> Filter | None:
    from simulator.filtering import parse

    return None if by is None else parse(by)


def _tell(outcome: Outcome, target: Target, output_format: str, facts_out: str | None) -> ExitCode:
    from simulator.cli.forward_text import print_outcome, write_json
    from simulator.forward.document import sent_document

    if facts_out is not None:
        from simulator.clock import now
        from simulator.forward.facts import facts
        from simulator.reports.json import encode

        Path(facts_out).write_bytes(encode(facts(outcome, now()), indent=True))
    if output_format == "json":
        write_json(sent_document(outcome, target))
    else:
        print_outcome(outcome, target)
    return outcome.exit_code
