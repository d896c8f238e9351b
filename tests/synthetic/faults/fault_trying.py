"""A fault in a made-up shop, run through the whole path."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from simulator.pipeline import validation
from simulator.settings import Rules, Settings
from simulator.synthetic import Made, Shop, ShopSettings
from simulator.synthetic.faults import Applied, Kind, Variant
from simulator.synthetic.forms import written

SEEDS = (7, 8, 9)
SHOPPERS = 60
HOSTS = ("made-up-shop.example",)


@cache
def shop(seed: int) -> tuple[Made, ...]:
    """Everything that is received of a shop without faults."""
    return tuple(Shop(ShopSettings(shoppers=SHOPPERS, seed=seed)).traffic())


def faulty(kind: Kind, variant: Variant, seed: int) -> tuple[list[Made], Applied]:
    """The stream with the fault at the variant's own rate."""
    applied = Applied(kind, variant, variant.rate, seed)
    return list(applied(iter(shop(seed)))), applied


def told(stream: list[Made], variant: Variant, folder: Path) -> Counter[str]:
    """How often each rule speaks about a stream, in the variant's wire form and told what it needs."""
    path = folder / f"shop.{'har' if variant.form == 'har' else 'jsonl'}"
    path.write_bytes(b"".join(written(stream, variant.form)))
    with validation([str(path)], settings_for(variant, stream, folder)) as run:
        return Counter(finding.rule for event in run.events() for finding in event.findings)


def settings_for(variant: Variant, stream: list[Made], folder: Path) -> Settings:
    """The settings of a run that is told what a variant needs, and nothing else."""
    given: dict[str, Any] = {"workers": 1, "rules": Rules()}
    if "production" in variant.needs:
        given["environment"] = "production"
    if "hosts" in variant.needs:
        given["hosts"] = HOSTS
    if "customers" in variant.needs:
        given["customers"] = str(_customers(stream, folder / "customers.jsonl"))
    if "plan" in variant.needs:
        given["schemas"] = str(_plan(folder / "plan"))
    return Settings(**given)


def _customers(stream: list[Made], path: Path) -> Path:
    from simulator.synthetic.customers import customers

    people = {made.shopper.number: made.shopper for made in stream}
    path.write_bytes(b"".join(customers(people.values())))
    return path


def _plan(folder: Path) -> Path:
    events = folder / "events"
    events.mkdir(parents=True, exist_ok=True)
    purchase = {"properties": {"custom_data": {"properties": {"coupon": {"type": "string", "maxLength": 12}}}}}
    (events / "Purchase.schema.json").write_bytes(orjson.dumps(purchase))
    return folder
