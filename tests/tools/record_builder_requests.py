"""Record what Meta's Python client sends when its parameter builder fills in what is missing.

    python tests/tools/record_builder_requests.py [FILE]

Runs ``facebook-business`` with ``capi_param_builder`` against a socket on the loopback interface
and writes one request envelope per line to FILE (default:
``fixtures/parameter-builder-requests/python.jsonl``). The builder stamps what it makes with the
clock and a random number; both are fixed, so the same versions always write the same file.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from capi_param_builder import ParamBuilder, PlainDataObject
from facebook_business.adobjects.serverside.action_source import ActionSource
from facebook_business.adobjects.serverside.event import Event
from facebook_business.adobjects.serverside.event_request import EventRequest
from facebook_business.adobjects.serverside.preference import Preference
from facebook_business.adobjects.serverside.user_data import UserData
from record_sdk_requests import FIRST_EVENT, PIXEL_ID, USER_AGENT, lines

FIXTURE = Path(__file__).parents[2] / "fixtures" / "parameter-builder-requests" / "python.jsonl"
CLICK = "IwAR0MadeUpClickIdForShopper1"


def event(name: str, index: int, **more: object) -> Event:
    """One website event of a shopper of whom only the address is known."""
    return Event(
        event_name=name,
        event_time=FIRST_EVENT + 60 * index,
        event_id=f"{name.lower()}-{8200 + index}",
        action_source=ActionSource.WEBSITE,
        user_data=UserData(
            email=f"shopper.{index + 1}@example.com",
            external_id=f"customer-{index + 1}",
            client_ip_address=f"203.0.113.{index + 1}",
            client_user_agent=USER_AGENT,
            **more,
        ),
    )


def from_asgi() -> Event:
    """A new visitor from an advertisement; FastAPI and Starlette hand over such a scope."""
    made = event("PageView", 0)
    made.set_request_context(
        {
            "type": "http",
            "scheme": "https",
            "path": "/",
            "query_string": f"fbclid={CLICK}".encode(),
            "headers": [(b"host", b"shop.example"), (b"referer", b"https://search.example/")],
            "client": ("203.0.113.1", 50_001),
        }
    )
    return made


def from_wsgi() -> Event:
    """A visitor with the pixel's cookies; Django and Flask hand over such an environ."""
    made = event("ViewContent", 1)
    cookies = f"_fbp=fb.1.{(FIRST_EVENT - 86_400) * 1000}.1000000002; _fbc=fb.1.{FIRST_EVENT * 1000 - 7}.{CLICK}2"
    made.set_request_context(
        {
            "wsgi.url_scheme": "https",
            "HTTP_HOST": "shop.example",
            "PATH_INFO": "/cups",
            "HTTP_REFERER": "https://shop.example",
            "HTTP_COOKIE": cookies,
        }
    )
    return made


def by_hand() -> Event:
    """The builder used by itself, its cookies handed to the client; a new click replaces an old one."""
    builder = ParamBuilder(["shop.example"])
    old = {
        "_fbc": f"fb.1.{(FIRST_EVENT - 86_400) * 1000}.{CLICK}3",
        "_fbp": f"fb.1.{FIRST_EVENT * 1000 - 9}.1000000003",
    }
    builder.process_request("www.shop.example", {"fbclid": [f"{CLICK}3b"]}, old, "https://search.example/")
    made = event("AddToCart", 2, fbc=builder.get_fbc(), fbp=builder.get_fbp())
    made.event_source_url = "https://www.shop.example/cups"
    return made


def by_preference() -> Event:
    """Nothing but fbp may be filled in."""
    made = event("Lead", 3)
    made.event_source_url = "https://shop.example/newsletter"
    only_fbp = Preference(is_fbc_allowed=False, is_referrer_url_allowed=False, is_event_source_url_allowed=False)
    made.set_request_context(
        PlainDataObject("shop.example", {}, {}, None, None, None, "https", "/newsletter"), only_fbp
    )
    return made


def without_path() -> Event:
    """Only the host is known: the marker comes right behind it."""
    made = event("Search", 4)
    made.set_request_context(PlainDataObject("shop.example", {}, {}, "https://shop.example", None, None, "https", None))
    return made


def send() -> Iterator[tuple[float, Callable[[], object]]]:
    """Every delivery as (receipt in Unix seconds, what sends it)."""
    for index, make in enumerate((from_asgi, from_wsgi, by_hand, by_preference, without_path)):
        yield FIRST_EVENT + 60 * index + 1.5, EventRequest(PIXEL_ID, [make()]).execute


def main() -> None:
    """Record with the builder's clock and dice held."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else FIXTURE
    numbers = count(1_500_000_001)
    clock, dice = SimpleNamespace(time=lambda: FIRST_EVENT), SimpleNamespace(randint=lambda *_: next(numbers))
    with patch("capi_param_builder.param_builder.time", clock), patch("capi_param_builder.param_builder.random", dice):
        text = lines(send())
    target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
