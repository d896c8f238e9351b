"""``capisim normalize --csv``: the customer information in a table, row by row, hashed."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

import click

from simulator.cli.normalize_columns import Column, choose, find_column, key_of
from simulator.cli.normalize_files import STANDARD, Input, open_input, refuse_same, write_output
from simulator.cli.normalize_prepare import BY_COUNTRY, Preparer
from simulator.cli.normalize_rows import Skipped, Table
from simulator.customer import Hashing
from simulator.customer.country import country_code
from simulator.errors import ExitCode
from simulator.masking import printable, shorten
from simulator.reports.normalize_cells import safe_cell

MOST_TOLD: Final = 100
_BEAT = 500  # rows between two steps of the progress bar


class Asked(NamedTuple):
    """What the command line asks for; see the options of ``capisim normalize``."""

    path: str
    key: str | None
    column: str | None
    country: str | None
    country_column: str | None
    profiles: Sequence[str]
    output: str | None
    keep: bool


class Count:
    """Rows: read = written + skipped; ``empty`` were written, with nothing in them that could be sent."""

    def __init__(self) -> None:
        self.written = 0
        self.empty = 0
        self.skipped = 0
        self.told: list[Skipped] = []

    def skip(self, row: Skipped) -> None:
        self.skipped += 1
        if len(self.told) < MOST_TOLD:
            self.told.append(row)


def normalize_table(asked: Asked) -> ExitCode:
    """Read, prepare and write a table; findings are rows that were skipped or have nothing to send."""
    country = None if asked.country is None else country_code(asked.country)
    count = Count()
    with open_input(asked.path) as source:
        refuse_same(source, asked.output)
        table = Table(source.text, source.name)
        columns = choose(table.header, asked.key, asked.column)
        index = None if asked.country_column is None else find_column(table.header, asked.country_column)
        preparer = Preparer(columns, asked.profiles, country, index)
        _tell_start(preparer, table.header, by_name=asked.key is None)
        with _progress(source, to_standard=asked.output in (None, STANDARD)) as beat:
            write_output(asked.output, _lines(table, preparer, count, beat, keep=asked.keep))
    _tell_end(count)
    return ExitCode.FINDINGS if count.skipped or count.empty else ExitCode.CLEAN


class _Echo:
    """Gives back what the csv module writes."""

    def write(self, text: str) -> str:
        return text


def _lines(
    table: Table, preparer: Preparer, count: Count, beat: Callable[[Count], None], *, keep: bool
) -> Iterator[bytes]:
    # With values in clear everything is quoted: where another delimiter rules, a cell must not fall apart.
    in_clear = keep or any(column.key.hashing is Hashing.NEVER for column in preparer.columns)
    writer: Any = csv.writer(
        _Echo(),
        delimiter=table.delimiter,
        lineterminator="\n",
        quoting=csv.QUOTE_ALL if in_clear else csv.QUOTE_MINIMAL,
    )

    def line(cells: Sequence[str]) -> bytes:
        text: str = writer.writerow([safe_cell(cell) for cell in cells])
        return text.encode()

    kept = table.header if keep else []
    yield line([*kept, *(_free(name, kept) for name in ("row", "column", "key", *preparer.profiles, "note"))])
    for row in table:
        if isinstance(row, Skipped):
            count.skip(row)
        else:
            prepared = preparer.prepare(row.cells)
            for one in prepared:
                yield line([*(row.cells if keep else []), str(row.number), *one.cells])
            count.written += 1
            count.empty += not any(one.sendable for one in prepared)
        if (count.written + count.skipped) % _BEAT == 0:
            beat(count)


def _free(name: str, taken: Sequence[str]) -> str:
    while name in taken:
        name = f"capisim_{name}"
    return name


def _tell_start(preparer: Preparer, header: Sequence[str], *, by_name: bool) -> None:
    if by_name:
        chosen = ", ".join(f"{column.key.name} from {_name(column)}" for column in preparer.columns)
        _tell(chosen)
    standing: dict[str, list[str]] = {}
    for (key, _), notes in preparer.standing.items():
        for note in notes:
            if key not in (keys := standing.setdefault(note, [])):
                keys.append(key)
    for note, keys in standing.items():
        _tell(f"{', '.join(keys)}: {note}")
    helped = [column.key.name for column in preparer.columns if column.key.name in BY_COUNTRY]
    if helped and preparer.country is None and preparer.country_index is None:
        place = next((number for number, name in enumerate(header, start=1) if key_of(name) == "country"), None)
        if place is not None:
            _tell(
                f"{', '.join(helped)}: column {place} looks like the country; --country-column {place} makes use of it"
            )


def _name(column: Column) -> str:
    return f"column {column.place + 1} ({shorten(printable(column.name), 30)})"


def _tell_end(count: Count) -> None:
    for row in count.told:
        _tell(f"line {row.line:,}: skipped: {row.reason}")
    if count.skipped > len(count.told):
        _tell(f"… and {count.skipped - len(count.told):,} more rows were skipped")
    rows = count.written + count.skipped
    empty = f"; {count.empty:,} with nothing to send" if count.empty else ""
    _tell(f"{rows:,} rows read: {count.written:,} written, {count.skipped:,} skipped{empty}")


def _tell(text: str) -> None:
    click.echo(text, err=True)


@contextmanager
def _progress(source: Input, *, to_standard: bool) -> Iterator[Callable[[Count], None]]:
    """A bar on standard error where that is a terminal, and rows don't run through it; gone at the end."""
    if not sys.stderr.isatty() or (to_standard and sys.stdout.isatty()):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn

    console = Console(stderr=True, markup=False, highlight=False, emoji=False)
    columns = (SpinnerColumn(), BarColumn(bar_width=None), TaskProgressColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True, expand=True) as bar:
        task = bar.add_task("reading", total=source.size)

        def beat(count: Count) -> None:
            told = f"{count.written:,} rows" + (f", {count.skipped:,} skipped" if count.skipped else "")
            bar.update(task, completed=source.done(), description=told)

        yield beat
