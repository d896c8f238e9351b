"""``capisim connect``: which datasets a token reaches, and one of them into the settings."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.common import current_folder, format_options, settings_options
from simulator.cli.connecting import env_file_option, find_credentials, graph_of, pixel_option
from simulator.cli.output import quiet_pipe, write
from simulator.errors import ExitCode, UsageError
from simulator.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.forward.pixels import Reached
    from simulator.forward.tokens import Found

SCHEMA = "https://capisim.dev/schemas/connect.schema.json"
KEYRING, NOWHERE = "keyring", "nowhere"


@click.command()
@pixel_option
@env_file_option
@click.option(
    "--token-to",
    "keep",
    metavar="WHERE",
    help="Where the token rests: keyring, nowhere, or a file outside of every project, which only you can read. "
    "Default: keyring, where there is one.",
)
@click.option("--user", is_flag=True, help="Write your own settings file, not the project's.")
@format_options("text", "json")
@settings_options()
def connect(
    pixel: str | None,
    env_file: Path | None,
    keep: str | None,
    user: bool,
    output_format: str,
    settings: Settings,
    origins: dict[str, str],  # noqa: ARG001 - the shared options give it
) -> ExitCode:
    """List the datasets (pixels) that an access token reaches, and write one into the settings. Connects to Meta.

    The token comes from the environment, --env-file or the keyring; in a terminal it may be typed, unseen. Which
    dataset is asked for in a terminal, or named by --pixel; otherwise the list is all. Written are forward.pixel_id
    and forward.version; everything else in the settings file stays as it is. It sends no event.
    """
    from simulator.forward.pixels import reach_one, reachable
    from simulator.settings.editing import target

    folder = current_folder()
    file = target(folder, user=user)
    place = _place(keep, folder if user else file.parent)
    found, secret = find_credentials(pixel, env_file, ask=_has_terminal())
    with graph_of(settings, found, secret) as graph:
        pixels, notes = ((reach_one(graph, pixel),), ()) if pixel else reachable(graph)
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "pixels": [{"id": each.id, "name": each.name, "through": list(each.through)} for each in pixels],
        "chosen": pixel,
        "version": settings.forward.version,
        "settings_file": None,
        "token": {"origin": found.origin, "kept": None},
        "notes": list(notes),
    }
    if output_format == "text":
        _print(pixels)
        if pixel is None and pixels and _has_terminal():
            document["chosen"] = _ask(pixels)
    if document["chosen"] is None:
        document["notes"].append(
            "nothing was written: name one of them with --pixel"
            if pixels
            else "no dataset was found: the token may lack a permission to list them; --pixel asks for one by its id"
        )
    else:
        _write(document, file, found, keep, place)
    with quiet_pipe():
        if output_format == "json":
            from simulator.reports.json import encode

            write([encode(document, indent=True)])
        else:
            _say(document)
    return ExitCode.CLEAN


def _has_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _place(keep: str | None, project: Path) -> Path | None:
    """The file for the token, looked at before anything is asked; None where it is none."""
    if keep in (None, KEYRING, NOWHERE):
        return None
    from simulator.forward.keeping import place_for

    return place_for(Path(str(keep)), project)


def _write(document: dict[str, Any], file: Path, found: Found, keep: str | None, place: Path | None) -> None:
    """The token first: where it can't be kept, the settings stay as they are."""
    from simulator.settings.editing import change

    document["token"]["kept"] = _keep(found, document["chosen"], keep, place, document["notes"])
    change(file, {"forward.pixel_id": document["chosen"], "forward.version": document["version"]})
    document["settings_file"] = str(file)


def _keep(found: Found, pixel: str, keep: str | None, place: Path | None, notes: list[str]) -> str | None:
    """Where the token rests now, None where it was not kept anew."""
    if place is not None:
        from simulator.forward.keeping import keep_in_file

        keep_in_file(place, found.token)
        return str(place)
    if keep == NOWHERE or (keep is None and found.origin.startswith(KEYRING)):
        return None
    from simulator.forward.keyrings import KEYRING_EXTRA, open_keyring

    ring = open_keyring()
    if ring is not None:
        ring.put("token", pixel, found.token.reveal())
        return f"keyring {ring.name}"
    if keep == KEYRING:
        raise UsageError(f"there is no keyring: install {KEYRING_EXTRA}, or name a file with --token-to")
    notes.append(f"the token was not kept: install {KEYRING_EXTRA}, or name a file with --token-to")
    return None


def _ask(pixels: Sequence[Reached]) -> str | None:
    number = click.prompt(
        "Which one? (0: none)",
        type=click.IntRange(0, len(pixels)),
        default=1 if len(pixels) == 1 else None,
        err=True,
    )
    return pixels[number - 1].id if number else None


def _print(pixels: Sequence[Reached]) -> None:
    from rich.text import Text

    from simulator.reports.terminal import heading, make_console, safe_name, table

    console = make_console()
    heading(console, f"{len(pixels)} dataset{'' if len(pixels) == 1 else 's'} within reach of the token")
    rows = table("", "id", "name", "through", numbers=("",), wide="through")
    for number, each in enumerate(pixels, 1):
        through = ", ".join(safe_name(one, 40) for one in each.through)
        rows.add_row(f"{number}", Text(each.id, "bold"), safe_name(each.name or "–", 30), Text(through, "dim"))
    if pixels:
        console.print(rows)


def _say(document: dict[str, Any]) -> None:
    from simulator.masking import printable

    lines = [f"note: {note}" for note in document["notes"]]
    if document["settings_file"]:
        file = printable(document["settings_file"])
        lines.append(f"forward.pixel_id = {document['chosen']}, forward.version = {document['version']}: in {file}")
    if document["token"]["kept"]:
        lines.append(f"the token rests in {printable(document['token']['kept'])}")
    if lines:
        click.echo("\n" + "\n".join(lines))
