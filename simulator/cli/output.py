"""Standard output: data only, and nobody has to read it to the end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


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
