"""Runs as text: the cells of their table, and one of them in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from textual.content import Content

from simulator.finding import Severity
from simulator.tui.inspection import COLOURS
from simulator.tui.text import count_of, fit, plain, safe
from simulator.tui.widgets.event_columns import clock
from simulator.tui.widgets.transport_bar import duration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.views.runs import RunSummary

_QUIET: Final = "$quiet"
_STATES: Final = {"running": ("●", "$success"), "interrupted": ("■", "$warning"), "complete": ("✓", "$quiet")}
_VERDICTS: Final = ("kept", "duplicate", "rejected", "quarantined")
_SHORT: Final = {
    "duplicate": "dup",
    "rejected": "rej",
    "quarantined": "quar",
    "error": "err",
    "warning": "warn",
    "note": "note",
}
_NUMBERS: Final = frozenset({"events", *_SHORT})
_WIDE, _WIDEST = 110, 150
_SHORTEST_TITLE = 12
_MOST_SOURCES = 3


class RunColumn(NamedTuple):
    """One column of the table: what it shows, its title, its width in cells with the space behind it."""

    name: str
    title: str
    width: int


def widths(room: int) -> list[RunColumn]:
    """The columns that fit into so many cells; the title takes what is left."""
    wide = room >= _WIDE
    counted = [*_VERDICTS[1:], *(each.value for each in list(Severity)[1:])]
    fixed = [
        RunColumn("mark", "", 2),
        RunColumn("id", "run", 5),
        RunColumn("state", "state" if room >= _WIDEST else "", 15 if room >= _WIDEST else 2),
        RunColumn("title", "title", 0),
        RunColumn("when", "begun UTC" if wide else "UTC", 15 if wide else 12),
        RunColumn("events", "events", 10 if wide else 7),
        *(RunColumn(name, title := name if wide else _SHORT[name], max(len(title) + 2, 5)) for name in counted),
    ]
    rest = max(room - sum(column.width for column in fixed), _SHORTEST_TITLE)
    return [column._replace(width=rest) if column.name == "title" else column for column in fixed]


def heading(column: RunColumn) -> str:
    """The title of a column over its cells: on the right over numbers."""
    return fit(column.title, column.width - 1, right=column.name in _NUMBERS) + " "


def cells(summary: RunSummary, columns: list[RunColumn], *, opened: bool, marked: bool) -> Iterator[Content]:
    """The cells of one run."""
    run = summary.run
    mark, colour = _STATES[run.state]
    for name, _, width in columns:
        text, style, right = "", "", False
        match name:
            case "mark":
                text, style = ("◆", "bold $accent") if marked else ("▌", "$primary") if opened else ("", "")
            case "id":
                text, style = f"{run.id}", "bold" if opened else ""
            case "state":
                text, style = f"{mark} {run.state}" if width > 2 else mark, colour
            case "title":
                text, style = safe(title_of(summary), 300), "bold" if opened else ""
            case "when":
                moment = clock(run.started_at, day=True)
                text, style = moment if width > len(moment) else moment[:11], _QUIET
            case "events":
                text, right = short_count(summary.events, width - 1), True
            case _:
                count = summary.verdicts.get(name, 0) if name in _VERDICTS else summary.findings.get(Severity(name), 0)
                text, right = short_count(count, width - 1) if count else "·", True
                style = COLOURS[name] if count else _QUIET
        yield Content.styled(fit(text, width - 1, right=right) + " ", style)


def title_of(summary: RunSummary) -> str:
    """What a run is called: its title, or its first source."""
    run = summary.run
    if run.title:
        return run.title
    if not run.sources:
        return "no source"
    more = f" and {len(run.sources) - 1} more" if len(run.sources) > 1 else ""
    return run.sources[0].path.rpartition("/")[2] + more


def short_count(count: int, cells: int) -> str:
    """``1,204``, or ``1.2M`` where there is no room."""
    text = f"{count:,}"
    if len(text) <= cells:
        return text
    for unit in ("k", "M", "G"):
        count_in_unit = count / 1000 ** ("kMG".index(unit) + 1)
        if count_in_unit < 1000:
            return f"{count_in_unit:.1f}{unit}" if count_in_unit < 10 else f"{count_in_unit:.0f}{unit}"
    return f"{count:.0e}"


def about_run(summary: RunSummary) -> Content:
    """Everything that is known of one run, in a few lines."""
    return Content("\n").join(_about(summary))


def _about(summary: RunSummary) -> Iterator[Content]:
    run = summary.run
    mark, colour = _STATES[run.state]
    yield Content.assemble((f"Run {run.id}  ", "bold $primary"), plain(title_of(summary), "bold", 200))
    spent = f", took {duration(run.finished_at - run.started_at)}" if run.finished_at is not None else ""
    hint = "  c continues it" if run.state == "interrupted" else ""
    yield Content.assemble(
        (f"{mark} {run.state}", colour),
        (f"  begun {clock(run.started_at, day=True)} UTC{spent}", _QUIET),
        (hint, "bold"),
    )
    counts = [
        Content.assemble((f"{summary.verdicts[name]:,} ", f"bold {COLOURS[name]}"), (name, _QUIET))
        for name in _VERDICTS
        if summary.verdicts.get(name)
    ]
    yield Content("  ").join([Content.styled(count_of(summary.events, "event"), "bold"), *counts])
    found = [
        Content.assemble((f"{count:,} ", f"bold {COLOURS[each.value]}"), (each.value, _QUIET))
        for each, count in summary.findings.items()
    ]
    yield (
        Content("  ").join([Content.styled("findings", _QUIET), *found])
        if found
        else Content.styled("no findings", "$success")
    )
    for source in run.sources[:_MOST_SOURCES]:
        yield Content.assemble(("from ", _QUIET), plain(source.path, "", 200), (f"  {source.items:,} lines", _QUIET))
    if len(run.sources) > _MOST_SOURCES:
        yield Content.styled(f"and {len(run.sources) - _MOST_SOURCES} more sources", _QUIET)
    at = f"clock {clock(run.clock, day=True)} UTC, " if run.clock is not None else ""
    yield Content.styled(f"{at}capisim {safe(run.version, 20)}, rules {safe(run.catalog, 14)}", _QUIET)
