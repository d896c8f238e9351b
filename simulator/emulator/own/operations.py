"""An operation of ours: what it is called with, what it answers, and how its query is read.

The same words are what ``openapi.json`` tells, so the two can't part.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from simulator.masking import printable, shorten

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.datastructures import QueryParams
    from starlette.requests import Request
    from starlette.responses import Response

    from simulator.emulator.service import Service

    Function: TypeAlias = Callable[[Request, Service, Mapping[str, Any]], Awaitable[Response]]

JSON = "application/json"
_INTEGER = re.compile(r"[0-9]{1,10}")
_NUMBER = re.compile(r"[0-9]{1,10}(?:\.[0-9]{1,10})?")
LARGEST_NUMBER = 2**32 - 1


class OwnError(Exception):
    """What an operation of ours answers instead: a status, a sentence, and members beside it."""

    def __init__(self, status: int, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.more = more


class Parameter(NamedTuple):
    """One parameter of the query. ``kind`` is ``string``, ``integer`` or ``number``; the bounds are part of it."""

    name: str
    kind: str
    about: str
    default: str | int | float | None = None
    low: int = 0
    high: int = LARGEST_NUMBER

    def read(self, text: str) -> str | int | float:
        """The value of a text. Raises OwnError."""
        if self.kind == "string":
            return text
        form = _INTEGER if self.kind == "integer" else _NUMBER
        value = (int if self.kind == "integer" else float)(text) if form.fullmatch(text) else math.nan
        if not self.low <= value <= self.high:
            what = "a whole number" if self.kind == "integer" else "a number"
            raise OwnError(400, f"{self.name} is {what} from {self.low} to {self.high}")
        return value


class Operation(NamedTuple):
    """One method of one path.

    ``answers`` says by status what it means; ``shape`` names the schema of a 200. What is ``public`` may be asked for
    by pages of any site and with any query.
    """

    path: str
    method: str
    function: Function
    summary: str
    parameters: tuple[Parameter, ...] = ()
    answers: tuple[tuple[int, str], ...] = ()
    media: str = JSON
    shape: str | None = None
    public: bool = False

    def read(self, query: QueryParams) -> dict[str, Any]:
        """The query, with defaults for what it lacks. Raises OwnError for a parameter that there is not."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in query:
            if name not in known:
                shown = shorten(printable(name), 40)
                has = f"{self.path} has {', '.join(known)}" if known else f"{self.path} has none"
                raise OwnError(400, f"there is no parameter {shown}: {has}")
        return {
            name: parameter.read(query[name]) if name in query else parameter.default
            for name, parameter in known.items()
        }


FILTER = Parameter("filter", "string", "Which events: the filter grammar of `capisim report --filter`.")
RUN = Parameter("run", "integer", "The number of a run in the store; without it, the present one.", low=1)
