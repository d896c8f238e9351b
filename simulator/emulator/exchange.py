"""A request and its answer as the server holds them, for what needs neither messages nor a second look.

An answer goes out in one go: its head and its body are one packet, and the client wakes up once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

if TYPE_CHECKING:
    from starlette.responses import Response

Exchange: TypeAlias = RequestResponseCycle
EXCHANGE = "capisim.exchange"
"""Under this key the scope of a request holds its exchange."""


def take_body(exchange: Exchange) -> bytes | None:
    """The body, when all of it has come already; None when it has to be awaited. It is there once, as a message is."""
    if exchange.more_body or exchange.disconnected or exchange.response_complete or exchange.waiting_for_100_continue:
        return None
    body = bytes(exchange.body)
    exchange.body = bytearray()
    exchange.flow.resume_reading()
    exchange.message_event.clear()
    return body


def answer_at_once(exchange: Exchange, response: Response) -> bool:
    """Send an answer to a POST whose body and its length are known; False when it has to go the long way."""
    headers = response.raw_headers
    if exchange.response_started or exchange.disconnected or exchange.flow.write_paused:
        return False
    content = [STATUS_LINE[response.status_code]]
    for name, value in (*exchange.default_headers, *headers):
        if name == b"connection":
            return False
        content += (name, b": ", value, b"\r\n")
    if not exchange.keep_alive:
        content.append(b"connection: close\r\n")
    content += (b"\r\n", bytes(response.body))
    exchange.response_started = exchange.response_complete = True
    exchange.waiting_for_100_continue = False
    exchange.transport.write(b"".join(content))
    exchange.message_event.set()
    if not exchange.keep_alive:
        exchange.transport.close()
    exchange.on_response()
    return True
