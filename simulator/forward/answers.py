"""What came back from the Graph API, or why nothing did."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple


class Trouble(StrEnum):
    """How a request failed below Graph's own answers."""

    REFUSED = "refused"
    """Nobody listens there, or no way leads there."""
    UNRESOLVED = "unresolved"
    """The host has no address."""
    TLS = "tls"
    """The connection could not be made secret, or the host could not prove who it is."""
    CONNECT_TIMEOUT = "connect-timeout"
    """No connection in time: nothing was sent."""
    TIMEOUT = "timeout"
    """Sent, or sent in part, and no whole answer in time."""
    RESET = "reset"
    """The connection ended before a whole answer was there."""
    NOT_JSON = "not-json"
    """An answer that is not Graph's: a page of a proxy, or an empty body."""


UNSENT = frozenset({Trouble.REFUSED, Trouble.UNRESOLVED, Trouble.TLS, Trouble.CONNECT_TIMEOUT})
"""After these nothing has reached the other side; after the others nobody knows."""


class Failure(NamedTuple):
    """A failed request: the kind, and a sentence about it that holds no secret."""

    kind: Trouble
    text: str

    @property
    def may_have_arrived(self) -> bool:
        """Whether the other side may have taken what was sent."""
        return self.kind not in UNSENT


class GraphError(NamedTuple):
    """The members of Graph's envelope (facts: developers.facebook.com/docs/graph-api/guides/error-handling).

    A member that is missing or has another type is None; ``blame`` are the paths of ``error_data``.
    """

    code: int | None = None
    subcode: int | None = None
    type: str | None = None
    message: str | None = None
    title: str | None = None
    user_message: str | None = None
    is_transient: bool | None = None
    fbtrace_id: str | None = None
    blame: tuple[str, ...] = ()

    def __str__(self) -> str:
        numbers = "/".join(str(each) for each in (self.code, self.subcode) if each is not None)
        return (
            ": ".join(part for part in (numbers, self.title, self.user_message or self.message) if part) or "an error"
        )


class Answer(NamedTuple):
    """One answer: ``status`` is None where none came, ``body`` where it was no JSON, ``retry_after`` is in seconds."""

    status: int | None = None
    body: Any = None
    error: GraphError | None = None
    retry_after: float | None = None
    failure: Failure | None = None

    @property
    def ok(self) -> bool:
        """Whether Graph did what it was asked to."""
        return self.failure is None and self.error is None and self.status is not None and 200 <= self.status < 300

    def __str__(self) -> str:
        if self.failure is not None:
            return self.failure.text
        return str(self.error) if self.error is not None else f"HTTP {self.status}"


def read_error(body: Any) -> GraphError | None:
    """The error of a body of Graph's, None where it holds none; members of a wrong type are passed over."""
    given = body.get("error") if isinstance(body, dict) else None
    if given is None or given is False:
        return None
    if not isinstance(given, dict):
        return GraphError(message=given if isinstance(given, str) else None)
    return GraphError(
        _number(given.get("code")),
        _number(given.get("error_subcode")),
        _text(given.get("type")),
        _text(given.get("message")),
        _text(given.get("error_user_title")),
        _text(given.get("error_user_msg")),
        given["is_transient"] if isinstance(given.get("is_transient"), bool) else None,
        _text(given.get("fbtrace_id")),
        _blame(given.get("error_data")),
    )


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _blame(data: Any) -> tuple[str, ...]:
    # An object, or a text that holds one: both were seen (facts 07, section 4).
    if isinstance(data, str):
        import orjson

        try:
            data = orjson.loads(data)
        except orjson.JSONDecodeError:
            return ()
    paths = data.get("blame_field_specs") if isinstance(data, dict) else None
    if not isinstance(paths, list):
        return ()
    return tuple(".".join(map(str, path)) if isinstance(path, list) else str(path) for path in paths)
