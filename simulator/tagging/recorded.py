"""Sessions that were recorded: a HAR file of a visit, or a dump of a page's data layers, as content of a session file.

A HAR tells pages, what the pixel reported, user agent and the pixel's cookies, and neither clicks nor the data layer:
what the pixel reported becomes a custom event of that name, its custom data are written to the data layer before it.
A dump tells what was pushed, in order and without times: ten seconds lie between two pushes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import orjson

from simulator.capture.fields import unix_seconds
from simulator.clock import format_time
from simulator.errors import SourceError
from simulator.tagging.problems import TaggingError
from simulator.tagging.reading import LARGEST
from simulator.tagging.recorded_visit import visit_steps

LAYERS: Final = ("dataLayer", "adobeDataLayer")
"""Members of ``window`` that a dump may hold."""
_BETWEEN: Final = 10
"""Seconds between two pushes of a dump: so far apart that none looks as if it came late."""
_START: Final = 1_767_225_600.0
"""2026-01-01T00:00:00Z, where a dump does not say when it was."""


def recorded_document(path: str, page: str | None = None) -> dict[str, Any] | None:
    """The content of a session file for a recording; None for a file that is none.

    ``page`` is the address of the page that a dump is of. Raises SourceError for a file that can't be read, and
    TaggingError for a recording of which no session can be made.
    """
    file = Path(path)
    if file.suffix.lower() == ".toml":
        return None
    try:
        if file.stat().st_size > LARGEST:
            raise SourceError(f"{path}: larger than {LARGEST // 1024 // 1024} MiB")
        read: object = orjson.loads(file.read_bytes())
    except OSError as error:
        raise SourceError(f"{path}: it can't be read: {(error.strerror or str(error)).lower()}") from None
    except orjson.JSONDecodeError:
        return None
    if isinstance(read, list):
        return _of_dump(path, {"dataLayer": read}, page)
    if not isinstance(read, dict) or "steps" in read:
        return None
    log = read.get("log")
    if isinstance(log, dict) and isinstance(log.get("entries"), list):
        return _of_visit(path, log)
    return _of_dump(path, read, page) if any(name in read for name in LAYERS) else None


def _of_visit(path: str, log: dict[str, Any]) -> dict[str, Any]:
    found = visit_steps(log, path)
    if not found.steps:
        raise TaggingError(path, ["the HAR file holds no page and no request of the pixel"])
    visitor: dict[str, Any] = {"cookies": found.cookies}
    if found.user_agent:
        visitor["user_agent"] = found.user_agent
    return {
        "title": f"recorded in {Path(path).name}",
        "start": found.start,
        "visitor": visitor,
        "steps": found.steps,
    }


def _of_dump(path: str, dump: dict[str, Any], page: str | None) -> dict[str, Any]:
    url = page or dump.get("url")
    if not isinstance(url, str) or not url:
        raise TaggingError(path, ["a dump of the data layer does not say of which page it is: give --page URL"])
    pushes = [(f"window.{name}", each) for name in LAYERS for each in _items(dump.get(name))]
    start = unix_seconds(dump.get("at")) or next(filter(None, map(_started, pushes)), _START)
    visit: dict[str, Any] = {"visit": url}
    if isinstance(dump.get("referrer"), str):
        visit["referrer"] = dump["referrer"]
    whole = {f"window.{name}": dump[name] for name in LAYERS if isinstance(dump.get(name), dict) and dump[name]}
    steps = [{**visit, "write": whole} if whole else visit]
    steps += [{"at": number * _BETWEEN, "push": each, "to": to} for number, (to, each) in enumerate(pushes, 1)]
    visitor = {"user_agent": dump["userAgent"]} if isinstance(dump.get("userAgent"), str) else {}
    title = f"recorded in {Path(path).name}"
    return {"title": title, "start": format_time(start), "visitor": visitor, "steps": steps}


def _items(layer: object) -> list[Any]:
    """What was pushed, the arguments of gtag() as lists; functions and the like are gone in a dump."""
    found: list[Any] = []
    for each in layer if isinstance(layer, list) else []:
        if isinstance(each, dict) and isinstance(each.get("0"), str):
            # JSON has the arguments of a function as an object: {"0": "event", "1": "purchase", ...}
            found.append([each[str(index)] for index in range(len(each)) if str(index) in each])
        elif (isinstance(each, dict) and each) or (isinstance(each, list) and each and isinstance(each[0], str)):
            found.append(each)
    return found


def _started(push: tuple[str, Any]) -> float | None:
    """When Google's tag manager began, which it writes in milliseconds."""
    began = push[1].get("gtm.start") if isinstance(push[1], dict) else None
    return began / 1000 if isinstance(began, int) and began > 0 else None
