"""No secret on a command line, and none in what a command says."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from simulator.errors import UsageError

_OPTION = re.compile(
    r"-{1,2}(?:access[-_]?)?(?:token|secret)|-{1,2}app[-_]?secret(?:[-_]?proof)?|-{1,2}api[-_]?key", re.IGNORECASE
)
# An access token by its look, alone or behind a name and an equals sign.
_TOKEN = re.compile(r"(?<![A-Za-z0-9])EAA[A-Za-z0-9]{20,}")
# What a command says in its own words may hold less than this without telling a secret.
_LEAST = 6
HIDDEN = "(hidden)"


def refuse_secrets(arguments: Sequence[str]) -> None:
    """Raise UsageError for a secret among the arguments, or an option that wants one; what was given is not told."""
    held = _secrets()
    for argument in arguments:
        name = argument.partition("=")[0]
        if _OPTION.fullmatch(name) or _TOKEN.search(argument) or any(secret in argument for secret in held):
            # Late: most command lines hold nothing of the kind.
            from simulator.settings.secrets import TOKEN_VARIABLES

            raise UsageError(
                "a token or secret is never an argument: others on this machine can read command lines, and shells "
                "remember them. Take this one for known to them and have Meta make a new one; then set the "
                f"environment variable {TOKEN_VARIABLES[0]}, or name a file that sets it with --env-file"
            )


def hide(text: str) -> str:
    """The text without the secrets of the environment, and without what looks like an access token."""
    for secret in _secrets():
        text = text.replace(secret, HIDDEN)
    return _TOKEN.sub(HIDDEN, text) if "EAA" in text else text


@contextmanager
def hiding() -> Iterator[None]:
    """Within it, nothing that is written to the standard streams holds a secret of the environment.

    It is a second net: no part of capisim prints one. Where the environment holds none, nothing is put in between.
    """
    if not _secrets():
        yield
        return
    out, err = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Hiding(out), _Hiding(err)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = out, err


class _Hiding:
    """A stream, text or bytes, that writes secrets as hidden; a secret must stand in one piece of what is written."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, piece: Any) -> int:
        if isinstance(piece, str):
            clean: Any = hide(piece)
        else:
            clean = bytes(piece)
            for secret in _secrets():
                clean = clean.replace(secret.encode(), HIDDEN.encode())
        self._stream.write(clean)
        return len(piece)

    def writelines(self, pieces: Any) -> None:
        for piece in pieces:
            self.write(piece)

    @property
    def buffer(self) -> Any:
        return _Hiding(self._stream.buffer)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _secrets() -> list[str]:
    """Values of the environment that nobody may see, the longest first."""
    # The names are those of settings.secrets, which is not loaded where none of them is set.
    names = [name for name in os.environ if name.endswith(("_ACCESS_TOKEN", "_APP_SECRET"))]
    held = {os.environ[name].strip() for name in names if name.startswith(("CAPISIM_", "META_"))}
    return sorted((value for value in held if len(value) >= _LEAST), key=len, reverse=True)
