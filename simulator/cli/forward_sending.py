"""``capisim forward --send``: the token, the question, the bar, and the sending."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from simulator.cli.common import can_ask
from simulator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from simulator.filtering import Filter
    from simulator.forward.planning import Asked, Target
    from simulator.forward.refusals import Refusal
    from simulator.forward.sending import Outcome, SendProgress
    from simulator.forward.tokens import Found
    from simulator.settings import Settings
    from simulator.store import Store


def begin(
    store: Store,
    settings: Settings,
    run: int | None,
    by: Filter | None,
    asked: Asked,
    env_file: Path | None,
    output_format: str,
    *,
    yes: bool,
) -> tuple[Outcome, Target] | None:
    """Plan, ask and send; None where nothing was sent, which has then been told. Raises UsageError and StoreError."""
    from simulator.cli.forward_text import print_refusals, write_json
    from simulator.forward.document import planned_document
    from simulator.forward.opening import open_target
    from simulator.forward.planning import plan
    from simulator.forward.refusals import Refusal
    from simulator.forward.sending import send
    from simulator.forward.tokens import find_token

    found, missing = None, None
    try:
        found = find_token(os.environ, env_file=env_file, account=settings.forward.pixel_id)
    except UsageError as error:
        missing = _missing(error)
    planned = plan(store, run, by, settings, asked, has_token=found is not None)
    told = tuple(missing if missing and each.reason == "no-token" else each for each in planned.refusals)
    if not told and not yes and not can_ask():
        told = (
            Refusal(
                "unconfirmed",
                "nobody can be asked: standard input and standard error are no terminal",
                "Add --yes if you mean it. Meta processes test events as real events.",
            ),
        )
    if told or found is None:
        if output_format == "json":
            write_json(planned_document(planned, settings.forward.batch_events, told))
        print_refusals(told, "were not sent")
        return None
    many = f"{len(planned.events):,} event{'' if len(planned.events) == 1 else 's'}"
    _confirm((*planned.notes, *_of_token(found)), f"Send {many}", planned.target, yes=yes)
    with (
        open_target(planned.target, settings.forward, found, os.environ, env_file=env_file) as graph,
        _bar() as progress,
    ):
        return _noted(lambda: send(store, planned, graph, settings, progress)), planned.target


def go_on(store: Store, settings: Settings, env_file: Path | None, *, yes: bool) -> tuple[Outcome, Target]:
    """Send what the newest unfinished forward has left. Raises UsageError where there is none, and StoreError."""
    from simulator.forward.opening import open_target
    from simulator.forward.resuming import left_of
    from simulator.forward.sending import resume
    from simulator.forward.tokens import find_token

    left = left_of(store, settings)
    found = find_token(os.environ, env_file=env_file, account=left.target.pixel_id)
    if not yes and not can_ask():
        raise UsageError("nobody can be asked: add --yes if you mean it. Meta processes test events as real events")
    _confirm((*left.notes, *_of_token(found)), f"Send the {left.events:,} left", left.target, yes=yes)
    with (
        open_target(left.target, settings.forward, found, os.environ, env_file=env_file) as graph,
        _bar() as progress,
    ):
        return _noted(lambda: resume(store, left.forward, graph, settings, progress)), left.target


def _missing(error: UsageError) -> Refusal:
    """That there is no token, and what to do, once."""
    from simulator.forward.refusals import NO_TOKEN
    from simulator.forward.tokens import NoTokenError

    if not isinstance(error, NoTokenError):
        return NO_TOKEN._replace(message=str(error))
    fix = str(error).partition(": ")[2]
    return NO_TOKEN._replace(fix=f"{fix[0].upper()}{fix[1:]}.")


def _of_token(found: Found) -> tuple[str, ...]:
    return (f"The access token is from {found.origin}.", *found.notes)


def _confirm(notes: Sequence[str], question: str, target: Target, *, yes: bool) -> None:
    from simulator.masking import printable

    for note in notes:
        click.echo(f"- {printable(note)}", err=True)
    where = printable(
        f"to dataset {target.pixel_id} at {target.graph_url}, with the test event code {target.test_code}"
    )
    if yes:
        click.echo(f"{question} {where}.", err=True)
    elif not click.confirm(f"{question} {where}?", err=True):
        raise UsageError("nothing was sent")


@contextmanager
def _bar() -> Iterator[Callable[[SendProgress], None] | None]:
    from simulator.cli.progress import sending_bar

    with sending_bar() as update:
        if update is None:
            yield None
            return

        def listen(found: SendProgress) -> None:
            parts = [f"{found.accepted:,} accepted", f"{found.refused:,} refused", found.text]
            update(found.done, found.total, ", ".join(part for part in parts if part))

        yield listen


def _noted(work: Callable[[], Outcome]) -> Outcome:
    try:
        return work()
    except KeyboardInterrupt as stop:
        stop.add_note("What Meta took is written down; 'capisim forward --resume --send' sends the rest.")
        raise
