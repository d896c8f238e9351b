"""All conditions of a gate, asked of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.errors import SettingsError
from simulator.views.gating.counts import count_conditions
from simulator.views.gating.result import GateResult
from simulator.views.gating.seen import seen_conditions, unseen, unseen_conditions
from simulator.views.gating.shares import (
    by_key,
    coverage_conditions,
    delay_conditions,
    estimate_conditions,
    key_conditions,
    twice_conditions,
)

if TYPE_CHECKING:
    from simulator.settings import Gate, Settings
    from simulator.store import Store


def refuse_bad_gate(gate: Gate) -> None:
    """Raise SettingsError with every match key, name and filter that can't be used, before a run is made for them."""
    problems: list[str] = []
    for read in (
        lambda: by_key("min_key_coverage", gate.min_key_coverage),
        lambda: by_key("min_key_valid", gate.min_key_valid),
        lambda: unseen(gate.must_not_see),
    ):
        try:
            read()
        except SettingsError as error:
            problems += error.problems
    if problems:
        raise SettingsError(problems)


def judge(store: Store, run: int, gate: Gate, settings: Settings) -> GateResult:
    """Every condition that the gate asks for, of a stored run. About ten seconds for a million events.

    ``settings`` are the present ones; the tracking plan is that of the run. Raises UsageError when there is no such run
    or its plan has changed, SettingsError as ``refuse_bad_gate``; may raise sqlite3.Error.
    """
    found = store.run(run)
    conditions = (
        *count_conditions(store, found, gate),
        *coverage_conditions(store, run, gate),
        *key_conditions(store, run, gate),
        *twice_conditions(store, found, gate),
        *seen_conditions(store, found, gate, settings),
        *unseen_conditions(store, found, gate),
        *delay_conditions(store, run, gate),
        *estimate_conditions(store, run, gate),
    )
    return GateResult(found, gate.profile, conditions)
