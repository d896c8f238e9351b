"""An event name and an event ID that hold an address: found in no text that is printed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from told import Capisim

from simulator.checks.examples import pair

CANARY = "ana@example.com"
SPELLINGS = [CANARY, "ana%40example.com", "+16505550123"]
PIECES = ("ana@", "ana%", "example.com", "16505550123", "6505550123")


def lines(name: str, ids: tuple[str, str]) -> list[dict[str, Any]]:
    return pair({"event_name": name, "event_id": ids[0]}, {"event_name": name, "event_id": ids[1]})


def write(place: Path, *events: dict[str, Any]) -> Path:
    source = place / "events.jsonl"
    source.write_text("".join(f"{json.dumps(each)}\n" for each in events))
    return source


@pytest.mark.parametrize("canary", SPELLINGS)
@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("Purchase", ("order-{}", "order-{}")),
        ("Purchase", ("web-1-{}", "srv-1-{}")),
        ("Purchase", ("{}", "srv-{}")),
        ("Bought by {}", ("order-1", "order-1")),
        ("Bought by {}", ("web-{}-1", "srv-{}-1")),
        ("{}", ("{}", "x{}")),
    ],
)
def test_canaries(capisim: Capisim, place: Path, canary: str, name: str, ids: tuple[str, str]) -> None:
    one, other = (each.format(canary) for each in ids)
    told = lines(name.format(canary), (one, other))
    # Once more, so that rules about repeats and other names have something to say.
    again = [
        {**told[1], "received_at": told[1]["received_at"] + 2},
        lines(f"{name.format(canary)} again", (one, other))[1],
    ]
    source = write(place, *told, *again)
    texts = [
        capisim("validate", source),
        capisim("replay", source),
        capisim("report", "--pair", 1),
        capisim("report", "--pair", 2),
        capisim("report", "--format", "html"),
        capisim("report", "--format", "markdown"),
    ]
    assert all(each.out for each in texts)
    for each in texts:
        assert not [piece for piece in PIECES if piece in each.out + each.err]


def test_json_members_stay_as_sent(capisim: Capisim, place: Path) -> None:
    source = write(place, *lines(f"Bought by {CANARY}", (f"web-{CANARY}", f"srv-{CANARY}")))
    document = json.loads(capisim("replay", source, "--json").out)
    [suspected] = document["deduplication"]["suspected"]["examples"]
    assert suspected["first"]["event_id"] == f"web-{CANARY}"
    assert suspected["first"]["event_name"] == f"Bought by {CANARY}"
    assert "ana" not in suspected["parting"]
