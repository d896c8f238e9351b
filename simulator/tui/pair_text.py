"""An action as text: which copy counts and why, and both payloads beside each other, what differs marked."""

from __future__ import annotations

from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, chop_cells
from textual.content import Content

from simulator.clock import format_span
from simulator.masking import show_name
from simulator.tui.pair_reading import PairInFull, Side, values
from simulator.tui.text import cut, fit, plain, safe
from simulator.tui.widgets.event_columns import clock
from simulator.tui.widgets.pair_columns import verdict_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.finding import Finding
    from simulator.reports.side_by_side import Row

COLOURS: Final = {
    "kept": "$success",
    "duplicate": "$secondary",
    "rejected": "$error",
    "quarantined": "$warning",
    "error": "$error",
    "warning": "$warning",
    "note": "$secondary",
    "browser": "$primary",
    "server": "$accent",
}
_QUIET = "$quiet"
_MARK = 2
# Below this width a masked hash just fits on either side.
_ROOMY = 90
_LONGEST_NAME, _MOST_LINES = 26, 6
_MOST_COPIES = 12


def reason(found: PairInFull) -> Content:
    """What became of the action and why, which copy counts, what is lost with the other."""
    return Content("\n").join(_reason(found))


def _reason(found: PairInFull) -> Iterator[Content]:
    action = found.action
    word, kind = verdict_of(action)
    yield Content.assemble((f" {word} ", f"bold reverse {COLOURS.get(kind, '')}"), "  ", plain(found.why))
    told = []
    if action.other is not None:
        told = [("key ", action.other.key or "–"), ("rule ", action.other.survivor_rule or "–")]
    if action.gap is not None:
        told.append(("gap ", format_span(action.gap)))
    if len(found.copies) > 2:
        more = "…" if len(found.copies) > _MOST_COPIES else ""
        told.append(("copies ", " ".join(f"#{n}" for n in found.copies[:_MOST_COPIES]) + more))
    if told:
        parts = [Content.assemble((label, _QUIET), (text, "bold")) for label, text in told]
        yield Content.styled("  ·  ", _QUIET).join(parts)
    if found.lost:
        yield Content.assemble(("× ", "bold $error"), plain(found.lost, limit=600))
    for each in found.findings:
        yield from _finding(each)


def _finding(each: Finding) -> Iterator[Content]:
    severity = each.severity.value
    sure = f" {each.confidence.value} confidence" if each.confidence is not None else ""
    yield Content.assemble(
        (f"{severity} ", f"bold {COLOURS[severity]}"),
        (each.rule, "bold"),
        (f"{sure}  ", _QUIET),
        plain(each.message, limit=400),
    )
    if each.fix:
        yield Content.assemble(("  fix ", _QUIET), plain(each.fix, limit=400))


def side_by_side(found: PairInFull, width: int, *, reveal: bool, alike: bool = True) -> Content:
    """Both payloads, member by member, in at most ``width`` cells; without what is the same unless ``alike``."""
    rows = [row for row in found.rows if alike or row.kind != "same" or len(found.sides) == 1]
    longest = max((cell_len(row.name) for row in rows), default=0)
    name = min(longest + 2, _LONGEST_NAME, width // 3)
    gap = 2 if width >= _ROOMY else 1
    count = len(found.sides)
    value = max(4, (width - _MARK - name - gap * (count - 1)) // count)
    lines = [*_heads(found, name, value, gap)]
    for section, members in groupby(rows, lambda row: row.section):
        if section:
            lines.append(Content.styled(f"{' ' * _MARK}{safe(section, 60)}", "bold $primary"))
        for row in members:
            lines += _member(found, row, name, value, gap, reveal=reveal)
    hidden = sum(row.kind == "same" for row in found.rows) if not alike and count == 2 else 0
    if hidden:
        lines.append(Content.styled(f"{' ' * _MARK}and {hidden} alike", _QUIET))
    return Content("\n").join(lines)


def _heads(found: PairInFull, name: int, value: int, gap: int) -> Iterator[Content]:
    """Who sent each copy and whether it counts; when, under which id, and from where."""
    space = Content(" " * (_MARK + name))
    heads = []
    for side in found.sides:
        channel = side.line.channel or "no channel"
        style = f"bold reverse {COLOURS.get(channel, '')}"
        heads.append(_fitted(f" {channel} #{side.line.n} ", _fate(found, side), value, style))
    yield Content.assemble(space, Content(" " * gap).join(heads))
    for texts in (
        [f"{clock(side.line.received_at, day=True)} UTC" for side in found.sides],
        [safe(side.origin.rpartition("/")[2], 200) for side in found.sides],
    ):
        yield Content.assemble(
            space, Content(" " * gap).join([Content.styled(fit(text, value), _QUIET) for text in texts])
        )


def _fitted(head: str, fate: str, value: int, style: str) -> Content:
    room = max(value - cell_len(head) - 1, 0)
    return Content.assemble((cut(head, value), style), f" {fit(fate, room)}" if room else "")


def _fate(found: PairInFull, side: Side) -> str:
    counts = found.action.counts
    if side.line.n == counts.n or side.line is found.action.suspected:
        return "counts" if str(side.line.verdict) == "kept" else str(side.line.verdict)
    return "not counted"


def _member(found: PairInFull, row: Row, name: int, value: int, gap: int, *, reveal: bool) -> Iterator[Content]:
    mark, colour = _mark(found, row)
    texts = values(found, row, reveal=reveal)
    columns = [_wrapped(text, value) for text in texts]
    label = f"{' ' if row.section else ''}{row.name}"
    style = colour if row.kind != "same" and len(found.sides) == 2 else ""
    for place, pieces in enumerate(zip_longest(*columns, fillvalue="")):
        first = place == 0
        cells = [
            Content.styled(fit(piece or ("–" if first and not text else ""), value), style if text else _QUIET)
            for piece, text in zip(pieces, texts, strict=True)
        ]
        yield Content.assemble(
            (fit(mark if first else "", _MARK), f"bold {colour}" if mark else ""),
            (fit(safe(label) if first else "", name), style or _QUIET),
            Content(" " * gap).join(cells),
        )


def _mark(found: PairInFull, row: Row) -> tuple[str, str]:
    if len(found.sides) < 2 or row.kind == "same":
        return "", ""
    if row.kind == "differs":
        return "≠", "$warning"
    alone = found.sides[0 if row.kind == "first-only" else 1]
    gone = found.action.other is not None and alone.line.n != found.action.n
    return ("×", "$error") if gone else ("+", "$success")


def _wrapped(text: str, cells: int) -> list[str]:
    """A value over as many lines as it needs, cut after a few."""
    if cell_len(text) <= cells:
        return [text]
    pieces = chop_cells(text, cells)
    if len(pieces) > _MOST_LINES:
        pieces = [*pieces[: _MOST_LINES - 1], cut(pieces[_MOST_LINES - 1], cells - 1) + "…"]
    return pieces


def title(found: PairInFull) -> str:
    """The event name, safe to show."""
    return show_name(found.action.counts.event_name or "no event name", 60)
