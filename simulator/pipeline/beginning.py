"""What every run begins and ends with, whichever door its events come in by."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from simulator import __version__
from simulator.checks.catalog import catalog_hash
from simulator.checks.context import context_of
from simulator.checks.policy import Policy
from simulator.pipeline.beforehand import Beforehand
from simulator.pipeline.inspect import planned_names
from simulator.pipeline.redecide import redecide
from simulator.pipeline.resume import CUSTOMERS_DIGEST, PLAN_DIGEST, customers_digest, plan_digest
from simulator.pipeline.suspect import suspect
from simulator.store.write import NewRun, Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from simulator.deduplication.window import Window
    from simulator.run import SourceState
    from simulator.settings import Settings
    from simulator.store import Store


_NOTHING: Final = Beforehand()


def refuse_bad_settings(settings: Settings) -> frozenset[str]:
    """The event names of the tracking plan, once everything the settings name was read.

    Raises SettingsError for a bad plan, bad customers or rules: the user's to mend, and no run yet.
    """
    planned = planned_names(settings)
    Policy(settings.rules)
    context_of(settings)
    return planned


def begin(
    store: Store,
    settings: Settings,
    states: Sequence[SourceState],
    *,
    clock: float | None,
    title: str | None,
    origins: Mapping[str, str] | None,
    known: Beforehand = _NOTHING,
) -> Writer:
    """Record a new run of these sources; ``clock`` is in Unix seconds, ``known`` what is known of it already.

    May raise StoreError.
    """
    told = {
        **asdict(settings),
        PLAN_DIGEST: plan_digest(settings),
        CUSTOMERS_DIGEST: customers_digest(settings),
    }
    new = NewRun(title, __version__, catalog_hash(), clock, None, told, dict(origins or {}), states, *known)
    return Writer.begin(store, new)


def look_twice(
    store: Store,
    writer: Writer,
    settings: Settings,
    planned: frozenset[str],
    pace: Callable[[], object] | None = None,
) -> Window | None:
    """Decide again what came far out of order, then look for what deduplication left alone.

    Safe to repeat, also where ``pace``, which is called every few events, broke it off. The window that has seen all of
    the run, where it had to be decided again. May raise StoreError.
    """
    window = redecide(store, writer, settings.deduplication) if store.straggled(writer.run) else None
    suspect(store, writer, settings, planned, pace)
    return window
