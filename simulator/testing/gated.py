"""Go or no-go inside a test: the conditions of a gate, as ``capisim gate`` holds a run against them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from simulator.reports.gate import sentence
from simulator.settings import apply_tables
from simulator.settings.profiles import gate_of
from simulator.testing.telling import listing, message
from simulator.views.gating.judging import refuse_bad_gate

if TYPE_CHECKING:
    from simulator.settings import Gate, Settings
    from simulator.testing.result import Result
    from simulator.views.gating import GateResult


def conditions_of(settings: Settings, profile: str | None, conditions: dict[str, Any]) -> Gate:
    """What is asked of what has arrived so far. Raises SettingsError."""
    table = conditions | ({} if profile is None else {"profile": profile})
    settled = apply_tables(settings, {"gate": table}, "expect_go")
    # What is said in the call weighs more than the profile, as an option does.
    gate = gate_of(settled, {f"gate.{name}": f"option {name}" for name in table})
    refuse_bad_gate(gate)
    # Whoever asks while it goes on knows that it does.
    return replace(gate, complete=False)


def expect_go(told: GateResult, result: Result) -> None:
    """Raise AssertionError with every condition that is not met."""
    __tracebackhide__ = True
    if told.passed:
        return
    met = f"{len(told.conditions) - told.failed} of {len(told.conditions)} conditions are met"
    missed = [f"  {each.name}: {sentence(each)}" for each in told.conditions if not each.passed]
    raise AssertionError(message(f"no go: {met}", "\n".join(missed), listing(result.events)))
