"""Send Conversions API Event, as the event forwarding extension does it (action ``send_capi_data``, version 1.7.0).

One event in each request, always ``partner_agent`` and ``data_processing_options``, hashes by the profile ``adobe``.
Nothing is converted: an ``event_time`` that is text stays text, and so does ``opt_out``. Source:
adobe/reactor-extension-meta-conversion-api-edge, src/lib/actions/sendCapiData.js with its helpers and tests, read
2026-09-12 and 2026-11-26. The section for app data is of a later version, of 2026.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from simulator.tagging.actions import Performer, Setup
from simulator.tagging.app_data import APP_DATA, app_data_of, is_app
from simulator.tagging.conversions_api_body import FieldError, custom_data_of, event_of, user_data_of
from simulator.tagging.happening import Firing, Happening, Sent, Unsent
from simulator.tagging.page import Page
from simulator.tagging.property import Action, MetaConversionsApi
from simulator.tagging.tokens import Field
from simulator.tagging.values import UNDEFINED, json_value, text_of, truthy

VERSION: Final = "v22.0"
AGENT: Final = "adobe_launch"
# Where a line of a capture holds what would be a secret.
_TAKEN_OUT: Final = "ACCESS-TOKEN-TAKEN-OUT"

SERVER_EVENT: Final = ("event_name", "event_time", "action_source", "event_source_url", "event_id", "opt_out")
CUSTOMER_INFORMATION: Final = {
    "client_ip_address": "client_ip_address",
    "client_user_agent": "client_user_agent",
    "country": "country",
    "city": "ct",
    "date_of_birth": "db",
    "email": "em",
    "external_id": "external_id",
    "fb_login_id": "fb_login_id",
    "fbc": "fbc",
    "fbp": "fbp",
    "first_name": "fn",
    "gender": "ge",
    "lead_id": "lead_id",
    "last_name": "ln",
    "phone": "ph",
    "state": "st",
    "subscription_id": "subscription_id",
    "zip": "zp",
    "partner_name": "partner_name",
    "partner_id": "partner_id",
}
"""The form's fields and Meta's keys, in the order in which the extension writes them."""


def prepare(action: Action, setup: Setup) -> Performer:
    """What builds the request of event forwarding."""
    settings, session, index = action.settings, setup.session, setup.place
    extension = setup.property.conversions_api or MetaConversionsApi(None, None)
    ids = setup.pixel_ids(settings.get("pixel_id") or extension.pixel_id, "edge")
    told = settings["server_event"]
    server = {name: setup.template(told[name], "edge") for name in SERVER_EVENT if name in told}
    given = settings.get("customer_information", {})
    customer = {key: setup.template(given[name], "edge") for name, key in CUSTOMER_INFORMATION.items() if name in given}
    custom = settings.get("custom_data")
    members = (
        None if not isinstance(custom, dict) else {name: setup.template(each, "edge") for name, each in custom.items()}
    )
    whole = setup.template(custom, "edge")
    app = {
        name: setup.template(settings["app_data"][name], "edge")
        for name in APP_DATA
        if extension.sends_app_data and name in settings.get("app_data", {})
    }
    limited = told.get("limited_data_use", False)
    test = settings.get("test_event", {})
    code = setup.template(test.get("code", UNDEFINED), "edge") if test.get("enabled") else None

    def perform(page: Page, firing: Firing) -> Iterator[Happening]:
        fields: list[Field] = []
        found = {name: each.traced(page, name, fields) for name, each in server.items()}
        people = {key: each.traced(page, f"user_data.{key}", fields) for key, each in customer.items()}
        data = (
            whole.traced(page, "custom_data", fields)
            if members is None
            else {name: each.traced(page, f"custom_data.{name}", fields) for name, each in members.items()}
        )
        device = {name: each.traced(page, f"app_data.{name}", fields) for name, each in app.items()}
        name, traced = found.get("event_name", UNDEFINED), tuple(fields)
        pixel_id = ids[0](page) if ids else UNDEFINED
        if not truthy(pixel_id):
            reason = "the extension has no pixel id here, so the request names none"
            yield Unsent(firing, index, "server", name, "no-pixel-id", reason, traced)
            return
        try:
            event = event_of(found, user_data_of(people), limited=limited)
            custom_data = custom_data_of(data)
            if custom_data is not None:
                event["custom_data"] = custom_data
            if extension.sends_app_data and is_app(found.get("action_source", UNDEFINED)):
                event["app_data"] = app_data_of(device)
        except FieldError as error:
            yield Unsent(firing, index, "server", name, "throws", str(error), traced)
            return
        body: dict[str, Any] = {} if code is None else {"test_event_code": code(page)}
        body |= {"data": [event], "partner_agent": AGENT}
        pixel = text_of(pixel_id)
        received_at = round(firing.at + session.server_seconds, 3)
        request = {
            "method": "POST",
            "url": f"https://graph.facebook.com/{VERSION}/{pixel}/events/?access_token={_TAKEN_OUT}",
            "headers": {"content-type": "application/json"},
            "body": json_value(body),
        }
        line = {"channel": "server", "received_at": received_at, "request": request}
        event_id = event.get("event_id", UNDEFINED)
        yield Sent(firing, index, "server", pixel, name, event_id, received_at, line, traced)

    return perform
