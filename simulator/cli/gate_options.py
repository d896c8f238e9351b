"""The options of ``capisim gate``: one for each setting of ``[gate]``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import click

Function = TypeVar("Function", bound=Callable[..., Any])


def _several(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...] | None:  # noqa: ARG001 - click's
    # An option that isn't given leaves the setting alone; one that is given empty empties it.
    return tuple(value for value in values if value) if values else None


def _list(flag: str, metavar: str, help_text: str) -> Callable[[Function], Function]:
    return click.option(
        flag,
        multiple=True,
        callback=_several,
        metavar=metavar,
        help=f"{help_text} May be repeated; '' asks for nothing.",
    )


def _most(flag: str, help_text: str) -> Callable[[Function], Function]:
    return click.option(flag, type=click.IntRange(-1), metavar="N", help=f"{help_text} -1: any number.")


OPTIONS: Final[dict[str, Callable[[Function], Function]]] = {
    "gate.profile": click.option("--profile", metavar="NAME", help="staging, production, or a profile of your own."),
    "gate.complete": click.option(
        "--complete/--incomplete",
        default=None,
        help="Whether the run must have been read to its end. Default: it must.",
    ),
    "gate.min_events": click.option(
        "--min-events", type=click.IntRange(0), metavar="N", help="Events that must have been read. Default: 1."
    ),
    "gate.max_rejected": _most("--max-rejected", "Events that may be rejected. Default: 0."),
    "gate.max_errors": _most("--max-errors", "Findings of severity error. Default: 0."),
    "gate.max_warnings": _most("--max-warnings", "Findings of severity warning. Default: any number."),
    "gate.min_coverage": _list(
        "--min-coverage", "[NAME=]PERCENT", "Event coverage of every event name, or of the one named."
    ),
    "gate.min_key_coverage": _list(
        "--min-key-coverage", "NAME.KEY=PERCENT", "Share of the server's events that carry a match key: Purchase.em=90."
    ),
    "gate.min_key_valid": _list("--min-key-valid", "NAME.KEY=PERCENT", "Share that carries it well formed: *.fbp=50."),
    "gate.max_twice": _list("--max-twice", "[NAME=]PERCENT", "Share of what counts that seems to count already."),
    "gate.must_see": _list(
        "--must-see", "NAME[:CHANNEL]", "An event that must be seen, as the tracking plan wants it, on both channels."
    ),
    "gate.plan": click.option(
        "--plan/--no-plan", default=None, help="Every event of the tracking plan must be seen on both channels."
    ),
    "gate.must_not_see": _list(
        "--must-not-see",
        "NAME[=FILTER]",
        "What must not be seen: before-consent, bots, or a filter: admins=source:*admin*.",
    ),
    "gate.max_delay": _list("--max-delay", "[NAME=]SECONDS", "The longest time from an event to its receipt."),
    "gate.min_estimate": _list(
        "--min-estimate", "[NAME=]POINTS", "The likeliest match quality, 0 to 10. It is an estimate."
    ),
}
"""By the key of the setting; every one but the profiles, which are tables in a file."""
