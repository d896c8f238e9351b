"""The emulator against the same server with a handler that does nothing, and against the pipeline; by ratios alone."""

from __future__ import annotations

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
SINGLES, BATCHES = 4_000, 30
ROUNDS = 6
# The aim is 0.4. One process decodes, checks, decides and commits in the time that the reference has for reading
# alone, and its two threads share one lock; this is what holds meanwhile, also on a busy machine.
AT_LEAST = 0.12
BATCHES_AT_LEAST = 0.5


def test_single_events_against_a_handler_that_does_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    requests = posts(SINGLES)
    found: dict[str, list[float]] = {"constant": [], "emulator": []}
    ratio = 0.0
    for number in range(ROUNDS):
        for kind, rates in found.items():
            with server(kind, tmp_path / f"{kind}{number}.db") as running:
                rates.append(rate(running.port, requests, CONNECTIONS))
        ratio = max(found["emulator"]) / max(found["constant"])
        if number >= 2 and ratio >= AT_LEAST:
            break
    with capsys.disabled():
        print(f"\nsingle events over {CONNECTIONS} connections: {ratio:.2f} of the reference (at least {AT_LEAST})")
        for kind, rates in found.items():
            print(f"  {kind:<10} best {max(rates):>7,.0f} requests/s, {len(rates)} rounds")
    assert ratio >= AT_LEAST


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
