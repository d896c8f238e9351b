"""A capture made into a scenario: the same faults, made-up people."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from simulator.capture.read import read_item
from simulator.capture.source import Source
from simulator.errors import UsageError
from simulator.event import Batch, Origin, Request
from simulator.expectation.checking import decided_of
from simulator.expectation.expected import expectation_of, write_expected
from simulator.expectation.scenario_text import scenario_toml
from simulator.expectation.standins.events import Events
from simulator.expectation.standins.items import Items
from simulator.expectation.standins.texts import Texts
from simulator.expectation.standins.times import Times, unit_of
from simulator.scenario import is_scenario, load_scenario
from simulator.settings import Settings, apply_tables

START = 1_767_614_400
"""When every scenario begins: 2026-01-05T12:00:00Z."""

_LATER = "Say here in a few sentences what this scenario shows, and what would be wrong if a verdict changed."


CUSTOMERS = "customers.jsonl"


class Made(NamedTuple):
    """What was made. ``replaced`` counts by kind; ``notes`` are sentences about what people have to look at."""

    folder: Path
    events: int
    replaced: dict[str, int]
    linked: int
    notes: tuple[str, ...]


def make_scenario(sources: Sequence[str], folder: Path, *, title: str | None = None, shows: str | None = None) -> Made:
    """Write events.jsonl, scenario.toml and expected.json into a new folder, made of captured events.

    ``sources`` are files, or one scenario's folder. Raises UsageError when the folder holds something
    already, SourceError for what can't be read, OSError for what can't be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder}: is there already; name a new folder with -o")
    told = _told(sources)
    items = _Capture(told.sources)
    times = Times(START - items.first)
    texts = Texts(items.secret, times)
    events = Events(texts)
    # The first time through finds out which values stand in clear, so that the second knows their hashes.
    for _ in _lines(told.sources, Items(events, Settings().limits)):
        pass
    customers = _customers(told.customers, texts)
    texts.hashes.settle()
    texts.counts.clear()
    maker = Items(events, Settings().limits)
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    beside.mkdir(parents=True)
    try:
        with (beside / "events.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in _lines(told.sources, maker))
        at = None if told.at is None else times.moved(told.at)
        settings = told.settings
        if customers:
            settings = {**settings, "customers": CUSTOMERS}
            (beside / CUSTOMERS).write_text("".join(customers), "utf-8", newline="\n")
        if isinstance(hosts := settings.get("hosts"), list):
            settings = {**settings, "hosts": [texts.places.listed(host) for host in hosts]}
        text = scenario_toml(title or told.title, shows or told.shows, at, settings)
        (beside / "scenario.toml").write_text(text, "utf-8", newline="\n")
        expected = expectation_of(*decided_of(beside, Settings()))
        write_expected(beside, expected)
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    counts = {name: count for name, count in sorted(texts.counts.items()) if count}
    return Made(folder, len(expected.events), counts, texts.hashes.linked, _notes(maker, events, told.left_out))


class _Told(NamedTuple):
    sources: tuple[str, ...]
    title: str
    shows: str
    at: float | None
    settings: dict[str, Any]
    left_out: list[str]
    customers: str | None = None


def _told(sources: Sequence[str]) -> _Told:
    if not any(is_scenario(path) for path in sources):
        return _Told(tuple(sources), "A capture", _LATER, None, {}, [])
    if len(sources) > 1:
        raise UsageError("a scenario has settings of its own: name it alone")
    scenario = load_scenario(sources[0])
    settled = apply_tables(Settings(), scenario.settings, f"{sources[0]}/scenario.toml")
    # Files beside the scenario would have to be copied, and nobody knows what is in them.
    left_out: list[str] = [name for name in ("schemas", "store") if name in scenario.settings]
    settings = {name: value for name, value in scenario.settings.items() if name not in (*left_out, "customers")}
    return _Told(scenario.sources, scenario.title, scenario.shows, scenario.at, settings, left_out, settled.customers)


def _customers(path: str | None, texts: Texts) -> list[str]:
    """The file of test shoppers with their stand-ins, line by line; their values explain hashes of the capture."""
    if not path:
        return []
    from simulator.customer.people_file import read_people

    people = [
        {key: [texts.person(key, value) for value in values] for key, values in person.items()}
        for person in read_people(path)
    ]
    return [json.dumps(person, ensure_ascii=False) + "\n" for person in people]


class _Capture:
    """What has to be known of a capture before anything of it is written: its first time, and a secret of it."""

    def __init__(self, sources: Sequence[str]) -> None:
        digest = blake2b(b"capisim scenario", digest_size=32)
        received: float | None = None
        happened: float | None = None
        for item, form in _items(sources):
            digest.update(item or b"\n")
            read = read_item(item or b"", Origin("", 1), form, Settings().limits)
            for event in read.events if isinstance(read, (Request, Batch)) else ():
                if event.received_at and unit_of(event.received_at) == 1:
                    received = min(received or event.received_at, event.received_at)
                elif event.event_time and unit_of(event.event_time) == 1:
                    happened = min(happened or event.event_time, event.event_time)
        self.secret = digest.digest()
        self.first = int(received or happened or START)


def _items(sources: Sequence[str]) -> Iterator[tuple[bytes | None, str]]:
    """Every item and its form; None where a part of the source could not be cut into items."""
    limits = replace(Settings().limits)
    for index, path in enumerate(sources):
        for chunk in Source(path, index, limits).chunks():
            for _ in chunk.problems:
                yield None, chunk.form
            for item in chunk.items:
                yield item, chunk.form


def _lines(sources: Sequence[str], items: Items) -> Iterator[str]:
    for item, form in _items(sources):
        line = items.placeholder() if item is None else items.line(item, form)
        if line is not None:
            yield line


def _notes(items: Items, events: Events, left_out: Sequence[str]) -> tuple[str, ...]:
    notes = ["User agents, amounts, currencies, event names, countries and genders are as they were."]
    if items.unreadable:
        notes.append(f"{items.unreadable} unreadable items only keep their place; their content is left out.")
    if items.wires.dropped:
        notes.append("Of HTTP headers only content type, user agent, addresses and referrer are kept.")
    if events.texts.places.full:
        notes.append(
            "More than 762 IPv4 addresses: some visitors share one now, and findings about addresses may differ."
        )
    if left_out:
        notes.append(f"Settings that name files are left out: {', '.join(left_out)}.")
    if events.unsure:
        shown = sorted(events.unsure)
        more = f" and {len(shown) - 12} more" if len(shown) > 12 else ""
        notes.append(f"Names of members are kept; look whether one is somebody's: {', '.join(shown[:12])}{more}.")
    return tuple(notes)
