"""Traffic for the benchmarks: envelopes of about 1.5 kB, written quickly and the same every time.

Nine in ten events of a channel have their copy on the other one, 5 % carry no event id, and a
chosen share is broken in one of several ways.
"""

from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START = 1_767_225_600
EVENTS_A_SECOND = 100_000 / (48 * 3600)
PEOPLE = 10_000
KEYS = ("em", "ph", "fn", "ln", "ge", "db", "ct", "st", "zp", "country")
FEW_KEYS = ("em", "ph")
NAMES = ("PageView", "ViewContent", "AddToCart", "InitiateCheckout", "Purchase")
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _people(count: int, keys: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {
            **{key: [_hash(f"{key}{i}")] for key in keys},
            "external_id": [_hash(f"external{i}")],
            "client_ip_address": f"203.0.113.{i % 254 + 1}",
            "client_user_agent": AGENT,
            "fbp": f"fb.1.{START * 1000 + i}.{10**9 + i}",
        }
        for i in range(count)
    ]


def _broken(event: dict[str, Any], way: int) -> dict[str, Any]:
    user_data = event["user_data"]
    if way == 0:
        return {**event, "user_data": {**user_data, "em": ["SHOPPER@EXAMPLE.COM"]}}
    if way == 1:
        return {**event, "user_data": {**user_data, "ph": [user_data["ph"][0].upper()]}}
    if way == 2:
        return {**event, "event_time": event["event_time"] * 1000}
    if way == 3:
        return {**event, "custom_data": {**event["custom_data"], "currency": "EURO"}}
    return {**event, "custom_data": {**event["custom_data"], "value": "a lot"}}


def _as_the_browser_tells_it(event: dict[str, Any]) -> dict[str, Any]:
    """The same action without what only a server knows, and the value as text."""
    user_data = {key: event["user_data"][key] for key in ("client_ip_address", "client_user_agent", "fbp")}
    custom_data = {**event["custom_data"], "value": str(event["custom_data"]["value"])}
    return {**event, "user_data": user_data, "custom_data": custom_data}


def events(
    count: int, broken: float, seed: int = 7, *, alike: bool = True, keys: tuple[str, ...] = KEYS
) -> Iterator[dict[str, Any]]:
    """Envelopes in order of receipt, at the same density whatever their number.

    ``alike`` makes both copies of an action the same; otherwise each channel tells what it knows. With ``FEW_KEYS``
    they are half as long.
    """
    chance = random.Random(seed)
    people = _people(PEOPLE, keys)
    waiting: list[dict[str, Any]] = []
    for i in range(count):
        received = START + i / EVENTS_A_SECOND
        if waiting and chance.random() < 0.5:
            envelope = waiting.pop(0)
            yield {**envelope, "channel": "server", "received_at": received}
            continue
        name = NAMES[i % len(NAMES)]
        event: dict[str, Any] = {
            "event_name": name,
            "event_time": int(received),
            "action_source": "website",
            "event_source_url": f"https://shop.example/products/{i % 997}",
            "user_data": people[chance.randrange(len(people))],
            "custom_data": {
                "value": i % 9_000 / 100 + 1,
                "currency": "EUR",
                "content_type": "product",
                "content_ids": [f"sku-{i % 997}"],
                "contents": [{"id": f"sku-{i % 997}", "quantity": 1, "item_price": 9.5}],
            },
        }
        if chance.random() >= 0.05:
            event["event_id"] = f"{name.lower()}-{i:012d}"
        if broken and chance.random() < broken:
            event = _broken(event, i % 5)
        envelope = {"channel": "browser", "pixel_id": "1234567890", "received_at": received, "event": event}
        if chance.random() < 0.9:
            waiting.append(envelope)
        yield envelope if alike else {**envelope, "event": _as_the_browser_tells_it(event)}


def write(
    path: Path, count: int, broken: float = 0.05, seed: int = 7, *, alike: bool = True, keys: tuple[str, ...] = KEYS
) -> Path:
    """Write that many envelopes, one a line."""
    with path.open("wb") as file:
        for envelope in events(count, broken, seed, alike=alike, keys=keys):
            file.write(orjson.dumps(envelope) + b"\n")
    return path
