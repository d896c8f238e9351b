"""The wire forms: a stream of made events as the bytes of a file that capisim reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

import orjson

from simulator.synthetic.har_form import har
from simulator.synthetic.pixel_request import pixel_request
from simulator.synthetic.server_request import as_text, batches, server_request

if TYPE_CHECKING:
    from simulator.synthetic.made import Made

Form: TypeAlias = Literal["envelopes", "requests", "wire", "har", "mixed"]
FORMS: tuple[Form, ...] = get_args(Form)

_PIECE = 512
"""Lines that are written at once."""


def written(stream: Iterable[Made], form: Form) -> Iterator[bytes]:
    """The bytes of a file, in pieces.

    ``envelopes``: one event a line. ``requests``: the server's requests with their batches, the pixel's as
    addresses or forms, in envelopes. ``wire``: the same, bodies as the text on the wire. ``har``: the browser
    alone. ``mixed``: both channels sometimes one way, sometimes another. Words of consent have but one form,
    and none in a HAR,
    which alone has the requests that a browser blocked.
    """
    if form == "har":
        return har(stream)
    received = (made for made in stream if not made.blocked)
    return _joined(_envelopes(received) if form == "envelopes" else _requests(received, form))


def _joined(values: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    lines: list[bytes] = []
    for value in values:
        lines.append(orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE))
        if len(lines) == _PIECE:
            yield b"".join(lines)
            lines = []
    yield b"".join(lines)


def _envelopes(stream: Iterable[Made]) -> Iterator[dict[str, Any]]:
    return map(_envelope, stream)


def _envelope(made: Made) -> dict[str, Any]:
    if made.word is not None:
        said = {"consent": made.word, "pixel_id": made.pixel_id, "received_at": made.received_at}
        return {**said, "user_data": made.payload["user_data"]}
    if made.channel == "server" and made.body:
        # Members beside the event have no place in an envelope around one: they need a request.
        return _around(made, server_request([made]))
    return {
        "channel": made.channel,
        "pixel_id": made.pixel_id,
        "received_at": made.received_at,
        "event": made.payload,
    }


def _requests(stream: Iterable[Made], form: Form) -> Iterator[dict[str, Any]]:
    for batch in batches(stream):
        first = batch[0]
        # Which way, the moment of receipt decides.
        odd = round(first.received_at * 1000) % 2 == 1
        if first.word is not None or (form == "mixed" and odd):
            yield from map(_envelope, batch)
        elif first.channel == "browser":
            yield _around(first, _of_browser(first))
        else:
            request = server_request(batch)
            yield _around(first, as_text(request, form=odd) if form == "wire" else request)


def _around(made: Made, request: dict[str, Any]) -> dict[str, Any]:
    return {"channel": made.channel, "received_at": made.received_at, "request": request}


def _of_browser(made: Made) -> dict[str, Any]:
    sent = pixel_request(made)
    request: dict[str, Any] = {"method": "GET" if sent.form is None else "POST", "url": sent.url}
    request["headers"] = sent.headers
    if sent.form is not None:
        request["headers"] = {**sent.headers, "content-type": "application/x-www-form-urlencoded"}
        request["body"] = sent.form
    if sent.client_ip is not None:
        request["client_ip"] = sent.client_ip
    return request
