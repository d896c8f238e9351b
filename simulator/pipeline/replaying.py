"""Replaying sources into the store, from the start or from where an interrupted run stopped."""

from __future__ import annotations

import time
from contextlib import closing, nullcontext, suppress
from typing import TYPE_CHECKING

from simulator.capture.source import Source
from simulator.clock import now
from simulator.errors import SourceError, StoreError, UsageError
from simulator.pipeline.beforehand import Beforehand, beforehand
from simulator.pipeline.beginning import begin, look_twice, refuse_bad_settings
from simulator.pipeline.decide import Decider
from simulator.pipeline.digests import Digests
from simulator.pipeline.pacing import Paced, ahead_of
from simulator.pipeline.resume import find_interrupted, refuse_changed, with_run_settings
from simulator.pipeline.times import latest_time
from simulator.pipeline.workers import choose_workers, inspect_here, inspect_in_pool, quiet_collector
from simulator.run import Progress, SourceState
from simulator.scenario import is_scenario, load_scenario
from simulator.settings import apply_tables
from simulator.store.write import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence

    from simulator.capture.source import Chunk
    from simulator.pipeline.inspect import Inspected
    from simulator.pipeline.pacing import Pace
    from simulator.run import Made
    from simulator.settings import Settings
    from simulator.store import Store

ITEMS_PER_CHUNK = 2000


def expand(
    sources: Sequence[str], settings: Settings, at: float | None
) -> tuple[tuple[str, ...], Settings, float | None, str | None]:
    """The files behind the sources: a scenario's folder stands for its files, settings, clock and title.

    An explicit clock wins over the scenario's. Raises UsageError when a scenario is mixed with
    other sources, because its settings would then judge them too.
    """
    scenarios = [path for path in sources if is_scenario(path)]
    if not scenarios:
        return tuple(sources), settings, at, None
    if len(sources) > 1:
        raise UsageError(f"{scenarios[0]} is a scenario with settings of its own: replay it alone")
    scenario = load_scenario(scenarios[0])
    settings = apply_tables(settings, scenario.settings, f"{scenarios[0]}/scenario.toml")
    return scenario.sources, settings, scenario.at if at is None else at, scenario.title


