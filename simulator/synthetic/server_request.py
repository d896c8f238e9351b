"""What the server sent together, as a request to the events endpoint."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.synthetic.made import Made

MOST_EVENTS = 1000
"""Meta takes no more in one request
(developers.facebook.com/documentation/ads-commerce/conversions-api/using-the-api, read 2026-09-12)."""
VERSION = "v26.0"
_JSON = {"content-type": "application/json"}
_FORM = {"content-type": "application/x-www-form-urlencoded"}


def batches(stream: Iterable[Made]) -> Iterator[list[Made]]:
    """The stream cut into deliveries: server events received in one moment together, all else by itself."""
    held: list[Made] = []
    for made in stream:
        if held and not _together(held, made):
            yield held
            held = []
        held.append(made)
    if held:
        yield held


def _together(held: list[Made], made: Made) -> bool:
    last = held[-1]
    return (
        made.channel == "server"
        and last.channel == "server"
        and made.received_at == last.received_at
        and made.pixel_id == last.pixel_id
        and made.body == last.body
        and len(held) < MOST_EVENTS
    )


def server_request(batch: list[Made]) -> dict[str, Any]:
    """The request with its body as JSON; all events are of the server and were received together."""
    first = batch[0]
    body = {"data": [made.payload for made in batch], **first.body}
    url = f"https://graph.facebook.com/{VERSION}/{first.pixel_id}/events"
    return {"method": "POST", "url": url, "headers": _JSON, "body": body}


def as_text(request: dict[str, Any], *, form: bool) -> dict[str, Any]:
    """The request with its body as it was on the wire.

    That is JSON text, or with ``form`` what Meta's Python SDK sends: a form whose ``data`` is a JSON list
    of JSON texts (seen on the wire, 2026-11).
    """
    body: dict[str, Any] = request["body"]
    if not form:
        return {**request, "body": orjson.dumps(body).decode()}
    data = orjson.dumps([orjson.dumps(event).decode() for event in body["data"]]).decode()
    fields = {"data": data, **{name: str(value) for name, value in body.items() if name != "data"}}
    return {**request, "headers": _FORM, "body": urlencode(fields, quote_via=quote, safe="")}
