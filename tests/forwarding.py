"""Runs to forward, and a Graph API that answers as it is told."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.forward.answers import Answer, Failure, GraphError, Trouble
from simulator.pipeline import replay
from simulator.settings import Forward, Settings
from simulator.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from simulator.run import Made
    from simulator.store import Store

PIXEL = "1234567890"
NOW = 1_790_000_000.0
DAY = 86_400
FORWARD = Forward(graph_url="http://127.0.0.1:9", pixel_id=PIXEL, test_code="TEST12345")
SETTINGS = Settings(workers=1, forward=FORWARD)


def event(event_id: str | None = "order-1", **members: Any) -> dict[str, Any]:
    """A server event that nothing is wrong with at NOW; a member that is given as ``...`` is left out."""
    made: dict[str, Any] = {
        "event_name": "Purchase",
        "event_time": int(NOW) - 3600,
        "event_id": event_id if event_id is not None else ...,
        "action_source": "website",
        "event_source_url": "https://shop.example/thanks",
        "user_data": {"em": ["a" * 64], "client_user_agent": "Mozilla/5.0", "client_ip_address": "203.0.113.7"},
        "custom_data": {"value": 9.5, "currency": "EUR"},
    }
    return {name: value for name, value in (made | members).items() if value is not ...}


def server(payload: Mapping[str, Any]) -> dict[str, Any]:
    """An envelope around a server event, received a second after it happened."""
    time = payload.get("event_time")
    at = time + 1 if isinstance(time, int) and time < 4e9 else NOW
    return {"channel": "server", "pixel_id": "99", "received_at": at, "event": dict(payload)}


def stored(
    store: Store,
    folder: Path,
    *lines: Mapping[str, Any],
    made: Made | None = "synthetic",
    settings: Settings = SETTINGS,
    name: str = "shop.jsonl",
) -> int:
    """A run of these envelopes; its number."""
    source = folder / name
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return replay(store, [str(source)], settings, made=made)


@contextmanager
def run_of(folder: Path, *payloads: Mapping[str, Any], made: Made | None = "synthetic") -> Iterator[Store]:
    """A store in memory whose newest run has these server events."""
    with open_store(":memory:") as store:
        stored(store, folder, *map(server, payloads), made=made)
        yield store


class Time:
    """A wall clock that only waiting moves, and what was waited."""

    def __init__(self, now: float = NOW) -> None:
        self.now = now
        self.waited: list[float] = []

    def clock(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds


class Posted(NamedTuple):
    """A request as it was sent."""

    path: str
    body: Mapping[str, Any]

    @property
    def ids(self) -> list[str | None]:
        return [each.get("event_id") for each in self.body["data"]]


class Scripted:
    """Answers one request after the other, then all with success; an exception is raised instead."""

    def __init__(self, *answers: Answer | BaseException | Callable[[Posted], Answer]) -> None:
        self._answers = list(answers)
        self.posted: list[Posted] = []

    def post(self, path: str, body: Mapping[str, Any], *, seconds: float | None = None) -> Answer:
        assert seconds is None or seconds > 0
        posted = Posted(path, body)
        self.posted.append(posted)
        answer = self._answers.pop(0) if self._answers else taken(len(body["data"]))
        if isinstance(answer, BaseException):
            raise answer
        return answer if isinstance(answer, Answer) else answer(posted)

    @property
    def ids(self) -> list[list[str | None]]:
        """The event ids of each request."""
        return [posted.ids for posted in self.posted]


def taken(events: int) -> Answer:
    """What Graph says to events it takes."""
    return Answer(200, {"events_received": events, "messages": [], "fbtrace_id": "Atrace"})


def refused(code: int, subcode: int | None = None, *, status: int = 400, **members: Any) -> Answer:
    """An error of Graph's."""
    error = GraphError(code, subcode, "OAuthException", "Invalid parameter", fbtrace_id="Atrace")._replace(**members)
    return Answer(status, {"error": {}}, error)


def broken(kind: Trouble = Trouble.RESET, *, status: int | None = None, retry_after: float | None = None) -> Answer:
    """A request that failed below Graph."""
    return Answer(status, failure=Failure(kind, f"127.0.0.1: {kind.value}"), retry_after=retry_after)
