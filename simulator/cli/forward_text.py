"""What ``capisim forward`` prints."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click
import orjson

from simulator.cli.output import quiet_pipe, write
from simulator.clock import format_time
from simulator.forward.document import STATES, answer_text
from simulator.forward.request import batches, body, encoded, file_name, shown_requests
from simulator.masking import printable
from simulator.reports.terminal import heading, make_console, safe_name, table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from simulator.forward.planning import Plan, Target
    from simulator.forward.refusals import Refusal
    from simulator.forward.sending import Outcome, Result

_MOST, _WIDE = 50, 110
_OPEN = frozenset({"sending", "interrupted"})
_STYLES = {"accepted": "green", "refused": "red", "waiting": "yellow", "unknown": "bold yellow", "expired": "magenta"}
_MEANS = {
    "accepted": "{who} took them",
    "refused": "{who} refused them",
    "waiting": "not sent, or not answered: --resume sends them",
    "unknown": "may have arrived; not sent again",
    "expired": "too old by now",
}


def write_json(document: dict[str, Any]) -> None:
    """Print a document on standard output."""
    from simulator.reports.json import encode

    with quiet_pipe():
        write([encode(document, indent=True)])


def print_refusals(refusals: Sequence[Refusal], were: str) -> None:
    """Tell on standard error why events were not sent, or would not be."""
    if not refusals:
        return
    click.echo(f"capisim: these events {were}:", err=True)
    for each in refusals:
        click.echo(f"  - {printable(each.message).rstrip('.')} ({each.reason}).\n    {printable(each.fix)}", err=True)


def print_plan(plan: Plan, most: int, *, written: str | None) -> None:
    """Print every request of a plan, values masked, with its line for curl."""
    with quiet_pipe():
        console = make_console()
        console.print(f"Nothing is sent without --send. Run {plan.run}: {_events(len(plan.events))}.")
        for note in plan.notes:
            console.print(f"- {printable(note)}", style="yellow" if note == plan.notes[0] else "")
        for number, request in enumerate(shown_requests(plan, most), 1):
            heading(
                console, f"Request {number}", f"{_events(len(request['events']))}, {request['bytes']:,} bytes, masked"
            )
            console.print(f"{request['method']} {request['url']}", soft_wrap=True)
            for name, value in request["headers"].items():
                console.print(f"{name}: {value}", soft_wrap=True)
            console.print()
            console.print(orjson.dumps(request["body"], option=orjson.OPT_INDENT_2).decode(), soft_wrap=True)
            console.print()
            console.print(request["curl"], soft_wrap=True)
        if written is None and plan.events:
            console.print()
            console.print("--requests-out DIR writes the bodies that curl needs, in clear; run it in DIR.", style="dim")


def write_requests(plan: Plan, most: int, folder: Path) -> None:
    """Write the bodies of a plan's requests, in clear, for the user alone (mode 0600)."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for number, batch in enumerate(batches(plan.events, most), 1):
        content = encoded(body([each.payload for each in batch], plan.target.test_code))
        place = folder / file_name(number)
        descriptor = os.open(place, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)


def print_outcome(outcome: Outcome, target: Target) -> None:
    """Print what came of a forward: totals, Meta's answers beside our verdicts, and where the two part."""
    with quiet_pipe():
        console = make_console()
        forward = outcome.forward
        when = f", begun {format_time(forward.started_at)}"
        console.print(
            f"Forward {forward.id}: run {forward.run} to dataset {printable(target.pixel_id)}, test events{when}."
        )
        for state in STATES:
            if number := outcome.count(state):
                console.print(f"{number:>7,} {state:<9} {_MEANS[state].format(who=target.who)}", style=_STYLES[state])
        if outcome.recovered:
            text = "that an earlier process left open: its events were sent again with the same event ids"
            console.print(f"{outcome.recovered:>7,} attempt{'' if outcome.recovered == 1 else 's'} {text}")
        _print_events(console, outcome.results, f"{target.who} says")
        disagreeing = [each for each in outcome.results if each.disagrees]
        if disagreeing:
            title = f"{target.who} and our checks disagree"
            heading(console, title, "--facts-out writes it down, without anything personal")
            for each in disagreeing[:_MOST]:
                console.print(f"#{each.item.n} {each.disagreement}", style="bold yellow", soft_wrap=True)
    for warning in outcome.warnings:
        click.echo(f"warning: {printable(warning)}", err=True)
    if outcome.stop is not None:
        text = f"capisim: sending ended early: {printable(outcome.stop.text)}."
        click.echo(f"{text} 'capisim forward --resume --send' continues.", err=True)
    elif forward.state in _OPEN:
        why = printable(forward.stopped or "it is being sent, or its process was killed")
        click.echo(f"capisim: not finished: {why}. 'capisim forward --resume --send' continues.", err=True)
    elif forward.state == "abandoned":
        click.echo("capisim: what it had left is not sent any more: a later forward began anew.", err=True)


def _print_events(console: Console, results: Sequence[Result], says: str) -> None:
    from rich.text import Text

    wide = console.width >= _WIDE
    columns = ("#", "event", *(("happened",) if wide else ()), "we say", says, *(("trace",) if wide else ()))
    rows = table(*columns, numbers=("#",), wide=says)
    # What went as it should is only counted when there is something else.
    worth = [each for each in results if each.item.state != "accepted" or each.disagrees] or list(results)
    for each in worth[:_MOST]:
        item, answered = each.item, each.answered
        name = "–" if item.event_name is None else safe_name(item.event_name, 24)
        ours = "fine" if item.rule is None else f"{item.rule} {item.subcode or item.code}"
        when = "–" if item.event_time is None else format_time(item.event_time)
        trace = printable(answered.fbtrace_id or "–") if answered is not None else "–"
        said = Text(answer_text(each), _STYLES.get(item.state, ""))
        rows.add_row(str(item.n), name, *((when,) if wide else ()), ours, said, *((trace,) if wide else ()))
    console.print()
    console.print(rows)
    if len(worth) > _MOST:
        console.print(f"and {len(worth) - _MOST:,} more: --json lists them all", style="dim")


def _events(number: int) -> str:
    return f"{number:,} server event{'' if number == 1 else 's'}"
