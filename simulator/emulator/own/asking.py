"""Around every operation of ours: who may ask, and what goes wrong as an answer."""

from __future__ import annotations

import ipaddress
import sqlite3
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from starlette.responses import Response

from simulator.clock import now
from simulator.emulator.bodies import BodyError
from simulator.emulator.own.operations import JSON, OwnError
from simulator.emulator.service import Handled
from simulator.errors import StoreError, UsageError
from simulator.filtering import FilterError
from simulator.reports.json import encode

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request

    from simulator.emulator.own.operations import Operation
    from simulator.emulator.service import Service

# Nobody else's page may hold these, and no browser keeps or guesses anything about them.
HEADERS = {
    "cache-control": "no-store",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
}
_DEFAULT_PORTS = {"http": 80, "https": 443}


def answer(value: Any, status: int = 200) -> Response:
    """An answer in JSON."""
    return Response(encode(value), status, HEADERS, JSON)


def asked(operations: Mapping[str, Operation]) -> Callable[[Request], Awaitable[Response]]:
    """A Starlette endpoint for the operations of one path, by their methods; it never raises."""

    async def handle(request: Request) -> Response:
        service: Service = request.app.state.service
        started, at, note = time.perf_counter(), now(), ""
        try:
            response = await _answered(operations, request, service)
        except OwnError as error:
            note = str(error)
            response = answer({"error": {"message": note, **error.more}}, error.status)
            if error.status == 405:
                response.headers["allow"] = ", ".join(operations)
        except FilterError as error:
            note = error.problem
            response = answer({"error": {"message": str(error), "column": error.column}}, 400)
        except BodyError as error:
            note = str(error)
            response = answer({"error": {"message": note}}, error.status)
            response.headers["connection"] = "close"
        except UsageError as error:
            note = str(error)
            response = answer({"error": {"message": note}}, 400)
        except (StoreError, sqlite3.Error):
            note = "the store can't be used now"
            response = answer({"error": {"message": note}}, 503)
        except Exception as error:
            # A fault of ours must not end in a page of it; the value at hand may be somebody's.
            note = f"a fault in capisim ({type(error).__name__}); please report it"
            response = answer({"error": {"message": note}}, 500)
        if note or request.method not in ("GET", "HEAD"):
            path, seconds = next(iter(operations.values())).path, time.perf_counter() - started
            service.handled(Handled(at, request.method, path, response.status_code, (), note, seconds))
        return response

    return handle


async def _answered(operations: Mapping[str, Operation], request: Request, service: Service) -> Response:
    operation = operations.get("GET" if request.method == "HEAD" else request.method)
    if operation is not None and operation.public:
        return await operation.function(request, service, {})
    refuse_strangers(request)
    if operation is None:
        raise OwnError(405, f"this path takes {' and '.join(operations)}")
    return await operation.function(request, service, operation.read(request.query_params))


def refuse_strangers(request: Request) -> None:
    """Refuse what a page of another site may have sent, also one whose name was made to mean this machine.

    Raises OwnError.
    """
    host = request.headers.get("host", "")
    if not _is_ours(host, request.scope.get("server")):
        raise OwnError(403, "ask by an address of this machine, such as 127.0.0.1 or localhost")
    origin = request.headers.get("origin")
    if origin is not None and _place(origin) != _place(f"{request.url.scheme}://{host}"):
        raise OwnError(403, "pages of other origins may not ask")


def _is_ours(host: str, server: tuple[str, int | None] | None) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name == "localhost" or name.endswith(".localhost") or _address(name) is not None:
        return True
    # A name without a dot is nobody's on the internet; it is how containers call each other.
    own = _address(server[0]) if server else None
    return bool(name) and "." not in name and own is not None and not own.is_loopback


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _place(origin: str) -> tuple[str, str, int] | None:
    try:
        parts = urlsplit(origin)
        return parts.scheme, parts.hostname or "", parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)
    except ValueError:
        return None
