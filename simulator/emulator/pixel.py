"""The Pixel's endpoint ``/tr``: an image for whatever comes, by GET, form post or beacon."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from starlette.responses import Response

from simulator.emulator.bodies import read_body
from simulator.emulator.envelopes import client_address, envelope, kept_headers, path_of
from simulator.emulator.handling import Notes, endpoint

if TYPE_CHECKING:
    from starlette.requests import Request

    from simulator.emulator.service import Service

GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
"""One transparent point."""


@endpoint
async def tr(request: Request, service: Service, notes: Notes) -> Response:
    """Take a pixel request and answer with the image; what is wrong with it only the pipeline tells, as at Meta."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=cross_origin(request))
    headers = {"cache-control": "no-cache, no-store, must-revalidate", **cross_origin(request)}
    if request.method == "HEAD":
        # No browser reports an event so; who asks only whether there is something has reported none.
        return Response(GIF, headers=headers, media_type="image/gif")
    body = (await read_body(request, service.limits)).decode("utf-8", "replace") if request.method == "POST" else None
    query = request.url.query
    url = f"{path_of(request)}?{query}" if query else path_of(request)
    line = envelope(request.method, url, kept_headers(request), body, service.receipt(), client_address(request))
    notes.taken = [await service.take(line)]
    return Response(GIF, headers=headers, media_type="image/gif")


def cross_origin(request: Request) -> dict[str, str]:
    """What lets a page of any site call this, with or without cookies, also from a public site to this machine."""
    origin = request.headers.get("origin")
    headers = {"access-control-allow-origin": origin or "*", "vary": "Origin"}
    if origin:
        headers["access-control-allow-credentials"] = "true"
    if request.method == "OPTIONS":
        headers["access-control-allow-methods"] = "GET, POST, OPTIONS"
        headers["access-control-allow-headers"] = request.headers.get("access-control-request-headers", "content-type")
        headers["access-control-allow-private-network"] = "true"
        headers["access-control-max-age"] = "600"
    return headers
