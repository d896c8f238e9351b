"""A shop without faults has none: nothing to find, nothing to suspect, and hardly a gap between the channels."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.finding import Severity
from simulator.pipeline import validation
from simulator.reports.summary import summarize
from simulator.settings import Settings
from simulator.synthetic import Made, ShopSettings, traffic
from simulator.synthetic.forms import Form, written
from simulator.views.coverage import event_names

NEVER = ("DUP", "PIX", "CNS", "PRV", "ENV")
"""Families of which not even a note is right."""


def found(path: Path) -> tuple[dict[str, str], float]:
    """What is found in a file (a message for each rule and severity), and how much of the browser's the server has."""
    with validation([str(path)], Settings(workers=1)) as made:
        told = {
            f"{finding.rule} {finding.severity.value}": finding.message
            for event in made.events()
            for finding in event.findings
        }
        names = event_names(made.store.connection, made.run)
    pairs = sum(each["pairs"] for each in names)
    return told, 100 * pairs / (pairs + sum(each["browser_only"] for each in names))


def write(path: Path, made: list[Made], form: Form) -> Path:
    path.write_bytes(b"".join(written(made, form)))
    return path


@pytest.mark.parametrize("seed", [7, 8, 9])
def test_nothing_is_found(seed: int, tmp_path: Path) -> None:
    made = list(traffic(ShopSettings(shoppers=300, seed=seed)))
    told, coverage = found(write(tmp_path / "shop.jsonl", made, "envelopes"))
    above = [each for each in told if each.split()[1] != Severity.NOTE.value or each.startswith(NEVER)]
    assert not above, told
    assert coverage > 95


@pytest.mark.parametrize("form", ["requests", "wire", "mixed"])
def test_nothing_is_found_in_other_forms(form: Form, tmp_path: Path) -> None:
    made = list(traffic(ShopSettings(shoppers=100, days=2)))
    told, coverage = found(write(tmp_path / "shop.jsonl", made, form))
    assert not told
    assert coverage > 95


def test_match_quality_is_what_such_data_promises(tmp_path: Path) -> None:
    """The calibration points of the model: 5 to 7 where few are known, about 9 where all but the click is."""
    made = list(traffic(ShopSettings(shoppers=300)))
    with validation([str(write(tmp_path / "shop.jsonl", made, "envelopes"))], Settings(workers=1)) as run:
        quality = {each["event_name"]: each for each in summarize(run.store, run.run, 0)["match_quality"]}
    assert 5.0 <= quality["PageView"]["estimate"]["likely"] <= 7.0
    assert 8.5 <= quality["Purchase"]["estimate"]["likely"] <= 9.5
    keys = {each["key"]: each for each in quality["Purchase"]["keys"]}
    assert all(keys[name]["valid"] == 100 == keys[name]["coverage"] for name in ("em", "ph", "external_id", "country"))


def test_a_fault_is_found(tmp_path: Path) -> None:
    """That nothing is found means something only where something could be."""
    made = list(traffic(ShopSettings(shoppers=60)))
    broken = [
        each._replace(payload={**each.payload, "event_id": f"server-{each.payload['event_id']}"})
        if each.channel == "server"
        else each
        for each in made
    ]
    told, coverage = found(write(tmp_path / "shop.jsonl", broken, "envelopes"))
    assert "DUP001 error" in told
    assert coverage < 5


def test_made_events_are_not_changed_by_being_written() -> None:
    made = list(traffic(ShopSettings(shoppers=30)))
    once, again = (b"".join(written(made, "mixed")) for _ in range(2))
    assert once == again
