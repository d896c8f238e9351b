"""How a replay gets on, live on standard error, and only where somebody can see it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from simulator.run import Progress


@contextmanager
def progress_bar(stream: IO[str] | None = None) -> Iterator[Callable[[Progress], None] | None]:
    """A listener that draws a bar with live rates on a terminal; None where there is no terminal.

    The bar is gone when the block ends, and with it the cursor is back, whatever ended it.
    """
    stream = stream or sys.stderr
    if not stream.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(file=stream, markup=False, highlight=False, emoji=False)
    columns = (
        SpinnerColumn(),
        BarColumn(bar_width=None),
        TaskProgressColumn(),
        TextColumn("{task.description}", markup=False),
        TimeRemainingColumn(compact=True),
    )
    with Bar(*columns, console=console, transient=True, expand=True) as bar:
        task = bar.add_task("reading", total=None)

        def listen(progress: Progress) -> None:
            bar.update(task, completed=progress.bytes_done, total=progress.bytes_total, description=describe(progress))

        yield listen


@contextmanager
def count_bar(total: int, things: str, stream: IO[str] | None = None) -> Iterator[Callable[[int], None] | None]:
    """A listener that is told how many ``things`` are done, drawn as a bar on a terminal; None where there is none."""
    stream = stream or sys.stderr
    if not stream.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    console = Console(file=stream, markup=False, highlight=False, emoji=False)
    columns = (BarColumn(bar_width=None), TextColumn("{task.description}", markup=False))
    with Bar(*columns, console=console, transient=True, expand=True) as bar:
        task = bar.add_task(f"0 of {total:,} {things}", total=total)

        def listen(done: int) -> None:
            bar.update(task, completed=done, description=f"{done:,} of {total:,} {things}")

        yield listen


@contextmanager
def sending_bar(stream: IO[str] | None = None) -> Iterator[Callable[[int, int, str], None] | None]:
    """A listener that is told how many are done, of how many, and a text, drawn as a bar; None without a terminal."""
    stream = stream or sys.stderr
    if not stream.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn
    from rich.progress import Progress as Bar

    console = Console(file=stream, markup=False, highlight=False, emoji=False)
    columns = (SpinnerColumn(), BarColumn(bar_width=None), TextColumn("{task.description}", markup=False))
    with Bar(*columns, console=console, transient=True, expand=True) as bar:
        task = bar.add_task("sending", total=None)

        def listen(done: int, total: int, text: str) -> None:
            bar.update(task, completed=done, total=total, description=text)

        yield listen


def describe(progress: Progress) -> str:
    """The numbers beside the bar: ``12,400 events, 14,200/s, 3,100 duplicate, 12 rejected``."""
    parts = [f"{progress.read:,} events"]
    if progress.seconds > 0:
        parts.append(f"{progress.read / progress.seconds:,.0f}/s")
    named = (
        (progress.duplicates, "duplicate"),
        (progress.rejected, "rejected"),
        (progress.quarantined, "quarantined"),
    )
    parts += [f"{count:,} {name}" for count, name in named if count]
    return ", ".join(parts)
