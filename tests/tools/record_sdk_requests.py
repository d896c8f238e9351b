"""Record what Meta's published Python client really puts on the wire.

    python tests/tools/record_sdk_requests.py [FILE]

Runs ``facebook-business`` against a socket on the loopback interface, answers as the events
endpoint does, and writes one request envelope per line to FILE (default:
``fixtures/sdk-requests/events.jsonl``). People, orders and times are made up and fixed, so the
same client version always writes the same file. The access token is made up as well, and is
replaced by a placeholder before anything is written.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from facebook_business.adobjects.serverside.action_source import ActionSource
from facebook_business.adobjects.serverside.content import Content
from facebook_business.adobjects.serverside.custom_data import CustomData
from facebook_business.adobjects.serverside.delivery_category import DeliveryCategory
from facebook_business.adobjects.serverside.event import Event
from facebook_business.adobjects.serverside.event_request import EventRequest
from facebook_business.adobjects.serverside.event_request_async import EventRequestAsync
from facebook_business.adobjects.serverside.gender import Gender
from facebook_business.adobjects.serverside.user_data import UserData
from facebook_business.api import FacebookAdsApi
from facebook_business.session import FacebookSession

FIXTURE = Path(__file__).parents[2] / "fixtures" / "sdk-requests" / "events.jsonl"
PIXEL_ID = "1029384756601234"
GRAPH = "https://graph.facebook.com"
TOKEN = "EAAB-made-up-for-recording"
# As long as the token, so that Content-Length stays true.
PLACEHOLDER = "ACCESS-TOKEN-TAKEN-OUT-000"
FIRST_EVENT = 1_791_198_000  # 2026-10-05T11:00:00Z
USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
HASH_SEED = "0"


def shopper(number: int, **more: object) -> UserData:
    """A made-up shopper as a shop's server knows one: raw values, which the client hashes."""
    return UserData(
        email=f" Shopper.{number}@Example.COM ",
        external_id=f"customer-{number}",
        client_ip_address=f"203.0.113.{number % 250}",
        client_user_agent=USER_AGENT,
        fbp=f"fb.1.{(FIRST_EVENT - 86_400) * 1000 + number}.{1_000_000_000 + number}",
        **more,
    )


def event(name: str, index: int, user_data: UserData, **more: object) -> Event:
    """One website event; the index spaces the events a minute apart."""
    return Event(
        event_name=name,
        event_time=FIRST_EVENT + 60 * index,
        event_id=f"{name.lower()}-{7000 + index}",
        event_source_url=f"https://shop.example/{name.lower()}",
        action_source=ActionSource.WEBSITE,
        user_data=user_data,
        **more,
    )


def page_view() -> list[Event]:
    """The smallest useful event."""
    return [event("PageView", 0, shopper(1), referrer_url="https://search.example/")]


def add_to_cart() -> list[Event]:
    """Custom data with contents and a property of the shop's own."""
    cup = Content(product_id="cup-blue", quantity=2, item_price=9.5, title="Blue cup", brand="Example Pottery")
    return [
        event(
            "AddToCart",
            1,
            shopper(2, phone="+1 (650) 555-0102", first_name="Mary", last_name="Doe"),
            custom_data=CustomData(
                value=19.0,
                currency="USD",
                content_ids=["cup-blue"],
                contents=[cup],
                content_type="product",
                custom_properties={"shelf": "kitchen"},
            ),
        )
    ]


def purchases() -> list[Event]:
    """Several purchases in one request; one person is described with everything the client hashes."""
    everything = shopper(
        3,
        phone="16505550103",
        gender=Gender.FEMALE,
        date_of_birth="19970216",
        first_name="Valéry",
        last_name="Doe",
        city="Menlo Park",
        state="CA",
        zip_code="94025",
        country_code="US",
        fbc=f"fb.1.{(FIRST_EVENT - 3_600) * 1000}.IwAR0MadeUpClickIdForShopper3",
    )
    plate = Content(
        product_id="plate-white",
        quantity=4,
        item_price=12.25,
        delivery_category=DeliveryCategory.HOME_DELIVERY,
    )
    orders = [("order-9001", 49.0, [plate], everything), ("order-9002", 9.5, [], shopper(4))]
    return [
        event(
            "Purchase",
            2 + index,
            who,
            custom_data=CustomData(
                value=value,
                currency="EUR",
                order_id=order,
                contents=contents or None,
                content_type="product" if contents else None,
                num_items=len(contents) or None,
                delivery_category=DeliveryCategory.HOME_DELIVERY,
            ),
        )
        for index, (order, value, contents, who) in enumerate(orders)
    ]


