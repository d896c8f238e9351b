"""A browser's event as the request of the pixel script: ``/tr`` with its parameters.

Order, units and transports are those of Meta's fbevents.js 2.9.15 (read 2026-09-12): an image by GET
where the whole address is shorter than 2,048 characters, else a form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode

import orjson

if TYPE_CHECKING:
    from simulator.synthetic.made import Made

ENDPOINT = "https://www.facebook.com/tr/"
LONGEST_URL = 2048
_BEFORE_CUSTOM = ("if",)
_BEFORE_CUSTOMER = ("sw", "sh")
_BEFORE_COOKIES = ("v", "r", "a", "ec", "o")
_OF_REQUEST = ("client_ip_address", "client_user_agent", "fbp", "fbc")
_LIMITED = (("dpoco", "data_processing_options_country"), ("dpost", "data_processing_options_state"))


class PixelRequest(NamedTuple):
    """One request. ``form`` is the url-encoded body of a POST, None for a GET; ``parameters`` are what it says."""

    url: str
    form: str | None
    headers: dict[str, str]
    client_ip: str | None
    parameters: list[tuple[str, str]]


def pixel_request(made: Made) -> PixelRequest:
    """The request that tells an event of the browser."""
    payload = made.payload
    user = payload.get("user_data") or {}
    parameters = _parameters(made)
    url, form = f"{ENDPOINT}?{_encoded([*parameters, ('rqm', 'GET')])}", None
    if len(url) >= LONGEST_URL:
        parameters.append(("rqm", "formPOST"))
        url, form = ENDPOINT, _encoded(parameters)
    else:
        parameters.append(("rqm", "GET"))
    # Browsers tell other hosts no more than the shop's own.
    page = str(payload.get("event_source_url") or "")
    headers = {"referer": "/".join([*page.split("/")[:3], ""])} if page.count("/") > 1 else {}
    agent = user.get("client_user_agent")
    if agent:
        headers["user-agent"] = str(agent)
    address = user.get("client_ip_address")
    return PixelRequest(url, form, headers, None if address is None else str(address), parameters)


def _encoded(parameters: list[tuple[str, str]]) -> str:
    return urlencode(parameters, quote_via=quote, safe="")


def _parameters(made: Made) -> list[tuple[str, str]]:
    payload, rest = made.payload, dict(made.body)
    user, custom = payload.get("user_data") or {}, payload.get("custom_data") or {}
    found: dict[str, Any] = {"id": made.pixel_id, "ev": payload.get("event_name")}
    found["dl"], found["rl"] = payload.get("event_source_url"), payload.get("referrer_url") or ""
    found |= {name: rest.pop(name, None) for name in _BEFORE_CUSTOM}
    found["ts"] = _milliseconds(payload.get("event_time"), made.received_at)
    found |= {f"cd[{name}]": value for name, value in custom.items()}
    found |= {name: rest.pop(name, None) for name in _BEFORE_CUSTOMER}
    found |= {f"ud[{name}]": value for name, value in user.items() if name not in _OF_REQUEST}
    found |= {name: rest.pop(name, None) for name in _BEFORE_COOKIES}
    found |= {name: user.get(name) for name in ("fbp", "fbc")}
    if "data_processing_options" in payload:
        found["dpo"] = next(iter(payload["data_processing_options"] or ()), "")
        found |= {name: payload.get(member) for name, member in _LIMITED}
    found |= rest
    found["eid"] = payload.get("event_id")
    return [(name, _text(value)) for name, value in found.items() if value is not None]


def _milliseconds(event_time: Any, received_at: float) -> Any:
    """``ts``: the script's own time, of which the event only keeps the seconds."""
    if event_time.__class__ is not int:
        return event_time
    return event_time * 1000 + round(received_at * 1000) % 1000


def _text(value: Any) -> str:
    """As the script writes values: nested ones as JSON, the rest as text."""
    if isinstance(value, (list, dict)):
        return orjson.dumps(value).decode()
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
