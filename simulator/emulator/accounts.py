"""What a token reaches: one ad account and one business of ours, and the datasets below them.

Shapes by Meta's reference of the edges (developers.facebook.com/documentation/ads-commerce/marketing-api/reference/,
``ad-account/adspixels``, ``business/owned_pixels``, ``business/client_pixels``) and of pages
(developers.facebook.com/docs/graph-api/results/), read 2026-11-26. Whom the token belongs to is not emulated: it
reaches the datasets that it opens, or those that the run has events of where the settings name none.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING, Any

from simulator.emulator.bodies import header_bytes
from simulator.emulator.field_lists import pick, read_fields
from simulator.emulator.graph_answers import answer
from simulator.emulator.handling import Notes, endpoint
from simulator.emulator.refusals import BAD_FIELDS, NO_SUCH_OBJECT, Refused, no_such_field
from simulator.emulator.tokens import check_access, find_token
from simulator.views.dataset import datasets

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from simulator.emulator.service import Service

AD_ACCOUNT = {"id": "act_1", "account_id": "1", "name": "capisim"}
BUSINESS = {"id": "1", "name": "capisim"}
_PAGE, _MOST = 25, 100


@endpoint
async def ad_accounts(request: Request, service: Service, notes: Notes) -> Response:  # noqa: ARG001 - the signature
    """``/me/adaccounts``."""
    await _reached(request, service)
    return _edge(request, [AD_ACCOUNT])


@endpoint
async def businesses(request: Request, service: Service, notes: Notes) -> Response:  # noqa: ARG001 - the signature
    """``/me/businesses``."""
    await _reached(request, service)
    return _edge(request, [BUSINESS])


@endpoint
async def ad_account(request: Request, service: Service, notes: Notes) -> Response:  # noqa: ARG001 - the signature
    """``/act_1/adspixels``."""
    return await _pixels_of(request, service, AD_ACCOUNT["id"])


@endpoint
async def business(request: Request, service: Service, notes: Notes) -> Response:  # noqa: ARG001 - the signature
    """``/1/owned_pixels``, and ``/1/client_pixels``, of which there are none."""
    return await _pixels_of(request, service, BUSINESS["id"])


@endpoint
async def dataset(request: Request, service: Service, notes: Notes) -> Response:  # noqa: ARG001 - the signature
    """One dataset as an object."""
    query, pixel = request.query_params, request.path_params["object"]
    check_access(pixel, find_token(query, {}, header_bytes(request)), query.get("appsecret_proof"), service.pixels)
    return answer(pick(_pixel(pixel), _fields(request, _pixel(pixel))), version=request.path_params["version"])


async def _pixels_of(request: Request, service: Service, holder: str) -> Response:
    found = await _reached(request, service)
    if request.path_params["object"] != holder:
        raise Refused(NO_SUCH_OBJECT)
    clients = request.url.path.rstrip("/").endswith("client_pixels")
    return _edge(request, [] if clients else [_pixel(pixel) for pixel in found])


async def _reached(request: Request, service: Service) -> list[str]:
    """The datasets that the token opens. Raises Refused where it opens none of those that there are."""
    query = request.query_params
    token, proof = find_token(query, {}, header_bytes(request)), query.get("appsecret_proof")
    check_access("0", token, proof, {})
    if not service.pixels:
        return await service.ask(lambda store, run: datasets(store.connection, run))
    opened: list[str] = []
    refused: Refused | None = None
    for pixel in service.pixels:
        try:
            check_access(pixel, token, proof, service.pixels)
        except Refused as each:
            refused = each
        else:
            opened.append(pixel)
    if refused is not None and not opened:
        raise refused
    return opened


def _pixel(pixel: str) -> dict[str, str]:
    return {"id": pixel, "name": f"Dataset {pixel}"}


def _edge(request: Request, nodes: list[dict[str, str]]) -> Response:
    """A page of nodes; ``limit`` and ``after`` choose which, and ``next`` is there while more follow."""
    fields = _fields(request, nodes[0] if nodes else {"id": "", "name": "", "account_id": ""})
    limit = request.query_params.get("limit", "")
    size = min(max(int(limit), 1), _MOST) if limit.isascii() and limit.isdecimal() and len(limit) < 9 else _PAGE
    first = _place(request.query_params.get("after", ""))
    shown = nodes[first : first + size]
    body: dict[str, Any] = {"data": [pick(each, fields) for each in shown]}
    if shown:
        last = first + len(shown)
        body["paging"] = {"cursors": {"before": _cursor(first), "after": _cursor(last)}}
        if last < len(nodes):
            # Without the token, which Graph repeats here.
            body["paging"]["next"] = str(
                request.url.include_query_params(after=_cursor(last)).remove_query_params(
                    ["access_token", "appsecret_proof"]
                )
            )
    return answer(body, version=request.path_params["version"])


def _fields(request: Request, known: dict[str, str]) -> dict[str, Any]:
    try:
        fields = read_fields(request.query_params.get("fields", "")) or {"id": {}}
    except ValueError:
        raise Refused(BAD_FIELDS) from None
    for name in fields:
        if name not in known:
            raise Refused(no_such_field(name))
    return fields if "id" in fields else {**fields, "id": {}}


def _cursor(place: int) -> str:
    return urlsafe_b64encode(str(place).encode()).decode()


def _place(cursor: str) -> int:
    try:
        place = int(urlsafe_b64decode(cursor.encode()))
    except (ValueError, UnicodeEncodeError):
        return 0
    return place if 0 <= place < 1_000_000 else 0
