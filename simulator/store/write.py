"""Writing a run: one transaction for a batch of events, their decisions and the source's offset.

Because they are one transaction, a process killed at any moment leaves a store in which every
event up to the recorded offset is there once, decided, and nothing beyond it.
"""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.errors import StoreError
from simulator.store.connect import store_errors
from simulator.store.rows import EVENT_COLUMNS, event_key, event_span
from simulator.store.transaction import transaction

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from simulator.finding import Finding
    from simulator.run import RunState, SourceState
    from simulator.store.read import Store
    from simulator.verdict import Decision

_INSERT_EVENT = f"INSERT INTO events VALUES ({', '.join('?' * len(EVENT_COLUMNS))})"  # noqa: S608 - no outside text
_INSERT_FINDING = "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)"
_INSERT_SUSPICION = "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_COUNT_IGNORED = (
    "INSERT INTO ignored VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET findings = findings + excluded.findings"
)
# Findings of the second pass are numbered from here, behind all that an event has of its own.
SUSPICIONS = 1 << 20
_CHECKED = "event, ix, rule, severity, path, message, expected, actual"
_HIDDEN = "FROM findings WHERE event = ? AND ix < ? AND rule = ? AND severity >= ?"
_HIDE = f"INSERT OR IGNORE INTO hidden SELECT {_CHECKED} {_HIDDEN}"
_WORST = "UPDATE events SET worst = (SELECT min(severity) FROM findings WHERE event = events.id) WHERE id = ?"
_ABOUT_SUSPICIONS = """
    SELECT event FROM findings WHERE event BETWEEN :first AND :last AND ix >= :from
    UNION SELECT event / 4294967296 * 4294967296 + twin FROM findings
        WHERE event BETWEEN :first AND :last AND ix >= :from AND twin IS NOT NULL
"""
_DECIDE = "UPDATE events SET verdict = ?, duplicate_of = ?, key = ?, after_seconds = ?, survivor_rule = ? WHERE id = ?"


class Rows(NamedTuple):
    """What one transaction adds: rows in the order of their tables' columns.

    ``ignored`` counts by ignore entry of the settings the findings that it took away.
    """

    events: list[tuple[Any, ...]]
    payloads: list[tuple[int, str]]
    requests: list[tuple[int, str, str | None, bytes | None]]
    findings: list[tuple[Any, ...]]
    quarantine: list[tuple[int, str, str]]
    ignored: Mapping[int, int]


class Suspicion(NamedTuple):
    """A finding of the second pass, the primary key of the event it is put on, and the codes it hides.

    Event 0 stands for the run.
    """

    key: int
    finding: Finding
    hides: tuple[str, ...]

    def row(self, place: int) -> tuple[Any, ...]:
        """Its row in the table; of two on one event the one with the smaller ``place`` is told first."""
        rule, severity, path, message, expected, actual, _, twin, confidence = self.finding
        return (self.key, SUSPICIONS + place, rule, severity.rank, path, message, expected, actual, twin, confidence)


class Amendment(NamedTuple):
    """What is to change of one event's suspicions: which go, and rows that come, in the order of the table's columns.

    ``hides`` are the rules that are hidden from then on, each with the severity up to which; None leaves them.
    """

    key: int
    gone: list[int]
    found: list[tuple[Any, ...]]
    hides: Collection[tuple[str, int]] | None


class NewRun(NamedTuple):
    """What is known of a run when it begins; the members are those of Run, and what was found about it already."""

    title: str | None
    version: str
    catalog: str
    clock: float | None
    seed: int | None
    settings: Mapping[str, Any]
    origins: Mapping[str, str]
    sources: Sequence[SourceState]
    findings: Sequence[Finding] = ()
    file: str | None = None
    command: str | None = None


