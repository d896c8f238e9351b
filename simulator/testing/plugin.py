"""The pytest plugin: scenarios as tests, and the fixture ``capisim``.

pytest loads this module in every session of an environment that capisim is installed in, so it imports nothing of
capisim until it is asked for something. ``-p no:capisim`` leaves it out.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from simulator.testing.capisim import Capisim

_FILE = "scenario.toml"
_FOLDERS = pytest.StashKey[tuple[Path, ...]]()
_NAMED = pytest.StashKey[frozenset[Path]]()


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


@pytest.fixture
def capisim(request: pytest.FixtureRequest) -> Capisim:
    """Runs events through capisim: ``capisim.run(events).expect_event("Purchase")``."""
    from simulator.testing.capisim import Capisim
    from simulator.testing.snapshots import FOLDER, Snapshots

    file = request.path
    update = bool(request.config.getoption("capisim_update"))
    return Capisim(snapshots=Snapshots(beside=file.parent, folder=file.parent / FOLDER / file.stem, update=update))
