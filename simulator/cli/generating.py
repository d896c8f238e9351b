"""A made-up shop's bytes on their way out, with a progress bar; and into the store through the pipeline."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from simulator.cli.progress import progress_bar
from simulator.errors import UsageError
from simulator.synthetic import Fault, ShopSettings
from simulator.synthetic.forms import Form
from simulator.synthetic.writing import file_name, shop_bytes, titled

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
        made = shop_bytes(settings, form, tuple(faults), listener)
        yield packed(made) if compressed else made


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
    pairs: int | None = None,
    output: str | None = None,
) -> ExitCode:
    """Replay a shop as a file of its own, which is gone afterwards, and print the report; its exit code."""
    from simulator import pipeline
    from simulator.cli.common import open_settled_store
    from simulator.cli.printing import print_run

    with (
        open_settled_store(settings) as store,
        TemporaryDirectory(prefix="capisim-", ignore_cleanup_errors=True) as folder,
    ):
        source = Path(folder) / file_name(shop, form)
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
                made="synthetic",
                on_progress=listener,
            )
        return print_run(store, run, output_format, settings, origins, pairs=pairs, output=output)
