"""The connection to a target, with everything it needs: token, app secret, times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.forward.graph import Graph
from simulator.forward.keyrings import open_keyring
from simulator.forward.tokens import find_app_secret

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from simulator.forward.keyrings import Keyring
    from simulator.forward.planning import Target
    from simulator.forward.tokens import Found
    from simulator.settings import Forward


def open_target(
    target: Target,
    settings: Forward,
    found: Found,
    environ: Mapping[str, str],
    *,
    env_file: Path | None = None,
    keyring: Callable[[], Keyring | None] | None = open_keyring,
) -> Graph:
    """A Graph for a target; nothing is connected before something is posted.

    The app secret is looked for where the token may be. Raises UsageError as ``find_app_secret`` and ``Graph`` do.
    """
    secret = find_app_secret(environ, env_file=env_file, account=target.pixel_id, keyring=keyring)
    return Graph(
        target.graph_url,
        target.version,
        found,
        None if secret is None else secret.token,
        connect_seconds=settings.connect_seconds,
        total_seconds=settings.answer_seconds,
    )