class Replay:
    """One run over some sources, written to an open store.

    Iterate over ``batches()``; each step has committed its batch when it yields. ``run`` is the
    number of the run. ``names`` are what the sources are called in the run, where their paths
    mean nothing: files that are gone when it ends. ``made`` tells that nobody's
    real events are in them, ``about`` is what is known of the run before it begins, where that is more than its
    sources tell. ``pace`` decides when each batch is taken; without it ``speed``
    does, by waiting with ``wait``.
    """

    def __init__(
        self,
        store: Store,
        sources: Sequence[str],
        settings: Settings,
        *,
        at: float | None = None,
        title: str | None = None,
        origins: Mapping[str, str] | None = None,
        speed: float | None = None,
        wait: Callable[[float], None] = time.sleep,
        pace: Pace | None = None,
        names: Sequence[str] = (),
        made: Made | None = None,
        about: Beforehand | None = None,
    ) -> None:
        paths, settings, at, named = expand(sources, settings, at)
        self._open(store, paths, settings, pace or (Paced(speed, wait) if speed else None))
        if at is None and any(not source.resumable for source in self.sources):
            at = now()
        self.clock = at
        shown = names or paths
        self.states = [
            SourceState(name, None, source.size, 0, 0, made) for name, source in zip(shown, self.sources, strict=True)
        ]
        known = beforehand(sources) if about is None else about
        self.writer = begin(
            store, self.settings, self.states, clock=at, title=title or named, origins=origins, known=known
        )
        self.run = self.writer.run
        self.decider = Decider(self.run, self.settings.deduplication)

    @classmethod
    def resume(
        cls,
        store: Store,
        sources: Sequence[str],
        settings: Settings,
        *,
        run: int | None = None,
        speed: float | None = None,
        wait: Callable[[float], None] = time.sleep,
        pace: Pace | None = None,
    ) -> Replay:
        """Continue the newest run that did not finish, or this ``run``, by the settings it began with.

        Of a live run there is nothing to read again: it gets its second pass, and its end.

        Raises UsageError when there is none, when it read other sources than those named, when a
        source has changed since, or when this capisim would judge differently.
        """
        found = find_interrupted(store, sources, run)
        replay = cls.__new__(cls)
        paths = [] if found.is_live else [state.path for state in found.sources]
        replay._open(store, paths, with_run_settings(settings, found), pace or (Paced(speed, wait) if speed else None))
        if not found.is_live:
            refuse_changed(found, replay.sources, replay._digests.result())
        replay.clock = found.clock
        replay.states = list(found.sources)
        replay.writer = Writer(store, found.id)
        replay.run = found.id
        replay.decider = Decider(found.id, replay.settings.deduplication)
        replay.decider.resume(store)
        if found.is_live:
            replay.clock = replay.decider.latest or found.started_at
            replay.writer.set_clock(replay.clock)
        return replay

    def _open(self, store: Store, paths: Sequence[str], settings: Settings, pace: Pace | None) -> None:
        self.store = store
        self.settings = settings
        self.sources = [Source(path, index, settings.limits) for index, path in enumerate(paths)]
        self._planned = refuse_bad_settings(settings)
        self._digests = Digests(self.sources)
        self._digests_known = False
        self._pace = pace
        self._cut_again = False
        self._started = time.monotonic()

    def batches(self) -> Iterator[Progress]:
        """Run to the end, yielding after each committed batch.

        When the iteration is given up or fails, the run is marked interrupted and can be resumed.
        """
        finished = False
        try:
            pace = self._pace
            alone = nullcontext() if pace is not None and pace.shared else quiet_collector()
            with alone, closing(self._chunks()) as chunks, closing(self._inspected(chunks)) as inspected:
                for chunk, result in inspected:
                    if pace is not None and not pace.ready(ahead_of(result)):
                        self._cut_again = True
                        continue
                    self._commit(chunk, result)
                    yield self.progress()
                self._complete()
            finished = True
            yield self.progress()
        finally:
            if not finished:
                self._interrupt()

    def _inspected(self, chunks: Iterator[Chunk]) -> Generator[tuple[Chunk, Inspected], None, None]:
        left = sum(source.size or 0 for source in self.sources)
        workers = 0 if self._pace else choose_workers(self.settings.workers, left)
        if workers:
            return inspect_in_pool(self.settings, chunks, self._find_clock, self.clock, workers)
        return inspect_here(self.settings, chunks, self._find_clock, self.clock)

    def _chunks(self) -> Generator[Chunk, None, None]:
        for source in self.sources:
            yield from self._of_source(source)

    def _of_source(self, source: Source) -> Generator[Chunk, None, None]:
        """The chunks of one source from where it stands; begun anew where the pace wants them longer or shorter."""
        pace = self._pace
        items = ITEMS_PER_CHUNK if pace is None else pace.items()
        more = True
        while more:
            more = False
            state = self.states[source.index]
            for chunk in source.chunks(items_per_chunk=items, skip_items=state.items, offset=state.offset):
                yield chunk
                # With a pace nothing is read ahead: the chunk was stored, or is to be cut again.
                if pace is not None and (self._cut_again or pace.items() != items):
                    self._cut_again, items, more = False, pace.items(), True
                    break

    def _find_clock(self) -> float:
        # Sources of its own, because those of the run tell how far the run has come.
        again = [Source(source.path, source.index, self.settings.limits) for source in self.sources]
        self.clock = latest_time(again, self.settings.limits)
        self.writer.set_clock(self.clock)
        return self.clock

    def _commit(self, chunk: Chunk, inspected: Inspected) -> None:
        straggled = self.decider.window.straggled
        rows, earlier = self.decider.take(inspected, chunk.source)
        if self.decider.window.straggled and not straggled:
            self.writer.note_straggler()
        before = self.states[chunk.source]
        after = before._replace(items=chunk.first + len(chunk.items) - 1, offset=chunk.end_offset)
        self.writer.add(rows, earlier, chunk.source, before, after)
        self.states[chunk.source] = after
        if self._digests.ready:
            self._record_digests()

    def _record_digests(self) -> None:
        if not self._digests_known:
            self.writer.set_digests(self._digests.result())
            self._digests_known = True

    def _complete(self) -> None:
        self._record_digests()
        if self.clock is None:
            self.writer.set_clock(self.decider.latest)
        window = look_twice(self.store, self.writer, self.settings, self._planned)
        self.decider.window = window or self.decider.window
        self.writer.finish("complete")

    def _interrupt(self) -> None:
        # Whatever ended the run is on its way to the user; a second error would hide it.
        with suppress(StoreError, SourceError):
            self.writer.finish("interrupted")
            # Nobody waits for the rest of a long file to be hashed.
            if self._digests.ready:
                self._record_digests()

    def progress(self) -> Progress:
        """How the run stands."""
        decider = self.decider
        sizes = [source.size for source in self.sources]
        return Progress(
            run=self.run,
            bytes_done=sum(map(self._bytes_done, self.sources, self.states)),
            bytes_total=None if None in sizes else sum(size or 0 for size in sizes),
            read=decider.read,
            stored=decider.read - decider.quarantined,
            quarantined=decider.quarantined,
            duplicates=decider.window.duplicates,
            rejected=decider.rejected,
            seconds=time.monotonic() - self._started,
            found=decider.found,
            latest=decider.latest,
        )

    def _bytes_done(self, source: Source, state: SourceState) -> int:
        # How far a file was drawn says little of a short one, which is drawn at once.
        return state.offset if source.plain else source.position


def replay(
    store: Store,
    sources: Sequence[str],
    settings: Settings,
    *,
    at: float | None = None,
    resume: bool = False,
    speed: float | None = None,
    title: str | None = None,
    origins: Mapping[str, str] | None = None,
    names: Sequence[str] = (),
    made: Made | None = None,
    about: Beforehand | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> int:
    """Run sources through the whole path into an open store; the number of the run.

    ``at`` is the clock in Unix seconds; None takes the latest time in the sources, the wall clock
    for standard input. ``resume`` continues the newest interrupted run (of these sources, when any
    is named). ``speed`` paces the replay: 1 keeps the gaps between receipts, 10 makes them ten
    times shorter, None doesn't wait. ``origins`` tells where each setting came from, ``names`` what the
    sources are called in the run instead of their paths, ``made`` who made up their events, None where that isn't
    known, ``about`` what is known of the run before it begins. Raises SourceError, SettingsError,
    UsageError or StoreError.
    """
    if resume:
        run = Replay.resume(store, sources, settings, speed=speed)
    else:
        run = Replay(
            store,
            sources,
            settings,
            at=at,
            title=title,
            origins=origins,
            speed=speed,
            names=names,
            made=made,
            about=about,
        )
    for progress in run.batches():
        if on_progress is not None:
            on_progress(progress)
    return run.run
