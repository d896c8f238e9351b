"""Access tokens: where they may come from, and how to notice one where it must not be.

A token comes from the environment and never rests in a file of ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

TOKEN_VARIABLES = ("CAPISIM_ACCESS_TOKEN", "META_ACCESS_TOKEN")
"""The environment variables that may hold an access token, the first one found counts."""
SECRET_VARIABLES = ("CAPISIM_APP_SECRET", "META_APP_SECRET")
"""Those that may hold the app's secret, for ``appsecret_proof``."""

_NAME = re.compile(r"token|secret|password|credential", re.IGNORECASE)
# Access tokens of the Graph API start with these letters; real ones are far longer than this.
_VALUE = re.compile(r"EAA[A-Za-z0-9]{20,}")


def looks_secret(name: str, value: object) -> bool:
    """Whether a member of a settings file, or anything inside it, looks like an access token."""
    if isinstance(value, Mapping):
        return any(looks_secret(str(inner), part) for inner, part in value.items())
    if isinstance(value, (list, tuple)):
        return bool(_NAME.search(name)) or any(looks_secret("", part) for part in value)
    return bool(_NAME.search(name)) or (isinstance(value, str) and holds_token(value))


def holds_token(text: str) -> bool:
    """Whether a text holds something of the shape of an access token."""
    return bool(_VALUE.search(text))
