"""The recorded requests with the parameter builder's values are what the packages on this machine send."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson
import pytest
from test_record_sdk_requests import events_of, read

from simulator.customer.builder_marker import is_marker
from simulator.resources import fixtures

RECORDER = Path(__file__).parent / "record_builder_requests.py"
FIXTURE = fixtures() / "parameter-builder-requests" / "python.jsonl"


def sent(path: Path) -> list[dict[str, Any]]:
    """The events of a recording."""
    return [event for envelope in read(path) for event in events_of(envelope)[1]]


def unmarked(value: object) -> object:
    """A value without markers, which name the builder's version."""
    if isinstance(value, dict):
        return {name: unmarked(each) for name, each in value.items()}
    if isinstance(value, str):
        head, _, tail = value.rpartition(".")
        return head if head and is_marker(tail) else value
    return value


def test_recording_again_gives_the_fixture(tmp_path: Path) -> None:
    target = tmp_path / "again.jsonl"
    subprocess.run([sys.executable, "-W", "ignore", RECORDER, target], check=True, timeout=120)
    again, kept = sent(target), sent(FIXTURE)
    assert [unmarked(event) for event in again] == [unmarked(event) for event in kept]
    if version("capi-param-builder-python") == "1.3.2":
        assert again == kept


@pytest.mark.parametrize(
    ("index", "path", "expected"),
    [
        (0, "event_source_url", "https://shop.example/?fbclid=IwAR0MadeUpClickIdForShopper1.AQICAQMC"),
        (0, "referrer_url", "https://search.example/.AQIAAQMC"),
        (1, "referrer_url", "https://shop.example.AQIAAQMC"),
        (2, "event_source_url", "https://www.shop.example/cups"),
        (3, "event_source_url", "https://shop.example/newsletter"),
        (4, "event_source_url", "https://shop.example.AQICAQMC"),
    ],
)
def test_the_marker_stands_behind_addresses_the_builder_filled_in(index: int, path: str, expected: str) -> None:
    assert sent(FIXTURE)[index][path] == expected


def test_every_kind_of_marker_is_there() -> None:
    users = [event["user_data"] for event in sent(FIXTURE)]
    cookies = orjson.dumps([[user.get("fbp"), user.get("fbc")] for user in users]).decode()
    assert all(marker in cookies for marker in ("AQICAQMC", "AQIAAQMC", "AQIDAQMC")), cookies
