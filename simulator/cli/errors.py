"""The one place where an error becomes a sentence on standard error and an exit code.

CapisimError        its own sentence and code
usage               2  click's own message
sqlite3, OSError    3  the store, the disk
Ctrl-C            130
anything else       3  a fault of capisim itself: the kind and the place, never the value at hand,
                       which may be somebody's; CAPISIM_DEBUG=1 raises it instead
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import click

from simulator.cli.output import silence
from simulator.errors import CapisimError, ExitCode, SettingsError

_FULL = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


class Explanation(NamedTuple):
    """What to tell, and the exit code."""

    text: str
    code: ExitCode


def guard(command: Callable[[], object]) -> int:
    """Run a command; return its exit code, or tell what went wrong and return that error's."""
    try:
        result = command()
        sys.stdout.flush()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else ExitCode.CLEAN
    except BrokenPipeError:
        silence()
        return ExitCode.CLEAN
    except click.ClickException as error:
        _show(error)
        return ExitCode.USAGE
    except BaseException as error:
        if os.environ.get("CAPISIM_DEBUG") and not isinstance(error, (click.Abort, KeyboardInterrupt, CapisimError)):
            raise
        text, code = explain(error)
        _tell(text)
        return code
    return result if isinstance(result, int) else ExitCode.CLEAN


def explain(error: BaseException) -> Explanation:
    """The sentence and the exit code for any error."""
    match error:
        case SettingsError() if len(error.problems) > 1:
            listed = "\n".join(f"  - {problem}" for problem in error.problems)
            return Explanation(f"{len(error.problems)} problems in the settings:\n{listed}", ExitCode.USAGE)
        case CapisimError():
            return Explanation(str(error), error.exit_code)
        case click.Abort() | KeyboardInterrupt():
            notes = getattr(error.__cause__ or error, "__notes__", ())
            return Explanation(" ".join(("Interrupted.", *notes)), ExitCode.INTERRUPTED)
        case OSError():
            return Explanation(_disk(error), ExitCode.STORE)
        case MemoryError():
            return Explanation("the machine has no memory left; try fewer --workers", ExitCode.STORE)
    if type(error).__module__ == "sqlite3":
        return Explanation(f"the store failed: {error}", ExitCode.STORE)
    return Explanation(
        f"this is a fault in capisim ({type(error).__name__} in {_place(error)}); please report it. "
        "CAPISIM_DEBUG=1 shows where it comes from.",
        ExitCode.STORE,
    )


def _disk(error: OSError) -> str:
    where = f": {error.filename}" if error.filename else ""
    if error.errno in _FULL:
        return f"the disk is full{where}; what was stored before is safe"
    if error.errno in _FORBIDDEN:
        return f"no permission{where}"
    return f"{(error.strerror or type(error).__name__).lower()}{where}"


def _place(error: BaseException) -> str:
    """``file.py:line`` of the innermost frame of ours."""
    place, trace = "capisim", error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_globals.get("__name__", "").startswith("simulator."):
            place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _show(error: click.ClickException) -> None:
    """Click's own message; it repeats what was given, which may be a secret in the wrong place."""
    from simulator.cli.secrecy import hide

    told = io.StringIO()
    error.show(told)
    try:
        click.echo(hide(told.getvalue()), err=True, nl=False)
    except OSError:
        silence(2)


def _tell(text: str) -> None:
    from simulator.cli.secrecy import hide
    from simulator.masking import printable

    # File names and settings come from outside; a terminal must not obey what is in them.
    safe = "\n".join(printable(line) for line in hide(text).splitlines())
    try:
        click.echo(f"capisim: {safe}", err=True)
    except OSError:
        silence(2)
