"""Around every endpoint: what it raises becomes an answer, and the watchers are told."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeAlias

from simulator.clock import now
from simulator.emulator.bodies import BodyError
from simulator.emulator.envelopes import path_of, shown_path
from simulator.emulator.graph_answers import refuse
from simulator.emulator.network_faults import SCOPE_KEY
from simulator.emulator.refusals import OAUTH, TEMPORARILY_DOWN, UNKNOWN_ERROR, Refusal, Refused
from simulator.emulator.service import Handled, Service
from simulator.errors import StoreError
from simulator.finding import Evidence

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from simulator.pipeline.listening import Taken

    Endpoint: TypeAlias = Callable[[Request, Service, "Notes"], Awaitable[Response]]


class Notes:
    """What an endpoint leaves for the watchers."""

    __slots__ = ("taken", "text")

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self.text = ""


class Handling:
    """One request on its way to its answer."""

    __slots__ = ("_at", "_request", "_service", "_started", "_watched", "notes")

    def __init__(self, request: Request, service: Service) -> None:
        self.notes = Notes()
        self._request = request
        self._service = service
        self._watched = service.is_watched
        self._started, self._at = (time.perf_counter(), now()) if self._watched else (0.0, 0.0)

    def failed(self, error: Exception) -> Response:
        """The answer where something was raised."""
        notes = self.notes
        if isinstance(error, Refused):
            notes.text = notes.text or error.refusal.message
            return refuse(error.refusal)
        if isinstance(error, BodyError):
            notes.text = str(error)
            response = refuse(Refusal(error.status, 100, None, f"(#100) {error}", Evidence.INFERRED, OAUTH))
            if error.status == 413:
                # The rest of the body is not read, so nothing more can come over this connection.
                response.headers["connection"] = "close"
            return response
        if isinstance(error, StoreError):
            notes.text = str(error)
            return refuse(TEMPORARILY_DOWN)
        # A fault of ours must not end in a page of it; the value at hand may be somebody's.
        notes.text = f"a fault in capisim ({type(error).__name__}); please report it"
        return refuse(UNKNOWN_ERROR)

    def tell(self, response: Response) -> None:
        """Tell the watchers of the answer."""
        if not self._watched:
            return
        request, notes = self._request, self.notes
        if SCOPE_KEY in request.scope:
            notes.text = f"fault {request.scope[SCOPE_KEY]}" + (f", {notes.text}" if notes.text else "")
        path = shown_path(path_of(request))
        seconds = time.perf_counter() - self._started
        self._service.handled(
            Handled(self._at, request.method, path, response.status_code, tuple(notes.taken), notes.text, seconds)
        )


def endpoint(function: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    """A Starlette endpoint that gets the service and notes, and never raises."""

    async def handle(request: Request) -> Response:
        service: Service = request.app.state.service
        handling = Handling(request, service)
        try:
            response = await function(request, service, handling.notes)
        except Exception as error:
            response = handling.failed(error)
        handling.tell(response)
        return response

    return handle
