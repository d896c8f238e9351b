"""Conditions by event name: coverage, match keys, what counts twice, delay, the estimate."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from simulator.checks.rules.time import PROMPT_SOURCES
from simulator.errors import SettingsError
from simulator.store.rows import event_span
from simulator.views.both_count import counted_twice
from simulator.views.coverage import event_names
from simulator.views.gating.left_out import no_second_pass
from simulator.views.gating.limits import EVERY, asked, limits
from simulator.views.gating.result import Condition, at_least, at_most, not_known
from simulator.views.money import NO_COPIES
from simulator.views.quality import masks_by_name, quality

if TYPE_CHECKING:
    from simulator.match_quality.score import Counts
    from simulator.run import Run
    from simulator.settings import Gate
    from simulator.store import Store


class _Of(NamedTuple):
    """So many of so many."""

    part: int
    whole: int

    @property
    def percent(self) -> Fraction:
        return Fraction(100 * self.part, self.whole)

    def __str__(self) -> str:
        return f"{self.part:,} of {self.whole:,}"


def coverage_conditions(store: Store, run: int, gate: Gate) -> Iterator[Condition]:
    """Event coverage, of all names that the browser reported and that are meant to come on both channels."""
    wanted = limits(gate.min_coverage)
    if not wanted:
        return
    pairs = {
        entry["event_name"]: _Of(entry["pairs"], entry["pairs"] + entry["browser_only"])
        for entry in event_names(store.connection, run)
        if entry["pairs"] + entry["browser_only"]
    }
    known = {name: of for name, of in pairs.items() if name in wanted or name not in NO_COPIES}
    for (name, limit), of in asked(wanted, known):
        told = f"{of}" if of else "the browser reported none that Meta would take"
        yield at_least("min_coverage", name, of.percent if of else None, limit, "percent", told)


def key_conditions(store: Store, run: int, gate: Gate) -> Iterator[Condition]:
    """Coverage and validity of match keys. Raises SettingsError for a key that Meta doesn't know."""
    if not (gate.min_key_coverage or gate.min_key_valid):
        return
    counts = dict(masks_by_name(store.connection, run))
    for setting, items, valid in (
        ("min_key_coverage", gate.min_key_coverage, False),
        ("min_key_valid", gate.min_key_valid, True),
    ):
        for key, wanted in by_key(setting, items).items():
            shares = {name: _share(masks, key, valid) for name, masks in counts.items()}
            for (name, limit), of in asked(wanted, shares):
                told = f"{of}" if of else "the server reported none for the web"
                figure = of.percent if of else None
                yield at_least(setting, f"{name}.{key}", figure, limit, "percent", told)


def twice_conditions(store: Store, run: Run, gate: Gate) -> Iterator[Condition]:
    """The share of what counts that looks like an action that counts already."""
    wanted = limits(gate.max_twice)
    why = no_second_pass(run) if wanted else ""
    if not wanted or why:
        yield from (not_known("max_twice", name, limit, "percent", why) for name, limit in wanted.items())
        return
    shares = {name: _Of(*share) for name, share in counted_twice(store, run.id).items()}
    for (name, limit), of in asked(wanted, shares):
        told = f"{of}" if of else "none counts"
        yield at_most("max_twice", name, of.percent if of else None, limit, "percent", told)


def delay_conditions(store: Store, run: int, gate: Gate) -> Iterator[Condition]:
    """The longest delay of an event that Meta would take, on either channel; those of a shop or a call may be late."""
    wanted = limits(gate.max_delay)
    if not wanted:
        return
    # Times are floats of ten digits before the point; what is behind the milliseconds is noise.
    rows = store.connection.execute(
        "SELECT event_name, max(round(received_at - event_time, 3)) FROM events WHERE id BETWEEN ? AND ?"
        " AND verdict IN ('kept', 'duplicate') AND event_name IS NOT NULL AND received_at - event_time IS NOT NULL"
        " AND coalesce(action_source, 'website') IN (SELECT value FROM json_each(?)) GROUP BY 1",
        (*event_span(run), json.dumps(sorted(PROMPT_SOURCES))),
    )
    longest = {name: max(Fraction(repr(delay)), Fraction(0)) for name, delay in rows}
    for (name, limit), delay in asked(wanted, longest):
        told = "" if delay is not None else "none that should be prompt tells when it happened and came"
        yield at_most("max_delay", name, delay, limit, "seconds", told)


def estimate_conditions(store: Store, run: int, gate: Gate) -> Iterator[Condition]:
    """The likeliest value of the estimate of match quality."""
    wanted = limits(gate.min_estimate)
    if not wanted:
        return
    estimates = {each.event_name: each.estimate for each in quality(store, run)}
    for (name, limit), estimate in asked(wanted, estimates):
        if estimate is None:
            yield at_least("min_estimate", name, None, limit, "points", "the server reported none for the web")
            continue
        told = f"an estimate, {estimate.low:.1f} to {estimate.high:.1f} by model {estimate.version}"
        yield at_least("min_estimate", name, Fraction(repr(estimate.likely)), limit, "points", told)


def _share(masks: Counts, key: str, valid: bool) -> _Of:
    from simulator.match_quality.keys import KEYS

    bit = KEYS.index(key)
    part = sum(count for (present, well), count in masks.items() if (well if valid else present) >> bit & 1)
    return _Of(part, sum(masks.values()))


def by_key(setting: str, items: tuple[str, ...]) -> Mapping[str, Mapping[str, Fraction]]:
    """Limits by event name for each match key, in the order in which the keys are named. Raises SettingsError."""
    from simulator.match_quality.keys import KEYS

    found: dict[str, dict[str, Fraction]] = {}
    problems: list[str] = []
    for item in items:
        what, _, number = item.rpartition("=")
        name, _, key = what.rpartition(".")
        if key not in KEYS:
            close = difflib.get_close_matches(key, KEYS, n=1, cutoff=0.6)
            meant = f"; did you mean {close[0]}?" if close else ""
            problems.append(f"gate.{setting}: there is no match key {key}{meant}")
            continue
        found.setdefault(key, {})[name or EVERY] = Fraction(number)
    if problems:
        raise SettingsError(problems)
    return found
