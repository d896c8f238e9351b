"""The steps of a visit that a browser's network panel exported (HAR 1.2)."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final, NamedTuple

from simulator.capture.errors import UnreadableError
from simulator.capture.fields import unix_seconds
from simulator.capture.har import read_entry, slim
from simulator.capture.pixel import AUTOMATIC_EVENTS
from simulator.capture.wire import read_headers
from simulator.event import Event, Origin, Request
from simulator.tagging.values import number_of

_NESTING: Final = 32
_NUMBERS: Final = ("value", "num_items", "predicted_ltv")
_COOKIES: Final = ("_fbp", "_fbc")
"""The only cookies that are taken along."""


class Visit(NamedTuple):
    """What a HAR tells of a visit. ``start`` is in Unix seconds."""

    start: float
    user_agent: str
    cookies: dict[str, str]
    steps: list[dict[str, Any]]


def visit_steps(log: dict[str, Any], source: str) -> Visit:
    """Pages and the pixel's reports, in order of time; without steps where there is neither."""
    found = sorted(_moments(log, source), key=lambda moment: moment[0])
    if not found:
        return Visit(0.0, "", {}, [])
    start, agent, cookies = found[0][0], "", dict[str, str]()
    steps: list[dict[str, Any]] = []
    url = ""
    for at, what in found:
        seconds = round(at - start, 3)
        if isinstance(what, Event):
            page = str(what.payload.get("event_source_url") or url)
            if page != url:
                # The first report may stand before its page where the panel was opened late.
                steps.append({"at": seconds, "route" if url else "visit": page})
            url = page
            steps.append({"at": seconds, **_reported(what)})
            user = what.payload.get("user_data", {})
            cookies = {f"_{key}": user[key] for key in ("fbp", "fbc") if key in user} | cookies
        else:
            url = what["url"]
            agent = agent or what["agent"]
            cookies |= {name: value for name, value in what["cookies"].items() if name not in cookies}
            steps.append({"at": seconds, "visit": url, "referrer": what["referrer"]})
    return Visit(start, agent, cookies, steps)


def _moments(log: dict[str, Any], source: str) -> Iterator[tuple[float, Event | dict[str, Any]]]:
    pages: set[str] = set()
    for line, entry in enumerate(log["entries"], 1):
        if not isinstance(entry, dict) or not isinstance(entry.get("request"), dict):
            continue
        at = unix_seconds(entry.get("startedDateTime"))
        if at is None:
            continue
        document = _document(entry, pages)
        if document is not None:
            yield at, document
            continue
        kept = slim(entry)
        if kept is None:
            continue
        try:
            read = read_entry(kept, Origin(source, line), _NESTING)
        except UnreadableError:
            continue
        if isinstance(read, Request) and read.form == "pixel":
            for event in read.events:
                # What the script reports by itself is no doing of the page's tags.
                if event.event_name not in AUTOMATIC_EVENTS:
                    yield at, event


def _document(entry: dict[str, Any], pages: set[str]) -> dict[str, Any] | None:
    """The page that an entry loads; of the documents of one page the first, the others are frames in it."""
    request = entry["request"]
    url = request.get("url")
    response = entry.get("response")
    content = response.get("content") if isinstance(response, dict) else None
    kind = str(content.get("mimeType") or "") if isinstance(content, dict) else ""
    is_document = entry.get("_resourceType", "document") == "document" and kind.startswith("text/html")
    if not is_document or not isinstance(url, str) or request.get("method") == "OPTIONS":
        return None
    page = str(entry.get("pageref") or url)
    if page in pages:
        return None
    pages.add(page)
    headers = read_headers(request.get("headers"))
    return {
        "url": url,
        "referrer": headers.get("referer", ""),
        "agent": headers.get("user-agent", ""),
        "cookies": _cookies(headers.get("cookie", "")),
    }


def _cookies(header: str) -> dict[str, str]:
    try:
        read = SimpleCookie(header)
    except CookieError:
        return {}
    return {name: read[name].value for name in _COOKIES if name in read}


def _reported(event: Event) -> dict[str, Any]:
    custom = event.payload.get("custom_data")
    data = {name: _typed(name, value) for name, value in custom.items()} if isinstance(custom, dict) else {}
    # Names with a point in them would be paths.
    write = {name: value for name, value in data.items() if "." not in name and name != "window"}
    step: dict[str, Any] = {"write": write} if write else {}
    return {**step, "event": event.event_name or "event", "detail": data}


def _typed(name: str, value: Any) -> Any:
    """The pixel writes amounts as text; a data layer has numbers."""
    number = number_of(value) if name in _NUMBERS else None
    return value if number is None else number
