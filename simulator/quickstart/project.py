"""A new property's folder: made at once or not at all, and what follows from its property made anew."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import orjson

from simulator.errors import UsageError
from simulator.quickstart.page import page_files, rendered, tags_script
from simulator.quickstart.property_file import property_toml, value
from simulator.quickstart.running import ordered, ran_with, sessions_of
from simulator.quickstart.sessions import session_files
from simulator.quickstart.wanted import Wanted, settled
from simulator.tagging.property import load_property

PROPERTY: Final = "property.toml"
_IN_JSON: Final = "property.json"
EXAMPLE: Final = "examples/property.toml"
SCENARIOS: Final = "scenarios"


def property_file(folder: Path) -> Path:
    """Where a folder's property lies: TOML, or JSON. Raises UsageError when it holds both."""
    toml, in_json = folder / PROPERTY, folder / _IN_JSON
    if toml.is_file() and in_json.is_file():
        raise UsageError(f"{folder}: holds {PROPERTY} and {_IN_JSON}; keep one of them")
    return in_json if in_json.is_file() else toml


def holds_property(folder: Path) -> bool:
    """Whether there is a property in a folder."""
    return any((folder / name).is_file() for name in (PROPERTY, _IN_JSON))


class Kept(NamedTuple):
    """A scenario of the folder: its name, and the property that it comes from, both below the folder."""

    name: str
    property: str
    title: str
    shows: str


_STARTS: Final = Kept(
    "property",
    PROPERTY,
    "What leaves with property.toml",
    "What property.toml sends in the sessions: each rule with a trigger reports its event on both channels with one "
    "id, so the two copies are one event. Rules without a trigger send nothing.",
)
_EXAMPLE: Final = Kept(
    "example",
    EXAMPLE,
    "Every standard event, as the examples tag it",
    "What leaves when every rule has its trigger: each standard event on both channels with one id. All of them are "
    "pairs, and the browser's copies count.",
)


def make_project(wanted: Wanted, folder: Path, *, overwrite: bool = False) -> list[str]:
    """Write the whole folder; the names of its files, in order.

    Raises TaggingError for what can't be wanted, UsageError when the folder holds something and ``overwrite`` was not
    said, OSError for what can't be written. With it only files of the same names are replaced.
    """
    wanted, folder = settled(wanted), folder.absolute()
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not overwrite)):
        raise UsageError(
            f"{folder}: is not empty; name a new folder, or say --overwrite to replace files of these names"
        )
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    beside.mkdir(parents=True)
    try:
        for name, text in _files(wanted).items():
            _put(beside / name, text)
        # Only when the property and the sessions are there can be said what follows from them.
        prop = load_property(str(beside / PROPERTY))
        for name, text in page_files(prop).items():
            _put(beside / "page" / name, text)
        for kept in _kept(beside):
            _put_scenario(beside, kept, [wanted.domain])
        (beside / "ci.sh").chmod(0o755)
        names = sorted(each.relative_to(beside).as_posix() for each in beside.rglob("*") if each.is_file())
        _move(beside, folder, names)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return names


def update_project(folder: Path, on_silent: Callable[[str], object] = lambda _: None) -> list[str]:
    """Make the page's script and the scenarios anew from the property and the sessions; the files that changed.

    ``on_silent`` is told each property of which nothing leaves in the sessions; its scenario stays as it was.

    Raises SourceError and TaggingError for what can't be read, OSError for what can't be written.
    """
    prop = load_property(str(property_file(folder)))
    changed: list[str] = []
    beside = folder / f".update.{os.getpid()}.new"
    beside.mkdir()
    try:
        _put(beside / "page" / "capisim-tags.js", tags_script(prop))
        for kept in _kept(folder):
            if not _put_scenario(beside, kept, [prop.name], source=folder):
                on_silent(kept.property)
        for made in sorted(each for each in beside.rglob("*") if each.is_file()):
            target = folder / made.relative_to(beside)
            if target.name == "scenario.toml" and target.exists():
                # People write into it what the scenario shows.
                continue
            if not target.exists() or target.read_bytes() != made.read_bytes():
                target.parent.mkdir(parents=True, exist_ok=True)
                made.replace(target)
                changed.append(target.relative_to(folder).as_posix())
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return changed


def _files(wanted: Wanted) -> dict[str, str]:
    about = {"domain": wanted.domain, "pixel_id": wanted.pixel_id, "path": wanted.data_layer}
    scenarios = [(kept.name, kept.property) for kept in _of(complete=wanted.complete)]
    found = {PROPERTY: property_toml(wanted, complete=wanted.complete)}
    if not wanted.complete:
        found[EXAMPLE] = property_toml(wanted, complete=True)
    found |= {f"sessions/{name}": text for name, text in session_files(wanted).items()}
    found["README.md"] = rendered("README.md", **about, complete=wanted.complete, token_variable=wanted.token_variable)
    found["ci.sh"] = rendered("ci.sh", scenarios=scenarios)
    found[".github/workflows/capisim.yml"] = rendered("capisim.yml")
    return found


def _of(*, complete: bool) -> tuple[Kept, ...]:
    return (_STARTS,) if complete else (_STARTS, _EXAMPLE)


def _kept(folder: Path) -> Iterator[Kept]:
    for kept in _of(complete=False):
        file = property_file(folder / Path(kept.property).parent)
        if file.is_file():
            yield kept._replace(property=file.relative_to(folder).as_posix())


def _put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8", newline="\n")


def _put_scenario(folder: Path, kept: Kept, hosts: list[str], source: Path | None = None) -> bool:
    """Write a scenario below ``folder`` from the property and the sessions below ``source``, or below the folder.

    False, and nothing is written, when nothing leaves.
    """
    from simulator.expectation.checking import decided_of
    from simulator.expectation.expected import expectation_of, write_expected
    from simulator.settings import Settings

    source = source or folder
    prop = load_property(str(source / kept.property))
    ran = ran_with(prop, sessions_of(source))
    scenario = folder / SCENARIOS / kept.name
    lines = [orjson.dumps(each.line, option=orjson.OPT_APPEND_NEWLINE) for each in ordered(ran)]
    if not lines:
        return False
    scenario.mkdir(parents=True)
    (scenario / "events.jsonl").write_bytes(b"".join(lines))
    settings = value([*hosts, *(f"*.{host}" for host in hosts)])
    text = f"title = {value(kept.title)}\nshows = {value(kept.shows)}\n\n[settings]\nhosts = {settings}\n"
    _put(scenario / "scenario.toml", text)
    write_expected(scenario, expectation_of(*decided_of(scenario, Settings())))
    return True


def _move(beside: Path, folder: Path, names: list[str]) -> None:
    if not folder.exists():
        beside.rename(folder)
        return
    for name in names:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (beside / name).replace(target)