def limited_data_use() -> list[Event]:
    """Limited Data Use with the place worked out by Meta, and a shopper with two addresses."""
    who = shopper(5)
    who.emails = ["shopper.5@example.com", "five@example.org"]
    return [
        event(
            "Lead",
            4,
            who,
            custom_data=CustomData(value=5.0, currency="usd", content_name="Newsletter"),
            data_processing_options=["LDU"],
            data_processing_options_country=0,
            data_processing_options_state=0,
        )
    ]


def search_async() -> list[Event]:
    """What the asynchronous client sends."""
    words = CustomData(search_string="blue cup", content_ids=["cup-blue", "cup-navy"], content_type="product")
    return [event("Search", 5, shopper(6), custom_data=words), event("ViewContent", 6, shopper(6))]


def send(pixel_id: str) -> Iterator[tuple[float, Callable[[], object]]]:
    """Every delivery as (receipt in Unix seconds, what sends it)."""
    yield FIRST_EVENT + 2.5, EventRequest(pixel_id, page_view()).execute
    yield FIRST_EVENT + 61.25, EventRequest(pixel_id, add_to_cart(), partner_agent="example-shop").execute
    yield FIRST_EVENT + 185.0, EventRequest(pixel_id, purchases()).execute
    yield FIRST_EVENT + 242.0, EventRequest(pixel_id, limited_data_use(), test_event_code="TEST24680").execute
    waiting = EventRequestAsync(pixel_id, search_async())
    yield FIRST_EVENT + 365.5, lambda: asyncio.run(waiting.execute())


class _Recorder(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen: list[dict[str, object]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        address = self.headers["Host"]
        headers = {name: value.replace(address, "graph.facebook.com") for name, value in self.headers.items()}
        self.seen.append(
            {"method": "POST", "url": f"{GRAPH}{self.path}", "headers": headers, "body": body.decode("utf-8")}
        )
        # The client raises KeyError unless these three members are there.
        answer = b'{"events_received": 1, "messages": [], "fbtrace_id": "AmadeUpTraceIdForRecord"}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Say nothing: standard output belongs to the caller."""


@contextmanager
def recorder() -> Iterator[tuple[str, list[dict[str, object]]]]:
    """A socket on loopback that answers as the events endpoint does: its address, and the requests seen so far."""
    seen: list[dict[str, object]] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Recorder", (_Recorder,), {"seen": seen}))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", seen
    finally:
        server.shutdown()
        server.server_close()


def record(deliveries: Iterable[tuple[float, Callable[[], object]]]) -> list[dict[str, object]]:
    """The envelopes of every delivery by the Python client, in the order sent."""
    receipts = []
    with recorder() as (address, seen):
        FacebookSession.GRAPH = address
        FacebookAdsApi.init(access_token=TOKEN)
        for received_at, deliver in deliveries:
            deliver()
            receipts.append(received_at)
    return [
        {"channel": "server", "received_at": at, "request": request} for at, request in zip(receipts, seen, strict=True)
    ]


def lines(deliveries: Iterable[tuple[float, Callable[[], object]]]) -> str:
    """A recording of the Python client as JSON lines, without the token."""
    assert len(TOKEN) == len(PLACEHOLDER)
    text = "".join(json.dumps(envelope, ensure_ascii=False) + "\n" for envelope in record(deliveries))
    text = text.replace(TOKEN, PLACEHOLDER)
    assert TOKEN not in text
    return text


def main() -> None:
    """Record, in an interpreter whose sets have a fixed order: the client puts lists through a set."""
    if os.environ.get("PYTHONHASHSEED") != HASH_SEED:
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "PYTHONHASHSEED": HASH_SEED})  # noqa: S606
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else FIXTURE
    target.write_text(lines(send(PIXEL_ID)), encoding="utf-8")


if __name__ == "__main__":
    main()
