"""Datasets and test event codes of a run, counted by hand."""

from __future__ import annotations

import json
from pathlib import Path

from stored_run import StoredRun

from simulator import pipeline
from simulator.settings import Settings
from simulator.store import open_store
from simulator.views.environment import Dataset, surroundings
from simulator.views.moments import next_finding

EVENT = {"event_name": "Lead", "event_time": 1_767_268_800, "action_source": "website", "user_data": {}}


def test_datasets_are_counted_by_channel_the_most_frequent_first() -> None:
    run = StoredRun()
    for channel in ("browser", "server", "server"):
        run.event(channel)
    run.event("server", pixel_id="99")
    run.event("browser", pixel_id=None)
    run.event("browser", pixel_id=None)
    run.quarantined("is no JSON")
    found = surroundings(run.store, 1).datasets
    assert found == [Dataset("1234567890", 1, 2), Dataset(None, 2, 0), Dataset("99", 0, 1)]


def test_codes_are_counted_by_request_and_not_by_event(tmp_path: Path) -> None:
    bodies = [{"data": [EVENT] * 3, "test_event_code": "TEST123"}, {"data": [EVENT], "test_event_code": "TEST9"}]
    bodies += [bodies[0], {"data": [EVENT]}]
    source = tmp_path / "requests.jsonl"
    source.write_text("".join(f"{json.dumps(body)}\n" for body in bodies), "utf-8")
    with open_store(":memory:") as store:
        run = pipeline.replay(store, [str(source)], Settings(workers=1))
        assert surroundings(store, run).test_codes == [("TEST123", 2), ("TEST9", 1)]


def test_an_empty_run_names_nothing() -> None:
    assert surroundings(StoredRun().store, 1) == ([], [])


def test_the_next_finding_lies_behind_the_given_event_and_inside_the_run() -> None:
    run = StoredRun()
    for _ in range(5):
        run.event("server")
    run.finding(2, "USR001", 1)
    run.finding(4, "DUP001", 2, twin=1)
    assert [next_finding(run.store, 1, n) for n in range(6)] == [2, 2, 4, 4, 0, 0]
