"""Running events through the whole path, in memory, for a test."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeAlias

from simulator.testing.snapshots import Snapshots

if TYPE_CHECKING:
    from simulator.settings import Settings
    from simulator.testing.given import Events
    from simulator.testing.listening import Listening
    from simulator.testing.result import Result

Moment: TypeAlias = float | str | datetime


def run_events(events: Events, *, at: Moment | None = None, **settings: Any) -> Result:
    """Run events through capture, checks, deduplication and the second look; what came of them.

    ``events`` are dicts (server events, envelopes, request bodies), texts (a ``/tr`` URL, a line of JSON), paths of
    files and scenario folders, or any mix of these in a list. ``at`` is the clock (Unix seconds, ISO 8601, or a
    datetime); without it the latest time in the events counts. Other names are settings as in ``capisim.toml``.
    No settings file and no environment variable is read, so a test says the same on every machine. Raises
    SourceError for a file that can't be read, SettingsError and UsageError.

        result = run_events(Path("captured.jsonl"), deduplication={"window_hours": 24}, environment="production")
        result.expect_deduplicated("Purchase")
    """
    return Capisim().run(events, at=at, **settings)


class Capisim:
    """Runs events, each time in a world of its own. The fixture ``capisim`` is one of these.

    ``snapshots`` tells where ``match_snapshot`` keeps its files. ``settings`` hold for every run.

        strict = Capisim(environment="production", hosts=["shop.example"])
        strict.run(events).expect_clean()
    """

    def __init__(self, *, snapshots: Snapshots | None = None, **settings: Any) -> None:
        self._snapshots = snapshots or Snapshots()
        self._settings = settings
        self._listening: list[Listening] = []

    @property
    def listening(self) -> tuple[Listening, ...]:
        """The emulators that ``listen`` started."""
        return tuple(self._listening)

    def run(self, events: Events, *, at: Moment | None = None, **settings: Any) -> Result:
        """As ``run_events``; a setting given here wins over those of the object, member by member.

        result = capisim.run([browser_event, server_event], at="2026-10-12T09:00:00Z")
        """
        from simulator.pipeline import validation
        from simulator.testing.given import write_sources
        from simulator.testing.reading import empty_result, read_result

        judged_by = _settled({"the object's settings": self._settings, "the run's settings": settings})
        with TemporaryDirectory(prefix="capisim-", ignore_cleanup_errors=True) as folder:
            sources = write_sources(events, Path(folder))
            if not sources:
                # A test whose shop sent nothing gets a result, so that its assertion can say so.
                return empty_result(self._snapshots)
            with validation(sources, judged_by, at=_seconds(at)) as made:
                return read_result(made.store, made.run, self._snapshots, Path(folder))

    def listen(self, **settings: Any) -> Listening:
        """Stand in for Meta on a free port of this machine until it is closed, which the fixture does by itself.

        Settings are as for ``run``. Raises SettingsError and NetworkError.

            with Capisim().listen() as meta:
                FacebookSession.GRAPH = meta.url
                ...
                meta.expect_event("Purchase")
        """
        from simulator.testing.listening import Listening

        judged_by = _settled({"the object's settings": self._settings, "the emulator's settings": settings})
        made = Listening(judged_by, self._snapshots)
        self._listening.append(made)
        return made

    def close(self) -> None:
        """Close every emulator that listens."""
        while self._listening:
            self._listening.pop().close()


def _settled(tables: dict[str, dict[str, Any]]) -> Settings:
    from simulator.errors import SettingsError
    from simulator.settings import Rules, Settings, apply_tables

    settings = Settings()
    for origin, table in tables.items():
        settings = apply_tables(settings, table, origin)
    if settings.rules != Rules():
        from simulator.checks.policy import problems_of

        if problems := problems_of(settings.rules):
            raise SettingsError(problems)
    return settings


def _seconds(at: Moment | None) -> float | None:
    from simulator.clock import parse_time

    if isinstance(at, datetime):
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    return None if at is None else parse_time(str(at))
