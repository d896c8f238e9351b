"""The one part of capisim that talks to another machine, and only when it is asked to.

    planned = plan(store, run, parse("name:Purchase"), settings, Asked(shift_time=True), has_token=True)
    if not planned.refusals:
        with Graph(settings.forward.graph_url, settings.forward.version, find_token(os.environ)) as graph:
            outcome = send(store, planned, graph, settings, on_progress)

``plan`` reads and refuses, ``send`` sends, ``resume`` continues. ``graph`` speaks to the Graph API, ``tokens`` finds
what opens it, ``transient`` knows which answers may be tried again. Nothing else in capisim may import an HTTP client;
a contract of import-linter holds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.forward.planning import Asked, Plan, plan
    from simulator.forward.refusals import Refusal
    from simulator.forward.sending import Outcome, SendProgress, resume, send

__all__ = ["Asked", "Outcome", "Plan", "Refusal", "SendProgress", "plan", "resume", "send"]

_LATE = {
    "Asked": "planning",
    "Outcome": "sending",
    "Plan": "planning",
    "Refusal": "refusals",
    "SendProgress": "sending",
    "plan": "planning",
    "resume": "sending",
    "send": "sending",
}


def __getattr__(name: str) -> object:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
