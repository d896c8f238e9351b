"""``capisim check``: scenarios against the verdicts they must get."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.common import format_options, settings_options
from simulator.cli.output import quiet_pipe, write
from simulator.errors import ExitCode
from simulator.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.expectation.many import Result


@click.command()
@click.argument("folders", nargs=-1, metavar="[DIR]...", type=click.Path())
@click.option(
    "--update",
    is_flag=True,
    help="Write what came out into every expected.json that differs or is missing, and tell what changed. "
    "Read the difference first.",
)
@click.option("--jobs", type=click.IntRange(0), default=0, metavar="N", help="Processes that check; 0 chooses.")
@format_options("text", "json", "junit")
@settings_options("schemas", "engine", "environment", "customers", "rules.select", "rules.ignore")
def check(
    folders: tuple[str, ...],
    update: bool,
    jobs: int,
    output_format: str,
    settings: Settings,
    origins: dict[str, str],  # noqa: ARG001 - the shared options give it
) -> ExitCode:
    """Run scenarios in memory and compare with their expected.json, event by event.

    A DIR is a scenario (a folder with a scenario.toml) or holds some, at any depth. Without any,
    it is ./fixtures; where there is none, capisim's own scenarios, under the default settings.
    Otherwise your settings hold, and a scenario's own lie over them.
    Exit codes: 0 all as expected, 1 a difference, 2 a scenario that can't be read.
    """
    from simulator.cli.progress import count_bar
    from simulator.expectation.finding_scenarios import find_scenarios
    from simulator.expectation.many import check_many

    if not folders and not Path("fixtures").is_dir():
        from simulator.resources import fixtures

        if update:
            raise click.UsageError("There is no ./fixtures here; --update needs a DIR.")
        # They are the same everywhere; what somebody's project is told must not change them.
        folders, settings = (os.path.relpath(fixtures()),), Settings()
    scenarios = find_scenarios(folders or ("fixtures",))
    with count_bar(len(scenarios), "scenarios") as listener:
        results = check_many(scenarios, settings, jobs=jobs, on_done=listener)
    updated = _update(results) if update else frozenset()
    with quiet_pipe():
        _print(results, updated, output_format)
    return _code(results, updated)


def _update(results: Sequence[Result]) -> frozenset[str]:
    from simulator.expectation.checking import Checked
    from simulator.expectation.expected import write_expected

    changed = [result for result in results if isinstance(result, Checked) and not result.passed]
    for result in changed:
        write_expected(result.folder, result.actual)
    return frozenset(str(result.folder) for result in changed)


def _print(results: Sequence[Result], updated: frozenset[str], output_format: str) -> None:
    if output_format == "json":
        from simulator.expectation.document import document

        write([document(results, updated)])
    elif output_format == "junit":
        from simulator.expectation import junit

        write([junit.document(results, updated)])
    else:
        from simulator.cli.check_text import print_results
        from simulator.reports.terminal import make_console

        print_results(make_console(), results, updated)


def _code(results: Sequence[Result], updated: frozenset[str]) -> ExitCode:
    from simulator.expectation.checking import SOURCES
    from simulator.expectation.many import Unreadable

    if any(isinstance(result, Unreadable) for result in results):
        return ExitCode.USAGE
    failed = any(
        not isinstance(result, Unreadable)
        and not result.passed
        and (str(result.folder) not in updated or any(each.what.startswith(SOURCES) for each in result.differences))
        for result in results
    )
    return ExitCode.FINDINGS if failed else ExitCode.CLEAN
