"""Settings: what they are, their defaults, and what they may be.

The texts below the fields are the documentation of the settings; ``simulator.settings.listing``
reads them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeAlias

from simulator.finding import Severity
from simulator.settings.constraints import LocalPath, Range

Prefer: TypeAlias = Literal["browser-within-5-minutes", "first-received"]
Fallback: TypeAlias = Literal["missing-id", "unmatched-id", "off"]
Engine: TypeAlias = Literal["jsonschema-rs", "jsonschema"]


@dataclass(frozen=True, slots=True)
class Deduplication:
    """How copies are recognised; what is not known of Meta's own choice is a setting here."""

    window_hours: Annotated[float, Range(above=0)] = 48.0
    """Hours, counted from the receipt of the first copy."""
    prefer: Prefer = "browser-within-5-minutes"
    """Which copy counts when both channels report one event."""
    same_channel_event_id: bool = True
    """Whether a repeat on the same channel with the same id and name is a duplicate."""
    fallback: Fallback = "missing-id"
    """When external_id and fbp are tried: if a copy has no event id, if it found no match by id, never."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much capisim reads before it says no."""

    line_bytes: Annotated[int, Range(least=1)] = 16 * 1024 * 1024
    """The longest line, after decompression, in bytes."""
    document_bytes: Annotated[int, Range(least=1)] = 64 * 1024 * 1024
    """The largest JSON document that spans several lines, in bytes."""
    har_bytes: Annotated[int, Range(least=1)] = 1024 * 1024 * 1024
    """The largest HAR file, after decompression, in bytes."""
    nesting: Annotated[int, Range(least=1, most=1024)] = 32
    """How deep JSON may nest inside one event."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a run depends on beside its input."""

    store: Annotated[str, LocalPath()] = ""
    """Path of the store; ``:memory:`` keeps nothing. Empty: a file in the user's data directory."""
    fail_on: Severity = Severity.ERROR
    """The least severe finding that makes a command exit with 1."""
    schemas: Annotated[str | None, LocalPath()] = None
    """A folder with ``events/<event_name>.schema.json``: a tracking plan."""
    engine: Engine = "jsonschema-rs"
    """Which JSON Schema validator judges events."""
    workers: Annotated[int, Range(least=0)] = 0
    """Processes that read and check; 0 chooses by the size of the input and the machine."""
    durable: bool = False
    """Whether each transaction survives a power loss, not only a killed process."""
    deduplication: Deduplication = field(default_factory=Deduplication)
    limits: Limits = field(default_factory=Limits)
