"""Which events of a run somebody made up, and which may be real ones.

A run of the made-up shop says so of itself. Scenarios that ship with capisim are known by their digests, wherever a
copy of them lies. Everything else counts as captured: nothing tells a made-up event from somebody's real one.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from simulator.resources import fixtures

if TYPE_CHECKING:
    from simulator.run import Made, Run


def made_up(run: Run) -> list[Made | None]:
    """Who made up the events of each source of a run, in their order; None where that isn't known."""
    unknown = {source.size for source in run.sources if source.made is None and source.digest is not None}
    ours = _digests({size for size in unknown if size is not None})
    return [source.made or ("fixture" if source.digest in ours else None) for source in run.sources]


def _digests(sizes: set[int]) -> frozenset[str]:
    """The digests of those files among our scenarios that have one of these sizes."""
    if not sizes:
        return frozenset()
    files = (file for file in fixtures().rglob("*") if file.is_file() and file.stat().st_size in sizes)
    return frozenset(f"sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}" for file in files)
