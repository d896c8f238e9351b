"""Conditions on what must be seen, as the tracking plan wants it, and on what must not."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from simulator.errors import SettingsError, UsageError
from simulator.masking import show_name
from simulator.store.rows import event_span, number_of
from simulator.views.gating.left_out import untold
from simulator.views.gating.result import Condition, at_least, at_most, not_known

if TYPE_CHECKING:
    from simulator.filtering import Filter
    from simulator.run import Run
    from simulator.settings import Gate, Settings
    from simulator.store import Store

CHANNELS: Final = ("browser", "server")
OFF_THE_PLAN: Final = "EVT098"
KNOWN: Final = {"before-consent": ("CNS007", "CNS008"), "bots": ("COV006",)}
"""What must not be seen and needs no filter: events that these rules have told of."""


def seen_conditions(store: Store, run: Run, gate: Gate, settings: Settings) -> Iterator[Condition]:
    """What must be seen. Raises SettingsError or UsageError where the plan isn't that of the run."""
    wanted = _wanted(gate.must_see)
    from_plan = dict.fromkeys(sorted(_planned(run, settings)), CHANNELS) if gate.plan else {}
    if not (wanted or from_plan):
        return
    seen, astray = _seen(store, run.id)
    for setting, names in (("must_see", wanted), ("plan", {n: c for n, c in from_plan.items() if n not in wanted})):
        for name, channels in names.items():
            for channel in channels:
                off = astray[name, channel]
                told = f"{off:,} more are off the tracking plan" if off else ""
                figure = Fraction(seen[name, channel])
                yield at_least(setting, f"{name}:{channel}", figure, Fraction(1), "events", told)


def unseen_conditions(store: Store, run: Run, gate: Gate) -> Iterator[Condition]:
    """What must not be seen. Raises SettingsError for a name without a filter, or a filter with a mistake."""
    from simulator.views.where import where

    for name, text, by, rules in unseen(gate.must_not_see):
        why = untold(run, rules)
        if why:
            yield not_known("must_not_see", name, Fraction(0), "events", why)
            continue
        sql, parameters = where(store, run.id, by)
        count, first = store.connection.execute(
            f"SELECT count(*), min(e.id) FROM events e WHERE e.id BETWEEN ? AND ? AND {sql}",  # noqa: S608 - views.where
            (*event_span(run.id), *parameters),
        ).fetchone()
        shown = show_name(text, 120)
        told = f"{shown}, first #{number_of(first)}" if count else shown
        yield at_most("must_not_see", name, Fraction(count), Fraction(0), "events", told)


def _wanted(items: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Event names, each with the channels it must be seen on."""
    wanted: dict[str, tuple[str, ...]] = {}
    for item in items:
        name, _, channel = item.rpartition(":")
        if name and channel in CHANNELS:
            wanted[name] = tuple(each for each in CHANNELS if each == channel or each in wanted.get(name, ()))
        else:
            wanted[item] = CHANNELS
    return wanted


def _seen(store: Store, run: int) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Events that Meta would take, by name and channel: those as planned or never planned, and those off the plan."""
    seen: Counter[tuple[str, str]] = Counter()
    astray: Counter[tuple[str, str]] = Counter()
    for name, channel, is_off, count in store.connection.execute(
        "SELECT event_name, channel, EXISTS (SELECT 1 FROM findings f WHERE f.event = e.id AND f.rule = ?), count(*)"
        " FROM events e WHERE id BETWEEN ? AND ? AND verdict IN ('kept', 'duplicate') AND event_name IS NOT NULL"
        " GROUP BY 1, 2, 3",
        (OFF_THE_PLAN, *event_span(run)),
    ):
        (astray if is_off else seen)[name, channel] += count
    return seen, astray


def _planned(run: Run, settings: Settings) -> frozenset[str]:
    """The event names of the plan that the run was judged by."""
    from simulator.pipeline.inspect import planned_names
    from simulator.pipeline.resume import PLAN_DIGEST, plan_digest
    from simulator.settings import restored

    of_run = restored(settings, run.settings)
    if of_run.schemas is None:
        raise UsageError("gate.plan asks for the events of a tracking plan, and the run had none: give --schemas")
    if plan_digest(of_run) != run.settings.get(PLAN_DIGEST):
        raise UsageError(f"the tracking plan {of_run.schemas} has changed since run {run.id}: replay it again")
    return planned_names(of_run)


class Unseen(NamedTuple):
    """What must not be seen: what it is called, the filter that finds it, as text and read, and the rules behind it."""

    name: str
    text: str
    by: Filter
    rules: tuple[str, ...]


def unseen(items: tuple[str, ...]) -> list[Unseen]:
    """What must not be seen, the filters read. Raises SettingsError with every problem."""
    from simulator.filtering import FilterError, parse

    read: list[Unseen] = []
    problems: list[str] = []
    for item in items:
        name, is_given, text = item.partition("=")
        if not is_given and name not in KNOWN:
            close = difflib.get_close_matches(name, KNOWN, n=1, cutoff=0.6)
            meant = f"; did you mean {close[0]}?" if close else f", as in {name}=name:Purchase"
            problems.append(f"gate.must_not_see: {name} needs a filter{meant}")
            continue
        try:
            rules = () if is_given else KNOWN[name]
            by = text if is_given else " | ".join(f"finding:{rule}" for rule in rules)
            read.append(Unseen(name, by, parse(by), rules))
        except FilterError as error:
            problems.append(f"gate.must_not_see: {name}: {error}")
    if problems:
        raise SettingsError(problems)
    return read
