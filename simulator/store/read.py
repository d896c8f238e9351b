"""Reading a store: its runs, and the verdicts of a run in input order."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from typing import TYPE_CHECKING, Any

from simulator.errors import UsageError
from simulator.event import Origin
from simulator.finding import Confidence, Finding, Severity
from simulator.run import Run, SourceState
from simulator.store.pieces import pieces
from simulator.store.rows import event_key, event_span, number_of
from simulator.verdict import Outcome, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlite_utils import Database

_SEVERITIES = tuple(Severity)


class Store:
    """An open store. ``connection`` is for reading with SQL; only the pipeline writes."""

    def __init__(self, database: Database, path: str) -> None:
        self.database = database
        self.path = path
        self.connection: sqlite3.Connection = database.conn

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self.connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def runs(self) -> list[Run]:
        """Every run, oldest first."""
        return [self._run(row) for row in self.database["runs"].rows_where(order_by="id")]

    def run(self, number: int | None = None) -> Run:
        """One run, or the newest. Raises UsageError when there is none."""
        where, parameters = ("id = ?", [number]) if number is not None else (None, [])
        for row in self.database["runs"].rows_where(where, parameters, order_by="id desc", limit=1):
            return self._run(row)
        if number is None:
            raise UsageError(f"store {self.path} holds no run yet: start with 'capisim replay SOURCE'")
        raise UsageError(f"store {self.path} holds no run {number}")

    def _run(self, row: dict[str, Any]) -> Run:
        sources = tuple(
            SourceState(s["path"], s["digest"], s["size"], s["items"], s["offset"], s["made"])
            for s in self.database["sources"].rows_where("run = ?", [row["id"]], order_by="ix")
        )
        return Run(
            id=row["id"],
            state=row["state"],
            title=row["title"],
            started_at=row["started_at"],
            finished_at=row["finished_at"],
            version=row["version"],
            catalog=row["catalog"],
            clock=row["clock"],
            seed=row["seed"],
            settings=json.loads(row["settings"]),
            origins=json.loads(row["origins"]),
            sources=sources,
            about=row["about"],
            command=row["command"],
        )

    def found_before(self, run: int) -> tuple[Finding, ...]:
        """What was found about a run as a whole before it began."""
        (found,) = self.connection.execute("SELECT found FROM runs WHERE id = ?", [run]).fetchone()
        return tuple(Finding(**{**each, "severity": Severity(each["severity"])}) for each in json.loads(found or "[]"))

    def straggled(self, run: int) -> bool:
        """Whether an event came so late that the run must be decided again in order of receipt."""
        return bool(self.connection.execute("SELECT straggled FROM runs WHERE id = ?", [run]).fetchone()[0])

    def totals(self, run: int) -> dict[str, int]:
        """How many events of a run have each verdict; verdicts that none has are left out."""
        found: Counter[str] = Counter()
        for piece in pieces(self.connection, run):
            found.update(
                dict(
                    self.connection.execute(
                        "SELECT verdict, count(*) FROM events WHERE id BETWEEN ? AND ? GROUP BY verdict", piece
                    )
                )
            )
        return dict(sorted(found.items()))

    def event_names(self, run: int) -> set[str]:
        """The names that the events of a run have."""
        rows = self.connection.execute(
            "SELECT DISTINCT event_name FROM events WHERE id BETWEEN ? AND ? AND event_name IS NOT NULL",
            event_span(run),
        )
        return {name for (name,) in rows}

    def last_number(self, run: int) -> int:
        """The ``n`` of the newest event of a run; 0 when it has none."""
        key = self.connection.execute(
            "SELECT max(id) FROM events WHERE id BETWEEN ? AND ?", event_span(run)
        ).fetchone()[0]
        return number_of(key) if key else 0

    def last_request(self, run: int) -> int:
        """The number of the newest delivery of a run; 0 when it has none."""
        key = self.connection.execute(
            "SELECT max(id) FROM requests WHERE id BETWEEN ? AND ?", event_span(run)
        ).fetchone()[0]
        return number_of(key) if key else 0

    def payload(self, run: int, n: int) -> dict[str, Any] | None:
        """The payload of one event in the shape of a server event; None when it was quarantined."""
        row = self.connection.execute("SELECT payload FROM payloads WHERE id = ?", [event_key(run, n)]).fetchone()
        return json.loads(row[0]) if row else None

    def ignored(self, run: int, *, second_pass: bool = True) -> dict[int, int]:
        """How many findings each ignore entry of the settings took away, by the entry's index."""
        return dict(
            self.connection.execute(
                "SELECT entry, sum(findings) FROM ignored WHERE run = ? AND second_pass <= ? GROUP BY entry",
                [run, second_pass],
            )
        )

    def lines(self, run: int) -> Iterator[Verdict]:
        """Every event of a run with its findings and verdict, in input order."""
        return (verdict for _, verdict in self.events(run))

    def events(self, run: int) -> Iterator[tuple[Origin, Verdict]]:
        """As ``lines``, each with where it was read."""
        paths = [source.path for source in self.run(run).sources]
        findings = self._findings(*event_span(run))
        waiting = next(findings, None)
        events = self.connection.execute(
            "SELECT e.id, e.source, e.line, e.item, e.channel, e.pixel_id, e.event_name, e.event_id, e.verdict,"
            " e.duplicate_of, e.key, e.after_seconds, e.survivor_rule"
            " FROM events e WHERE e.id BETWEEN ? AND ? ORDER BY e.id",
            event_span(run),
        )
        for key, source, line, item, channel, pixel_id, name, event_id, verdict, *decision in events:
            own: list[Finding] = []
            while waiting is not None and waiting[0] == key:
                own.append(waiting[1])
                waiting = next(findings, None)
            origin = Origin(paths[source], line, item)
            of, by, after, rule = decision
            yield (
                origin,
                Verdict(
                    number_of(key),
                    str(origin),
                    channel,
                    pixel_id,
                    name,
                    event_id,
                    Outcome(verdict),
                    of,
                    by,
                    after,
                    rule,
                    tuple(own),
                ),
            )

    def findings(self, run: int, n: int) -> tuple[Finding, ...]:
        """What was found about event ``n``, most severe first."""
        key = event_key(run, n)
        return tuple(finding for _, finding in self._findings(key, key))

    def findings_of(self, run: int, numbers: Sequence[int]) -> dict[int, list[Finding]]:
        """What was found about the events with these numbers, most severe first; those without are left out."""
        keys = json.dumps([event_key(run, n) for n in numbers])
        found: dict[int, list[Finding]] = {}
        for key, finding in self._findings_where("event IN (SELECT value FROM json_each(?))", (keys,)):
            found.setdefault(number_of(key), []).append(finding)
        return found

    def run_findings(self, run: int) -> tuple[Finding, ...]:
        """What was found about the run as a whole, most severe first."""
        key = event_key(run, 0)
        return tuple(finding for _, finding in self._findings(key, key))

    def _findings(self, first: int, last: int) -> Iterator[tuple[int, Finding]]:
        return self._findings_where("event BETWEEN ? AND ?", (first, last))

    def _findings_where(self, where: str, parameters: tuple[Any, ...]) -> Iterator[tuple[int, Finding]]:
        from simulator.checks.catalog import catalog

        rules = catalog()
        columns = "event, rule, severity, path, message, expected, actual, twin, confidence"
        query = f"SELECT {columns} FROM findings WHERE {where} ORDER BY event, severity, ix"  # noqa: S608 - constants
        rows = self.connection.execute(query, parameters)
        for event, rule, severity, path, message, expected, actual, twin, confidence in rows:
            fix = rules[rule].fix if rule in rules else ""
            sure = None if confidence is None else Confidence(confidence)
            yield event, Finding(rule, _SEVERITIES[severity], path, message, expected, actual, fix, twin, sure)
