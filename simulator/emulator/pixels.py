"""The datasets the emulator knows, each with the token and the app secret it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulator.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Pixel(NamedTuple):
    """One dataset. Without a ``token`` any will do; without a ``secret`` no proof is asked for.

    Neither ever leaves this process.
    """

    id: str
    token: str | None = None
    secret: str | None = None

    def __repr__(self) -> str:
        return f"Pixel({self.id!r})"


def pixels_of(texts: Iterable[str], environ: Mapping[str, str]) -> list[Pixel]:
    """The datasets that the setting ``emulator.pixels`` names, with what their environment variables hold.

    Raises SettingsError for a variable that is not set.
    """
    found: list[Pixel] = []
    missing: list[str] = []
    for text in texts:
        pixel_id, *names = text.split(":")
        values = [environ.get(name) if name else None for name in names]
        missing += [name for name, value in zip(names, values, strict=True) if name and not value]
        token, secret = (*values, None, None)[:2]
        found.append(Pixel(pixel_id, token, secret))
    if missing:
        raise SettingsError(
            [f"emulator.pixels names the environment variable {name}, which is not set" for name in missing]
        )
    return found
