"""Every fault trips exactly the rules it lists, and every rule that a sender can break has a fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from fault_trying import SEEDS, faulty, shop, told

from simulator.checks.catalog import catalog
from simulator.checks.failure_modes import FAILURE_MODES
from simulator.synthetic.faults import Kind, Variant, faults

NO_FAULT_OF_A_SENDER = {
    "ENV009": "an ignore in the settings of capisim",
}
"""Rules that no event causes, and what does."""

VARIANTS = [
    pytest.param(kind, variant, id=f"{kind.name}:{variant.name}")
    for kind in faults().values()
    for variant in kind.variants.values()
]


@pytest.mark.parametrize(("kind", "variant"), VARIANTS)
def test_a_fault_trips_exactly_its_rules(kind: Kind, variant: Variant, tmp_path: Path) -> None:
    for seed in SEEDS:
        stream, applied = faulty(kind, variant, seed)
        assert applied.hits, f"seed {seed}: nothing was hit"
        assert not applied.missed, f"seed {seed}: fails by itself"
        found = told(stream, variant, tmp_path)
        assert set(found) == variant.rules, f"seed {seed}: {dict(found)}"


@pytest.mark.parametrize("form", ["envelopes", "requests", "har"])
def test_without_a_fault_the_same_shops_have_none(form: str, tmp_path: Path) -> None:
    """Else a rule in a list would prove nothing."""
    from dataclasses import replace

    anything = next(iter(next(iter(faults().values())).variants.values()))
    every_need = frozenset({"production", "hosts", "customers", "plan"})
    bare = replace(anything, form=form, needs=every_need)  # type: ignore[arg-type]
    for seed in SEEDS:
        assert not told(list(shop(seed)), bare, tmp_path)


def test_every_rule_has_a_fault() -> None:
    caused = {code for kind in faults().values() for variant in kind.variants.values() for code in variant.rules}
    # No event tells of a property's data elements and rules: tests/checks/test_checks_tagging.py asks those.
    of_events = {code for code, rule in catalog().items() if rule.scope != "property"}
    assert of_events - caused == set(NO_FAULT_OF_A_SENDER)
    assert caused <= set(catalog())


def test_every_failure_mode_has_a_fault_that_its_rules_find() -> None:
    for mode in FAILURE_MODES:
        kinds = [kind for kind in faults().values() if kind.mode == mode.rank]
        caused = {code for kind in kinds for variant in kind.variants.values() for code in variant.rules}
        assert set(mode.rules) <= caused | {"ENV009"}, f"{mode.rank}. {mode.title}"


def test_variants_say_what_they_do() -> None:
    for kind in faults().values():
        assert kind.variants, kind.name
        assert kind.what.endswith(".")
        for variant in kind.variants.values():
            assert variant.what.endswith("."), f"{kind.name}:{variant.name}"
            assert variant.rules, f"{kind.name}:{variant.name}"
