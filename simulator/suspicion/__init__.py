"""The second pass: what deduplication left alone, and what stands beside each other in a pair.

It never changes a verdict. Observers look at the events of a run in order of receipt and at its pairs;
what they suspect they tell with evidence and, where two events are only supposed to belong together,
a confidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.settings import Settings
    from simulator.suspicion.observer import Observer

__all__ = ["make_observers"]


def make_observers(settings: Settings) -> list[Observer]:
    """Fresh observers for one run, in the order in which they are asked."""
    from simulator.suspicion.consent import ConsentWatch
    from simulator.suspicion.coverage import CoverageWatch
    from simulator.suspicion.environments import EnvironmentWatch
    from simulator.suspicion.installs import InstallWatch
    from simulator.suspicion.pair_content import PairContent
    from simulator.suspicion.people import PeopleWatch
    from simulator.suspicion.repeats import Repeats
    from simulator.suspicion.routes import RouteWatch
    from simulator.suspicion.same_action import SameAction

    same_action = SameAction(settings)
    return [
        PairContent(settings),
        same_action,
        Repeats(settings),
        InstallWatch(settings),
        RouteWatch(settings),
        ConsentWatch(settings),
        EnvironmentWatch(settings),
        PeopleWatch(settings),
        CoverageWatch(settings, same_action),
    ]
