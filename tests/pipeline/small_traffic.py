"""Small traffic for the tests of the path: envelopes with few members, many of them copies."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from pathlib import Path

START = 1_767_225_600


def envelopes(count: int, seed: int = 1, *, gap: float = 20.0) -> list[dict[str, Any]]:
    """Envelopes in order of receipt, ``gap`` seconds apart; one in ten can't be sent, one in twenty has no id."""
    chance = random.Random(seed)
    made: list[dict[str, Any]] = []
    for i in range(count):
        received = START + i * gap
        if made and chance.random() < 0.4:
            twin = made[-chance.randrange(1, min(20, len(made)) + 1)]
            made.append({**twin, "channel": chance.choice(["browser", "server"]), "received_at": received})
            continue
        user_data = {
            "em": [f"{i % 50:064x}"],
            "client_ip_address": "203.0.113.7",
            "client_user_agent": "Mozilla/5.0",
            "fbp": f"fb.1.{START}000.{i % 60}",
            "external_id": [f"shopper-{i % 70}"],
        }
        event: dict[str, Any] = {
            "event_name": chance.choice(["PageView", "Purchase"]),
            "event_time": int(received),
            "event_id": f"id-{i}",
            "action_source": "website",
            "event_source_url": "https://shop.example/",
            "user_data": user_data,
            "custom_data": {"value": 1.5, "currency": "EUR"},
        }
        if chance.random() < 0.05:
            del event["event_id"]
        if chance.random() < 0.1:
            event["user_data"] = {"client_user_agent": "Mozilla/5.0"}
        made.append(
            {
                "channel": chance.choice(["browser", "server"]),
                "pixel_id": "1234567890",
                "received_at": received,
                "event": event,
            }
        )
    return made


def write(path: Path, lines: list[dict[str, Any]], junk_every: int = 0) -> Path:
    """One envelope a line; every ``junk_every``-th line is followed by one that can't be read."""
    with path.open("wb") as file:
        for i, line in enumerate(lines, 1):
            file.write(orjson.dumps(line) + b"\n")
            if junk_every and i % junk_every == 0:
                file.write(b'{"channel": "browser", "event": \n')
    return path
