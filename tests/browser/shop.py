"""A small shop for browser tests: pages with the base code of the pixel, and a server that reports purchases."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import urllib3

if TYPE_CHECKING:
    from collections.abc import Iterator

PIXEL = "1234567890"
# The published base code, with its one URL swapped.
_BASE = """
!function(f,b,e,v,n,t,s){if(f.fbq)return;n=f.fbq=function(){n.callMethod?
n.callMethod.apply(n,arguments):n.queue.push(arguments)};if(!f._fbq)f._fbq=n;
n.push=n;n.loaded=!0;n.version='2.0';n.queue=[];t=b.createElement(e);t.async=!0;
t.src=v;s=b.getElementsByTagName(e)[0];s.parentNode.insertBefore(t,s)}
(window,document,'script','%s/capisim/fbevents.js');
"""
_BUY = """
function buy(order, value) {
  fbq('track', 'Purchase', {value: value, currency: 'EUR', contents: [{id: 'SKU-1', quantity: 2}]}, {eventID: order});
  return fetch('/buy', {method: 'POST', body: JSON.stringify({order: order, value: value})}).then(r => r.json());
}
"""


class Shop:
    """Serves one page whose script a test sets, and posts what is bought to the Graph API."""

    def __init__(self, emulator: str) -> None:
        self.emulator = emulator
        self.commands = ""
        self.answers: list[Any] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.port = self.server.server_address[1]

    def url(self, host: str = "127.0.0.1", path: str = "/") -> str:
        return f"http://{host}:{self.port}{path}"

    def page(self) -> str:
        script = _BASE % self.emulator + self.commands + _BUY
        return f"<!doctype html><meta charset=utf-8><title>Shop</title><h1>Shop</h1><script>{script}</script>"

    def report(self, bought: dict[str, Any], headers: Any) -> Any:
        """Send a purchase as the shop's server would; Graph's answer."""
        event = {
            "event_name": "Purchase",
            "event_time": bought["time"],
            "event_id": bought["order"],
            "action_source": "website",
            "event_source_url": headers["Referer"],
            "user_data": {"client_user_agent": headers["User-Agent"], "client_ip_address": "203.0.113.7"},
            "custom_data": {"value": bought["value"], "currency": "EUR"},
        }
        url = f"{self.emulator}/v26.0/{PIXEL}/events"
        return urllib3.request("POST", url, json={"data": [event], "access_token": "any"}, timeout=60).json()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        shop = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                known = urlsplit(self.path).path != "/favicon.ico"
                self._answer(shop.page().encode() if known else b"", "text/html; charset=utf-8", 200 if known else 404)

            def do_POST(self) -> None:
                import time

                bought = json.loads(self.rfile.read(int(self.headers["Content-Length"]))) | {"time": int(time.time())}
                answer = shop.report(bought, self.headers)
                self._answer(json.dumps(answer).encode(), "application/json", 200)

            def _answer(self, body: bytes, content_type: str, status: int) -> None:
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        return Handler


@contextmanager
def open_shop(emulator: str) -> Iterator[Shop]:
    """A shop that reports to an emulator while the context lasts."""
    shop = Shop(emulator)
    thread = threading.Thread(target=shop.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield shop
    finally:
        shop.server.shutdown()
        shop.server.server_close()
        thread.join()
