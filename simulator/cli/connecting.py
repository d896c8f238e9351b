"""What the commands share that connect to the Graph API: which dataset, which token, and the client."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.errors import UsageError

if TYPE_CHECKING:
    from simulator.forward.graph import Graph
    from simulator.forward.tokens import Found, Token
    from simulator.settings import Settings

_PIXEL = re.compile(r"[1-9][0-9]{0,24}", re.ASCII)


def _digits(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not _PIXEL.fullmatch(value):
        # What was given is not told: it may be a token that slipped into the wrong place.
        raise click.BadParameter("a dataset (pixel) id is a number, 1234567890", ctx, param)
    return value


pixel_option = click.option(
    "--pixel", callback=_digits, metavar="ID", help="The dataset (pixel). Default: the setting forward.pixel_id."
)
env_file_option = click.option(
    "--env-file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A file that sets CAPISIM_ACCESS_TOKEN, where the environment does not. A token is never an option.",
)


def open_graph(settings: Settings, account: str | None, env_file: Path | None) -> Graph:
    """The Graph API that the settings name, with the token that was found; what to know of it goes to standard error.

    Raises UsageError without a token, or with settings that can't be used.
    """
    return graph_of(settings, *find_credentials(account, env_file))


def find_credentials(account: str | None, env_file: Path | None, *, ask: bool = False) -> tuple[Found, Token | None]:
    """The token, and the app secret where there is one; with ``ask`` a token that is nowhere else may be typed.

    Raises UsageError.
    """
    from simulator.forward.tokens import find_app_secret, find_token, typed_token

    try:
        found = find_token(os.environ, env_file=env_file, account=account)
    except UsageError:
        if not ask or env_file is not None:
            raise
        found = typed_token(click.prompt("Access token (not shown)", hide_input=True, err=True))
    secret = find_app_secret(os.environ, env_file=env_file, account=account)
    for note in found.notes:
        click.echo(f"capisim: {note}", err=True)
    return found, secret.token if secret else None


def graph_of(settings: Settings, found: Found, secret: Token | None) -> Graph:
    """The Graph API that the settings name. Raises UsageError."""
    from simulator.forward.graph import Graph

    return Graph(
        settings.forward.graph_url,
        settings.forward.version,
        found,
        secret,
        connect_seconds=settings.forward.connect_seconds,
        total_seconds=settings.forward.answer_seconds,
    )
