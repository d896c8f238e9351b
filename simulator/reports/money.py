"""What a run's faults amount to, as members of JSON documents and as a table."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from simulator.reports.terminal import heading, safe_name, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from simulator.views.money import Money, Sum

SHOWN = 3
_PARTS = ("counted", "counted_twice", "browser_only", "server_only", "lost")
_HEADS = ("\ncounted", "counted\ntwice", "only\nbrowser", "only\nserver", "lost to\nrefusal")


def members(each: Money) -> dict[str, Any]:
    """One entry as JSON documents hold it."""
    named = each._asdict()
    return {name: value if isinstance(value, str) else _sum(value) for name, value in named.items()}


def print_money(console: Console, entries: Sequence[dict[str, Any]]) -> None:
    """Print what ``members`` made: by currency the purchases and the largest other sums."""
    if not entries:
        return
    heading(console, "Money", "as it was sent: never converted, and no two names added up")
    rows = table("", "\nevent", *_HEADS, numbers=_HEADS)
    left = 0
    for currency, group in groupby(entries, lambda entry: entry["currency"]):
        of_one = list(group)
        digits = max(_digits(entry[part]) for entry in of_one for part in _PARTS)
        for entry in of_one[:SHOWN]:
            cells = [_cell(entry[part], digits) for part in _PARTS]
            rows.add_row(currency, safe_name(entry["event_name"], 20), *cells)
        left += len(of_one[SHOWN:])
    console.print(rows)
    if left:
        console.print(f"and {left:,} more: --format json lists them all", style="dim")


def _sum(value: Sum | None) -> dict[str, Any] | None:
    return None if value is None else {"events": value.events, "amount": float(value.amount)}


def _digits(value: dict[str, Any] | None) -> int:
    """Digits behind the point that an amount needs, at most three and never one alone."""
    exponent = 0 if value is None else Decimal(repr(value["amount"])).normalize().as_tuple().exponent
    needed = min(max(-exponent if isinstance(exponent, int) else 0, 0), 3)
    return 2 if needed == 1 else needed


def _cell(value: dict[str, Any] | None, digits: int) -> str:
    if value is None:
        return "–"
    return f"{Decimal(repr(value['amount'])):,.{digits}f}" if value["events"] else "0"
