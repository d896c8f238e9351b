"""A live run: requests as they arrive, each acknowledged once it is committed.

It is the path of a replay, one small chunk at a time, so that a verdict never depends on the door. A file
that holds the same requests in the same order gets the same verdicts.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.capture.source import Chunk
from simulator.checks.catalog import catalog
from simulator.clock import now
from simulator.errors import StoreError
from simulator.event import Origin, Quarantined
from simulator.finding import Finding, Severity
from simulator.masking import excerpt
from simulator.pipeline.beginning import begin, look_twice, refuse_bad_settings
from simulator.pipeline.decide import Decider
from simulator.pipeline.inspect import Inspector
from simulator.pipeline.live_look import put_down
from simulator.run import LISTEN, Progress, SourceState
from simulator.store.rows import EVENT_COLUMNS, event_key
from simulator.store.write import Writer
from simulator.verdict import Outcome, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from simulator.pipeline.live_look import Looked
    from simulator.settings import Settings
    from simulator.store import Store
    from simulator.store.write import Rows

_SEVERITIES = tuple(Severity)
_AT = {name: index for index, name in enumerate(EVENT_COLUMNS)}
_OUTCOMES = {str(each): each for each in Outcome}
# What a named tuple's own constructor does, without the Python function around it.
_new = tuple.__new__
_LINE, _VERDICT = _AT["line"], _AT["verdict"]


def _line_of(entry: tuple[Any, ...]) -> int:
    line: int = entry[0] if len(entry) == 4 else entry[0][_AT["line"] - 1]
    return line


class TurnedAway(NamedTuple):
    """A request that was refused before its events were read: why, in a sentence, and what may be shown of it."""

    reason: str
    shown: bytes = b""


class Taken(NamedTuple):
    """What became of one request. ``line`` counts the requests of the run from 1.

    ``verdicts`` are those of its events as things stand, none where there was nothing to read; one is
    ``quarantined`` where no event could be read.
    """

    run: int
    line: int
    verdicts: tuple[Verdict, ...]


class Mark(NamedTuple):
    """How far a run had come when a look at it began; ``items`` and ``looked_at`` count its requests."""

    run: int
    items: int
    looked_at: int


class Ended(NamedTuple):
    """A run that nothing is added to any more; ``clock`` is in Unix seconds."""

    writer: Writer
    clock: float

    def close(self) -> None:
        """Record that all has been done."""
        self.writer.set_clock(self.clock)
        self.writer.finish("complete")


class Listener:
    """One live run after another in an open store. Used by one thread at a time.

    Every method may raise StoreError; what a failed call has not acknowledged was not stored.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        *,
        title: str | None = None,
        origins: Mapping[str, str] | None = None,
    ) -> None:
        self.store = store
        self.settings = settings
        self._title = title
        self._origins = origins
        self.planned = refuse_bad_settings(settings)
        self._inspector = Inspector(settings)
        for run in store.runs():
            # Nobody could say so when its process was killed. Where one still listens, its end says otherwise.
            if run.is_live and run.state == "running":
                Writer(store, run.id).finish("interrupted")
        self._begin()

    def _begin(self) -> None:
        state = SourceState(LISTEN, None, None, 0, 0)
        self._writer = begin(self.store, self.settings, [state], clock=None, title=self._title, origins=self._origins)
        self._state = state
        self.run = self._writer.run
        self._decider = Decider(self.run, self.settings.deduplication)
        self._open = True
        self._looked_at = 0
        self._started = now()

    def take(self, requests: Sequence[bytes | TurnedAway]) -> list[Taken]:
        """Check, deduplicate and store requests; all of them are committed when this returns.

        Each is an envelope in JSON with a ``request`` and its ``received_at``, as capture reads it from a file.
        """
        if not self._open:
            raise StoreError(f"store {self.store.path}: run {self.run} is finished")
        try:
            return self._take(requests)
        except Exception:
            # The decider has seen what the store has not.
            self._decider = Decider(self.run, self.settings.deduplication)
            self._decider.resume(self.store)
            raise

    def _take(self, requests: Sequence[bytes | TurnedAway]) -> list[Taken]:
        first = self._state.items + 1
        last = self._state.items + len(requests)
        items = [b"" if isinstance(each, TurnedAway) else each for each in requests]
        problems = [
            Quarantined(Origin(LISTEN, line), each.reason, excerpt(each.shown))
            for line, each in enumerate(requests, first)
            if isinstance(each, TurnedAway)
        ]
        inspected = self._inspector.inspect(Chunk(0, "lines", first, items, last, problems), now())
        if problems:
            # What was turned away has its number among the others, in the order of the requests.
            inspected.entries.sort(key=_line_of)
        straggled = self._decider.window.straggled
        rows, changes = self._decider.take(inspected, 0)
        after = self._state._replace(items=last, offset=last)
        with self._writer.transaction():
            if self._decider.window.straggled and not straggled:
                self._writer.note_straggler()
            self._writer.add(rows, changes, 0, self._state, after)
        self._state = after
        verdicts = self._verdicts(rows)
        return [Taken(self.run, line, tuple(verdicts.get(line, ()))) for line in range(first, last + 1)]

    def _verdicts(self, rows: Rows) -> dict[int, list[Verdict]]:
        found: dict[int, list[Finding]] = {}
        rules = catalog()
        for key, _, code, rank, path, message, expected, actual in rows.findings:
            fix = rules[code].fix
            finding = Finding(code, _SEVERITIES[rank], path, message, expected, actual, fix)
            found.setdefault(key, []).append(finding)
        base = event_key(self.run, 0)
        verdicts: dict[int, list[Verdict]] = {}
        for row in rows.events:
            key, line = row[0], row[_LINE]
            origin = str(Origin(LISTEN, line, row[_AT["item"]]))
            own = tuple(found[key]) if key in found else ()
            told = (key - base, origin, *row[1:5], _OUTCOMES[row[_VERDICT]], *row[_VERDICT + 1 :], own)
            verdicts.setdefault(line, []).append(_new(Verdict, told))
        return verdicts

    def look(self) -> None:
        """Look for suspicions in the run as it stands, unless nothing has come since the last look."""
        if self._open and self._looked_at != self._state.items:
            with self._writer.transaction():
                look_twice(self.store, self._writer, self.settings, self.planned)
            self._looked_at = self._state.items

    def mark(self) -> Mark | None:
        """How far the run has come, for a look that is made elsewhere; None when one has been there already."""
        items = self._state.items
        return Mark(self.run, items, self._looked_at) if self._open and self._looked_at != items else None

    def put_down(self, looked: Looked, mark: Mark) -> Iterator[None]:
        """Store what a look at the run of a mark has found; each step takes little time.

        It ends early when the run has ended, or another look was made meanwhile.
        """
        for _ in put_down(self._writer, looked):
            yield
            if not self._open or (self.run, self._looked_at) != (mark.run, mark.looked_at):
                return
        self._looked_at = mark.items

    def finish(self, pace: Callable[[], object] | None = None) -> int:
        """End the run as a replay ends; its number. A second call does nothing.

        ``pace`` is called every few events. What it raises leaves the run unfinished.
        """
        if self._open:
            self._writer.set_clock(self._decider.latest or self._started)
            # All of a long run is not looked at again for nothing. An empty one has not been looked at yet.
            if self._looked_at != self._state.items or not self._looked_at:
                look_twice(self.store, self._writer, self.settings, self.planned, pace=pace)
            self._writer.finish("complete")
            self._open = False
        return self.run

    def abandon(self) -> None:
        """Mark the run interrupted, when it can't be finished."""
        with suppress(StoreError):
            if self._open:
                self._writer.finish("interrupted")
        self._open = False

    def turn_over(self) -> Ended:
        """Begin another run at once. The one before is to be finished, which may be done elsewhere."""
        ended = Ended(self._writer, self._decider.latest or self._started)
        self._begin()
        return ended

    def complete(self, ended: Ended) -> None:
        """Finish a run that was turned over, as a replay ends."""
        look_twice(self.store, ended.writer, self.settings, self.planned)
        ended.close()

    def reset(self) -> int:
        """Finish the run and begin another; the number of the new one."""
        self.finish()
        self._begin()
        return self.run

    def progress(self) -> Progress:
        """How the run stands."""
        decider = self._decider
        return Progress(
            run=self.run,
            bytes_done=0,
            bytes_total=None,
            read=decider.read,
            stored=decider.read - decider.quarantined,
            quarantined=decider.quarantined,
            duplicates=decider.window.duplicates,
            rejected=decider.rejected,
            seconds=now() - self._started,
        )
