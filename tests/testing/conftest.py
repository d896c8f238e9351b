"""Scenarios written for one test."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

EXPECTED = {
    "schema": "https://capisim.dev/schemas/expected.schema.json",
    "events": [
        {"n": 1, "verdict": "kept", "duplicate_of": None, "key": None, "survivor_rule": None, "rules": []},
        {
            "n": 2,
            "verdict": "duplicate",
            "duplicate_of": 1,
            "key": "event_id",
            "survivor_rule": "browser-within-5-minutes",
            "rules": [],
        },
    ],
    "totals": {"read": 2, "stored": 2, "quarantined": 0, "kept": 1, "duplicate": 1, "rejected": 0},
}
"""What a clean pair must get."""


@pytest.fixture
def write_scenario(tmp_path: Path) -> Callable[..., Path]:
    """Write a scenario that a clean pair meets: its name, its events, more of its scenario.toml."""

    def write(name: str, events: list[dict[str, Any]], more: str = "", *, inside: Path | None = None) -> Path:
        folder = (inside or tmp_path) / name
        folder.mkdir(parents=True)
        (folder / "scenario.toml").write_text(f'title = "A {name} pair"\nshows = "One purchase."\n{more}', "utf-8")
        lines = "".join(f"{json.dumps(each)}\n" for each in events)
        (folder / "events.jsonl").write_text(lines, "utf-8")
        (folder / "expected.json").write_text(json.dumps(EXPECTED), "utf-8")
        return folder

    return write
