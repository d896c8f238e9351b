"""Why an event has its verdict, in one sentence and plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.clock import format_span
from simulator.event import Origin
from simulator.finding import Severity
from simulator.masking import printable, shorten
from simulator.verdict import Outcome
from simulator.views.copies import Copy, Pair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.finding import Finding
    from simulator.views.lines import EventLine

_SAME = {
    "event_id": "Same event name and event_id",
    "order_id": "The same offline sale: same order_id",
    "user_data": "The same offline sale: same customer information",
}
_LONGEST = 300


def why_pair(pair: Pair) -> str:
    """What made the copies one event, and why this copy counts."""
    return f"{_same(pair)}: {_rule(pair)}."


def why(
    line: EventLine,
    copies: Sequence[EventLine],
    suspected: Sequence[int],
    findings: Sequence[Finding],
    *,
    final: bool = True,
) -> str:
    """Why an event has its verdict.

    ``copies`` are the others of its copies in order of their numbers, the one that counts among them;
    ``suspected`` the numbers of events that look like the same action. ``final`` is false while a run still
    reads: more copies may come.
    """
    match line.verdict:
        case Outcome.QUARANTINED:
            reason = findings[0].message if findings else "no event could be read"
            return _sentence(f"Not an event: {reason}")
        case Outcome.REJECTED:
            return _refused(findings)
        case Outcome.DUPLICATE:
            return _duplicate(line, copies)
    return _kept(line, copies, suspected, final=final)


def pair_of(counts: EventLine, duplicate: EventLine) -> Pair:
    """The pair of a duplicate and the copy of it that counts."""
    return Pair(
        duplicate.event_name or "",
        _copy(counts),
        _copy(duplicate),
        duplicate.key or "",
        duplicate.after_seconds or 0.0,
        duplicate.survivor_rule or "",
    )


def _copy(line: EventLine) -> Copy:
    place = str(Origin(line.source, line.line, line.item))
    return Copy(line.n, line.channel or "", place, line.event_id, line.received_at)


def _duplicate(line: EventLine, copies: Sequence[EventLine]) -> str:
    counts = next((copy for copy in copies if copy.n == line.duplicate_of), None)
    if counts is None:
        return f"A copy of #{line.duplicate_of}, which counts."
    pair = pair_of(counts, line)
    which = "First copy" if pair.survivor_came_second and len(copies) == 1 else "A copy"
    if not pair.survivor_came_second:
        earlier = sum(_place(copy) < _place(line) for copy in copies)
        which = ("Second copy", "Third copy", "Fourth copy")[earlier - 1] if 0 < earlier < 4 else "A later copy"
    order = "before" if pair.survivor_came_second else "after"
    return f"{which}, {format_span(pair.after_seconds)} {order} #{counts.n}; {_told(pair)}."


def _kept(line: EventLine, copies: Sequence[EventLine], suspected: Sequence[int], *, final: bool) -> str:
    if copies:
        first, *more = copies
        pair = pair_of(line, first)
        gap = f"{format_span(pair.after_seconds)} {'before' if pair.survivor_came_second else 'after'} it"
        others = f" and {len(more)} more {'copies' if len(more) > 1 else 'copy'}" if more else ""
        return f"Counts; the {first.channel}'s copy #{first.n} came {gap}{others}; {_told(pair)}."
    if suspected:
        named = ", ".join(f"#{n}" for n in suspected[:3])
        looks = "looks" if len(suspected) == 1 else "look"
        return f"Counts; no copy was recognised, but {named} {looks} like the same action."
    if line.action_source == "business_messaging":
        return "Counts; Meta never deduplicates business messaging."
    if line.event_name is None:
        return "Counts; without an event name it is compared with no other."
    so_far = "" if final else " so far"
    if line.event_id is None:
        return f"Counts; it has no event_id, and no other copy was recognised{so_far}."
    return f"Counts; no other copy came{so_far}."


def _refused(findings: Sequence[Finding]) -> str:
    # Late: only a refused event needs the rule's code.
    from simulator.checks.rules.request import REFUSED_TOGETHER

    refusing = [each for each in findings if each.severity is Severity.REJECTED]
    own = [each for each in refusing if each.rule != REFUSED_TOGETHER]
    if own:
        more = f" ({len(own) - 1} more such findings)" if len(own) > 2 else " (one more such finding)"
        return _sentence(f"Refused by {own[0].rule}{more if len(own) > 1 else ''}: {own[0].message}")
    if refusing:
        return _sentence(f"Refused with its request: {refusing[0].message}")
    return "Refused, as the API would refuse it."


def _told(pair: Pair) -> str:
    same = _same(pair)
    return f"{same[0].lower()}{same[1:]}; {_rule(pair)}"


def _place(line: EventLine) -> tuple[float, int]:
    return line.received_at or 0.0, line.n


def _sentence(text: str) -> str:
    return f"{shorten(printable(text), _LONGEST).rstrip('.')}."


def _same(pair: Pair) -> str:
    if pair.key in _SAME:
        return _SAME[pair.key]
    differ = pair.counts.event_id is not None and pair.duplicate.event_id is not None
    return f"{'The ids differ' if differ else 'No event_id to compare'}, but the same event name and {pair.key}"


def _rule(pair: Pair) -> str:
    channel = pair.counts.channel
    if channel == pair.duplicate.channel:
        which = "the copy that counts is another" if pair.survivor_came_second else "the first one counts"
        return f"a repeat on the {channel} channel, and {which}"
    match pair.survivor_rule:
        case "browser-within-5-minutes":
            late = ", although it came second" if pair.survivor_came_second else ""
            return f"both came within 5 minutes, so the browser's copy counts{late}"
        case "browser-first":
            return "the browser's copy came first and the server's followed, so the browser's counts"
    return f"the {channel}'s copy came first, so it counts"
