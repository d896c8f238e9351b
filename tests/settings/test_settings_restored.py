"""The settings a run began with come back from its store, however old that is."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import Any

import orjson
import pytest

from simulator.finding import Severity
from simulator.settings import Deduplication, Ignore, Limits, MatchQuality, Rules, Settings, Suspicion, restored

THEN = Settings(
    store="then.db",
    fail_on=Severity.NOTE,
    schemas="plan",
    engine="jsonschema",
    workers=3,
    durable=True,
    environment="production",
    hosts=("shop.example",),
    customers="people.csv",
    deduplication=Deduplication(window_hours=1.0, fallback="off"),
    limits=Limits(nesting=8),
    rules=Rules(
        select=("EVT", "CUS"),
        ignore=("CUS006",),
        severity=(("CUS009", Severity.NOTE),),
        ignores=(Ignore("EVT013", "no ids", ("Newsletter",)), Ignore("CLK", "no clicks")),
    ),
    suspicion=Suspicion(enabled=False, within_seconds=3.0),
    match_quality=MatchQuality(("Purchase=1.18@2026-11-26",)),
)
NOW = Settings(store="now.db", hosts=("other.example",), rules=Rules(ignore=("PIX",)), suspicion=Suspicion(False))
MACHINE = {"store", "fail_on", "workers", "durable"}
NEW = ("environment", "hosts", "customers", "rules", "suspicion", "match_quality")


def stored(settings: Settings) -> dict[str, Any]:
    """What a store gives back of settings."""
    read = orjson.loads(orjson.dumps(asdict(settings)))
    assert isinstance(read, dict)
    return read


@pytest.mark.parametrize(("then", "now"), [(THEN, NOW), (NOW, THEN), (THEN, Settings()), (Settings(), THEN)])
def test_what_a_verdict_depends_on_is_that_of_the_run(then: Settings, now: Settings) -> None:
    machine = {name: getattr(now, name) for name in MACHINE}
    assert restored(now, stored(then)) == replace(then, **machine)


@pytest.mark.parametrize("name", [field.name for field in fields(Settings) if field.name not in MACHINE])
def test_no_present_setting_takes_the_place_of_a_stored_one(name: str) -> None:
    assert getattr(restored(Settings(), stored(THEN)), name) == getattr(THEN, name)
    assert getattr(restored(THEN, stored(Settings())), name) == getattr(Settings(), name)


@pytest.mark.parametrize("missing", [NEW, *((name,) for name in NEW)])
def test_what_an_older_store_lacks_is_the_default(missing: tuple[str, ...]) -> None:
    old = {name: value for name, value in stored(THEN).items() if name not in missing}
    settings = restored(NOW, old)
    for name in NEW:
        assert getattr(settings, name) == getattr(Settings() if name in missing else THEN, name)


def test_a_table_of_an_older_store_may_lack_members() -> None:
    settings = restored(NOW, {**stored(THEN), "rules": {"ignore": ["CLK"]}, "suspicion": {"enabled": False}})
    assert settings.rules == Rules(ignore=("CLK",))
    assert settings.suspicion == Suspicion(enabled=False, within_seconds=30.0)


def test_other_members_of_what_is_stored_do_not_matter() -> None:
    assert restored(NOW, {**stored(THEN), "schemas_digest": None}) == restored(NOW, stored(THEN))


def test_a_restored_setting_is_of_its_type() -> None:
    rules = restored(NOW, stored(THEN)).rules
    assert rules.severity[0][1] is Severity.NOTE
    hash(rules)
