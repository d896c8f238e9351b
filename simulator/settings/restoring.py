"""The settings a run began with, from what its store holds of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulator.finding import Severity
from simulator.settings.model import Deduplication, Ignore, Limits, MatchQuality, Rules, Settings, Suspicion


def restored(settings: Settings, stored: Mapping[str, Any]) -> Settings:
    """The settings given, with everything a verdict depends on replaced by what was stored.

    ``stored`` is ``asdict(Settings)`` as it came back from JSON. What an older capisim did not store
    was its default then, so the default counts, never the present setting.
    """
    first = Settings()
    return replace(
        settings,
        schemas=stored.get("schemas", first.schemas),
        engine=stored.get("engine", first.engine),
        environment=stored.get("environment", first.environment),
        hosts=tuple(stored.get("hosts", first.hosts)),
        customers=stored.get("customers", first.customers),
        deduplication=Deduplication(**stored.get("deduplication", {})),
        limits=Limits(**stored.get("limits", {})),
        rules=_rules(stored.get("rules", {})),
        suspicion=Suspicion(**stored.get("suspicion", {})),
        match_quality=MatchQuality(tuple(stored.get("match_quality", {}).get("calibration", ()))),
    )


def _rules(stored: Mapping[str, Any]) -> Rules:
    return Rules(
        select=tuple(stored.get("select", ())),
        ignore=tuple(stored.get("ignore", ())),
        severity=tuple((code, Severity(severity)) for code, severity in stored.get("severity", ())),
        ignores=tuple(
            Ignore(table["rule"], table["reason"], tuple(table.get("event_names", ())))
            for table in stored.get("ignores", ())
        ),
    )
