"""``capisim quickstart``: a new property's folder, and the validation of one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.common import code_for, format_options, settings_options
from simulator.cli.output import quiet_pipe, write
from simulator.errors import ExitCode
from simulator.settings import Settings

if TYPE_CHECKING:
    from simulator.quickstart.validation import Validated
    from simulator.tagging.property import Property

# Written out, so that help needs nothing of the simulation.
_ENVIRONMENTS = ("development", "staging", "production")
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.option("--domain", metavar="HOST", help="The shop's host, such as shop.example; everything is named by it.")
@click.option("--pixel-id", metavar="ID", help="The pixel, which is the dataset too.")
@click.option(
    "--data-layer-path",
    metavar="PATH",
    default="window.dataLayer.meta",
    show_default=True,
    help="Where the page keeps what the events are about.",
)
@click.option(
    "--token-variable",
    metavar="NAME",
    default="META_ACCESS_TOKEN",
    show_default=True,
    help="The environment variable that will hold the access token; the token itself is in no file.",
)
@click.option("--complete", is_flag=True, help="Give every rule a trigger; without it only PageView has one.")
@click.option("-o", "--output", metavar="DIR", type=_FOLDER, help="The new folder.")
@click.option("--overwrite", is_flag=True, help="Replace files of these names in a folder that is not empty.")
@click.option("--validate", "validated", metavar="DIR", type=_FOLDER, help="Start validation of a folder.")
@click.option("--update", "updated", metavar="DIR", type=_FOLDER, help="Make script and scenarios of a folder anew.")
@click.option(
    "--environment",
    "stage",
    type=click.Choice(_ENVIRONMENTS),
    default="development",
    show_default=True,
    help="Whose pixel ids and values validation takes.",
)
@format_options("text", "json")
@settings_options("fail_on")
def quickstart(
    domain: str | None,
    pixel_id: str | None,
    data_layer_path: str,
    token_variable: str,
    complete: bool,
    output: Path | None,
    overwrite: bool,
    validated: Path | None,
    updated: Path | None,
    stage: str,
    output_format: str,
    settings: Settings,
    origins: dict[str, str],
) -> int:
    """Set up a property as Adobe's quick start does it, with all that is needed to try and to check it.

    --domain, --pixel-id and -o make a folder: property, example sessions, code for the page, scenarios, a job for
    continuous integration. --validate runs the sessions of such a folder and tells for each rule what it sent and
    what became of it; a rule that fails is an error. Without any of these, and in a terminal, the application asks.
    """
    if not any((domain, pixel_id, output, validated, updated)):
        from simulator.cli.ui import has_terminal, open_ui

        if has_terminal():
            return open_ui(None, None, readonly=False, asks_property=True)
    chosen = sum(each is not None for each in (output, validated, updated))
    if chosen != 1:
        raise click.UsageError("Say one of -o DIR (a new folder), --validate DIR and --update DIR.")
    if validated is not None:
        return _validate(validated, stage, settings, origins, output_format)
    if output_format != "text":
        raise click.UsageError(f"--format {output_format} goes with --validate.")
    if updated is not None:
        return _update(updated)
    if output is None or domain is None or pixel_id is None:
        raise click.UsageError("A new folder needs --domain and --pixel-id.")
    return _make(domain, pixel_id, data_layer_path, token_variable, output, complete=complete, overwrite=overwrite)


def _make(
    domain: str, pixel_id: str, path: str, variable: str, output: Path, *, complete: bool, overwrite: bool
) -> ExitCode:
    from simulator.masking import printable
    from simulator.quickstart.project import make_project
    from simulator.quickstart.wanted import Wanted

    names = make_project(Wanted(domain, pixel_id, path, variable, complete), output, overwrite=overwrite)
    where = printable(str(output))
    with quiet_pipe():
        for name in names:
            click.echo(f"{where}/{name}")
    click.echo(f"Now read {where}/README.md; 'capisim quickstart --validate {where}' starts validation.", err=True)
    return ExitCode.CLEAN


def _update(folder: Path) -> ExitCode:
    from simulator.masking import printable
    from simulator.quickstart.project import update_project

    def warn(name: str) -> None:
        click.echo(f"warning: nothing leaves with {name} in the sessions, so its scenario stays as it was", err=True)

    changed = update_project(folder, warn)
    with quiet_pipe():
        for name in changed:
            click.echo(printable(f"{folder}/{name}"))
    click.echo("Read what changed before you keep it." if changed else "Nothing changed.", err=True)
    return ExitCode.CLEAN


def _validate(folder: Path, stage: str, settings: Settings, origins: dict[str, str], output_format: str) -> ExitCode:
    from simulator.quickstart.project import property_file
    from simulator.quickstart.running import sessions_of
    from simulator.quickstart.validation import validate
    from simulator.store.connect import open_store
    from simulator.tagging.property import load_property

    prop = load_property(str(property_file(folder)))
    sessions = sessions_of(folder)
    with open_store(":memory:") as store:
        validated = validate(prop, sessions, store, settings, stage, origins)  # type: ignore[arg-type]
    _print(prop, stage, validated, output_format)
    return code_for(validated.worst, settings.fail_on)


def _print(prop: Property, stage: str, validated: Validated, output_format: str) -> None:
    from simulator.quickstart.results import document, print_results

    with quiet_pipe():
        if output_format == "json":
            from simulator.reports.json import encode

            write([encode(document(prop, stage, validated), indent=True)])
        else:
            from simulator.reports.terminal import make_console

            print_results(make_console(), prop, stage, validated)
