"""What Meta's pixel script does in a page: its cookies, its counter, and its requests to ``/tr``.

The request is that of ``simulator.synthetic.pixel_request``; the cookies follow Meta's page about fbp and fbc, that
PageView goes out once for each pixel and page load follows fbevents.js 2.9.15 (both read 2026-09-12).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, cast

from simulator.synthetic.browser_form import RELEASE
from simulator.synthetic.made import Action, Made
from simulator.synthetic.pixel_request import pixel_request
from simulator.tagging.page import Page
from simulator.tagging.values import UNDEFINED, json_value, text_of

AGENT: Final = "adobe_launch"
_OPTIONS: Final = "4126"
_NOWHERE: Final = Action(0, 0, 0)


class Script:
    """The script on one page load, for one pixel."""

    __slots__ = ("events", "loaded", "viewed")

    def __init__(self, loaded: float) -> None:
        self.loaded = loaded
        self.events = 0
        self.viewed = False


class Call(NamedTuple):
    """One ``fbq('track', name, data, {eventID})``."""

    name: str
    data: Mapping[str, Any]
    event_id: Any


def script_of(page: Page, pixel_id: str) -> Script:
    """The script that runs on the page for that pixel; where there was none it is loaded, and sets its cookies."""
    script: Script | None = page.pixels.get(pixel_id)
    if script is None:
        script = page.pixels[pixel_id] = Script(page.at)
        _set_cookies(page)
    return script


def _set_cookies(page: Page) -> None:
    milliseconds = round(page.at * 1000)
    if "_fbp" not in page.cookies:
        page.cookies["_fbp"] = f"fb.1.{milliseconds}.{page.number.below(10**18)}"
    click = page.query("fbclid")
    if isinstance(click, str) and click and not page.cookies.get("_fbc", "").endswith(f".{click}"):
        page.cookies["_fbc"] = f"fb.1.{milliseconds}.{click}"


def envelope(
    page: Page, script: Script, pixel_id: str, call: Call, screen: tuple[int, int], received_at: float
) -> dict[str, Any]:
    """The line of a capture with the request that the script makes of a call."""
    visitor, cookies = page.visitor, page.cookies
    user = {"client_ip_address": visitor["client_ip_address"], "client_user_agent": visitor["user_agent"]}
    user |= {name: cookies[f"_{name}"] for name in ("fbp", "fbc") if cookies.get(f"_{name}")}
    payload: dict[str, Any] = {"event_name": call.name, "event_source_url": page.url, "referrer_url": page.referrer}
    # As text, so that the milliseconds are those of the call.
    payload["event_time"] = str(round(page.at * 1000))
    payload["user_data"] = user
    payload["custom_data"] = {name: _written(value) for name, value in call.data.items() if _is_sent(value)}
    if _is_sent(call.event_id) and call.event_id != "":
        payload["event_id"] = text_of(call.event_id)
    body = {
        "if": "false",
        "sw": str(screen[0]),
        "sh": str(screen[1]),
        "v": RELEASE,
        "r": "stable",
        "a": AGENT,
        "ec": str(script.events),
        "o": _OPTIONS,
        "it": str(round(script.loaded * 1000)),
        "coo": "false",
    }
    script.events += 1
    made = pixel_request(Made("browser", pixel_id, received_at, payload, body, cast("Any", None), _NOWHERE))
    request: dict[str, Any] = {"method": "GET" if made.form is None else "POST", "url": made.url}
    request["headers"] = made.headers
    if made.form is not None:
        request["headers"] = {**made.headers, "content-type": "application/x-www-form-urlencoded"}
        request["body"] = made.form
    request["client_ip"] = made.client_ip
    return {"channel": "browser", "received_at": received_at, "request": request}


def _is_sent(value: Any) -> bool:
    return value is not UNDEFINED and value is not None


def _written(value: Any) -> Any:
    return json_value(value) if isinstance(value, (list, dict)) else text_of(value)
