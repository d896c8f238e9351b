"""Whatever is not emulated: answered as Graph answers a path it does not know, with our hint of what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.emulator.graph_answers import OWN_KEY, refuse
from simulator.emulator.handling import Notes, endpoint
from simulator.emulator.refusals import UNKNOWN_PATH

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from simulator.emulator.service import Service


@endpoint
async def unknown(request: Request, service: Service, notes: Notes) -> Response:  # noqa: ARG001 - an endpoint's signature
    """Say that there is nothing here."""
    notes.text = UNKNOWN_PATH.message
    routes = sorted({route.path_format.rstrip("/") or "/" for route in request.app.routes if _worth_telling(route)})
    return refuse(UNKNOWN_PATH, None, **{OWN_KEY: {"exists": routes}})


def _worth_telling(route: Route) -> bool:
    """All but what catches the rest, and the parts of our page."""
    return "{rest" not in route.path_format and not route.path_format.startswith("/capisim/page.")
