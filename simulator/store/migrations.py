"""The store's tables, as the steps that lead to them.

A released step never changes; a new need is a new step at the end. Each runs in one transaction.
"""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database, Migrations

steps = Migrations("capisim")


def _table(db: Database, name: str, columns: dict[str, Any], pk: str | tuple[str, ...], **more: Any) -> None:
    db.table(name).create(columns, pk=pk, strict=True, **more)


@steps()
def step_001_runs_and_events(db: Database) -> None:
    """Runs, sources, deliveries, events, payloads, findings and the quarantine."""
    _table(
        db,
        "runs",
        {
            "id": int,
            "state": str,
            "title": str,
            "started_at": float,
            "finished_at": float,
            "version": str,
            "catalog": str,
            "clock": float,
            "seed": int,
            "settings": str,
            "origins": str,
            "straggled": int,
        },
        pk="id",
        not_null={"state", "started_at", "version", "catalog", "settings", "origins", "straggled"},
        defaults={"straggled": 0},
    )
    _table(
        db,
        "sources",
        {
            "run": int,
            "ix": int,
            "path": str,
            "digest": str,
            "size": int,
            "items": int,
            "offset": int,
        },
        pk=("run", "ix"),
        not_null={"path", "items", "offset"},
    )
    _table(db, "requests", {"id": int, "form": str, "body": str, "raw": bytes}, pk="id", not_null={"form"})
    _table(
        db,
        "events",
        {
            "id": int,
            "channel": str,
            "pixel_id": str,
            "event_name": str,
            "event_id": str,
            "event_time": float,
            "received_at": float,
            "action_source": str,
            "external_id": str,
            "fbp": str,
            "source": int,
            "line": int,
            "item": int,
            "request": int,
            "present": int,
            "valid": int,
            "worst": int,
            "verdict": str,
            "duplicate_of": int,
            "key": str,
            "after_seconds": float,
            "survivor_rule": str,
        },
        pk="id",
        not_null={"source", "line", "present", "valid", "verdict"},
    )
    _table(db, "payloads", {"id": int, "payload": str}, pk="id", not_null={"payload"})
    _table(db, "quarantine", {"id": int, "reason": str, "excerpt": str}, pk="id", not_null={"reason", "excerpt"})
    # Findings lie in the order of their events, so that the findings of one event are one short range.
    db.execute(
        """
        CREATE TABLE findings (
            event INTEGER NOT NULL, ix INTEGER NOT NULL, rule TEXT NOT NULL, severity INTEGER NOT NULL,
            path TEXT NOT NULL, message TEXT NOT NULL, expected TEXT, actual TEXT,
            PRIMARY KEY (event, ix)
        ) STRICT, WITHOUT ROWID
        """
    )


@steps()
def step_002_suspicions(db: Database) -> None:
    """Findings about two events, and what the settings left out."""
    db.execute("ALTER TABLE findings ADD COLUMN twin INTEGER")
    db.execute("ALTER TABLE findings ADD COLUMN confidence TEXT")
    # The second pass is repeated as a whole when a run is resumed, so its counts are apart.
    _table(
        db,
        "ignored",
        {"run": int, "second_pass": int, "entry": int, "findings": int},
        pk=("run", "second_pass", "entry"),
        not_null={"findings"},
    )


@steps()
def step_003_other_copies(db: Database) -> None:
    """Find the copies of an event, and the findings that name it as the other one, without reading the whole run."""
    db.execute("CREATE INDEX copies ON events (duplicate_of) WHERE duplicate_of IS NOT NULL")
    db.execute("CREATE INDEX twins ON findings (twin) WHERE twin IS NOT NULL")


@steps()
def step_004_hidden_findings(db: Database) -> None:
    """What the second pass hides of the first, so that the pass can be made again while a run still grows."""
    db.execute(
        """
        CREATE TABLE hidden (
            event INTEGER NOT NULL, ix INTEGER NOT NULL, rule TEXT NOT NULL, severity INTEGER NOT NULL,
            path TEXT NOT NULL, message TEXT NOT NULL, expected TEXT, actual TEXT,
            PRIMARY KEY (event, ix)
        ) STRICT, WITHOUT ROWID
        """
    )


@steps()
def step_005_outbox(db: Database) -> None:
    """Who made up the events of a source; what is sent to Meta, every attempt, and what was answered."""
    db.execute("ALTER TABLE sources ADD COLUMN made TEXT")
    _table(
        db,
        "forwards",
        {
            "id": int,
            "run": int,
            "state": str,
            "version": str,
            "started_at": float,
            "finished_at": float,
            "graph_url": str,
            "graph_version": str,
            "pixel_id": str,
            "test_code": str,
            "id_suffix": str,
            "shifted_seconds": int,
            "stopped": str,
        },
        pk="id",
        not_null={"run", "state", "version", "started_at", "graph_url", "graph_version", "pixel_id", "test_code"},
    )
    _table(
        db,
        "attempts",
        {
            "id": int,
            "forward": int,
            "began_at": float,
            "ended_at": float,
            "events": int,
            "outcome": str,
            "status": int,
            "received": int,
            "code": int,
            "subcode": int,
            "type": str,
            "transient": int,
            "message": str,
            "title": str,
            "user_message": str,
            "fbtrace_id": str,
        },
        pk="id",
        not_null={"forward", "began_at", "events", "outcome"},
    )
    # The payload is what goes on the wire, moved in time and with its own id, so that every attempt sends the same.
    _table(
        db,
        "outbox",
        {
            "forward": int,
            "ix": int,
            "n": int,
            "event_name": str,
            "event_id": str,
            "event_time": float,
            "payload": str,
            "rule": str,
            "code": int,
            "subcode": int,
            "state": str,
            "attempts": int,
            "attempt": int,
            "unsure_since": float,
        },
        pk=("forward", "ix"),
        not_null={"n", "payload", "state", "attempts"},
    )
    db.execute("CREATE INDEX attempts_of ON attempts (forward)")


@steps()
def step_006_known_before(db: Database) -> None:
    """What was found about a run before it began, in which file, and the command that makes its requests again."""
    for name in ("found", "about", "command"):
        db.execute(f"ALTER TABLE runs ADD COLUMN {name} TEXT")


@steps()
def step_007_warned(db: Database) -> None:
    """What the user of a forward was to know, a line each."""
    db.execute("ALTER TABLE forwards ADD COLUMN warned TEXT")
