"""Where a token may rest: the system's keyring, or a file of the user's alone, outside of every project."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from simulator.errors import UsageError
from simulator.masking import printable
from simulator.settings.editing import write_private
from simulator.settings.secrets import TOKEN_VARIABLES

if TYPE_CHECKING:
    from pathlib import Path

    from simulator.forward.tokens import Token

_VERSIONED = (".git", ".hg", ".svn", ".jj")
_PLAIN = re.compile(r"[A-Za-z0-9_.|:/+=@%-]+")
_PRIVATE = 0o600


def place_for(file: Path, project: Path) -> Path:
    """The real path of a file that may hold a token. Raises UsageError for one inside of a project.

    ``project`` is the folder of the project at hand; anything below a work tree of git and its like is one too.
    """
    real = file.expanduser().absolute().resolve()
    shown = printable(str(file))
    if real.is_dir():
        raise UsageError(f"{shown}: is a folder")
    inside = next((folder for folder in real.parents if any((folder / mark).exists() for mark in _VERSIONED)), None)
    if inside is not None:
        raise UsageError(
            f"{shown}: lies in the work tree {printable(str(inside))}, from where a token gets into a commit; name a "
            "file outside of it"
        )
    if project.resolve() in real.parents:
        raise UsageError(f"{shown}: lies in the project {printable(str(project))}; name a file outside of it")
    return real


def keep_in_file(file: Path, token: Token) -> None:
    """Write the token into an environment file, mode 0600; other lines of the file stay.

    ``file`` is what ``place_for`` gave. Raises UsageError and StoreError, whose texts hold nothing of the token.
    """
    name, value = TOKEN_VARIABLES[0], token.reveal()
    if not _PLAIN.fullmatch(value):
        raise UsageError("this token holds a character that an environment file can't: keep it in the keyring")
    try:
        before = file.read_text("utf-8") if file.exists() else ""
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{printable(str(file))}: can't be read, so it is left as it is") from None
    line = re.compile(rf"^[ \t]*(?:export[ \t]+)?{name}[ \t]*=.*(?:\n|\Z)", re.MULTILINE)
    rest = line.sub("", before)
    end = "" if not rest or rest.endswith("\n") else "\n"
    write_private(file, f"{rest}{end}{name}={value}\n".encode(), _PRIVATE)
