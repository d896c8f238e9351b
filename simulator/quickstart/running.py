"""A property's folder run: its sessions, and what leaves in the order in which it is received."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import orjson

from simulator.errors import SourceError, UsageError
from simulator.reports.tagged import Ran
from simulator.tagging.run import DEFAULT_ENVIRONMENT, in_order_of_receipt, run
from simulator.tagging.session import Session, apart, load_session

if TYPE_CHECKING:
    from simulator.pipeline.beforehand import Beforehand
    from simulator.settings import Settings
    from simulator.store import Store
    from simulator.tagging.happening import Sent, Word
    from simulator.tagging.property import Environment, Property

SESSIONS = "sessions"


def sessions_of(folder: Path) -> list[Session]:
    """The sessions of a project, by file name. Raises SourceError when there is none, TaggingError for a bad one."""
    below = folder / SESSIONS
    files = sorted(each for each in below.glob("*") if each.suffix in (".toml", ".json")) if below.is_dir() else []
    if not files:
        raise SourceError(f"{below}: holds no session (.toml or .json)")
    return apart(load_session(str(file)) for file in files)


def ran_with(prop: Property, sessions: Sequence[Session], environment: Environment = DEFAULT_ENVIRONMENT) -> list[Ran]:
    """Each session with everything that happens in it."""
    return [Ran(session, list(run(prop, session, environment))) for session in sessions]


def ordered(ran: Sequence[Ran]) -> Iterator[Sent | Word]:
    """What leaves in all sessions, in the order of receipt."""
    return in_order_of_receipt(*(each.happenings for each in ran))


def replayed(
    store: Store,
    prop: Property,
    ran: Sequence[Ran],
    settings: Settings,
    origins: dict[str, str] | None = None,
    about: Beforehand | None = None,
) -> int:
    """What left, through the pipeline into the store; the number of the run. Line n of its source is the nth request.

    ``about`` is what was found about the property.

    Raises UsageError when nothing left, and what ``pipeline.replay`` raises.
    """
    from simulator import pipeline

    with TemporaryDirectory(prefix="capisim-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / "tagged.jsonl"
        with source.open("wb") as file:
            file.writelines(orjson.dumps(each.line, option=orjson.OPT_APPEND_NEWLINE) for each in ordered(ran))
        if not source.stat().st_size:
            raise UsageError("no rule sent anything in the sessions; give a rule a trigger that one of them meets")
        names = [" ".join(each.session.file for each in ran)]
        return pipeline.replay(
            store, [str(source)], settings, title=f"{prop.name}: validation", origins=origins, names=names, about=about
        )
