"""Settings: what they are, their defaults, and what they may be.

The texts below the fields are the documentation of the settings; ``simulator.settings.listing``
reads them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeAlias

from simulator.finding import Severity
from simulator.settings.constraints import (
    CALIBRATION,
    CODES,
    FAULTS,
    HOSTS,
    KEY_PERCENTS,
    PERCENTS,
    PIXELS,
    POINTS,
    SECONDS,
    SEEN,
    UNSEEN,
    LocalPath,
    Range,
)

Prefer: TypeAlias = Literal["browser-within-5-minutes", "first-received"]
Fallback: TypeAlias = Literal["missing-id", "unmatched-id", "off"]
Engine: TypeAlias = Literal["jsonschema-rs", "jsonschema"]
Environment: TypeAlias = Literal["test", "production"]
Profiles: TypeAlias = tuple[tuple[str, tuple[tuple[str, object], ...]], ...]
"""By the profile's name: values by the name of the setting. Pairs, so that they can be hashed."""


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
class Ignore:
    """One table ``[[rules.ignores]]``: a rule that is not told for some events, and why."""

    rule: str
    """A code (``EVT013``) or the beginning of codes (``CLK``, ``EVT05``)."""
    reason: str
    """Why it is ignored; never empty."""
    event_names: tuple[str, ...] = ()
    """The exact event names it is ignored for; empty: every event."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Which findings are told, and how severe they are. A rule is a code or the beginning of codes."""

    select: Annotated[tuple[str, ...], CODES] = ()
    """The rules that are told; empty: all."""
    ignore: Annotated[tuple[str, ...], CODES] = ()
    """The rules that are not told; of these and the selected ones the longer beginning wins."""
    # Pairs instead of a mapping: they can be hashed, pickled, and written as JSON.
    severity: Annotated[tuple[tuple[str, Severity], ...], CODES] = ()
    """Another severity for a rule; the longer beginning wins, and none can become rejected."""
    ignores: Annotated[tuple[Ignore, ...], CODES] = ()
    """Rules that are not told for the event names of the table, with the reason."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """The search for pairs that should have been."""

    enabled: bool = True
    """Whether a second pass looks for pairs that should have been, after deduplication."""
    within_seconds: Annotated[float, Range(above=0, most=3600)] = 30.0
    """How far apart two copies of one action may be received to be suspected."""


@dataclass(frozen=True, slots=True)
class MatchQuality:
    """The estimate of match quality."""

    calibration: Annotated[tuple[str, ...], CALIBRATION] = ()
    """What the estimate of an event name is multiplied by, since Meta told its score: ``Purchase=1.18@2026-11-26``."""


@dataclass(frozen=True, slots=True)
class Emulator:
    """What the emulator listens for, and how much of it it takes before it says no."""

    port: Annotated[int, Range(least=0, most=65535)] = 8765
    """The port; 0 takes a free one."""
    pixels: Annotated[tuple[str, ...], PIXELS] = ()
    """The datasets it knows, each perhaps with the environment variables of its token and secret; empty: any."""
    body_bytes: Annotated[int, Range(least=1)] = 8 * 1024 * 1024
    """The largest body of a request on the wire, in bytes."""
    unpacked_bytes: Annotated[int, Range(least=1)] = 32 * 1024 * 1024
    """The largest body of a request after decompression, in bytes."""
    header_bytes: Annotated[int, Range(least=1024)] = 64 * 1024
    """The longest request line and headers together, in bytes."""
    connections: Annotated[int, Range(least=1)] = 512
    """How many connections may be open; further ones are answered with 503."""
    patience_seconds: Annotated[float, Range(above=0, most=3600)] = 20.0
    """How long a client may take for its headers, and again for its body, before it is cut off."""
    batch_requests: Annotated[int, Range(least=1)] = 50
    """How many requests a Graph batch may hold."""
    network_faults: Annotated[tuple[str, ...], FAULTS] = ()
    """What goes wrong on purpose, each perhaps with seconds and a rate: ``code-2=5%``, ``latency:0.5``."""
    fault_seed: int = 7
    """Another number lets other requests meet the faults; equal, equal."""


@dataclass(frozen=True, slots=True)
class Forward:
    """Where ``capisim forward`` sends server events as test events, and how much it sends before it says no."""

    graph_url: str = "https://graph.facebook.com"
    """Where the Graph API is; anything but loopback must be https."""
    version: str = "v26.0"
    """The version of the Graph API."""
    pixel_id: str | None = None
    """The dataset (pixel) that is sent to, never taken from the events. A dataset of its own for tests is best."""
    test_code: str | None = None
    """The test event code of that dataset, from its Test Events tab. Meta processes test events as real events."""
    max_events: Annotated[int, Range(least=1)] = 100
    """How many events are sent at most."""
    batch_events: Annotated[int, Range(least=1, most=1000)] = 1000
    """How many events a request holds at most."""
    connect_seconds: Annotated[float, Range(above=0, most=60)] = 1.5
    """How long connecting may take."""
    answer_seconds: Annotated[float, Range(above=0, most=600)] = 10.0
    """How long a request may take from its beginning to the end of its answer."""
    attempts: Annotated[int, Range(least=1, most=100)] = 5
    """How often a request is tried when what went wrong may pass."""
    budget_seconds: Annotated[float, Range(above=0, most=86400)] = 120.0
    """How long all of it may take, pauses between attempts included; what is left then waits for --resume."""


@dataclass(frozen=True, slots=True)
class Gate:
    """What a run must meet to pass ``capisim gate``. A list that is empty asks for nothing."""

    profile: str | None = None
    """The profile that is laid over the other values: ``staging``, ``production`` or one of your own."""
    complete: bool = True
    """Whether the run must have been read to its end."""
    min_events: Annotated[int, Range(least=0)] = 1
    """How many events must have been read at least."""
    max_rejected: Annotated[int, Range(least=-1)] = 0
    """How many events may be rejected; -1 for any number."""
    max_errors: Annotated[int, Range(least=-1)] = 0
    """How many findings of severity ``error`` there may be; -1 for any number."""
    max_warnings: Annotated[int, Range(least=-1)] = -1
    """How many findings of severity ``warning`` there may be; -1 for any number."""
    min_coverage: Annotated[tuple[str, ...], PERCENTS] = ()
    """The least event coverage in percent: ``75`` of every event name, ``Purchase=90`` of one."""
    min_key_coverage: Annotated[tuple[str, ...], KEY_PERCENTS] = ()
    """The least share of the server's events that carry a match key: ``Purchase.em=90``, ``*.fbp=50``."""
    min_key_valid: Annotated[tuple[str, ...], KEY_PERCENTS] = ()
    """The least share of the server's events that carry a match key well formed."""
    max_twice: Annotated[tuple[str, ...], PERCENTS] = ()
    """The largest share of what counts that looks like an action that counts already, in percent."""
    must_see: Annotated[tuple[str, ...], SEEN] = ()
    """Events that must be seen, as the tracking plan wants them, on both channels or on the one named."""
    plan: bool = False
    """Whether every event of the tracking plan must be seen on both channels, unless must_see says otherwise."""
    must_not_see: Annotated[tuple[str, ...], UNSEEN] = ()
    """Events that must not be seen: ``before-consent``, ``bots``, or a name of yours with a filter."""
    max_delay: Annotated[tuple[str, ...], SECONDS] = ()
    """The longest time from an event to its receipt, in seconds."""
    min_estimate: Annotated[tuple[str, ...], POINTS] = ()
    """The least that the estimate of match quality may be likeliest; it is an estimate, so it gates only if asked."""
    profiles: Profiles = ()
    """Tables of other values for the settings above, by the profile's name."""


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
    environment: Environment = "test"
    """What the events were captured from; in production a test event code is an error."""
    hosts: Annotated[tuple[str, ...], HOSTS] = ()
    """Hosts whose events belong into this dataset, ``shop.example`` or ``*.shop.example``; empty: any."""
    customers: Annotated[str | None, LocalPath()] = None
    """A file with the customer information of test shoppers, in clear, to explain hashes; it is never stored."""
    deduplication: Deduplication = field(default_factory=Deduplication)
    limits: Limits = field(default_factory=Limits)
    rules: Rules = field(default_factory=Rules)
    suspicion: Suspicion = field(default_factory=Suspicion)
    match_quality: MatchQuality = field(default_factory=MatchQuality)
    emulator: Emulator = field(default_factory=Emulator)
    forward: Forward = field(default_factory=Forward)
    gate: Gate = field(default_factory=Gate)
