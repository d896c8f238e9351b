"""Extinfo as Meta's Node SDK writes it: an object with the numbers of the slots."""

from __future__ import annotations

from typing import Any

import pytest
from checks_building import codes

from simulator.checks.examples import app_event


@pytest.mark.parametrize(
    ("extinfo", "expected"),
    [
        ({str(slot): "x" for slot in range(16)}, []),
        ({"0": "a2", "4": "16"}, []),
        ({"0": "i2", "4": "18.1", "15": "Europe/Berlin"}, []),
        ({"0": "a2", "4": "16", "9": 1080}, []),
        ({"0": "a2", "16": "one too many"}, ["EVT052"]),
        ({"version": "a2", "os_version": "16"}, ["EVT052"]),
        ({"0": "a2", "os_version": "16"}, ["EVT052"]),
        ({"00": "a2"}, ["EVT052"]),
        ("a2,,,,16", ["EVT052"]),
    ],
)
def test_numbered_slots_are_let_pass(extinfo: Any, expected: list[str]) -> None:
    assert codes(app_event(extinfo=extinfo)) == expected
