"""The events of one dataset, perhaps of one sender alone, as a condition for other questions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from simulator.store.rows import event_span

if TYPE_CHECKING:
    import sqlite3

_VERSION = re.compile(r"_\d+(?:_\d+)*$")


class Dataset(NamedTuple):
    """Which events count: those of a pixel, and with ``agent`` those whose request named it as partner_agent.

    ``name_major_minor`` stands for ``name``, in small letters, as Meta normalises it
    (developers.facebook.com/documentation/ads-commerce/conversions-api/dataset-quality-api, read 2026-09-12).
    """

    pixel_id: str
    agent: str | None = None

    def condition(self, table: str) -> tuple[str, tuple[str, ...]]:
        """SQL to go behind a WHERE clause over ``events``, known as ``table``, and its parameters."""
        if self.agent is None:
            return f" AND {table}.pixel_id = ?", (self.pixel_id,)
        # The browser names no agent; its events are those that the agent's are compared with.
        text = (
            f" AND {table}.pixel_id = ? AND ({table}.channel = 'browser' OR EXISTS (SELECT 1 FROM requests r"  # noqa: S608
            f" WHERE r.id = {table}.request AND r.body IS NOT NULL"
            " AND (lower(json_extract(r.body, '$.partner_agent')) = ?"
            " OR lower(json_extract(r.body, '$.partner_agent')) GLOB ?)))"
        )
        name = agent_name(self.agent)
        return text, (self.pixel_id, name, f"{_literal(name)}_[0-9]*")


def datasets(connection: sqlite3.Connection, run: int) -> list[str]:
    """The ids of the datasets (pixels) that a run has events of, sorted. May raise sqlite3.Error."""
    rows = connection.execute(
        "SELECT DISTINCT pixel_id FROM events WHERE id BETWEEN ? AND ? AND pixel_id IS NOT NULL", event_span(run)
    )
    return sorted(pixel for (pixel,) in rows if pixel.isascii() and pixel.isdecimal())


def agent_name(text: str) -> str:
    """The name in a partner_agent: ``adobe_launch`` of ``Adobe_Launch_1_2``."""
    return _VERSION.sub("", text.lower())


def _literal(text: str) -> str:
    return re.sub(r"([\[\]*?])", r"[\1]", text)
