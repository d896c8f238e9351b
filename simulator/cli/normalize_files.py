"""The two ends of ``normalize --csv``: what is read, and what is written without harming it."""

from __future__ import annotations

import io
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple

from simulator.cli.output import write
from simulator.errors import UsageError

STANDARD = "-"
_HERE = "standard input"


class Input(NamedTuple):
    """An open text: ``name`` for sentences, ``size`` in bytes or None, ``done`` gives the bytes read so far."""

    text: io.TextIOWrapper
    name: str
    size: int | None
    done: Callable[[], int]
    status: os.stat_result | None


@contextmanager
def open_input(path: str) -> Iterator[Input]:
    """A file, or standard input for ``-``, as UTF-8 text; what is no UTF-8 becomes surrogates.

    Raises UsageError when it can't be opened.
    """
    try:
        raw: IO[bytes] = sys.stdin.buffer if path == STANDARD else Path(path).open("rb")  # noqa: SIM115
    except OSError as error:
        raise UsageError(f"{path}: {(error.strerror or type(error).__name__).lower()}") from None
    text = io.TextIOWrapper(raw, encoding="utf-8-sig", errors="surrogateescape", newline="")
    status = _status(raw)
    size = status.st_size if status is not None and stat.S_ISREG(status.st_mode) else None
    try:
        yield Input(
            text,
            _HERE if path == STANDARD else path,
            size,
            raw.tell if size is not None else lambda: 0,
            status,
        )
    finally:
        text.detach()
        if path != STANDARD:
            raw.close()


def _status(file: IO[bytes]) -> os.stat_result | None:
    try:
        return os.fstat(file.fileno())
    except (OSError, ValueError):
        return None


def refuse_same(source: Input, output: str | None) -> None:
    """Raises UsageError when what is to be written is the file that is being read."""
    standard = output is None or output == STANDARD
    try:
        target = _status(sys.stdout.buffer) if standard else Path(output or "").stat()
    except OSError:
        return
    if target is None or source.status is None or not os.path.samestat(target, source.status):
        return
    # A terminal, a pipe or /dev/null may well be both.
    if stat.S_ISREG(target.st_mode):
        raise UsageError(f"{'standard output' if standard else output} is the input itself; write to another file")


def write_output(output: str | None, lines: Iterable[bytes]) -> None:
    """Write to standard output, or to a file that is there as a whole or not at all.

    A new file can be read by its owner only. Raises UsageError when there is no such folder.
    """
    if output in (None, STANDARD):
        write(lines)
        return
    path = Path(output or "").resolve()
    if path.is_dir():
        raise UsageError(f"{output}: it is a directory; name a file in it")
    if not path.parent.is_dir():
        raise UsageError(f"{output}: there is no such folder")
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            file.writelines(lines)
        return
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(lines)
        if path.exists():
            shutil.copymode(path, name)
        os.replace(name, path)  # noqa: PTH105
    except BaseException:
        with suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        raise
