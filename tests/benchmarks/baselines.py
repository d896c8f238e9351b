"""What the path is measured against, over the same schemas and the same file.

Each takes a file of envelopes and a path for its database, and gives how many events it handled.
"""

from __future__ import annotations

import json
import sqlite3
from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema
import jsonschema_rs
import orjson
import referencing
import sqlite_utils

from simulator.resources import schemas

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BASE = "https://capisim.dev/schemas/"
BATCH = 1000


@cache
def _documents() -> dict[str, Any]:
    documents = [json.loads(path.read_text("utf-8")) for path in sorted(schemas().rglob("*.json"))]
    return {document["$id"]: document for document in documents}


def _schema(channel: str, event_name: str) -> dict[str, Any]:
    """The schemas that the path applies to an event of that channel and name."""
    refs = (f"{BASE}{channel}-event.schema.json", f"{BASE}events/{event_name}.schema.json")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "allOf": [{"$ref": ref} for ref in refs]}


def careful(source: Path, database: Path) -> int:
    """A careful person's loop: json, a jsonschema validator built once, batched sqlite-utils inserts."""
    registry: referencing.Registry[Any] = referencing.Registry().with_resources(
        (name, referencing.Resource.from_contents(document)) for name, document in _documents().items()
    )

    @cache
    def validator(channel: str, event_name: str) -> jsonschema.Draft202012Validator:
        return jsonschema.Draft202012Validator(_schema(channel, event_name), registry=registry)

    db = sqlite_utils.Database(str(database))
    db.enable_wal()
    count = 0
    rows: list[dict[str, Any]] = []
    with source.open("rb") as file:
        for line in file:
            count += 1
            envelope = json.loads(line)
            event = envelope["event"]
            found = validator(envelope["channel"], event["event_name"]).iter_errors(event)
            errors = [(list(error.absolute_path), error.validator) for error in found]
            rows.append({"n": count, "channel": envelope["channel"], "errors": str(errors), "raw": line.decode()})
            if len(rows) == BATCH:
                db["events"].insert_all(rows)
                rows = []
    db["events"].insert_all(rows)
    db.close()
    return count


def floor(source: Path, database: Path) -> int:
    """The least that the task could cost: decode, a verdict, and the raw line in a table."""
    registry = jsonschema_rs.Registry(list(_documents().items()))

    @cache
    def judge(channel: str, event_name: str) -> Callable[[Any], bool]:
        return jsonschema_rs.Draft202012Validator(_schema(channel, event_name), registry=registry).is_valid

    connection = sqlite3.connect(database)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("CREATE TABLE events (n INTEGER PRIMARY KEY, valid INTEGER, raw TEXT)")
    count = 0
    rows: list[tuple[int, bool, str]] = []
    with source.open("rb") as file:
        for line in file:
            count += 1
            envelope = orjson.loads(line)
            event = envelope["event"]
            valid = judge(envelope["channel"], event["event_name"])(event)
            rows.append((count, valid, line.decode()))
            if len(rows) == BATCH * 4:
                connection.executemany("INSERT INTO events VALUES (?, ?, ?)", rows)
                connection.commit()
                rows = []
    connection.executemany("INSERT INTO events VALUES (?, ?, ?)", rows)
    connection.commit()
    connection.close()
    return count
