"""What is looked at: a stored run, or sources; and what two things are compared: also a report stored as JSON."""

from __future__ import annotations

import math
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from simulator.cli.common import open_settled_store
from simulator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.settings import Settings
    from simulator.store import Store
    from simulator.views.diffing import Side

# A report names its schema in its first line; a report of the largest run is far smaller than this.
_HEAD: Final = 512
_LARGEST: Final = 256 * 1024 * 1024


def _finite(ctx: click.Context, param: click.Parameter, value: float) -> float:
    # Not-a-number is neither below nor above a range.
    if not math.isfinite(value):
        raise click.BadParameter("must be a number from 0 to 100", ctx, param)
    return value


tolerance_option = click.option(
    "--tolerance",
    type=click.FloatRange(0, 100),
    callback=_finite,
    default=0.0,
    show_default=True,
    metavar="POINTS",
    help="How many points of a hundred a share may get worse.",
)


run_or_sources_argument = click.argument("what", nargs=-1, metavar="[RUN|SOURCE...]", type=click.Path())


def is_run(what: str) -> bool:
    """Whether a stored run is meant: a number. A file of that name is ./7."""
    return what.isascii() and what.isdecimal()


@contextmanager
def run_or_sources(what: tuple[str, ...], at: float | None, settings: Settings) -> Iterator[tuple[Store, int]]:
    """A store and the run in it that is meant: a stored one, or one made of sources for as long as the block lasts.

    Raises UsageError when there is no such run or a source can't be read, StoreError when the store fails.
    """
    if not what or (len(what) == 1 and is_run(what[0])):
        if at is not None:
            raise click.UsageError("--at is the clock for sources; a stored run has its own.")
        with open_settled_store(settings, readonly=True) as store:
            yield store, store.run(int(what[0]) if what else None).id
        return
    from simulator import pipeline

    with pipeline.validation(what, settings, at=at) as made:
        yield made.store, made.run


def open_side(stack: ExitStack, what: str, at: float | None, settings: Settings) -> Side:
    """One side of a comparison, as long as the stack is open.

    Raises UsageError for what can't be read, StoreError when the store fails.
    """
    from simulator.views.diffing import of_document, of_run

    if is_run(what):
        store = stack.enter_context(open_settled_store(settings, readonly=True))
        run = store.run(int(what)).id
        return of_run(store, run, f"run {run}")
    document = stored_report(what)
    if document is not None:
        return of_document(document, what)
    from simulator import pipeline

    made = stack.enter_context(pipeline.validation([what], settings, at=at))
    return of_run(made.store, made.run, what)


def stored_report(path: str) -> dict[str, Any] | None:
    """The report that a file holds; None where it is something else. Raises UsageError for half a report."""
    from simulator.views.diffing.standing import REPORT

    file = Path(path)
    try:
        if not file.is_file() or file.stat().st_size > _LARGEST:
            return None
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
            if not head.lstrip().startswith(b"{") or REPORT.encode() not in head:
                return None
            text = head + opened.read()
    except OSError as error:
        raise UsageError(f"{path}: can't be read: {(error.strerror or str(error)).lower()}") from None
    import orjson

    try:
        read = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise UsageError(f"{path}: begins like a report of capisim and is no JSON") from None
    return read if isinstance(read, dict) else None
