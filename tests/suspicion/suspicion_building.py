"""Sending lines down the whole path, for the tests of the second pass."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson

from simulator.finding import Finding
from simulator.pipeline import validate
from simulator.settings import Settings, apply_tables


def findings(lines: Iterable[Mapping[str, Any]], at: float | None = None, **tables: Any) -> dict[int, list[Finding]]:
    """The findings of each event that has some, by ``n``; those about the run are under 0."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "events.jsonl"
        source.write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in lines))
        settings = apply_tables(Settings(workers=1), tables, str(Path(folder) / "capisim.toml"))
        return {
            event.n or 0: list(event.findings) for event in validate([str(source)], settings, at=at) if event.findings
        }


def found(lines: Iterable[Mapping[str, Any]], at: float | None = None, **tables: Any) -> dict[int, list[str]]:
    """The codes of the findings of each event that has some, by ``n``; those about the run are under 0."""
    return {n: [finding.rule for finding in own] for n, own in findings(lines, at, **tables).items()}
