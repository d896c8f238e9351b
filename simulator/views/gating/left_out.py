"""What a run can't tell because its settings left it out: then nothing found is no proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.checks.policy import Policy
from simulator.errors import SettingsError
from simulator.settings import Settings, restored

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.run import Run

LEFT_OUT: Final = "its second pass was left out (suspicion.enabled)"
_LOOKS_TWICE: Final = frozenset({"CNS007", "CNS008"})


def no_second_pass(run: Run) -> str:
    """Why the run has no word on pairs that should have been; empty when it has."""
    return "" if restored(Settings(), run.settings).suspicion.enabled else LEFT_OUT


def untold(run: Run, rules: Iterable[str]) -> str:
    """Why the run may hold what these rules find and not tell it; empty when it would."""
    codes = list(rules)
    if _LOOKS_TWICE.intersection(codes) and no_second_pass(run):
        return LEFT_OUT
    try:
        policy = Policy(restored(Settings(), run.settings).rules)
    except SettingsError:
        # Settings of another catalog: which rules they name isn't known to this one.
        return ""
    silent = [code for code in codes if not policy.would_tell(code, None)]
    return f"the settings of the run leave out {', '.join(silent)}" if silent else ""
