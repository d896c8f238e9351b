"""The emulator against the same server with a handler that does nothing, and against the pipeline; by ratios alone."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import orjson
import pytest
from load_client import posts, rate, server
from rates import ONE_PASS, whole_path
from rates import rate as pipeline_rate

from simulator.emulator.envelopes import envelope
from simulator.settings import Settings

pytestmark = pytest.mark.benchmark

CONNECTIONS = 32
# Short bursts, so that each contender meets a quiet moment of a machine that others use as well.
BURST, BURSTS, FEWEST = 600, 20, 8
BATCHES, ROUNDS = 10, 10
AT_LEAST = 0.4
BATCHES_AT_LEAST = 0.5


def test_single_events_against_a_handler_that_does_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both servers stand side by side and are asked in turn, so that a pair of bursts meets the same machine.

    The rate of one server is bounded by the processor time that it takes for a request, which hardly depends on who
    else uses the machine: it has to hold in all. What waiting adds to that has to be seen once not to be too much,
    in the best bursts or in a pair of them: a busy machine makes the longer of two bursts wait more.
    """
    kinds = ("constant", "emulator")
    rates: dict[str, list[float]] = {kind: [] for kind in kinds}
    used: dict[str, list[float]] = {kind: [] for kind in kinds}
    by_rate = by_time = 0.0
    with server("constant", tmp_path / "constant.db") as one, server("emulator", tmp_path / "emulator.db") as other:
        for number in range(BURSTS):
            burst = posts(BURST, first=number * BURST)
            for kind, running in zip(kinds, (one, other), strict=True):
                before = running.ask("used")
                rates[kind].append(rate(running.port, burst, CONNECTIONS))
                used[kind].append((running.ask("used") - before) / BURST)
            pairs = [ours / theirs for ours, theirs in zip(rates["emulator"], rates["constant"], strict=True)]
            by_rate = max(*pairs, max(rates["emulator"]) / max(rates["constant"]))
            by_time = min(used["constant"]) / min(used["emulator"])
            if number + 1 >= FEWEST and min(by_rate, by_time) >= AT_LEAST:
                break
    with capsys.disabled():
        print(f"\nsingle events over {CONNECTIONS} connections, parts of the reference (at least {AT_LEAST}):")
        print(f"  {by_time:.2f} by processor time, {by_rate:.2f} by the rate")
        print(f"  {statistics.median(pairs):.2f} in the median of {len(pairs)} pairs of bursts")
        for kind in kinds:
            print(
                f"  {kind:<10} best {max(rates[kind]):>7,.0f} requests/s, {min(used[kind]):.0f} µs of the processor"
                f" for each, {len(rates[kind])} bursts"
            )
    assert by_time >= AT_LEAST
    assert by_rate >= AT_LEAST


def test_batches_against_the_pipeline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same requests from a file, in one process, without the second look, which is not taken while listening."""
    requests = posts(BATCHES, 1000)
    file = tmp_path / "requests.jsonl"
    bodies = [orjson.loads(request.split(b"\r\n\r\n", 1)[1]) for request in requests]
    headers = {"content-type": "application/json"}
    lines = [envelope("POST", "/v26.0/1234567890/events", headers, body, time.time()) for body in bodies]
    file.write_bytes(b"\n".join(lines) + b"\n")
    replayed = whole_path(Settings(workers=1, suspicion=ONE_PASS))
    found: dict[str, list[float]] = {"pipeline": [], "emulator": []}
    ratio = 0.0
    for number in range(ROUNDS):
        found["pipeline"].append(pipeline_rate(replayed, file, tmp_path))
        with server("emulator", tmp_path / f"batches{number}.db") as running:
            found["emulator"].append(1000 * rate(running.port, requests, 4))
        ratio = max(found["emulator"]) / max(found["pipeline"])
        if number >= 2 and ratio >= BATCHES_AT_LEAST:
            break
    with capsys.disabled():
        print(f"\nbatches of 1,000 events: {ratio:.2f} of the pipeline (at least {BATCHES_AT_LEAST})")
        for kind, rates in found.items():
            print(f"  {kind:<10} best {max(rates):>7,.0f} events/s, {len(rates)} rounds")
    assert ratio >= BATCHES_AT_LEAST
