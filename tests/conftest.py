"""Hypothesis: a slow machine is no failure, and CI tries the same examples every time.

And the collector leaves alone what thousands of tests are made of: to walk that takes longer than most of them do.
"""

from __future__ import annotations

import gc
import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "capisim",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("CI") == "true",
)
settings.load_profile("capisim")


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
