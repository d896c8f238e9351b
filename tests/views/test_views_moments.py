"""From a moment to the first event since."""

from __future__ import annotations

import json
from pathlib import Path

from simulator import pipeline
from simulator.settings import Settings
from simulator.store import open_store
from simulator.views.moments import first_since


def test_the_first_event_at_a_moment_or_later(tmp_path: Path) -> None:
    source = tmp_path / "events.jsonl"
    lines = [
        {"channel": "browser", "received_at": at, "event": {"event_name": "Lead", "event_id": f"{at}"}}
        for at in (1000.0, 1010.0, 1005.0)
    ]
    source.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    with open_store(str(tmp_path / "a.db")) as store:
        run = pipeline.replay(store, [str(source)], Settings())
        found = [first_since(store, run, moment) for moment in (0.0, 1000.0, 1000.5, 1010.0, 1011.0)]
    assert found == [1, 1, 2, 2, 0]
