"""A file of environment variables, ``NAME=value`` a line, as ``--env-file`` names one."""

from __future__ import annotations

import re
import stat
from typing import TYPE_CHECKING, NamedTuple

from simulator.errors import UsageError
from simulator.masking import printable

if TYPE_CHECKING:
    from pathlib import Path

_MOST_BYTES = 1024 * 1024
# A name, and a value in single quotes, in double quotes, or bare up to a comment.
_LINE = re.compile(r"""(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?:'([^']*)'|"([^"]*)"|([^\s#]*))\s*(?:#.*)?""")


class EnvFile(NamedTuple):
    """The variables of a file, and what the user should know about it."""

    values: dict[str, str]
    notes: tuple[str, ...]


def read_env_file(file: Path) -> EnvFile:
    """Read a file of environment variables; the last line of a name counts, other lines are passed over.

    Values are never told: UsageError, raised where the file can't be read, names the file alone.
    """
    shown = printable(str(file))
    try:
        with file.open("rb") as opened:
            mode = stat.S_IMODE(file.stat().st_mode)
            text = opened.read(_MOST_BYTES).decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{shown}: can't be read: {(error.strerror or type(error).__name__).lower()}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{shown}: can't be read: it is no UTF-8 text") from None
    found = (_LINE.fullmatch(line.strip()) for line in text.splitlines())
    values = {each[1]: next((part for part in each.groups()[1:] if part), "") for each in found if each}
    open_to_others = mode & (stat.S_IRWXG | stat.S_IRWXO)
    notes = (f"{shown} can be read by others on this machine: chmod 600 it",) if open_to_others else ()
    return EnvFile(values, notes)
