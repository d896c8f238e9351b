"""The settings that hold, with their origins, or every reason why they can't."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.errors import SettingsError
from simulator.settings import Rules, Settings, collect

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def settled(flags: Mapping[str, object], environ: Mapping[str, str], folder: Path) -> tuple[Settings, dict[str, str]]:
    """The settings of flags, environment and files, and where each came from. Raises SettingsError."""
    loaded = collect(flags, environ, folder)
    problems = loaded.problems
    if loaded.settings.rules != Rules():
        # Late: only the catalog knows which rules there are, and loading it takes a while.
        from simulator.checks.policy import problems_of

        problems = [*problems, *problems_of(loaded.settings.rules, loaded.origins)]
    if problems:
        raise SettingsError(problems)
    return loaded.settings, loaded.origins
