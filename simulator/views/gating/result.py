"""What a gate says: every condition with its figure and its limit."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from simulator.run import Run
    from simulator.views.diffing import RunDiff

Unit: TypeAlias = Literal["runs", "events", "findings", "percent", "seconds", "points", "changes"]


class Condition(NamedTuple):
    """One condition, met or not.

    ``name`` is the setting of ``[gate]`` that asks for it. ``about`` is what it is about: an event name, an event name
    and a match key (``Purchase.em``) or a channel (``Purchase:server``), what must not be seen; None for the run as a
    whole, ``*`` where it is asked of every event name and there is none to ask. ``figure`` is None where the run gives
    none; at least so much can't be shown then, and fails. ``told`` says in words what the figure is of.
    """

    name: str
    about: str | None
    figure: float | None
    bound: Literal["least", "most"]
    limit: float
    unit: Unit
    passed: bool
    told: str


class GateResult(NamedTuple):
    """All conditions in the order of the settings. ``profile`` is the one that was laid over them.

    ``baseline`` is what changed from the run that this one must not be worse than, if there is one.
    """

    run: Run
    profile: str | None
    conditions: tuple[Condition, ...]
    baseline: RunDiff | None = None

    @property
    def passed(self) -> bool:
        """Whether every condition is met."""
        return all(condition.passed for condition in self.conditions)

    @property
    def failed(self) -> int:
        """How many are not."""
        return sum(not condition.passed for condition in self.conditions)


def not_known(name: str, about: str, limit: Fraction, unit: Unit, why: str) -> Condition:
    """A condition on the most of something that the run could hold without telling: it is not met."""
    return Condition(name, about, None, "most", float(limit), unit, False, why)


def with_baseline(result: GateResult, found: RunDiff) -> GateResult:
    """The result with one more condition: nothing is worse than before."""
    changes = Fraction(len(found.worse))
    condition = at_most("baseline", found.before.label, changes, Fraction(0), "changes", "")
    return result._replace(conditions=(*result.conditions, condition), baseline=found)


def at_least(
    name: str, about: str | None, figure: Fraction | None, limit: Fraction, unit: Unit, told: str
) -> Condition:
    """A condition on the least. A share is shown rounded down, so that it never looks like more than it is."""
    shown = None if figure is None else math.floor(figure * 100) / 100
    return Condition(name, about, shown, "least", float(limit), unit, figure is not None and figure >= limit, told)


def at_most(name: str, about: str | None, figure: Fraction | None, limit: Fraction, unit: Unit, told: str) -> Condition:
    """A condition on the most, rounded up; what there is none of is not too much."""
    shown = None if figure is None else math.ceil(figure * 100) / 100
    return Condition(name, about, shown, "most", float(limit), unit, figure is None or figure <= limit, told)
