"""What running a command gives back."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class Told(NamedTuple):
    """What a command said: its exit code and both streams."""

    code: int
    out: str
    err: str


class Capisim(Protocol):
    """Runs a command line in this process."""

    def __call__(self, *arguments: object) -> Told: ...
