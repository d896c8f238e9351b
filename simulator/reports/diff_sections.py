"""What changed between two sides, as tables of texts that any kind of report can lay out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from simulator.reports.diff import rule_name
from simulator.reports.terminal import safe, safe_name

if TYPE_CHECKING:
    from simulator.views.comparing import Twin
    from simulator.views.diffing import RunDiff, Worse
    from simulator.views.diffing.pairs import Named

SHOWN: Final = 20
_SIGNS: Final = {"appeared": "+", "vanished": "-", "changed": "~"}


class Section(NamedTuple):
    """A table: ``numbers`` are the columns set flush right, ``left`` how many rows are not shown.

    Texts are made safe for a terminal; whoever writes another language escapes them for it.
    """

    title: str
    aside: str
    columns: tuple[str, ...]
    numbers: tuple[str, ...]
    rows: list[tuple[str, ...]]
    left: int


def sections(found: RunDiff) -> Iterator[Section]:
    """Those that have something to tell, in the order of a report."""
    rules = [each for each in found.rules if each.kind != "same"]
    yield from _section(
        "Findings by rule",
        "" if found.same_rules else "the two were judged by different rule catalogs",
        ("", "rule", "severity", "before", "after"),
        [
            (
                _SIGNS[each.kind],
                f"{each.rule} {rule_name(each.rule)}",
                each.severity.value,
                f"{each.before:,}",
                f"{each.after:,}",
            )
            for each in rules
        ],
        len(rules),
    )
    if found.pairs is not None:
        for title, count, named in (
            ("Pairs that broke", found.pairs.broken_count, found.pairs.broken),
            ("Pairs that were mended", found.pairs.mended_count, found.pairs.mended),
        ):
            yield from _section(title, "", ("event", "event_id"), _named(named), count)
    if found.events is not None:
        columns = ("channel", "event", "event_id", "before", "after")
        for title, count, twins in (
            ("Another verdict", found.events.changed_count, found.events.changed),
            ("No longer there", found.events.vanished_count, found.events.vanished),
            ("New", found.events.appeared_count, found.events.appeared),
        ):
            yield from _section(title, "events with channel, name and id", columns, _twins(twins), count)
    yield from _figures(found)


def _figures(found: RunDiff) -> Iterator[Section]:
    coverage = [
        (safe_name(each.event_name, 40), percent(each.before), percent(each.after))
        for each in found.coverage
        if each.before != each.after
    ]
    yield from _section("Event coverage", "", ("event", "before", "after"), coverage, len(coverage))
    keys = [
        (
            safe_name(each.event_name, 40),
            each.key,
            *(percent(part.valid if part else None) for part in (each.before, each.after)),
            *(percent(part.coverage if part else None) for part in (each.before, each.after)),
        )
        for each in found.keys
        if each.before != each.after
    ]
    columns = ("event", "key", "valid before", "valid after", "sent before", "sent after")
    yield from _section("Match keys", "of the server's events", columns, keys, len(keys))
    channels = [
        (safe_name(each.event_name, 40), each.channel, f"{each.before:,}", f"{each.after:,}")
        for each in found.channels
        if each.before != each.after
    ]
    yield from _section("Events by channel", "", ("event", "channel", "before", "after"), channels, len(channels))


def sentence(each: Worse) -> str:
    """One thing that is worse, in words: ``Purchase: event coverage fell from 95 % to 80 %``."""
    match each.kind:
        case "rule":
            rule = each.about or ""
            return f"{rule} {rule_name(rule)}: {each.before:,.0f} → {each.after:,.0f} findings"
        case "verdict":
            return f"{_count(each.after, 'event')} {each.about}"
        case "pairs":
            return f"{_count(each.after, 'pair')} broke"
        case "coverage":
            return f"{_about(each)}: event coverage {percent(each.before)} → {percent(each.after)}"
        case "match-key":
            return f"{_about(each)}: well formed {percent(each.before)} → {percent(each.after)}"
        case "channel":
            return f"{_about(each)}: no longer reported ({each.before:,.0f} before)"


def percent(value: float | None) -> str:
    """A share for people; ``–`` where there is none."""
    return "–" if value is None else f"{value:.1f} %"


def _about(each: Worse) -> str:
    return safe_name(each.about or "", 60)


def _count(number: float, word: str) -> str:
    return f"{number:,.0f} {word}{'' if number == 1 else 's'}"


def _section(
    title: str, aside: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], count: int
) -> Iterator[Section]:
    if count:
        numbers = tuple(name for name in columns if name.endswith(("before", "after")) and "event_id" not in columns)
        shown = list(rows[:SHOWN])
        yield Section(title, aside, columns, numbers, shown, count - len(shown))


def _named(named: Sequence[Named]) -> list[tuple[str, ...]]:
    return [(safe_name(name, 30), safe_name(event_id, 40)) for name, event_id in named]


def _twins(twins: Sequence[Twin]) -> list[tuple[str, ...]]:
    return [
        (
            each.channel or "–",
            safe_name(each.event_name, 20) if each.event_name is not None else "–",
            safe_name(each.event_id, 24) if each.event_id is not None else "–",
            *(f"#{place[0]} {safe(place[1])}" if place else "–" for place in (each.before, each.after)),
        )
        for each in twins
    ]
