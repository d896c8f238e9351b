"""The recorded requests are what the client on this machine sends."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson

from simulator.resources import fixtures

RECORDER = Path(__file__).parent / "record_sdk_requests.py"


def events_of(envelope: dict[str, Any]) -> tuple[dict[str, str], list[Any]]:
    """The other parameters of a recorded request, and the elements of its data."""
    request = envelope["request"]
    fields = dict(parse_qsl(urlsplit(request["url"]).query)) | dict(parse_qsl(request["body"]))
    data = orjson.loads(fields.pop("data"))
    return fields, [orjson.loads(item) if isinstance(item, str) else item for item in data]


def read(path: Path) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


def test_recording_again_gives_the_fixture(tmp_path: Path) -> None:
    target = tmp_path / "again.jsonl"
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    subprocess.run([sys.executable, "-W", "ignore", RECORDER, target], check=True, env=environment, timeout=120)
    fixture = fixtures() / "sdk-requests" / "events.jsonl"
    again, kept = read(target), read(fixture)
    assert [events_of(envelope) for envelope in again] == [events_of(envelope) for envelope in kept]
    if f"v{version('facebook-business')}" in fixture.read_text("utf-8"):
        shapes = [(envelope["request"]["url"], sorted(envelope["request"]["headers"])) for envelope in again]
        assert shapes == [(old["request"]["url"], sorted(old["request"]["headers"])) for old in kept]


def test_both_clients_and_both_shapes_of_data_are_there() -> None:
    kept = read(fixtures() / "sdk-requests" / "events.jsonl")
    shapes = [
        (type(orjson.loads(dict(parse_qsl(item["request"]["body"]))["data"])[0]), "?" in item["request"]["url"])
        for item in kept
    ]
    assert (str, True) in shapes
    assert (dict, False) in shapes
