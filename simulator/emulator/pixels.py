"""The datasets the emulator knows, each with the token and the app secret it asks for."""

from __future__ import annotations

from typing import NamedTuple


class Pixel(NamedTuple):
    """One dataset. Without a ``token`` any will do; without a ``secret`` no proof is asked for.

    Neither ever leaves this process.
    """

    id: str
    token: str | None = None
    secret: str | None = None

    def __repr__(self) -> str:
        return f"Pixel({self.id!r})"
