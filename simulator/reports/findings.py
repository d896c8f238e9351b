"""What every report says of a finding beside its message: the other event, how sure it is, and what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.store import Store


def about(twin: int | None, confidence: str | None) -> str:
    """Words behind a finding's path: ``with #1, medium confidence``; ``""`` when it is about one event."""
    said = [f"with #{twin}"] if twin is not None else []
    if confidence is not None:
        said.append(f"{confidence} confidence")
    return ", ".join(said)


def ignored(store: Store, run: int) -> dict[str, Any] | None:
    """How many findings the settings left out, in all and by entry; None when they leave nothing out."""
    from simulator.checks.policy import Policy
    from simulator.errors import SettingsError
    from simulator.settings import Settings
    from simulator.settings.restoring import restored

    counts = store.ignored(run)
    rules = restored(Settings(), {"rules": store.run(run).settings.get("rules", {})}).rules
    try:
        entries = Policy(rules).entries
    except SettingsError:
        # A run of another catalog: its codes are rules no longer, and only the totals can be told.
        entries = ()
    if not counts and not entries:
        return None
    told = [{"entry": entry.text, "findings": counts.get(index, 0)} for index, entry in enumerate(entries)]
    return {"findings": sum(counts.values()), "entries": told}


def ignored_line(left_out: dict[str, Any] | None) -> str:
    """``12 findings ignored by the settings``; ``""`` when none was."""
    number = left_out["findings"] if left_out else 0
    return f"{number:,} finding{'s' if number > 1 else ''} ignored by the settings" if number else ""
