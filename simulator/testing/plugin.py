"""The pytest plugin: scenarios as tests, the fixture ``capisim``, and the emulator for tests that send.

pytest loads this module in every session of an environment that capisim is installed in, so it imports nothing of
capisim until it is asked for something. ``-p no:capisim`` leaves it out.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from simulator.testing.capisim import Capisim
    from simulator.testing.listening import Listening
    from simulator.testing.snapshots import Snapshots

_FILE = "scenario.toml"
_FOLDERS = pytest.StashKey[tuple[Path, ...]]()
_NAMED = pytest.StashKey[frozenset[Path]]()
_LISTENING = pytest.StashKey[list[Any]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add our options and settings."""
    group = parser.getgroup("capisim", "Meta Pixel and Conversions API events")
    group.addoption(
        "--capisim-scenarios",
        action="append",
        default=[],
        metavar="DIR",
        help="Run the scenarios in this folder and below it as tests. May be repeated.",
    )
    group.addoption(
        "--capisim-update",
        action="store_true",
        help="Write the snapshots of match_snapshot instead of comparing with them; look at them before you keep them.",
    )
    parser.addini("capisim_scenarios", "Folders whose scenarios are run as tests.", type="paths", default=[])


def pytest_configure(config: pytest.Config) -> None:
    """Find out which folders hold scenarios, and have pytest look into them."""
    here = config.invocation_params.dir
    asked = [_folder(here / name) for name in config.getoption("capisim_scenarios")]
    settled = [_folder(path) for path in config.getini("capisim_scenarios")]
    config.stash[_FOLDERS] = (*asked, *settled)
    named: set[Path] = set()
    for at, argument in enumerate(config.args):
        folder = _scenario_named(here, argument)
        if folder is not None:
            named.add(folder)
            config.args[at] = str(folder)
    config.stash[_NAMED] = frozenset(named)
    # Whoever names tests wants these alone; scenarios that the settings name belong to the runs of everything.
    of_everything = config.args_source is not config.ArgsSource.ARGS
    inside = [Path(here / argument.partition("::")[0]).resolve() for argument in config.args]
    for folder in (*asked, *(settled if of_everything else ())):
        if not any(folder.is_relative_to(place) for place in inside):
            config.args.append(str(folder))
            inside.append(folder)


def _folder(path: Path) -> Path:
    found = path.resolve()
    if not found.is_dir():
        raise pytest.UsageError(f"capisim: there is no folder {path} to look for scenarios in")
    if next(found.rglob(_FILE), None) is None:
        raise pytest.UsageError(f"capisim: the folder {path} holds no scenario: there is no {_FILE} in it or below it")
    return found


def _scenario_named(here: Path, argument: str) -> Path | None:
    """The folder of the scenario that an argument names: itself, its file, or the id of its test."""
    place, _, rest = argument.partition("::")
    path = Path(here / place)
    folder = path.parent if path.name == _FILE else path
    return folder.resolve() if rest in ("", "capisim") and (folder / _FILE).is_file() else None


@pytest.hookimpl(tryfirst=True)
def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take a scenario's folder for a test, where scenarios were asked for."""
    config = parent.config
    folders, named = config.stash[_FOLDERS], config.stash[_NAMED]
    if not folders and not named:
        return None
    place = path.resolve()
    if place not in named and not any(place.is_relative_to(folder) for folder in folders):
        return None
    if not (place / _FILE).is_file():
        return None
    from simulator.testing.collecting import ScenarioFolder

    made: ScenarioFolder = ScenarioFolder.from_parent(parent, path=path)
    return made


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add what arrived at the emulators of a failed test to its report."""
    report = yield
    if report.failed and report.when == "call":
        for each in item.stash.get(_LISTENING, ()):
            report.sections.extend(("what arrived at capisim", made.dump()) for made in each())
    return report


@pytest.fixture
def capisim(request: pytest.FixtureRequest) -> Iterator[Capisim]:
    """Runs events through capisim, or listens for them.

    ``capisim.run(events).expect_event("Purchase")``; ``capisim.listen()`` stands in for Meta until the test ends.
    """
    from simulator.testing.capisim import Capisim

    made = Capisim(snapshots=_snapshots(request))
    request.node.stash.setdefault(_LISTENING, []).append(lambda: made.listening)
    yield made
    made.close()


@pytest.fixture(scope="session")
def capisim_settings() -> dict[str, Any]:
    """The settings of ``capisim_server``, as in ``capisim.toml``; define a fixture of this name to have others."""
    return {}


@pytest.fixture(scope="session")
def capisim_server(capisim_settings: dict[str, Any]) -> Iterator[Listening]:
    """One emulator for the whole session, for what is told its address once: a browser, a shop's server."""
    from simulator.testing.capisim import Capisim

    with Capisim(**capisim_settings).listen() as listening:
        yield listening


@pytest.fixture
def capisim_emulator(capisim_server: Listening, request: pytest.FixtureRequest) -> Listening:
    """The emulator of the session, emptied for this test."""
    capisim_server.reset()
    capisim_server.keep_snapshots(_snapshots(request))
    request.node.stash.setdefault(_LISTENING, []).append(lambda: (capisim_server,))
    return capisim_server


def _snapshots(request: pytest.FixtureRequest) -> Snapshots:
    from simulator.testing.snapshots import FOLDER, Snapshots

    file = request.path
    update = bool(request.config.getoption("capisim_update"))
    return Snapshots(beside=file.parent, folder=file.parent / FOLDER / file.stem, update=update)
