"""How many processors this process may use."""

from __future__ import annotations

import os


def processors() -> int:
    """At least 1; fewer than the machine has where the process is confined to some."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
