"""Meta's parameter builder for Python: the cookies it sets, in the browser's request and in the server's event."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
import urllib3
from capi_param_builder import ParamBuilder, PlainDataObject
from facebook_business.adobjects.serverside.action_source import ActionSource
from facebook_business.adobjects.serverside.event import Event
from facebook_business.adobjects.serverside.event_request import EventRequest
from facebook_business.adobjects.serverside.user_data import UserData
from facebook_business.api import FacebookAdsApi
from facebook_business.session import FacebookSession
from serving_clients import AGENT, PIXEL, TOKEN

from simulator.testing import Capisim, Listening

CLICK = "IwAR0MadeUpClickIdForShopper1"


def lead(**more: object) -> Event:
    return Event(
        event_name="Lead",
        event_time=int(time.time()),
        event_id="lead-1",
        action_source=ActionSource.WEBSITE,
        user_data=UserData(
            email="shopper.1@example.com", client_user_agent=AGENT, client_ip_address="203.0.113.7", **more
        ),
    )


def by_hand(cookies: dict[str, str]) -> Event:
    """The builder used by itself; what it says goes into the event."""
    builder = ParamBuilder(["shop.example"])
    builder.process_request("www.shop.example", {"fbclid": [CLICK]}, cookies, "https://search.example/")
    made = lead(fbc=builder.get_fbc(), fbp=builder.get_fbp())
    made.event_source_url = "https://www.shop.example/newsletter"
    return made


def by_context(cookies: dict[str, str]) -> Event:
    """The client hands the request to the builder."""
    made = lead()
    made.set_request_context(
        PlainDataObject("www.shop.example", {"fbclid": [CLICK]}, cookies, None, None, None, "https", "/newsletter")
    )
    return made


@pytest.mark.parametrize("make", [by_hand, by_context])
def test_both_channels_tell_the_cookies_that_the_builder_set(
    capisim: Capisim, monkeypatch: pytest.MonkeyPatch, make: Callable[[dict[str, str]], Event]
) -> None:
    meta: Listening = capisim.listen()
    monkeypatch.setattr(FacebookSession, "GRAPH", meta.url)
    api = FacebookAdsApi.init(access_token=TOKEN, crash_log=False)
    # The first page: the server sets the cookies, the browser's pixel reports them.
    builder = ParamBuilder(["shop.example"])
    cookies = {each.name: each.value for each in builder.process_request("www.shop.example", {"fbclid": [CLICK]}, {})}
    assert set(cookies) == {"_fbc", "_fbp"}
    told = {"id": PIXEL, "ev": "Lead", "eid": "lead-1", "fbc": cookies["_fbc"], "fbp": cookies["_fbp"]}
    told["dl"] = "https://www.shop.example/newsletter"
    with urllib3.PoolManager() as pool:
        assert pool.request("GET", f"{meta.url}/tr/?{urlencode(told)}", headers={"user-agent": AGENT}).status == 200
    assert EventRequest(PIXEL, [make(cookies)]).execute().events_received == 1
    api._session.requests.close()
    server = meta.events[1].payload["user_data"]
    assert server["fbc"].startswith("fb.1.")
    assert CLICK in server["fbc"]
    assert server["fbp"].split(".")[:4] == cookies["_fbp"].split(".")[:4]
    meta.expect_deduplicated("Lead")
    # The markers of the builder are part of what it makes; nothing is wrong with them.
    meta.expect_clean("error")
    assert not [finding for event in meta.events for finding in event.findings if finding.rule.startswith("CLK")]
