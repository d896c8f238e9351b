"""The way to the events edge past the table of routes, which most requests would go through for nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.requests import Request

from simulator.emulator.graph import events

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

# What the table says of the events edge, for the paths that need no second look.
_EVENTS = re.compile(r"/v([0-9]{1,3}(?:\.[0-9]{1,3})?)/([0-9]+)/events/?")


class Shortcut:
    """Calls the endpoint that the table of routes would find."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = _EVENTS.fullmatch(scope["path"]) if scope["type"] == "http" and scope["method"] == "POST" else None
        if found is None or scope.get("root_path"):
            await self._app(scope, receive, send)
            return
        scope["path_params"] = {"version": found[1], "object": found[2]}
        response = await events(Request(scope, receive))
        await response(scope, receive, send)
