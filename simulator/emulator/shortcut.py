"""The way to the events edge past all that most requests would go through for nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.requests import Request

from simulator.emulator.exchange import EXCHANGE, answer_at_once, take_body
from simulator.emulator.graph import events, take_events
from simulator.emulator.network_faults import HEADER, NONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.applications import Starlette
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

    from simulator.emulator.exchange import Exchange
    from simulator.emulator.service import Service

# What the table of routes says of the events edge, for the paths that need no second look.
_EVENTS = re.compile(r"/v([0-9]{1,3}(?:\.[0-9]{1,3})?)/([0-9]+)/events/?")
_HEADER, _NONE = HEADER.encode(), NONE.encode()


class Shortcut:
    """Calls the endpoint that the application would find, for a request that meets no fault."""

    def __init__(self, app: Starlette, service: Service) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._leads_to_events(scope):
            await self._app(scope, receive, send)
            return
        response = await events(Request(scope, receive))
        exchange: Exchange | None = scope.get(EXCHANGE)
        if exchange is None or not answer_at_once(exchange, response):
            await response(scope, receive, send)

    def at_once(self, exchange: Exchange, otherwise: Callable[[Exchange, ASGIApp], None]) -> bool:
        """Answer a request of which all has come, without a task of its own; False when it has to go the long way.

        ``otherwise`` has an application send the answer where it can't be sent here.
        """
        scope: Scope = exchange.scope  # type: ignore[assignment]
        if exchange.more_body or not self._leads_to_events(scope):
            return False
        body = take_body(exchange)
        if body is None:
            return False

        def send(response: Response) -> None:
            if not answer_at_once(exchange, response):
                otherwise(exchange, response)

        take_events(Request(scope), self._service, body, send)
        return True

    def _leads_to_events(self, scope: Scope) -> bool:
        """Whether this is the way; the scope then says what the table of routes would."""
        found = _EVENTS.fullmatch(scope["path"]) if scope["type"] == "http" and scope["method"] == "POST" else None
        if found is None or scope.get("root_path") or self._may_meet_a_fault(scope):
            return False
        scope["app"] = self._app
        scope["path_params"] = {"version": found[1], "object": found[2]}
        return True

    def _may_meet_a_fault(self, scope: Scope) -> bool:
        for name, value in scope["headers"]:
            if name == _HEADER:
                return bool(value != _NONE)
        return self._service.faults.are_expected
