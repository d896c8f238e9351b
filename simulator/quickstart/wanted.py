"""What a new property is made of, and what is wrong with what was asked for."""

from __future__ import annotations

import re
from typing import NamedTuple

from simulator.settings.secrets import holds_token
from simulator.tagging.problems import TaggingError
from simulator.tagging.property import DATA_LAYER

TOKEN_VARIABLE = "META_ACCESS_TOKEN"  # noqa: S105 - the name of a variable
_DOMAIN = re.compile(r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_PATH = re.compile(r"window(\.[A-Za-z0-9_$-]+)+")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Wanted(NamedTuple):
    """What the quick start asks for. ``complete`` gives every rule a trigger, not PageView alone."""

    domain: str
    pixel_id: str
    data_layer: str = DATA_LAYER
    token_variable: str = TOKEN_VARIABLE
    complete: bool = False


def settled(wanted: Wanted) -> Wanted:
    """The same without spaces around and in small letters where that means the same.

    Raises TaggingError with everything that is wrong.
    """
    domain = wanted.domain.strip().lower().removeprefix("https://").removeprefix("http://").rstrip("/")
    made = Wanted(
        domain, wanted.pixel_id.strip(), wanted.data_layer.strip(), wanted.token_variable.strip(), wanted.complete
    )
    problems = []
    if not _DOMAIN.fullmatch(made.domain):
        problems.append("domain: the shop's host alone, such as shop.example")
    if not (made.pixel_id.isascii() and made.pixel_id.isdigit()):
        problems.append("pixel ID: the number of the dataset, digits alone; Events Manager shows it")
    if not _PATH.fullmatch(made.data_layer):
        problems.append("data layer path: begins with window. and names members, such as window.dataLayer.meta")
    if not _VARIABLE.fullmatch(made.token_variable) or holds_token(made.token_variable):
        problems.append("token variable: the name of an environment variable that will hold the token, never the token")
    if problems:
        raise TaggingError("quick start", problems)
    return made
