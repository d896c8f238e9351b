"""``capisim purge``: delete runs, so that nothing of them is left in the store's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from simulator.cli.common import can_ask, open_settled_store, settings_options
from simulator.clock import now
from simulator.errors import ExitCode, UsageError
from simulator.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.run import Run
    from simulator.store import Store

_DAY = 86_400.0


@click.command()
@click.option("--run", "numbers", type=click.IntRange(1), multiple=True, metavar="N", help="Delete this run. Repeats.")
@click.option("--older-than", type=click.FloatRange(0), metavar="DAYS", help="Delete runs that began longer ago.")
@click.option("--all", "every", is_flag=True, help="Delete every run.")
@click.option("--yes", is_flag=True, help="Don't ask.")
@settings_options("store")
def purge(
    numbers: tuple[int, ...],
    older_than: float | None,
    every: bool,
    yes: bool,
    settings: Settings,
    origins: dict[str, str],  # noqa: ARG001 - the shared options give it
) -> ExitCode:
    """Delete runs with their events, findings and forwards; nothing brings them back.

    The store's file is written anew without them, so that no value of theirs is left in it. A run that is not ended
    may be one that another process writes at this moment: it is deleted only where --run names it. Files that events
    were read from, and reports written earlier, are left alone.
    """
    from simulator.store.purging import purge as delete

    if bool(numbers) + (older_than is not None) + every != 1:
        raise click.UsageError("Give --run N, --older-than DAYS or --all, one of them.")
    _must_be_there(settings)
    with open_settled_store(settings) as store:
        runs = _chosen(store, numbers, older_than)
        if not runs:
            click.echo("There is nothing to delete.")
            return ExitCode.CLEAN
        _confirm(store, runs, yes=yes)
        purged = delete(store, [run.id for run in runs])
    of_forwards = f" and {_many(purged.forwards, 'forward')}" if purged.forwards else ""
    click.echo(f"Deleted {_many(purged.runs, 'run')} with {_many(purged.events, 'event')}{of_forwards}.")
    if purged.rest:
        click.echo(
            "Another process is reading the store: until it ends, the journal beside the file may still hold what was "
            "deleted. End it, or purge again.",
            err=True,
        )
    return ExitCode.CLEAN


def _must_be_there(settings: Settings) -> None:
    """Raise UsageError where there is no store: to make one is not what was asked."""
    from pathlib import Path

    from simulator.settings import store_path

    path = store_path(settings)
    if path == ":memory:" or not Path(path).expanduser().exists():
        raise UsageError(f"there is no store at {path}: name another one with --store")


def _chosen(store: Store, numbers: Sequence[int], older_than: float | None) -> list[Run]:
    """The runs to delete, oldest first. Raises UsageError for one that isn't there."""
    if numbers:
        return [store.run(number) for number in sorted(set(numbers))]
    moment = None if older_than is None else now() - older_than * _DAY
    runs = [run for run in store.runs() if moment is None or run.started_at < moment]
    for run in runs:
        if run.state == "running":
            click.echo(f"Run {run.id} is not ended and left alone: --run {run.id} deletes it all the same.", err=True)
    return [run for run in runs if run.state != "running"]


def _confirm(store: Store, runs: Sequence[Run], *, yes: bool) -> None:
    """Show what goes, and ask. Raises UsageError where nobody says yes."""
    from simulator.clock import format_time
    from simulator.masking import printable

    for run in runs:
        title = f"  {printable(run.title)}" if run.title else ""
        events = _many(store.last_number(run.id), "event")
        click.echo(f"run {run.id}  {format_time(run.started_at)}  {run.state}  {events}{title}", err=True)
    question = f"Delete {_many(len(runs), 'run')} from {printable(store.path)} for good"
    if yes:
        return
    if not can_ask():
        raise UsageError("nothing was deleted: nobody can be asked, as standard input is no terminal; --yes says it")
    if not click.confirm(f"{question}?", err=True):
        raise UsageError("nothing was deleted")


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
