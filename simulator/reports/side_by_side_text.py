"""Pairs side by side as a person reads them: one line a member, nothing wrapped inside a value."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from simulator.clock import format_span
from simulator.reports.beside import shown as shown_value
from simulator.reports.side_by_side import lost
from simulator.reports.side_by_side_grid import GAP, INDENT, MARK, Grid, Side
from simulator.reports.terminal import indented, safe, safe_name
from simulator.views.why import why_pair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.text import Text

    from simulator.reports.pairs import Shown
    from simulator.reports.side_by_side import Row, Sides
    from simulator.reports.suspected import Suspected
    from simulator.views.copies import Copy, Pair

SHORT_LEGEND: Final = "≠ differs   + only one copy has it"
LEGEND: Final = f"{SHORT_LEGEND}   × only the copy that does not count has it"


def print_pairs(console: Console, chosen: Sequence[Shown]) -> None:
    """Print pairs with an empty line between them; those that say the same as one before are only named below it."""
    from rich.text import Text

    alike: dict[object, list[Shown]] = {}
    for shown in chosen:
        alike.setdefault((shown.shape, why_pair(shown.pair), shown.findings), []).append(shown)
    for index, (first, *rest) in enumerate(alike.values()):
        if index:
            console.print()
        print_pair(console, first)
        if rest:
            names = (f"{safe_name(each.pair.event_name, 40)} {_numbers(each.pair)}" for each in rest)
            indented(console, Text(f"The same goes for {', '.join(names)}.", "dim"), INDENT)


def print_pair(console: Console, shown: Shown) -> None:
    """Print a pair that deduplication made: the table, which copy counts and why, and what only the other had."""
    from rich.text import Text

    pair = shown.pair
    one, other = pair.counts, pair.duplicate
    about = f"  {format_span(pair.after_seconds)} apart"
    title = Text.assemble((safe_name(pair.event_name, 40), "bold"), (about, "dim"))
    _with_rules(console, title, shown.findings, "yellow")
    sides = (_side(one, " · counts", loses=False), _side(other, "", loses=True))
    _print_rows(console, sides, shown.sides, swap=_server_first(pair))
    indented(console, Text(why_pair(pair), "dim"), INDENT)
    gone = lost(pair, shown.sides)
    if gone:
        indented(console, Text(gone), INDENT)


def print_suspected(console: Console, each: Suspected, sides: Sides | None = None) -> None:
    """Print two events that look like one action and both count; with their members when ``sides`` are given."""
    from rich.text import Text

    names = " / ".join(dict.fromkeys(safe_name(name, 40) for name in each.names if name)) or "an event without a name"
    gap = f"{format_span(each.after_seconds)} apart" if each.after_seconds is not None else "times unknown"
    style = {"high": "bold red", "medium": "yellow"}.get(each.confidence, "cyan")
    title = Text.assemble((names, "bold"), f"  {gap}  ", (f"{each.confidence} confidence", style))
    _with_rules(console, title, (each.rule,), "dim")
    copies = (each.first, each.second)
    if sides is None:
        width = max(len(_name(copy)) for copy in copies)
        for copy in copies:
            event_id = "no event_id" if copy.event_id is None else shown_value("event_id", copy.event_id)
            line = Text.assemble(" " * INDENT, (f"{_name(copy):<{width}}  ", "dim"), event_id)
            line.truncate(console.width, overflow="ellipsis")
            console.print(line, soft_wrap=True)
    else:
        _print_rows(console, (_side(copies[0], "", loses=False), _side(copies[1], "", loses=False)), sides)
    indented(console, Text(f"{each.parting[:1].upper()}{each.parting[1:]}.", "dim"), INDENT)


def _with_rules(console: Console, title: Text, codes: Sequence[str], style: str) -> None:
    """Print a title and the rules behind it, with their names where there is room."""
    from simulator.checks.catalog import catalog

    rules = catalog()
    named = ", ".join(f"{code} {rules[code].name}" if code in rules else code for code in codes)
    room = console.width - title.cell_len - GAP
    if codes:
        title.append(f"  {named if len(named) <= room else safe(', '.join(codes), max(room, 6))}", style)
    title.truncate(console.width, overflow="ellipsis")
    console.print(title, soft_wrap=True)


def _numbers(pair: Pair) -> str:
    first, second = sorted((pair.counts.n, pair.duplicate.n))
    return f"#{first} and #{second}"


def _name(copy: Copy) -> str:
    return f"{copy.channel} #{copy.n}"


def _side(copy: Copy, more: str, *, loses: bool) -> Side:
    return Side(_name(copy), f"{_name(copy)}{more}", safe(copy.place.rpartition("/")[2], 40), loses)


def _server_first(pair: Pair) -> bool:
    """Whether the copy that counts must go to the right, so that the browser's is always on the left."""
    return pair.counts.channel == "server" and pair.duplicate.channel == "browser"


def _print_rows(console: Console, sides: tuple[Side, Side], found: Sides, *, swap: bool = False) -> None:
    from rich.text import Text

    lines = [_turned(row) if swap else row for row in found.rows]
    left, right = reversed(sides) if swap else sides
    grid = Grid(console, (left, right), lines)
    if lines:
        grid.heads()
    for section, rows in groupby(lines, lambda row: row.section):
        if section:
            console.print(Text(f"{' ' * (INDENT + MARK)}{safe(section, 40)}", "dim"), soft_wrap=True)
        for row in rows:
            grid.row(row)
    shown = sum(row.kind == "same" for row in lines)
    alike = found.alike - shown
    if alike:
        word = "member" if alike == 1 else "members"
        text = f"{'and ' if lines else 'all '}{alike} {word} alike"
        console.print(Text(f"{' ' * (INDENT + MARK)}{text}", "dim"), soft_wrap=True)


def _turned(row: Row) -> Row:
    kinds = {"first-only": "second-only", "second-only": "first-only"}
    return row._replace(first=row.second, second=row.first, kind=kinds.get(row.kind, row.kind))
