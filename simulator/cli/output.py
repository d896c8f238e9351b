"""Standard output: data only, and nobody has to read it to the end; and files in its place."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.console import Console

# As wide as a page; a file has no terminal that would tell.
_FILE_WIDTH: Final = 100


def silence(stream_number: int = 1) -> None:
    """Send what is still written to a standard stream nowhere, so that closing it raises nothing."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream_number)
    os.close(nowhere)


@contextmanager
def quiet_pipe() -> Iterator[None]:
    """Leave the block in silence when the reader of standard output has gone away (``| head``)."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        silence()


def write(pieces: Iterable[bytes]) -> None:
    """Write UTF-8 bytes to standard output, whatever encoding the terminal has."""
    sys.stdout.flush()
    for piece in pieces:
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def deliver(pieces: Iterable[bytes], output: str | None) -> None:
    """Write UTF-8 bytes to standard output, or to a file that is there as a whole or not at all.

    Raises UsageError when there is no such folder, OSError when the disk fails.
    """
    if output is None or output == "-":
        with quiet_pipe():
            write(pieces)
        return
    from simulator.cli.normalize_files import write_output

    write_output(output, pieces)


@contextmanager
def printed(output: str | None) -> Iterator[Console]:
    """A console for a report: that of standard output, or one whose text goes into a file when the block ends well."""
    from simulator.reports.terminal import make_console

    if output is None or output == "-":
        with quiet_pipe():
            yield make_console()
        return
    import io

    text = io.StringIO()
    console = make_console(text)
    console.width = _FILE_WIDTH
    yield console
    deliver([text.getvalue().encode()], output)
