"""Where a finding lies: the file by a relative URI, the line in it, and the member of the event."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from simulator.capture.placing import places
from simulator.reports.sarif.property_lines import line_of, text_of
from simulator.reports.sarif.words import message, plain
from simulator.run import LISTEN
from simulator.settings import Settings, restored

if TYPE_CHECKING:
    from simulator.capture.placing import Place, Places
    from simulator.run import Run, SourceState
    from simulator.views.ranked_findings import Spotted

_NAMES: Final = {"-": "standard input", LISTEN: "requests to capisim listen, in the order of their arrival"}


class Locations:
    """The locations of one run's findings.

    A source that is a document is read again to find the lines of its items, if it is the file that it was.
    """

    def __init__(self, run: Run) -> None:
        self._sources = run.sources
        self._property = run.about
        self._rules = text_of(run.about) if run.about else ""
        self._limits = restored(Settings(), run.settings).limits
        self._places: dict[int, Places | None] = {}

    def artifacts(self) -> list[dict[str, Any]]:
        """The artifacts of the run, in the order of its sources, and last the property that its requests come from."""
        found = [{"location": _artifact(source.path), **_hashes(source)} for source in self._sources]
        return found if self._property is None else [*found, {"location": _artifact(self._property)}]

    def of(self, spot: Spotted | None, path: str, *, of_property: bool = False) -> dict[str, Any]:
        """The location of a member of an event; of the first source when it is about the run as a whole.

        ``of_property`` asks for a member of the property that the run's requests come from.
        """
        if of_property and self._property is not None:
            return {
                "physicalLocation": {
                    "artifactLocation": {**_artifact(self._property), "index": len(self._sources)},
                    "region": {"startLine": line_of(self._rules, path)},
                },
                "logicalLocations": [{"fullyQualifiedName": plain(path), "kind": "member"}],
            }
        index = spot.source if spot is not None else 0
        line, names = (1, []) if spot is None else self._line(spot)
        names.append({"fullyQualifiedName": plain(path), "kind": "member"})
        return {
            "physicalLocation": {
                "artifactLocation": {**_artifact(self._sources[index].path), "index": index},
                "region": {"startLine": line},
            },
            "logicalLocations": names,
        }

    def _line(self, spot: Spotted) -> tuple[int, list[dict[str, str]]]:
        origin = spot.origin([source.path for source in self._sources])
        known = self._known(spot.source)
        if known is None:
            # Whether it was lines or entries can't be found out any more, but entries of a HAR are no lines.
            entries = Path(origin.source.removesuffix(".gz")).suffix == ".har"
            inside = f"entry {spot.line}" if entries else ""
            line = 1 if entries else spot.line
        else:
            place = _item(known, spot.line, origin.element if origin.part is None else None)
            line, inside = (place.line, place.pointer) if place is not None else (1, "")
        parts = [inside] if inside else []
        if known is None or not known.events:
            parts += [f"batch[{origin.part}]"] if origin.part is not None else []
            parts += [f"data[{origin.element}]"] if origin.element is not None else []
        return line, [{"fullyQualifiedName": " ".join(parts), "kind": "object"}] if parts else []

    def _known(self, index: int) -> Places | None:
        if index not in self._places:
            source = self._sources[index]
            self._places[index] = places(source.path, self._limits) if _is_as_it_was(source) else None
        return self._places[index]


def _item(known: Places, number: int, element: int | None) -> Place | None:
    if element is not None and element < len(known.events):
        return known.events[element]
    return known.items[number - 1] if number <= len(known.items) else None


def _is_as_it_was(source: SourceState) -> bool:
    if source.digest is None:
        return False
    import hashlib

    try:
        with Path(source.path).open("rb") as file:
            return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}" == source.digest
    except OSError:
        return False


def _artifact(path: str) -> dict[str, Any]:
    if path in _NAMES:
        return {"uri": quote(path), "description": message(_NAMES[path])}
    if not Path(path).is_absolute():
        return {"uri": _quoted(os.path.normpath(path)), "uriBaseId": "%SRCROOT%"}
    try:
        return {"uri": _quoted(Path(path).relative_to(Path.cwd())), "uriBaseId": "%SRCROOT%"}
    except (ValueError, OSError):
        return {"uri": f"file://{_quoted(path)}"}


def _quoted(path: str | Path) -> str:
    return quote(os.fsencode(path))


def _hashes(source: SourceState) -> dict[str, Any]:
    digest = source.digest
    return {} if digest is None else {"hashes": {"sha-256": digest.removeprefix("sha256:")}}
