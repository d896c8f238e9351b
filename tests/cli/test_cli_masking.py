"""Whatever a sender puts in the wrong place, no finding and no report repeats it."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from shop_lines import envelope, write
from told import Capisim, Told

CANARIES = {
    "e-mail": "canary.shopper@leak.example",
    "phone": "+491711234567",
    "token": "EAABwzLixnjYBO1234567890abcdefghijklmnop",
}
PLACES = [
    "action_source", "event_time", "opt_out", "messaging_channel", "data_processing_options",
    "data_processing_options_country", "customer_segmentation", "event_source_url", "referrer_url",
    *(f"custom_data.{name}" for name in ("value", "currency", "content_type", "delivery_category", "num_items")),
    *(f"custom_data.{name}" for name in ("status", "content_ids", "contents", "order_id", "search_string")),
    *(f"contents.{name}" for name in ("id", "quantity", "item_price", "delivery_category")),
    *(f"user_data.{name}" for name in ("em", "ph", "fn", "db", "country", "external_id", "client_ip_address", "fbc")),
    *(f"user_data.{name}" for name in ("fbp", "lead_id", "client_user_agent", "my_own_key")),
]  # fmt: skip


def spoilt(place: str, canary: str) -> dict[str, Any]:
    """Members of an event with the canary in one place."""
    outer, _, inner = place.partition(".")
    if not inner:
        return {outer: canary}
    if outer == "contents":
        return {"custom_data": {"value": 1, "currency": "EUR", "contents": [{"id": "a", "quantity": 1, inner: canary}]}}
    if outer == "custom_data":
        return {"custom_data": {"value": 1, "currency": "EUR", inner: canary}}
    return {"user_data": {"client_ip_address": "203.0.113.9", "client_user_agent": "Mozilla/5.0", inner: canary}}


def outputs_are_clean(outputs: list[Told], canary: str) -> None:
    """Fail when an output found nothing wrong, or repeats the canary."""
    for told in outputs:
        assert told.code == 1
        assert canary not in told.out + told.err
        assert canary.lstrip("+") not in told.out + told.err


@pytest.mark.parametrize("kind", CANARIES)
def test_no_output_repeats_it(capisim: Capisim, place: Path, kind: str) -> None:
    canary = CANARIES[kind]
    lines = [
        envelope(channel, f"order-{n}-{channel}", n, **spoilt(where, canary))
        for n, (where, channel) in enumerate(itertools.product(PLACES, ("server", "browser")))
    ]
    source = write(place / "shop.jsonl", *lines, '{"broken": "' + canary)
    outputs = [
        capisim("validate", source),
        capisim("validate", source, "--json"),
        capisim("replay", source),
        capisim("report", "--json"),
        capisim("report", "--format", "jsonl"),
        capisim("report", "--format", "html"),
        capisim("report", "--format", "markdown"),
        capisim("report", "--format", "sarif"),
        capisim("report", "--format", "junit"),
        capisim("gate", "--format", "junit"),
    ]
    outputs_are_clean(outputs, canary)
    if kind == "token":
        store = b"".join(file.read_bytes() for file in place.glob("store.db*"))
        assert canary.encode() not in store


@pytest.mark.parametrize("spoilt_channel", ["browser", "server"])
@pytest.mark.parametrize("kind", CANARIES)
def test_no_pair_side_by_side_repeats_it(capisim: Capisim, place: Path, kind: str, spoilt_channel: str) -> None:
    canary = CANARIES[kind]
    lines = [
        envelope(channel, f"order-{n}", n, **(spoilt(where, canary) if channel == spoilt_channel else {}))
        for n, where in enumerate(PLACES)
        for channel in ("browser", "server")
    ]
    # One that counts twice.
    lines += [
        envelope(channel, f"{channel}-twice", 90, custom_data={"value": 1, "currency": "EUR", "order_id": canary})
        for channel in ("browser", "server")
    ]
    source = write(place / "shop.jsonl", *lines)
    outputs = [
        capisim("validate", source, "--pairs", 100),
        capisim("validate", source, "--pairs", 100, "--json"),
        capisim("replay", source, "--pairs", 100),
        capisim("report", "--pairs", 100, "--json"),
        capisim("report", "--pairs", 100, "--format", "html"),
        capisim("report", "--pairs", 100, "--format", "markdown"),
        *(capisim("report", "--pair", n) for n in range(1, len(lines) + 1)),
    ]
    assert "Pairs side by side" in outputs[0].out
    assert "Looks like one action" in outputs[0].out
    assert len(json.loads(outputs[3].out)["deduplication"]["pairs"]["examples"]) > 10
    outputs_are_clean(outputs, canary)
