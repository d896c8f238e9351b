"""Answers of the Graph API: success, refusal, and the trace id in both."""

from __future__ import annotations

import secrets
from collections import deque
from typing import TYPE_CHECKING, Any

import orjson
from starlette.responses import Response

from simulator.emulator.refusals import envelope
from simulator.verdict import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from simulator.emulator.refusals import Refusal
    from simulator.pipeline.listening import Taken

_BYTES_OF_TRACE, _LETTERS, _AT_ONCE = 16, 22, 64
_letters: deque[str] = deque()
OWN_KEY = "capisim"
"""What is ours in an answer of Graph's stands under this key alone."""


def trace_id() -> str:
    """An fbtrace_id of the look of Meta's: ``A`` and 22 letters, digits, minus signs and underscores."""
    if not _letters:
        # One call of the system for many.
        drawn = secrets.token_urlsafe(_BYTES_OF_TRACE * _AT_ONCE)
        _letters.extend(drawn[at : at + _LETTERS] for at in range(0, len(drawn) - _LETTERS + 1, _LETTERS))
    return "A" + _letters.pop()


def success(taken: Taken) -> dict[str, Any]:
    """The body for a request whose events were all taken."""
    return {"events_received": len(taken.verdicts), "messages": [], "fbtrace_id": trace_id()}


class _Json(Response):
    """An answer in JSON; what its headers are made of is known beforehand."""

    # The asynchronous Python client reads an answer only with this very content type in front.
    media_type = "application/json; charset=UTF-8"

    def __init__(self, body: bytes, status: int, version: str | None) -> None:
        self.status_code = status
        self.background = None
        self.body = body
        self.raw_headers = [
            (b"content-length", b"%d" % len(body)),
            (b"content-type", b"application/json; charset=UTF-8"),
        ]
        if version:
            self.raw_headers.append((b"facebook-api-version", b"v%b" % version.encode("ascii")))


def answer(body: Mapping[str, Any], status: int = 200, version: str | None = None) -> Response:
    """An answer in JSON as Graph sends it."""
    return _Json(orjson.dumps(body), status, version)


def refuse(refusal: Refusal, version: str | None = None, **own: Any) -> Response:
    """The answer that refuses a request; ``own`` are members of ours beside the envelope."""
    return answer(envelope(refusal, trace_id()) | own, refusal.status, version)


def verdict_block(taken: Iterable[Taken]) -> dict[str, Any]:
    """What became of each event, for a request that asks for it: ours, not Meta's."""
    from simulator.checks.catalog import catalog

    rules = catalog()
    events: list[dict[str, Any]] = []
    for each in taken:
        for verdict in each.verdicts:
            findings = [
                {
                    "rule": finding.rule,
                    "name": rules[finding.rule].name,
                    "severity": finding.severity.value,
                    "path": finding.path,
                    "message": finding.message,
                    "fix": finding.fix,
                }
                for finding in verdict.findings
            ]
            told: dict[str, Any] = {"n": verdict.n, "event_name": verdict.event_name, "verdict": verdict.verdict.value}
            if verdict.verdict == Outcome.DUPLICATE:
                told |= {"duplicate_of": verdict.duplicate_of, "key": verdict.key}
                told |= {"after_seconds": verdict.after_seconds, "survivor_rule": verdict.survivor_rule}
            events.append(told | {"findings": findings})
    run = next((each.run for each in taken), None)
    return {OWN_KEY: {"run": run, "events": events}}
