"""The options that describe a made-up shop."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

from simulator.clock import parse_time
from simulator.errors import UsageError

Function = TypeVar("Function", bound=Callable[..., Any])


def _start(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    try:
        return None if value is None else int(parse_time(value))
    except UsageError as error:
        raise click.BadParameter(str(error), ctx, param) from None


def shop_options(function: Function) -> Function:
    """Add ``--shoppers``, ``--days``, ``--seed``, ``--locale`` and ``--start``; the command gets ``shop``."""

    @wraps(function)
    def settled(
        *args: Any, shoppers: int, days: int, seed: int, locales: tuple[str, ...], start: int | None, **given: Any
    ) -> Any:
        # Late: other commands' help needs none of it.
        from simulator.synthetic import ShopSettings

        told: dict[str, Any] = {"shoppers": shoppers, "days": days, "seed": seed}
        if locales:
            told["locales"] = tuple(dict.fromkeys(locales))
        if start is not None:
            told["start"] = start
        return function(*args, shop=ShopSettings(**told), **given)

    wrapped: Any = settled
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped  # type: ignore[no-any-return]


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--shoppers", type=click.IntRange(1), default=100, show_default=True, metavar="N", help="How many."),
    click.option("--days", type=click.IntRange(1), default=1, show_default=True, metavar="N", help="How long."),
    click.option(
        "--seed",
        type=int,
        default=7,
        show_default=True,
        metavar="N",
        help="Another number, another shop; equal, equal.",
    ),
    click.option(
        "--locale",
        "locales",
        multiple=True,
        metavar="LOCALE",
        help="Where shoppers live (de_DE); may be repeated. Otherwise en_US, de_DE, fr_FR, ja_JP and pt_BR.",
    ),
    click.option(
        "--start",
        callback=_start,
        metavar="TIME",
        help="When the first day begins: Unix seconds or 2026-03-02T00:00:00Z, which it is otherwise.",
    ),
)
