"""Meta Pixel: Send ..., as the tags extension does it.

``fbq('track', name, parameters, {eventID})``, ``trackCustom`` for a name of one's own; the id of the action comes
before that of the extension (adobe/reactor-extension-facebook-pixel 1.3.2, src/lib/helpers/sendEvent.js).
``init`` gets no customer information. ``track`` reaches every pixel that was initialised.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.tagging.actions import Performer, Setup
from simulator.tagging.happening import Firing, Happening, Sent, Unsent
from simulator.tagging.page import Page
from simulator.tagging.pixel_script import Call, envelope, script_of
from simulator.tagging.property import Action, MetaPixel
from simulator.tagging.tokens import Field
from simulator.tagging.values import UNDEFINED, text_of, truthy


def prepare(action: Action, setup: Setup) -> Performer:
    """What calls fbq() and gives the requests that come of it."""
    extension = setup.property.pixel or MetaPixel(None, None)
    ids = setup.pixel_ids(extension.pixel_id, "page")
    name = setup.template(action.settings["event"], "page")
    own = setup.template(action.settings.get("event_id", ""), "page")
    default = setup.template(extension.event_id or "", "page")
    parameters = {key: setup.template(value, "page") for key, value in action.settings.get("parameters", {}).items()}
    session, index = setup.session, setup.place

    def perform(page: Page, firing: Firing) -> Iterator[Happening]:
        fields: list[Field] = []
        event_name = text_of(name(page))
        event_id = own.traced(page, "event_id", fields)
        if not truthy(event_id):
            event_id = default.traced(page, "event_id", fields)
        data: dict[str, Any] = {
            key: each.traced(page, f"custom_data.{key}", fields) for key, each in parameters.items()
        }
        call = Call(event_name, data, event_id if truthy(event_id) else UNDEFINED)
        traced = tuple(fields)
        received_at = round(firing.at + session.browser_seconds, 3)
        found = [value for value in (each(page) for each in ids) if truthy(value)]
        if not found:
            reason = "the pixel has no id here, so fbq('init') does nothing"
            yield Unsent(firing, index, "browser", event_name, "no-pixel-id", reason, traced)
        for pixel_id in map(text_of, found):
            script = script_of(page, pixel_id)
            if event_name == "PageView" and script.viewed:
                reason = "the pixel script sends PageView once for each page load"
                yield Unsent(firing, index, "browser", event_name, "page-view-twice", reason, traced)
                continue
            script.viewed = script.viewed or event_name == "PageView"
            line = envelope(page, script, pixel_id, call, session.screen, received_at)
            yield Sent(firing, index, "browser", pixel_id, event_name, call.event_id, received_at, line, traced)

    return perform
