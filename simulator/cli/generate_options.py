"""The options that describe a made-up shop."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from simulator.clock import parse_time
from simulator.errors import UsageError

if TYPE_CHECKING:
    from simulator.synthetic.faults import Applied

Function = TypeVar("Function", bound=Callable[..., Any])


def _start(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    try:
        return None if value is None else int(parse_time(value))
    except UsageError as error:
        raise click.BadParameter(str(error), ctx, param) from None


def _faults(texts: tuple[str, ...], seed: int) -> tuple[Applied, ...]:
    if not texts:
        return ()
    from simulator.synthetic.faults.asking import asked

    return tuple(asked(text, seed) for text in texts)


def shop_options(function: Function) -> Function:
    """Add ``--shoppers``, ``--days``, ``--seed``, ``--locale``, ``--start`` and ``--fault``.

    The command gets ``shop`` and ``faults``.
    """

    @wraps(function)
    def settled(
        *args: Any,
        shoppers: int,
        days: int,
        seed: int,
        locales: tuple[str, ...],
        start: int | None,
        asked_faults: tuple[str, ...],
        **given: Any,
    ) -> Any:
        # Late: other commands' help needs none of it.
        from simulator.synthetic import ShopSettings

        told: dict[str, Any] = {"shoppers": shoppers, "days": days, "seed": seed}
        if locales:
            told["locales"] = tuple(dict.fromkeys(locales))
        if start is not None:
            told["start"] = start
        return function(*args, shop=ShopSettings(**told), faults=_faults(asked_faults, seed), **given)

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
    click.option(
        "--fault",
        "asked_faults",
        multiple=True,
        metavar="FAULT",
        help="What goes wrong on purpose: NAME, NAME:VARIANT or NAME:VARIANT=5%; may be repeated. 'capisim faults' "
        "lists them.",
    ),
)
