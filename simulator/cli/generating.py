"""A made-up shop's bytes on their way out, with a progress bar; and into the store through the pipeline."""

from __future__ import annotations

import gzip
import io
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from simulator.cli.progress import progress_bar
from simulator.errors import UsageError
from simulator.run import Progress
from simulator.synthetic import Fault, Made, Shop, ShopSettings
from simulator.synthetic.forms import Form, written

if TYPE_CHECKING:
    from simulator.errors import ExitCode
    from simulator.settings import Settings
    from simulator.synthetic.faults import Applied

_LEVEL = 6


@contextmanager
def pieces(
    settings: ShopSettings, form: Form, faults: Iterable[Fault] = (), *, compressed: bool = False
) -> Iterator[Iterator[bytes]]:
    """The bytes of a shop in one of its forms, drawn on a progress bar while they are taken."""
    with progress_bar() as listener:
        shop = Shop(settings, tuple(faults))
        counted = _Counted(shop)
        made = counted.watched(written(counted, form), listener)
        yield packed(made) if compressed else made


class _Counted:
    """A shop's traffic that is counted as it goes by."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._count = 0
        self._started = time.monotonic()

    def __iter__(self) -> Iterator[Made]:
        for made in self._shop.traffic():
            self._count += made.word is None
            yield made

    def watched(self, made: Iterator[bytes], listener: Callable[[Progress], None] | None) -> Iterator[bytes]:
        """The pieces, and after each what is done by then."""
        for piece in made:
            if listener is not None:
                spent = time.monotonic() - self._started
                listener(Progress(0, self._shop.done, self._shop.planned, self._count, 0, 0, 0, 0, spent))
            yield piece


def titled(shop: ShopSettings, faults: Sequence[Applied]) -> str:
    """What a run of this traffic is called; how to make it again is in it."""
    named = f", with {', '.join(fault.name for fault in faults)}" if faults else ""
    return f"{shop.title}{named}"


def tell_hits(faults: Sequence[Applied]) -> None:
    """Say on standard error how many events each fault hit."""
    for fault in faults:
        number = f"{fault.hits:,} event{'' if fault.hits == 1 else 's'}"
        if fault.missed:
            number += f"; {fault.missed:,} had been changed too much by another fault"
        hint = "" if fault.hits or fault.missed else ": give more shoppers, or a higher rate"
        click.echo(f"{fault.name}: {number}{hint}", err=True)


def write_customers(shop: ShopSettings, output: str) -> None:
    """Write the shoppers in clear. Raises UsageError for more than the setting ``customers`` takes."""
    from simulator.cli.normalize_files import write_output
    from simulator.customer.people_file import MOST_PEOPLE
    from simulator.synthetic.customers import customers, everybody

    if shop.shoppers > MOST_PEOPLE:
        raise UsageError(f"--customers-out is for at most {MOST_PEOPLE} shoppers: give --shoppers {MOST_PEOPLE}")
    write_output(output, customers(everybody(shop)))


def packed(made: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes as gzip, without a name or a time in it."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=buffer, mtime=0) as file:
        for piece in made:
            file.write(piece)
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def into_store(
    shop: ShopSettings,
    form: Form,
    settings: Settings,
    origins: dict[str, str],
    faults: Sequence[Applied] = (),
    *,
    output_format: str = "text",
    pairs: int = 8,
) -> ExitCode:
    """Replay a shop as a file of its own, which is gone afterwards, and print the report; its exit code."""
    from simulator import pipeline
    from simulator.cli.common import open_settled_store
    from simulator.cli.printing import print_run

    with (
        open_settled_store(settings) as store,
        TemporaryDirectory(prefix="capisim-", ignore_cleanup_errors=True) as folder,
    ):
        source = Path(folder) / f"synthetic-shop-seed-{shop.seed}.{'har' if form == 'har' else 'jsonl'}"
        with pieces(shop, form, faults) as made, source.open("wb") as file:
            file.writelines(made)
        tell_hits(faults)
        with progress_bar() as listener:
            run = pipeline.replay(
                store,
                [str(source)],
                settings,
                title=titled(shop, faults),
                origins=origins,
                names=[source.name],
                on_progress=listener,
            )
        return print_run(store, run, output_format, settings.fail_on, pairs)
