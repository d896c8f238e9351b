"""Around the application: the requests that are to meet a fault of the network do so here."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, Response

from simulator.clock import now
from simulator.emulator.envelopes import shown_path
from simulator.emulator.graph_answers import refuse
from simulator.emulator.network_faults import HEADER, NONE, SCOPE_KEY, Fault, fault_of
from simulator.emulator.protocol import RESET
from simulator.emulator.refusals import OAUTH, Refusal
from simulator.emulator.service import Handled
from simulator.errors import UsageError
from simulator.finding import Evidence

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from simulator.emulator.service import Service

OWN = "/capisim"
_HEADER = HEADER.encode()
_TURN = 0.1
_PIECES = 20
_PAGE = """<!DOCTYPE html>
<html><head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center><hr><center>capisim: a fault on purpose</center></body></html>
"""


class Misbehaving:
    """Lets requests meet the faults of a service. Our own routes never meet any."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope.get("path", "")
        if scope["type"] != "http" or scope["method"] == "OPTIONS" or path == OWN or path.startswith(f"{OWN}/"):
            await self._app(scope, receive, send)
            return
        try:
            fault = self._fault(scope, path)
        except UsageError as error:
            refusal = Refusal(400, 100, None, f"(#100) {HEADER}: {error}", Evidence.INFERRED, OAUTH)
            await self._instead(scope, receive, send, refuse(refusal), str(error))
            return
        if fault is None:
            await self._app(scope, receive, send)
        elif fault.kind.stores:
            scope[SCOPE_KEY] = fault.name
            await self._afterwards(fault, scope, receive, send)
        else:
            await self._before(fault, scope, receive, send)

    def _fault(self, scope: Scope, path: str) -> Fault | None:
        for name, value in scope["headers"]:
            if name == _HEADER:
                text = value.decode("latin-1").strip().lower()
                return None if text in ("", NONE) else fault_of(text)
        is_graph = path not in ("/tr", "/tr/")
        return self._service.faults.meet(self._service.listener.run, is_graph=is_graph)

    async def _before(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the request, take nothing of it, and let the client have its fault."""
        if fault.form in ("timeout", "reset"):
            started, at = time.perf_counter(), now()
            await self._drain(receive)
            if fault.form == "timeout":
                await self._hold(fault.seconds, receive)
            self._tell(scope, at, started, 0, f"fault {fault.name}")
            await _reset(scope, receive)
            return
        await self._instead(scope, receive, send, _answer(fault), f"fault {fault.name}")

    async def _instead(self, scope: Scope, receive: Receive, send: Send, response: Response, note: str) -> None:
        started, at = time.perf_counter(), now()
        if not await self._drain(receive):
            response.headers["connection"] = "close"
        self._tell(scope, at, started, response.status_code, note)
        await response(scope, receive, send)

    async def _afterwards(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application do its work, and treat its answer as the fault says."""
        if fault.form == "latency":
            await self._wait(fault.seconds)
            await self._app(scope, receive, send)
            return
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._app(scope, receive, keep)
        if fault.form == "slow-body":
            await self._slowly(messages, fault.seconds, send)
        elif fault.form in ("timeout", "reset"):
            if fault.form == "timeout":
                await self._hold(fault.seconds, receive)
            await _reset(scope, receive)
        else:
            await _answer(fault)(scope, receive, send)

    async def _slowly(self, messages: list[Message], seconds: float, send: Send) -> None:
        body = b"".join(message.get("body", b"") for message in messages[1:])
        await send(messages[0])
        step = max(1, -(-len(body) // _PIECES))
        for start in range(0, len(body), step):
            await self._wait(seconds / _PIECES)
            await send({"type": "http.response.body", "body": body[start : start + step], "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _drain(self, receive: Receive) -> bool:
        """Read the body to its end; False when it is too large, too slow or breaks off."""
        limits, size = self._service.limits, 0
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(limits.patience_seconds):
                while size <= limits.body_bytes:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return False
                    size += len(message.get("body", b""))
                    if not message.get("more_body", False):
                        return True
        return False

    async def _wait(self, seconds: float) -> None:
        """Wait, but not longer than the emulator listens."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and not self._service.faults.stopping.is_set():
            await asyncio.sleep(min(left, _TURN))

    async def _hold(self, seconds: float, receive: Receive) -> None:
        """Wait until the client leaves, but not longer than that."""
        leaving = asyncio.ensure_future(_left(receive))
        try:
            end = time.monotonic() + seconds
            while (left := end - time.monotonic()) > 0 and not self._service.faults.stopping.is_set():
                done, _ = await asyncio.wait({leaving}, timeout=min(left, _TURN))
                if done:
                    break
        finally:
            leaving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await leaving

    def _tell(self, scope: Scope, at: float, started: float, status: int, note: str) -> None:
        seconds = time.perf_counter() - started
        self._service.handled(Handled(at, scope["method"], shown_path(scope["path"]), status, (), note, seconds))


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _reset(scope: Scope, receive: Receive) -> None:
    """Reset the connection. Without one, as when the application is called directly, raise ConnectionResetError."""
    reset: Any = scope.get(RESET)
    if reset is None:
        raise ConnectionResetError("a fault on purpose")
    reset()
    await _left(receive)


def _answer(fault: Fault) -> Response:
    if fault.kind.refusal is not None:
        return refuse(fault.kind.refusal)
    return HTMLResponse(_PAGE, 502) if fault.form == "html-error" else Response(status_code=500)