class Writer:
    """Writes one run of an open store. Every method may raise StoreError."""

    def __init__(self, store: Store, run: int) -> None:
        self._store = store
        self._connection = store.connection
        self.run = run

    @classmethod
    def begin(cls, store: Store, new: NewRun) -> Writer:
        """Record a new run and its sources."""
        with store_errors(store.path), store.database.atomic():
            run = store.database.table("runs").insert(
                {
                    "state": "running",
                    "title": new.title,
                    "started_at": time.time(),
                    "version": new.version,
                    "catalog": new.catalog,
                    "clock": new.clock,
                    "seed": new.seed,
                    "settings": json.dumps(new.settings, sort_keys=True),
                    "origins": json.dumps(new.origins, sort_keys=True),
                    "found": json.dumps([finding._asdict() for finding in new.findings]),
                    "about": new.file,
                    "command": new.command,
                }
            )
            number = run.last_pk
            assert isinstance(number, int)  # noqa: S101 - an integer primary key
            store.database.table("sources").insert_all(
                {"run": number, "ix": index, **source._asdict()} for index, source in enumerate(new.sources)
            )
        return cls(store, number)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything that is written inside is seen by others at once, or not at all."""
        with store_errors(self._store.path), transaction(self._store):
            yield

    def add(
        self,
        rows: Rows,
        redecided: Iterable[tuple[int, Decision | None]],
        source: int,
        before: SourceState,
        after: SourceState,
    ) -> None:
        """Add a batch, change earlier decisions (by primary key), and move the source's offset.

        ``before`` is where this process believes the source stands; when another process has moved
        it, StoreError is raised and nothing is written.
        """
        connection = self._connection
        with self.transaction():
            moved = connection.execute(
                "UPDATE sources SET items = ?, offset = ? WHERE run = ? AND ix = ? AND items = ? AND offset = ?",
                (after.items, after.offset, self.run, source, before.items, before.offset),
            )
            if moved.rowcount != 1:
                raise StoreError(f"store {self._store.path}: another process is writing run {self.run}")
            connection.executemany(_INSERT_EVENT, rows.events)
            connection.executemany("INSERT INTO payloads VALUES (?, ?)", rows.payloads)
            if rows.requests:
                connection.executemany("INSERT INTO requests VALUES (?, ?, ?, ?)", rows.requests)
            if rows.findings:
                connection.executemany(_INSERT_FINDING, rows.findings)
            if rows.quarantine:
                connection.executemany("INSERT INTO quarantine VALUES (?, ?, ?)", rows.quarantine)
            self._count_ignored(0, rows.ignored)
            self._decide(redecided)

    def _decide(self, decisions: Iterable[tuple[int, Decision | None]]) -> None:
        self._connection.executemany(
            _DECIDE,
            (
                ("kept", None, None, None, None, key) if decision is None else ("duplicate", *decision, key)
                for key, decision in decisions
            ),
        )

    def decide(self, decisions: Iterable[tuple[int, Decision | None]]) -> None:
        """Change decisions, by primary key, in a transaction of their own."""
        with self.transaction():
            self._decide(decisions)

    def forget_decisions(self) -> None:
        """Take back every decision of the run, before deciding afresh."""
        with self.transaction():
            self._connection.execute(
                "UPDATE events SET verdict = 'kept', duplicate_of = NULL, key = NULL, after_seconds = NULL,"
                " survivor_rule = NULL WHERE id BETWEEN ? AND ? AND verdict = 'duplicate'",
                event_span(self.run),
            )

    def forget_suspicions(self) -> None:
        """Take back what an earlier second pass has found and hidden, before it is made again."""
        first, last = event_key(self.run, 0), event_span(self.run)[1]
        with self.transaction():
            execute = self._connection.execute
            about = execute(_ABOUT_SUSPICIONS, {"first": first, "last": last, "from": SUSPICIONS}).fetchall()
            execute("DELETE FROM findings WHERE event BETWEEN ? AND ? AND ix >= ?", (first, last, SUSPICIONS))
            execute(
                f"INSERT INTO findings ({_CHECKED}) SELECT {_CHECKED} FROM hidden WHERE event BETWEEN ? AND ?",  # noqa: S608
                (first, last),
            )
            execute("DELETE FROM hidden WHERE event BETWEEN ? AND ?", (first, last))
            self._connection.executemany(_WORST, about)
            self._connection.execute("DELETE FROM ignored WHERE run = ? AND second_pass = 1", (self.run,))

    def suspect(self, found: Sequence[Suspicion], ignored: Mapping[int, int], first: int) -> None:
        """Add findings of the second pass.

        ``first`` tells how many this pass has added before. What the first pass found of the same event,
        and of its twin, goes where it is hidden and not more severe.
        """
        with self.transaction():
            self._connection.executemany(
                _INSERT_SUSPICION, (each.row(first + place) for place, each in enumerate(found))
            )
            base = event_key(self.run, 0)
            about = [
                (key, each, hides) for one, each, hides in found for key in (one, base + (each.twin or 0)) if key > base
            ]
            gone = [(key, SUSPICIONS, code, each.severity.rank) for key, each, hides in about for code in hides]
            self._connection.executemany(_HIDE, gone)
            self._connection.executemany(f"DELETE {_HIDDEN}", gone)
            self._connection.executemany(_WORST, [(key,) for key in {key for key, _, _ in about}])
            self._count_ignored(1, ignored)

    def amend(self, amendments: Sequence[Amendment]) -> None:
        """Change the suspicions of some events, and what these hide."""
        execute, many = self._connection.execute, self._connection.executemany
        with self.transaction():
            many("DELETE FROM findings WHERE event = ? AND ix = ?", [(a.key, ix) for a in amendments for ix in a.gone])
            many(_INSERT_SUSPICION, [row for each in amendments for row in each.found])
            for key, _, _, hides in amendments:
                if hides is not None:
                    restore = f"INSERT INTO findings ({_CHECKED}) SELECT {_CHECKED} FROM hidden WHERE event = ?"  # noqa: S608
                    execute(restore, (key,))
                    execute("DELETE FROM hidden WHERE event = ?", (key,))
                    gone = [(key, SUSPICIONS, code, severity) for code, severity in hides]
                    many(_HIDE, gone)
                    many(f"DELETE {_HIDDEN}", gone)
            many(_WORST, [(each.key,) for each in amendments])

    def replace_ignored(self, ignored: Mapping[int, int]) -> None:
        """Set what the settings took away of the second pass."""
        with self.transaction():
            self._connection.execute("DELETE FROM ignored WHERE run = ? AND second_pass = 1", (self.run,))
            self._count_ignored(1, ignored)

    def _count_ignored(self, second_pass: int, ignored: Mapping[int, int]) -> None:
        if ignored:
            self._connection.executemany(
                _COUNT_IGNORED, [(self.run, second_pass, entry, count) for entry, count in ignored.items()]
            )

    def note_straggler(self) -> None:
        """Remember that this run must be decided again in order of receipt."""
        with self.transaction():
            self._connection.execute("UPDATE runs SET straggled = 1 WHERE id = ?", (self.run,))

    def set_digests(self, digests: Sequence[str | None]) -> None:
        """Record the digest of each source, in their order."""
        with self.transaction():
            self._connection.executemany(
                "UPDATE sources SET digest = ? WHERE run = ? AND ix = ?",
                [(digest, self.run, index) for index, digest in enumerate(digests)],
            )

    def set_clock(self, clock: float) -> None:
        """Record the time (Unix seconds) by which events without a receipt time are judged."""
        with self.transaction():
            self._connection.execute("UPDATE runs SET clock = ? WHERE id = ?", (clock, self.run))

    def finish(self, state: RunState) -> None:
        """Record how the run ended; ``complete`` also says that its decisions are final.

        A run that another process has completed stays so.
        """
        with self.transaction():
            self._connection.execute(
                "UPDATE runs SET state = ?, finished_at = ?,"
                " straggled = CASE ? WHEN 'complete' THEN 0 ELSE straggled END WHERE id = ? AND state <> 'complete'",
                (state, time.time(), state, self.run),
            )
