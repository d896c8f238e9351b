"""The live page at ``/capisim/``: three files, no build step, nothing from elsewhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from simulator.emulator.own.asking import HEADERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from simulator.emulator.service import Service

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = HEADERS | {"content-security-policy": POLICY, "referrer-policy": "no-referrer"}
HTML, CSS, SCRIPT = "text/html", "text/css", "text/javascript"
_FILES = {HTML: "page.html", CSS: "page.css", SCRIPT: "page.js"}


async def html(request: Request, service: Service, given: Mapping[str, Any]) -> Response:  # noqa: ARG001 - an operation's signature
    """The page itself."""
    return _file(HTML)


async def style(request: Request, service: Service, given: Mapping[str, Any]) -> Response:  # noqa: ARG001 - an operation's signature
    """How the page looks."""
    return _file(CSS)


async def script(request: Request, service: Service, given: Mapping[str, Any]) -> Response:  # noqa: ARG001 - an operation's signature
    """What the page does."""
    return _file(SCRIPT)


def _file(media: str) -> Response:
    return Response(_text(_FILES[media]), 200, _HEADERS, media)


@cache
def _text(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")
