"""Findings alone: the whole path, into a store that is gone afterwards."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from simulator.capture.source import Source
from simulator.pipeline.replaying import Replay, expand
from simulator.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from simulator.event import Origin
    from simulator.finding import Finding
    from simulator.settings import Settings
    from simulator.store import Store
    from simulator.verdict import Decision, Outcome

# Input of at most this many bytes is kept in memory; more goes to a file in the system's temporary folder.
IN_MEMORY = 32 * 1024 * 1024
# How gzip files begin, and how many times more events in JSON take.
GZIP = b"\x1f\x8b"
UNPACKED = 30


class ValidatedEvent(NamedTuple):
    """One event and its findings, most severe first; ``decision`` tells why it is a duplicate.

    The last one may be about the input as a whole: its ``n``, ``origin`` and ``verdict`` are None.
    """

    n: int | None
    origin: Origin | None
    channel: str | None
    event_name: str | None
    event_id: str | None
    verdict: Outcome | None
    findings: tuple[Finding, ...]
    decision: Decision | None = None


class Validation(NamedTuple):
    """A run in a store of its own, as long as the context it was made in."""

    store: Store
    run: int

    def events(self) -> Iterator[ValidatedEvent]:
        """Every event in input order, then what was found about the input as a whole."""
        from simulator.verdict import Decision

        for origin, verdict in self.store.events(self.run):
            n, _, channel, _, name, event_id, outcome, of, key, after, rule, findings = verdict
            decision = None
            if of is not None and key is not None and after is not None and rule is not None:
                decision = Decision(of, key, after, rule)
            yield ValidatedEvent(n, origin, channel, name, event_id, outcome, findings, decision)
        about_all = self.store.run_findings(self.run)
        if about_all:
            yield ValidatedEvent(None, None, None, None, None, None, about_all)


@contextmanager
def validation(sources: Sequence[str], settings: Settings, *, at: float | None = None) -> Iterator[Validation]:
    """Run the sources through the whole path; what it found, while the context lasts.

    ``at`` is the clock in Unix seconds; None takes the latest time in the files, the wall clock
    for standard input. Raises SourceError when a source can't be read at all.
    """
    paths = expand(sources, settings, at)[0]
    sizes = [_size(Source(path, index, settings.limits)) for index, path in enumerate(paths)]
    size = None if None in sizes else sum(size or 0 for size in sizes)
    with TemporaryDirectory(prefix="capisim-", ignore_cleanup_errors=True) as folder:
        place = ":memory:" if size is not None and size <= IN_MEMORY else str(Path(folder) / "store.db")
        with open_store(place) as store:
            replay = Replay(store, sources, settings, at=at)
            for _ in replay.batches():
                pass
            yield Validation(store, replay.run)


def _size(source: Source) -> int | None:
    """About how many bytes a source holds once it is unpacked; None where that isn't known."""
    if source.size is None:
        return None
    with Path(source.path).open("rb") as file:
        return source.size * UNPACKED if file.read(2) == GZIP else source.size


def validate(sources: Sequence[str], settings: Settings, *, at: float | None = None) -> Iterator[ValidatedEvent]:
    """Every event of the sources with its findings, in input order; see ``validation``."""
    with validation(sources, settings, at=at) as made:
        yield from made.events()
