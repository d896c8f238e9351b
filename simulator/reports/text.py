"""The report that a person reads: verdicts, pairs, findings, match quality, money, unreadable lines."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from simulator.clock import format_span, format_time
from simulator.reports.findings import about, ignored_line
from simulator.reports.money import print_money
from simulator.reports.pairs import choose, pairs
from simulator.reports.side_by_side_text import LEGEND, print_pairs, print_suspected
from simulator.reports.suspected import suspected
from simulator.reports.terminal import STYLES, bar, heading, indented, range_bar, safe, safe_name, severity_text, table
from simulator.store.rows import event_span
from simulator.views.copies import Copy, Pair
from simulator.views.why import why_pair

if TYPE_CHECKING:
    from rich.console import Console

    from simulator.store import Store

QUARANTINE_SHOWN = 5
NAMES_SHOWN = 25
SIDE_BY_SIDE = 2
SUSPECTED_SHOWN = 5


def print_report(console: Console, store: Store, summary: dict[str, Any], shown_pairs: int = 8) -> None:
    """Print a run; ``summary`` is what ``summarize`` made of it."""
    _title(console, summary)
    _verdicts(console, summary)
    _names(console, summary)
    _pairs(console, store, summary, shown_pairs)
    _side_by_side(console, store, summary, min(shown_pairs, SIDE_BY_SIDE))
    _suspected(console, store, summary, min(shown_pairs, SUSPECTED_SHOWN))
    _findings(console, summary)
    _quality(console, summary)
    print_money(console, summary["money"])
    _quarantine(console, store, summary)


def _title(console: Console, summary: dict[str, Any]) -> None:
    from rich.text import Text

    run = summary["run"]
    names = [safe(source["path"], 60) for source in run["sources"]]
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    clock = f" · clock {format_time(run['clock'])}" if run["clock"] is not None else ""
    state = "" if run["state"] == "complete" else f" · {run['state']}"
    console.print(
        Text.assemble(
            (f"Run {run['id']}", "bold"),
            f" · {safe(run['title'])}" if run["title"] else "",
            f" · {', '.join(names[:2])}{more}",
            (f"{clock}{state}", "dim"),
        )
    )
    if state:
        hint = "It has not ended: suspicions may be missing. 'capisim replay --resume' completes one that was cut off."
        console.print(hint, style="dim")


def _verdicts(console: Console, summary: dict[str, Any]) -> None:
    read = summary["events"]
    quarantined = summary["verdicts"]["quarantined"]
    heading(console, "Verdicts", f"{read:,} read = {read - quarantined:,} stored + {quarantined:,} quarantined")
    rows = table("verdict", "events", "share", "", numbers=("events", "share"))
    rows.show_header = False
    for verdict, count in summary["verdicts"].items():
        share = count / read if read else 0.0
        rows.add_row(severity_text(verdict), f"{count:,}", f"{100 * share:.1f} %", bar(share, 30))
    console.print(rows)


def _names(console: Console, summary: dict[str, Any]) -> None:
    entries = summary["deduplication"]["event_names"]
    if not entries:
        return
    heading(console, "Pairs by event name", "coverage: browser events the server sent too; Meta's goal 75 %")
    # Two lines of heads, so that nothing is cut at 80 columns.
    numbers = ("\nbrowser", "\nserver", "\npairs", "only\nbrowser", "only\nserver", "\ncoverage")
    rows = table("\nevent", *numbers, numbers=numbers)
    for entry in entries[:NAMES_SHOWN]:
        coverage = entry["coverage"]
        rows.add_row(
            safe_name(entry["event_name"], 24),
            *(f"{entry[member]:,}" for member in ("browser", "server", "pairs", "browser_only", "server_only")),
            "–" if coverage is None else f"{coverage:.1f} %",
        )
    console.print(rows)
    if len(entries) > NAMES_SHOWN:
        console.print(f"and {len(entries) - NAMES_SHOWN} more event names: --format json lists them all", style="dim")


def _pairs(console: Console, store: Store, summary: dict[str, Any], limit: int) -> None:
    from rich.cells import cell_len
    from rich.text import Text

    total = summary["verdicts"]["duplicate"]
    chosen = list(pairs(store, summary["run"]["id"], limit)) if limit and total else []
    if not chosen:
        return
    aside = f"{len(chosen)} of {total:,}, one of every kind first; --pairs N shows more" if total > len(chosen) else ""
    heading(console, "Who counts, and why", aside)
    wide = console.width >= 110
    columns = ("event", "browser copy", "server copy", "gap", "key", "counts")
    cells = {pair: _pair_cells(pair, wide) for pair in chosen}
    # Pairs with one explanation share a table with it below; equal widths keep the tables in line.
    widths = [max(map(cell_len, column)) for column in zip(columns, *cells.values(), strict=True)]
    for index, (sentence, alike) in enumerate(groupby(chosen, why_pair)):
        rows = table(*columns, numbers=("gap",))
        rows.show_header = index == 0
        for column, width in zip(rows.columns, widths, strict=True):
            column.width = width
        for pair in alike:
            rows.add_row(*cells[pair][:5], Text(cells[pair][5], "bold"))
        console.print(rows)
        indented(console, Text(sentence, "dim"), 4)


def _pair_cells(pair: Pair, wide: bool) -> tuple[str, ...]:
    def place(channel: str) -> str:
        copies = sorted(copy for copy in (pair.counts, pair.duplicate) if copy.channel == channel)
        return " + ".join(_copy(copy, wide) for copy in copies) or "–"

    counts = f"{pair.counts.channel} #{pair.counts.n}"
    gap = format_span(pair.after_seconds)
    return safe_name(pair.event_name, 20), place("browser"), place("server"), gap, safe(pair.key, 12), counts


def _copy(copy: Copy, wide: bool) -> str:
    # The file's name and the line tell copies apart; the folder is the same and takes the room.
    return f"#{copy.n} {safe(copy.place.rpartition('/')[2], 28)}" if wide else f"#{copy.n}"


def _side_by_side(console: Console, store: Store, summary: dict[str, Any], limit: int) -> None:
    from rich.text import Text

    run = summary["run"]["id"]
    chosen = [shown for shown in choose(store, run, limit) if shown.worth_seeing]
    if not chosen:
        return
    heading(console, "Side by side", LEGEND)
    print_pairs(console, chosen)
    console.print(Text("'capisim report --pair N' shows every pair that event #N is in", "dim"))


def _suspected(console: Console, store: Store, summary: dict[str, Any], limit: int) -> None:
    total = summary["deduplication"]["suspected"]["count"]
    chosen = suspected(store, summary["run"]["id"], limit) if total else []
    if not chosen:
        return
    of = f"{len(chosen)} of {total:,} pairs that count twice" if total > len(chosen) else "and counts twice"
    heading(console, "Looks like one action", f"{of}; 'capisim report --pair N' compares the two")
    for each in chosen:
        print_suspected(console, each)


def _findings(console: Console, summary: dict[str, Any]) -> None:
    from rich.text import Text

    from simulator.checks.catalog import catalog

    findings = summary["findings"]
    heading(console, "Findings", "'capisim rules CODE' explains a rule and cites its source" if findings else "none")
    rules = catalog()
    for finding in findings:
        example = finding["example"]
        style = STYLES[finding["severity"]]
        console.print(
            Text.assemble(
                (f"{finding['severity']:<9}", style),
                (f"{finding['rule']} ", "bold"),
                f"{safe(finding['name'])}  ",
                (f"×{finding['count']:,}", style),
            )
        )
        two = about(example["twin"], example["confidence"])
        where = f"#{example['n']} {safe(example['path'], 60)}" if example["n"] else "the input as a whole"
        place = f"{where}{f' {two}' if two else ''}: "
        indented(console, Text.assemble((place, "dim"), safe(example["message"], 400)), 9)
        fix = rules[finding["rule"]].fix if finding["rule"] in rules else ""
        if fix:
            indented(console, Text.assemble(("fix: ", "green"), fix), 9)
    left_out = ignored_line(summary.get("ignored"))
    if left_out:
        console.print(Text(left_out, "dim"))


def _quality(console: Console, summary: dict[str, Any]) -> None:
    from rich.cells import cell_len
    from rich.text import Text

    entries = summary["match_quality"]
    if not entries:
        return
    model = entries[0]["estimate"]["model"].partition(",")[0]
    heading(console, "Match quality", f"0 to 10, an estimate by model {model}: Meta publishes no formula")
    shown = entries[:NAMES_SHOWN]
    names = [safe_name(entry["event_name"], 20) for entry in shown]
    width = max(map(cell_len, names))
    for name, entry in zip(names, shown, strict=True):
        low, likely, high = (entry["estimate"][member] for member in ("low", "likely", "high"))
        rows = table("event", "range", "bar", "likely", "events")
        rows.show_header = False
        for column, fixed in zip(rows.columns, (width, 10, 20, 11, 12), strict=True):
            column.width = fixed
        span = Text(f"{low:.1f} – {high:.1f}", "bold")
        sent = Text(f"{entry['events']:,} sent", "dim")
        calibrated = entry["estimate"]["model"].partition(", ")[2]
        rows.add_row(name, span, range_bar(low, likely, high), f"likely {likely:.1f}", sent)
        console.print(rows)
        if calibrated:
            indented(console, Text(f"{calibrated} by Meta's own score", "dim"), 4)
        for gain in entry["gains"]:
            points = f"+{gain['gain']:.1f}"
            advice = safe(gain["text"].removesuffix(f": {points}"))
            indented(console, Text.assemble((f"{points}  ", "green"), advice), 4)


def _quarantine(console: Console, store: Store, summary: dict[str, Any]) -> None:
    from rich.text import Text

    total = summary["verdicts"]["quarantined"]
    if not total:
        return
    run = summary["run"]
    heading(console, "Quarantined", f"{total:,} that could not be read as events; they count nowhere")
    rows = store.connection.execute(
        "SELECT e.source, e.line, q.reason, q.excerpt, count(*) OVER (PARTITION BY q.reason) FROM quarantine q"
        " JOIN events e ON e.id = q.id WHERE q.id BETWEEN ? AND ? ORDER BY"
        " row_number() OVER (PARTITION BY q.reason ORDER BY q.id), q.id LIMIT ?",
        (*event_span(run["id"]), QUARANTINE_SHOWN),
    )
    for source, line, reason, excerpt, count in rows:
        place = f"{safe(run['sources'][source]['path'], 60)}:{line}"
        times = Text(f"  ({count:,} with this reason)", "dim") if count > 1 else Text()
        console.print(Text.assemble((f"{place}  ", "bold"), safe(reason), times))
        indented(console, Text(safe(excerpt), "dim"), 4)
