"""Captured HTTP requests: their address, the headers that matter, their body."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote, quote_plus, unquote_plus

from simulator.capture.forms import is_multipart
from simulator.capture.wire import endpoint
from simulator.checks.personal_names import kind_of
from simulator.expectation.standins.events import Events

_ADDRESSES = frozenset({"x-forwarded-for", "true-client-ip", "cf-connecting-ip", "x-real-ip", "forwarded"})
_PLAIN = frozenset({"content-type", "user-agent"})
_URLS = frozenset({"referer", "origin", "host"})
_CUSTOMER = ("ud[", "udff[", "aud[")
_BATCHED = re.compile(r"events\[\d{1,6}\]")
# Parameters of the pixel script that describe the script and the screen.
_SCRIPT = frozenset(
    "if sw sh v r a ec o rqm es tm coo dpo dpoco dpost noscript cs_est cdl ler pm hrl exp expv2 expv3 plt bin "  # noqa: SIM905
    "trigger automatic batch tz pcm cas pmd[title] opt upload_source upload_tag debug_mode format method".split()
)
_SHORT = re.compile(r"[A-Za-z0-9_.:-]{0,40}")
_PART = re.compile(r"(name=\"?([^\";\r\n]+)\"?[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n)(.*?)(?=\r?\n--|\Z)", re.DOTALL)


class Wires:
    """Replaces what is about somebody in requests; ``dropped`` counts headers that were left out."""

    def __init__(self, events: Events) -> None:
        self.events = events
        self.texts = events.texts
        self.dropped = 0

    def request(self, request: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
        """The ``request`` of an envelope; ``headers`` are its headers with names in lower case."""
        made: dict[str, Any] = {"method": request.get("method"), "url": self.url(str(request.get("url")))}
        kept = self._headers(headers)
        if kept:
            made["headers"] = kept
        body = request.get("body")
        if body is not None:
            made["body"] = self.body(body, headers.get("content-type", ""))
        if isinstance(request.get("client_ip"), str):
            made["client_ip"] = self.texts.address(request["client_ip"])
        return {name: value for name, value in made.items() if value is not None}

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        kept: dict[str, str] = {}
        for name, value in headers.items():
            if name in _ADDRESSES:
                kept[name] = self.texts.address(value)
            elif name in _PLAIN:
                kept[name] = self.texts.person("client_user_agent", value)
            elif name in _URLS:
                kept[name] = self.texts.url(value)
            else:
                self.dropped += 1
        return kept

    def url(self, url: str) -> str:
        """The address of a request to one of Meta's endpoints, or to a relay of one."""
        head, mark, query = url.partition("?")
        head, _, _ = head.partition("#")
        scheme, slashes, rest = head.partition("//")
        if slashes and scheme in ("", "http:", "https:"):
            host, slash, path = rest.partition("/")
            place, colon, port = host.partition(":")
            head = f"{scheme}//{self.texts.places.host(place)}{colon}{port}{slash}{self._path(path)}"
        else:
            head = self._path(head)
        query = query.partition("#")[0]
        return head + mark + self.form(query)

    def _path(self, path: str) -> str:
        steps = path.split("/")
        if endpoint("/" + path.lstrip("/")) == "graph" and len(steps) > 1:
            last = len(steps) - (2 if steps[-1] else 3)
            return "/".join(
                self.texts.free(step) if place == last or not re.fullmatch(r"v\d+(\.\d+)?|events|", step) else step
                for place, step in enumerate(steps)
            )
        return self.texts.path(path)

    def body(self, body: Any, content_type: str) -> Any:
        """JSON, decoded or as text, a form or a multipart form; of anything else nothing stays but its shape."""
        if isinstance(body, (dict, list)):
            return self.json_body(body)
        if body.strip().startswith(("{", "[")):
            made = self.json_body(json.loads(body))
            return json.dumps(made, ensure_ascii=False, separators=(",", ":"))
        if is_multipart(body, content_type):
            return _PART.sub(lambda match: match[1] + self.parameter(match[2], match[3]), body)
        return self.form(body)

    def json_body(self, body: Any) -> Any:
        """A request body; ``data`` holds events, as objects or as JSON texts."""
        if not isinstance(body, dict):
            return self.events.member("", body)
        return {name: self._json_member(name, value) for name, value in body.items()}

    def _json_member(self, name: str, value: Any) -> Any:
        if name == "data":
            return self._data(value)
        if name == "batch" and isinstance(value, (list, str)):
            inner = json.loads(value) if isinstance(value, str) else value
            made = [self._batched(each) for each in inner]
            return json.dumps(made, ensure_ascii=False) if isinstance(value, str) else made
        return self.events.member(name, value)

    def _batched(self, one: Any) -> Any:
        if not isinstance(one, dict):
            return self.events.member("", one)
        made = {}
        for name, value in one.items():
            if name == "relative_url" and isinstance(value, str):
                made[name] = self.url(value)
            elif name == "body" and isinstance(value, (str, dict)):
                made[name] = self.body(value, "")
            else:
                made[name] = value if name == "method" else self.events.member(name, value)
        return made

    def _data(self, data: Any) -> Any:
        if isinstance(data, str):
            return json.dumps(self._data(json.loads(data)), ensure_ascii=False, separators=(",", ":"))
        if isinstance(data, list):
            return [self._data(each) for each in data]
        return self.events.payload(data) if isinstance(data, dict) else self.events.member("", data)

    def form(self, text: str) -> str:
        """Pairs of a query or form, each encoded again only when it changes."""
        return "&".join(self._pair(piece) for piece in text.split("&"))

    def _pair(self, piece: str) -> str:
        name, mark, value = piece.partition("=")
        if not mark:
            return self.texts.free(piece) if piece else piece
        called, plain = unquote_plus(name), unquote_plus(value)
        made = self.parameter(called, plain)
        bracket = re.fullmatch(r"(\w+\[)(.*)(\])", called)
        made_name = f"{bracket[1]}{self.events.name(bracket[2])}{bracket[3]}" if bracket else self.events.name(called)
        shown = name if made_name == called else quote(made_name, safe="[]")
        return f"{shown}={value if made == plain else (quote_plus if '+' in value else quote)(made, safe='')}"

    def parameter(self, name: str, value: str) -> str:
        """The decoded value of a parameter, by its name."""
        prefix, bracket, inner = name.partition("[")
        if _BATCHED.fullmatch(name):
            return self.form(value)
        if f"{prefix}{bracket}" in _CUSTOMER:
            made = self.events.user_data({inner.rstrip("]"): value})
            return str(next(iter(made.values())))
        if name in ("fbp", "fbc"):
            return self.texts.person(name, value)
        if name in ("data", "batch") and value[:1] in ("[", "{"):
            return str(self._json_member(name, value))
        if prefix == "cd" and bracket:
            return str(self.events.member(inner.rstrip("]"), value))
        if name in _SCRIPT and _SHORT.fullmatch(value) and kind_of(name) is None:
            return value
        return str(self.events.member(name, value))
