"""One item of a capture, in whatever form, as one line of a scenario."""

from __future__ import annotations

import json
from typing import Any

from simulator.capture.json_text import keep_long_ids
from simulator.capture.read import read_item
from simulator.capture.redact import redact, redact_text
from simulator.capture.wire import read_headers
from simulator.event import Batch, Origin, Quarantined, Request
from simulator.expectation.standins.events import Events
from simulator.expectation.standins.wires import Wires
from simulator.settings import Limits

UNREADABLE = "Something stood here that capisim could not read as an event; what it was is left out."
# That a browser held a request back is a finding of its own; what the request would have said is not needed.
_BLOCKED = {
    "startedDateTime": "2026-01-05T12:00:00.000Z",
    "request": {"method": "GET", "url": "https://www.facebook.com/tr/"},
    "response": {"_error": "net::ERR_BLOCKED_BY_CLIENT"},
}


class Items:
    """Turns items into envelopes with stand-ins; ``unreadable`` counts those that only keep their place."""

    def __init__(self, events: Events, limits: Limits) -> None:
        self._events = events
        self._limits = limits
        self.wires = Wires(events)
        self.unreadable = 0

    def line(self, item: bytes, form: str) -> str | None:
        """The line for an item, without its end; None when it holds nothing to count."""
        read = read_item(item, Origin("", 1), form, self._limits)
        if read is None:
            return None
        if isinstance(read, Quarantined):
            return self._unread(item)
        try:
            value = json.loads(keep_long_ids(item))
        except ValueError:
            value = item.decode().strip()
        made = self._text(redact_text(value)) if isinstance(value, str) else self._object(redact(value), form, read)
        return json.dumps(made, ensure_ascii=False)

    def _unread(self, item: bytes) -> str:
        try:
            entry = json.loads(item)
        except ValueError:
            entry = None
        response = entry.get("response") if isinstance(entry, dict) else None
        if isinstance(response, dict) and "BLOCKED" in str(response.get("_error")):
            return json.dumps(_BLOCKED)
        self.unreadable += 1
        return self.placeholder()

    def placeholder(self) -> str:
        """A line that is no event, where something unreadable stood."""
        return json.dumps(UNREADABLE)

    def _text(self, text: str) -> str:
        """An address or a form: as a JSON text, so that it stays on one line."""
        if text.startswith("--"):
            return str(self.wires.body(text, ""))
        head, mark, _ = text.partition("?")
        return self.wires.url(text) if mark and "=" not in head else self.wires.form(text)

    def _object(self, value: dict[str, Any], form: str, read: Request | Batch) -> Any:
        if "event_name" not in value:
            if "event" in value:
                return {**self._around(value), "event": self._events.payload(value["event"])}
            if "request" in value:
                har = form == "har" or "startedDateTime" in value
                return self._har(read) if har else self._wire(value)
            if "consent" in value:
                who = self._events.user_data(value.get("user_data") or {})
                return {"consent": value["consent"], **self._around(value), "user_data": who}
            if "data" in value:
                return self.wires.json_body(value)
        return {"channel": "server", "event": self._events.payload(value)}

    def _around(self, value: dict[str, Any]) -> dict[str, Any]:
        members = {name: value[name] for name in ("channel", "pixel_id", "received_at") if name in value}
        return {name: each if name == "channel" else self._events.member(name, each) for name, each in members.items()}

    def _wire(self, value: dict[str, Any]) -> dict[str, Any]:
        request = value["request"]
        return {**self._around(value), "request": self.wires.request(request, read_headers(request.get("headers")))}

    def _har(self, read: Request | Batch) -> dict[str, Any]:
        wire = json.loads(read.raw or b"{}")
        made = self.wires.request(wire, wire["headers"])
        at = read.events[0].received_at
        return {**({} if at is None else {"received_at": self._events.member("received_at", at)}), "request": made}
