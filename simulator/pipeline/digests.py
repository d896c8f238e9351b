"""Digests of the sources, made beside the replay: hashing a long file takes a while of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.capture.source import Source


class Digests:
    """The digest of each source, ``sha256:<hex>``, or None for one that can't be read twice.

    The work begins at once, in a thread; hashing lets other threads run.
    """

    def __init__(self, sources: Sequence[Source]) -> None:
        pool = ThreadPoolExecutor(1, thread_name_prefix="digests")
        self._futures = [pool.submit(source.digest) for source in sources]
        pool.shutdown(wait=False)

    @property
    def ready(self) -> bool:
        """Whether asking for them now would not wait."""
        return all(future.done() for future in self._futures)

    def result(self) -> list[str | None]:
        """All of them, waited for. Raises SourceError when a source can no longer be read."""
        return [future.result() for future in self._futures]
