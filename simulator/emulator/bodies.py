"""Bodies of requests: read in bounds, unpacked, and decoded into members."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

from simulator.capture.errors import UnreadableError
from simulator.capture.forms import body_fields
from simulator.capture.graph import fields_to_body
from simulator.capture.json_text import decode
from simulator.emulator.exchange import EXCHANGE, take_body

if TYPE_CHECKING:
    from starlette.requests import Request

    from simulator.emulator.exchange import Exchange
    from simulator.settings import Emulator

# Around an event: the body, its data, the event. One more for the batch that holds requests.
_AROUND = 8
_HEADERS = "capisim.headers"
# What is read is written again, and orjson writes no deeper than 254.
_DEEPEST = 200


class BodyError(Exception):
    """A body that is not read any further. ``status`` is the HTTP status that says so."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def header_bytes(request: Request) -> dict[bytes, bytes]:
    """The headers by their names in lower case; of a name given twice the last one counts.

    Which are there at all is asked several times for every request, and this answers it in a tenth of the time.
    """
    known: dict[bytes, bytes] | None = request.scope.get(_HEADERS)
    if known is None:
        known = request.scope[_HEADERS] = dict(request.scope["headers"])
    return known


async def read_body(request: Request, limits: Emulator) -> bytes:
    """The body, unpacked. Raises BodyError when it is too large, breaks off or can't be unpacked."""
    headers = header_bytes(request)
    length = headers.get(b"content-length", b"")
    if length.isdigit() and int(length) > limits.body_bytes:
        raise _too_large(limits.body_bytes)
    exchange: Exchange | None = request.scope.get(EXCHANGE)
    body = None if exchange is None else take_body(exchange)
    if body is None:
        body = await _receive(request, limits)
    return unpacked(request, body, limits)


def unpacked(request: Request, body: bytes, limits: Emulator) -> bytes:
    """A body that has come, unpacked. Raises BodyError when it is too large or can't be unpacked."""
    if len(body) > limits.body_bytes:
        raise _too_large(limits.body_bytes)
    if b"content-encoding" not in header_bytes(request):
        return body
    encodings = [each.strip().lower() for each in request.headers.get("content-encoding", "").split(",")]
    for encoding in reversed([each for each in encodings if each not in ("", "identity")]):
        body = _unpack(body, encoding, limits.unpacked_bytes)
    return body


async def _receive(request: Request, limits: Emulator) -> bytes:
    """The body as it comes. Raises BodyError when it is too large or breaks off."""
    blocks: list[bytes] = []
    size = 0
    more = True
    while more:
        message = await request.receive()
        if message["type"] != "http.request":
            raise BodyError(400, "The client went away, or was too slow, before its body was complete.")
        block = message.get("body", b"")
        size += len(block)
        if size > limits.body_bytes:
            raise _too_large(limits.body_bytes)
        blocks.append(block)
        more = message.get("more_body", False)
    return b"".join(blocks) if len(blocks) > 1 else blocks[0]


def _unpack(body: bytes, encoding: str, most: int) -> bytes:
    if encoding in ("gzip", "x-gzip"):
        windows: tuple[int, ...] = (31,)
    elif encoding == "deflate":
        # Some send it without the zlib header around it.
        windows = (15, -15)
    else:
        raise BodyError(415, "The body's content encoding is not known here: gzip and deflate are.")
    for bits in windows:
        unpacker = zlib.decompressobj(bits)
        try:
            unpacked = unpacker.decompress(body, most + 1)
        except zlib.error:
            continue
        if len(unpacked) > most:
            raise BodyError(413, f"The body is larger than {most:,} bytes once it is unpacked.")
        if unpacker.eof:
            return unpacked
    raise BodyError(400, f"The body is not {encoding}, or it breaks off.")


def _too_large(most: int) -> BodyError:
    return BodyError(413, f"The body is larger than {most:,} bytes.")


def decode_body(body: bytes, content_type: str, nesting: int) -> dict[str, Any]:
    """The members of a body: a JSON object, an url-encoded form or a multipart form, whatever its header says.

    Raises UnreadableError when it is none of these.
    """
    start = body.lstrip()[:1]
    if start in (b"{", b"["):
        value = decode(body, min(nesting, _DEEPEST) + _AROUND)
        if not isinstance(value, dict):
            raise UnreadableError('the request body is a list, not an object with "data"')
        return value
    text = body.decode("utf-8", "replace")
    return fields_to_body(body_fields(text, content_type)) if text.strip() else {}
