"""What a test gives, written down as sources that the pipeline reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any, TypeAlias

from simulator.errors import UsageError
from simulator.masking import printable, shorten
from simulator.scenario import is_scenario

Item: TypeAlias = "Mapping[str, Any] | str | bytes | PathLike[str]"
"""An event, an envelope or a request body; a line (a /tr URL, JSON, a form body); or the path of a file."""

Events: TypeAlias = "Item | Iterable[Item]"


def write_sources(events: Events, folder: Path) -> list[str]:
    """The paths to read, in the order given; what is no path is written into ``folder``. Empty for no events.

    Raises UsageError for what is neither an event nor a line nor a path.
    """
    sources: list[str] = []
    lines: list[bytes] = []

    def write() -> None:
        if lines:
            file = folder / f"events{len(sources) or ''}.jsonl"
            file.write_bytes(b"\n".join(lines) + b"\n")
            sources.append(str(file))
            lines.clear()

    for item in _items(events):
        if isinstance(item, PathLike):
            write()
            path = str(Path(item))
            if Path(path).is_dir() and not is_scenario(path):
                raise UsageError(f"{path}: it is a folder without scenario.toml; name the files in it")
            sources.append(path)
        else:
            lines += filter(None, [_line(item)])
    write()
    return sources


def _items(events: Events) -> Iterable[Any]:
    if isinstance(events, (Mapping, str, bytes, PathLike)):
        return [events]
    if isinstance(events, Iterable):
        return events
    raise UsageError(f"events must be an event, a line, a path, or several of these, not {type(events).__name__}")


def _line(item: object) -> bytes:
    import orjson

    if isinstance(item, Mapping):
        try:
            return orjson.dumps(dict(item))
        except TypeError as error:
            raise UsageError(f"an event can't be written as JSON: {error}") from None
    if isinstance(item, (str, bytes)):
        text = item.encode() if isinstance(item, str) else item
        stripped = text.strip()
        if stripped and b"\n" not in stripped and _is_file(stripped):
            raise UsageError(
                f"{shorten(printable(stripped.decode()))} is the name of a file, not an event: give pathlib.Path(...)"
            )
        return stripped
    raise UsageError(f"an event must be a dict, a line of text or a path, not {type(item).__name__}")


def _is_file(text: bytes) -> bool:
    if text[:1] in (b"{", b"[", b'"') or len(text) > 250:
        return False
    try:
        return Path(text.decode()).exists()
    except (OSError, ValueError):
        return False
