"""``capisim forward --show``: the forwards that were made, and one of them again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.common import open_settled_store
from simulator.cli.output import quiet_pipe
from simulator.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.forward.past import Past
    from simulator.settings import Settings

ALL = 0
"""Stands for every forward."""


def show(settings: Settings, number: int, output_format: str, facts_out: str | None) -> ExitCode:
    """Print every forward of the store, or one: 0 when Meta took all of its events as our checks said, else 1.

    Connects to nothing. Raises UsageError when there is no such forward; may raise StoreError.
    """
    from simulator.cli.forward_text import print_outcome, write_json
    from simulator.forward.document import list_document, sent_document
    from simulator.forward.past import outcome_of, past_forwards
    from simulator.forward.sending import target_of

    with open_settled_store(settings, readonly=True) as store:
        if number == ALL:
            found = past_forwards(store)
        else:
            outcome = outcome_of(store, number)
    if number == ALL:
        if output_format == "json":
            write_json(list_document(found))
        else:
            _print_list(found)
        return ExitCode.CLEAN
    target = target_of(outcome.forward)
    if facts_out is not None:
        from simulator.forward.facts import facts
        from simulator.reports.json import encode

        Path(facts_out).write_bytes(encode(facts(outcome, outcome.forward.started_at), indent=True))
    if output_format == "json":
        write_json(sent_document(outcome, target))
    else:
        print_outcome(outcome, target)
    fine = outcome.count("accepted") == len(outcome.results) and not any(each.disagrees for each in outcome.results)
    return ExitCode.CLEAN if fine else ExitCode.FINDINGS


def _print_list(found: Sequence[Past]) -> None:
    from simulator.clock import format_time
    from simulator.forward.graph import WHO_META
    from simulator.forward.sending import target_of
    from simulator.masking import printable
    from simulator.reports.terminal import make_console, table

    with quiet_pipe():
        console = make_console()
        if not found:
            console.print("Nothing was forwarded from this store.")
            return
        counts = ("taken", "refused", "left", "differ")
        rows = table("#", "begun UTC", "run", "dataset", "state", *counts, numbers=("#", "run", *counts))
        for each in found:
            forward, totals = each.forward, each.totals
            numbers = (totals["accepted"], totals["refused"], each.left, each.disagreeing)
            dataset = printable(forward.pixel_id)
            rows.add_row(
                *(
                    str(forward.id),
                    format_time(forward.started_at)[:16].replace("T", " "),
                    str(forward.run),
                    dataset,
                    forward.state,
                ),
                *(f"{count:,}" for count in numbers),
            )
        console.print(rows)
        elsewhere: dict[str, list[str]] = {}
        for each in found:
            if (who := target_of(each.forward).who) != WHO_META:
                elsewhere.setdefault(who, []).append(f"#{each.forward.id}")
        for who, numbers_there in elsewhere.items():
            console.print(f"Not to Meta but to {who}: {', '.join(numbers_there)}.", soft_wrap=True)
        given_up = sum(each.totals["unknown"] + each.totals["expired"] for each in found)
        if given_up:
            console.print(f"{given_up:,} more are unknown or expired: 'capisim forward --show N' tells which.")
    if any(each.is_unfinished for each in found):
        click.echo("'capisim forward --resume --send' continues the newest one that is not finished.", err=True)
