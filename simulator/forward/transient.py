"""Which answers may be tried again: what Meta, or a client that has met it, calls temporary.

Codes by Meta's error reference (developers.facebook.com/documentation/ads-commerce/marketing-api/error-reference) and
Graph's error handling (developers.facebook.com/docs/graph-api/guides/error-handling), read 2026-09-12, and by the map
of rudderlabs/rudder-transformer (src/v0/util/facebookUtils/networkHandler.js). Everything else is never tried again: a
fault in an event or a token stays one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulator.finding import Evidence
from simulator.forward.answers import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.forward.answers import Answer, GraphError


class Chance(NamedTuple):
    """Whether a request may be sent again, why, and how well that is known.

    ``throttled`` tells that Meta asks for less, so the pause should be long; ``unsure`` that the first one may have
    arrived, so that only an event with the same id is safe to send again.
    """

    again: bool
    why: str
    evidence: Evidence
    throttled: bool = False
    unsure: bool = False


_D, _T, _I = Evidence.DOCUMENTED, Evidence.THIRD_PARTY, Evidence.INFERRED
CODES: Mapping[int, Chance] = {
    1: Chance(again=True, why="an unknown error of Meta's", evidence=_D),
    2: Chance(again=True, why="Meta is temporarily not available", evidence=_D),
    4: Chance(again=True, why="the app's request limit", evidence=_D, throttled=True),
    17: Chance(again=True, why="the user's request limit", evidence=_D, throttled=True),
    32: Chance(again=True, why="a request limit", evidence=_T, throttled=True),
    341: Chance(again=True, why="the app's limit", evidence=_T, throttled=True),
    368: Chance(again=True, why="blocked for the time being", evidence=_T, throttled=True),
    613: Chance(again=True, why="a request limit", evidence=_T, throttled=True),
    5000: Chance(again=True, why="an unknown error of Meta's", evidence=_D),
    21009: Chance(again=True, why="the dataset is temporarily not ready", evidence=_T),
    80000: Chance(again=True, why="a request limit", evidence=_T, throttled=True),
    80003: Chance(again=True, why="a request limit", evidence=_T, throttled=True),
    80004: Chance(again=True, why="a request limit", evidence=_T, throttled=True),
    80014: Chance(again=True, why="a request limit", evidence=_T, throttled=True),
}
"""The codes that may be tried again."""

NEVER: Mapping[int, Chance] = {
    100: Chance(again=False, why="the request is refused for what is in it", evidence=_D),
    190: Chance(again=False, why="the access token is refused", evidence=_D),
}
"""The codes that never may, whatever else the answer says."""

_TROUBLES: Mapping[Trouble, Chance] = {
    Trouble.REFUSED: Chance(again=True, why="nobody answered there", evidence=_D),
    Trouble.UNRESOLVED: Chance(again=True, why="the host was not found", evidence=_D),
    Trouble.CONNECT_TIMEOUT: Chance(again=True, why="no connection in time", evidence=_D),
    Trouble.TIMEOUT: Chance(again=True, why="no answer in time", evidence=_D, unsure=True),
    Trouble.RESET: Chance(again=True, why="the connection broke", evidence=_D, unsure=True),
    # A certificate does not mend itself within a minute.
    Trouble.TLS: Chance(again=False, why="the connection is not safe", evidence=_I),
}


def chance(answer: Answer) -> Chance:
    """Whether the request behind an answer may be sent again. Meta's pages advise it for all but client errors."""
    if answer.error is not None:
        return _of_error(answer.error, answer.status)
    status = answer.status
    if answer.failure is not None and answer.failure.kind is not Trouble.NOT_JSON:
        return _TROUBLES[answer.failure.kind]
    if status == 429:
        return Chance(again=True, why="too many requests (HTTP 429)", evidence=_I, throttled=True)
    if status is not None and status >= 500:
        return Chance(again=True, why=f"a fault on the other side (HTTP {status})", evidence=_D, unsure=True)
    if answer.ok:
        return Chance(again=False, why="Graph has answered", evidence=_D)
    return Chance(again=False, why=f"HTTP {status} is not Graph's answer to a request", evidence=_I)


def _of_error(error: GraphError, status: int | None) -> Chance:
    for table in (NEVER, CODES):
        if error.code is not None and error.code in table:
            return table[error.code]
    if error.is_transient:
        return Chance(again=True, why="Meta calls it temporary (is_transient)", evidence=_I)
    if status is not None and status >= 500:
        return Chance(again=True, why=f"a fault of Meta's (HTTP {status})", evidence=_D, unsure=True)
    return Chance(again=False, why=f"code {error.code} is no temporary one", evidence=_D)
