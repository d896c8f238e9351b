"""The whole path: counts that add up, verdicts that depend on nothing but the input."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from small_traffic import envelopes, write

from simulator.deduplication.decide import decide
from simulator.errors import SourceError, StoreError, UsageError
from simulator.pipeline import Progress, replay
from simulator.pipeline.decide import stored_copies
from simulator.pipeline.replaying import Replay
from simulator.settings import Deduplication, Settings
from simulator.store import Store, open_store

if TYPE_CHECKING:
    from simulator.verdict import Verdict

SETTINGS = Settings(workers=1)


def verdicts(sources: list[Path], settings: Settings = SETTINGS) -> list[Verdict]:
    with open_store(":memory:") as store:
        run = replay(store, [str(source) for source in sources], settings)
        return list(store.lines(run))


def test_every_line_read_is_stored_or_quarantined(tmp_path: Path) -> None:
    source = write(tmp_path / "events.jsonl", envelopes(500), junk_every=7)
    seen: list[Progress] = []
    with open_store(":memory:") as store:
        run = replay(store, [str(source)], SETTINGS, on_progress=seen.append)
        lines = list(store.lines(run))
        totals = store.totals(run)
    last = seen[-1]
    assert (last.read, last.quarantined, last.stored) == (571, 71, 500)
    assert [line.n for line in lines] == list(range(1, 572))
    assert sum(totals.values()) == 571
    assert {verdict: count for verdict, count in totals.items() if verdict != "kept"} == {
        "quarantined": last.quarantined,
        "duplicate": last.duplicates,
        "rejected": last.rejected,
    }
    assert last.duplicates > 50
    assert last.rejected > 5
    assert lines[7].verdict == "quarantined"
    assert lines[7].origin == f"{source}:8"
    assert [finding.rule for finding in lines[7].findings] == ["REQ001"]


def test_replaying_twice_gives_the_same_verdicts_twice(tmp_path: Path) -> None:
    source = write(tmp_path / "events.jsonl", envelopes(300))
    with open_store(":memory:") as store:
        first = replay(store, [str(source)], SETTINGS)
        second = replay(store, [str(source)], SETTINGS)
        assert first != second
        assert list(store.lines(first)) == list(store.lines(second))


def test_two_workers_decide_what_one_process_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.pipeline.replaying.ITEMS_PER_CHUNK", 100)
    monkeypatch.setattr("simulator.pipeline.workers.processors", lambda: 2)
    source = write(tmp_path / "events.jsonl", envelopes(1000), junk_every=13)
    assert verdicts([source], replace(SETTINGS, workers=2)) == verdicts([source])


@pytest.mark.parametrize("chunk", [1, 7, 300])
def test_the_size_of_a_batch_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    source = write(tmp_path / "events.jsonl", envelopes(300))
    expected = verdicts([source])
    monkeypatch.setattr("simulator.pipeline.replaying.ITEMS_PER_CHUNK", chunk)
    assert verdicts([source]) == expected


def test_a_file_a_channel_decides_like_one_file_in_order_of_receipt(tmp_path: Path) -> None:
    """Read one after the other, the second file is days late; what was received when must still decide."""
    lines = envelopes(2000, gap=600.0)
    whole = write(tmp_path / "whole.jsonl", lines)
    channels = {
        channel: write(tmp_path / f"{channel}.jsonl", [line for line in lines if line["channel"] == channel])
        for channel in ("server", "browser")
    }
    with open_store(":memory:") as store:
        run = replay(store, [str(channels["server"]), str(channels["browser"])], SETTINGS)
        copies = list(stored_copies(store, run))
        stored = {line.n: line for line in store.lines(run)}
    expected = decide(copies, Deduplication())
    got = {n: line for n, line in stored.items() if line.verdict == "duplicate"}
    assert set(got) == set(expected)
    assert {n: tuple(expected[n]) for n in expected} == {n: tuple(line[7:11]) for n, line in got.items()}
    assert len(got) == sum(line.verdict == "duplicate" for line in verdicts([whole]))


def test_a_run_records_what_repeats_it(tmp_path: Path) -> None:
    source = write(tmp_path / "events.jsonl", envelopes(20))
    with open_store(":memory:") as store:
        number = replay(store, [str(source)], SETTINGS, title="twenty", origins={"workers": "flag"})
        run = store.run(number)
    assert run.state == "complete"
    assert run.title == "twenty"
    assert run.clock == envelopes(20)[-1]["received_at"]
    assert run.settings["deduplication"]["window_hours"] == 48.0
    assert run.origins == {"workers": "flag"}
    assert run.catalog.startswith("sha256:")
    assert run.sources[0].items == 20
    assert run.sources[0].digest is not None
    assert run.finished_at is not None
    assert run.finished_at >= run.started_at


def test_the_clock_is_the_latest_time_in_the_file(tmp_path: Path) -> None:
    """A bare event has no receipt time: eight days older than the newest, it is too old."""
    event = {**envelopes(1)[0]["event"], "event_name": "PageView"}
    fresh = {**event, "event_time": event["event_time"] + 8 * 86400, "event_id": "fresh"}
    source = write(tmp_path / "events.jsonl", [event, fresh])
    assert [line.verdict for line in verdicts([source])] == ["rejected", "kept"]
    with open_store(":memory:") as store:
        run = replay(store, [str(source)], SETTINGS, at=float(event["event_time"]) + 86400)
        assert [line.verdict for line in store.lines(run)] == ["kept", "rejected"]


def test_one_event_with_a_wrong_time_does_not_move_the_clock(tmp_path: Path) -> None:
    event = {**envelopes(1)[0]["event"], "event_name": "PageView"}
    lines = [{**event, "event_id": str(n), "event_time": event["event_time"] + n} for n in range(20)]
    lines[7]["event_time"] += 3 * 365 * 86400
    source = write(tmp_path / "events.jsonl", lines)
    assert [line.n for line in verdicts([source]) if line.verdict == "rejected"] == [8]


def test_looking_for_the_clock_leaves_the_progress_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.pipeline.replaying.ITEMS_PER_CHUNK", 100)
    # More than one block of reading, so that the first batch is not the whole file.
    source = write(tmp_path / "events.jsonl", [line["event"] for line in envelopes(12_000)])
    with open_store(":memory:") as store:
        batches = Replay(store, [str(source)], SETTINGS).batches()
        first = next(batches)
        assert first.bytes_total is not None
        assert first.bytes_done < first.bytes_total
        batches.close()


def test_a_run_whose_plan_has_changed_is_not_resumed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.pipeline.replaying.ITEMS_PER_CHUNK", 10)
    source = write(tmp_path / "events.jsonl", envelopes(50))
    schema = tmp_path / "plan" / "events" / "Purchase.schema.json"
    schema.parent.mkdir(parents=True)
    schema.write_text('{"required": ["event_id"]}')
    settings = replace(SETTINGS, schemas=str(tmp_path / "plan"))
    with open_store(":memory:") as store:
        batches = Replay(store, [str(source)], settings).batches()
        next(batches)
        batches.close()
        schema.write_text('{"required": ["custom_data"]}')
        with pytest.raises(UsageError, match=r"plan .* has changed since run 1"):
            Replay.resume(store, [], SETTINGS)
        schema.write_text('{"required": ["event_id"]}')
        run = replay(store, [], SETTINGS, resume=True)
        assert store.last_number(run) == 50


def test_broken_gzip_is_quarantined_once_however_often_it_is_resumed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.pipeline.replaying.ITEMS_PER_CHUNK", 10)
    packed = gzip.compress(write(tmp_path / "events.jsonl", envelopes(400)).read_bytes())
    source = tmp_path / "events.jsonl.gz"
    source.write_bytes(packed[: len(packed) // 2])
    expected = verdicts([source])
    assert sum(line.verdict == "quarantined" for line in expected) == 1
    for batches_done in range(1, len(expected) // 10 + 2):
        with open_store(":memory:") as store:
            batches = Replay(store, [str(source)], SETTINGS).batches()
            for _ in range(batches_done):
                next(batches)
            batches.close()
            run = replay(store, [], SETTINGS, resume=True)
            assert list(store.lines(run)) == expected


def test_a_given_pace_keeps_the_gaps_between_receipts(tmp_path: Path) -> None:
    source = write(tmp_path / "events.jsonl", envelopes(4, gap=100.0))
    waited: list[float] = []
    with open_store(":memory:") as store:
        run = Replay(store, [str(source)], SETTINGS, speed=2.0, wait=waited.append)
        for _ in run.batches():
            pass
    assert [round(wait, -1) for wait in waited] == [50.0, 100.0, 150.0]


def test_two_processes_cannot_write_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.pipeline.replaying.ITEMS_PER_CHUNK", 10)
    source = write(tmp_path / "events.jsonl", envelopes(50))
    path = str(tmp_path / "store.db")
    with open_store(path) as store, open_store(path) as other:
        batches = Replay(store, [str(source)], SETTINGS).batches()
        next(batches)
        for _ in Replay.resume(other, [], SETTINGS).batches():
            pass
        with pytest.raises(StoreError, match="another process is writing run 1"):
            next(batches)
        assert len(list(other.lines(1))) == 50
        assert other.run(1).state == "complete", "the one that lost the run must not speak for it"


def test_what_cannot_be_resumed_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.pipeline.replaying.ITEMS_PER_CHUNK", 10)
    source = write(tmp_path / "events.jsonl", envelopes(50))
    with open_store(":memory:") as store:
        with pytest.raises(UsageError, match="no interrupted run"):
            Replay.resume(store, [], SETTINGS)
        _interrupt(store, source)
        with pytest.raises(UsageError, match="run 1 read other sources"):
            Replay.resume(store, [str(tmp_path / "other.jsonl")], SETTINGS)
        write(source, envelopes(51))
        with pytest.raises(UsageError, match="has changed since run 1"):
            Replay.resume(store, [], SETTINGS)


def _interrupt(store: Store, source: Path) -> None:
    batches = Replay(store, [str(source)], SETTINGS).batches()
    next(batches)
    batches.close()
    assert store.run().state == "interrupted"


def test_resuming_goes_by_the_settings_the_run_began_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.pipeline.replaying.ITEMS_PER_CHUNK", 10)
    source = write(tmp_path / "events.jsonl", envelopes(200))
    expected = verdicts([source])
    with open_store(":memory:") as store:
        _interrupt(store, source)
        other = replace(SETTINGS, deduplication=Deduplication(window_hours=0.001))
        run = replay(store, [], other, resume=True)
        assert list(store.lines(run)) == expected
        assert store.run(run).state == "complete"


def test_a_source_that_cannot_be_read_leaves_no_run(tmp_path: Path) -> None:
    with open_store(":memory:") as store:
        with pytest.raises(SourceError):
            replay(store, [str(tmp_path / "nothing.jsonl")], SETTINGS)
        assert store.runs() == []
