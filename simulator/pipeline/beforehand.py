"""What is known of a run before its first event: what was found about the property its events come from, and how."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from simulator.scenario import is_scenario, load_scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.finding import Finding
    from simulator.scenario import Tagged
    from simulator.tagging.happening import Happening, Sent, Word
    from simulator.tagging.property import Environment, Property
    from simulator.tagging.session import Session


class Beforehand(NamedTuple):
    """``findings`` are about the run as a whole; their paths lead into ``file``, a property.

    ``command`` makes the requests again, where no file holds them once the run has ended.
    """

    findings: tuple[Finding, ...] = ()
    file: str | None = None
    command: str | None = None


def command_of(prop: Property, sessions: Sequence[Session], environment: Environment) -> str:
    """The command that runs a property through sessions into the store."""
    words = [prop.file, *(session.file for session in sessions)]
    stage = [] if environment == "development" else ["--environment", environment]
    return shlex.join(["capisim", "tag", *words, *stage, "--replay"])


def beforehand(sources: Sequence[str]) -> Beforehand:
    """What is known of sources before they are read: of a scenario with a property, what is found about that.

    Raises SourceError, SettingsError and TaggingError for what can't be read.
    """
    if len(sources) != 1 or not is_scenario(sources[0]):
        return Beforehand()
    scenario = load_scenario(sources[0])
    if scenario.tagged is None:
        return Beforehand()
    from simulator.checks.tagged import property_findings
    from simulator.tagging.observing import facts

    prop, ran = _ran(scenario.folder, scenario.tagged)
    return Beforehand(property_findings(facts(prop, ran)), prop.file)


def leaving(folder: Path, tagged: Tagged) -> Iterator[Sent | Word]:
    """What leaves when the property of a scenario runs, in the order of receipt. Raises as ``beforehand`` does."""
    from simulator.tagging.run import in_order_of_receipt

    return in_order_of_receipt(*(happenings for _, happenings in _ran(folder, tagged)[1]))


def _ran(folder: Path, tagged: Tagged) -> tuple[Property, list[tuple[Session, list[Happening]]]]:
    from simulator.tagging.property import load_property
    from simulator.tagging.run import run
    from simulator.tagging.session import apart, load_session

    prop = load_property(str(folder / tagged.property))
    sessions = apart(load_session(str(folder / name)) for name in tagged.sessions)
    environment = cast("Environment", tagged.environment)
    return prop, [(session, list(run(prop, session, environment))) for session in sessions]
