"""The top floor: the pytest plugin and the assertion API.

    from simulator.testing import run_events

    def test_one_purchase_counts_once() -> None:
        result = run_events([browser_purchase, server_purchase])
        result.expect_event("Purchase")
        result.expect_deduplicated("Purchase", within=60)
        result.expect_clean()

Inside pytest the fixture ``capisim`` does the same and keeps snapshots beside the test; ``capisim.listen()`` stands in
for Meta on this machine, and the same may be expected of what arrives there. Importing this package
loads nothing: pytest loads it in every session of an environment that capisim is installed in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.testing.capisim import Capisim, run_events
    from simulator.testing.judged import JudgedEvent
    from simulator.testing.listening import Listening
    from simulator.testing.result import Result

__all__ = ["Capisim", "JudgedEvent", "Listening", "Result", "run_events"]

_LATE = {
    "Capisim": "capisim",
    "JudgedEvent": "judged",
    "Listening": "listening",
    "Result": "result",
    "run_events": "capisim",
}


def __getattr__(name: str) -> object:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
