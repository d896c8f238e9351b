"""Rules of the form of Adobe's action Send Conversions API Event.

The form refuses to save what breaks them; the runtime of the extension asks nothing and sends what it is given.
"""

from __future__ import annotations

from typing import Any, Final

from simulator.checks import sources
from simulator.checks.catalog import rule
from simulator.checks.sources import READ
from simulator.checks.spot import ABSENT, Hit
from simulator.checks.tag_examples import NEW_ID, PIXEL, example, pixel, rule_of, server
from simulator.finding import Evidence, Severity
from simulator.masking import show_name
from simulator.tagging.app_data import NEEDED, is_app
from simulator.tagging.facts import Fact, Form
from simulator.tagging.tokens import names_in

_MUST: Final = {"event_name": "event name", "event_time": "event time", "action_source": "action source"}


def _with(**sections: Any) -> dict[str, Any]:
    return example(rule_of(NEW_ID, pixel(), server(**sections)))


def _hit(form: Form, message: str, *place: str) -> Hit:
    return Hit(f"{show_name(form.rule, 60)}: {message}", path=(*form.where, *place))


def _is_website(form: Form) -> bool:
    return str(form.of("server_event", "action_source") or "").lower() == "website"


@rule(
    "TAG001",
    "form-field-missing",
    severity=Severity.ERROR,
    evidence=Evidence.SDK,
    source=sources.ADOBE_FORWARDING,
    read=READ,
    why="The form of Adobe's action wants event name, event time and action source. Without one of them the extension "
    "sends an event that Meta does not take.",
    fix="Fill in the field, with a value or a data element.",
    scope="property",
    failing=_with(server_event={"event_time": ""}),
    passing=example(),
)
def form_field_missing(fact: Fact) -> Hit | None:
    """An action without event name, event time or action source."""
    if not isinstance(fact, Form):
        return None
    missing = [name for name in _MUST if fact.of("server_event", name) is None]
    if not missing:
        return None
    return _hit(fact, f"{' and '.join(_MUST[name] for name in missing)} missing.", "server_event", missing[0])


@rule(
    "TAG002",
    "form-website-fields-missing",
    severity=Severity.ERROR,
    evidence=Evidence.SDK,
    source=sources.ADOBE_FORWARDING,
    read=READ,
    why="For the action source website the form wants the event source URL and the client user agent, which Meta asks "
    "for with website events.",
    fix="Fill in both: the address of the page and the visitor's user agent, each from a data element.",
    scope="property",
    failing=_with(customer_information={"client_user_agent": ABSENT}),
    passing=_with(server_event={"action_source": "phone_call", "event_source_url": ABSENT}),
)
def form_website_fields_missing(fact: Fact) -> Hit | None:
    """A website event without the page's address or the user agent."""
    if not isinstance(fact, Form) or not _is_website(fact):
        return None
    if fact.of("server_event", "event_source_url") is None:
        return _hit(fact, "a website event without event source URL.", "server_event", "event_source_url")
    if fact.of("customer_information", "client_user_agent") is None:
        return _hit(fact, "a website event without client user agent.", "customer_information", "client_user_agent")
    return None


@rule(
    "TAG003",
    "form-url-without-scheme",
    severity=Severity.WARNING,
    evidence=Evidence.SDK,
    source=sources.ADOBE_FORWARDING,
    read=READ,
    why="The form wants http:// or https:// in the event source URL, unless it is a data element.",
    fix="Write the whole address, or take a data element that gives it.",
    scope="property",
    failing=_with(server_event={"event_source_url": "shop.example/thanks"}),
    passing=_with(server_event={"event_source_url": "https://shop.example/thanks"}),
)
def form_url_without_scheme(fact: Fact) -> Hit | None:
    """An event source URL that is written out, without its scheme."""
    if not isinstance(fact, Form):
        return None
    url = fact.of("server_event", "event_source_url")
    if not isinstance(url, str) or any(names_in(url, "edge")) or "http://" in url or "https://" in url:
        return None
    return _hit(fact, "the event source URL has neither http:// nor https://.", "server_event", "event_source_url")


@rule(
    "TAG004",
    "form-limited-data-use-without-address",
    severity=Severity.WARNING,
    evidence=Evidence.SDK,
    source=sources.ADOBE_FORWARDING,
    read=READ,
    why="With limited data use the form wants the client IP address: the extension sends country 0 and state 0, so "
    "Meta finds out by the address where the person is.",
    fix="Fill in the client IP address, from a data element.",
    scope="property",
    failing=_with(server_event={"limited_data_use": True}, customer_information={"client_ip_address": ABSENT}),
    passing=_with(server_event={"limited_data_use": True}),
)
def form_limited_data_use_without_address(fact: Fact) -> Hit | None:
    """Limited data use, and no IP address that tells where it applies."""
    if not isinstance(fact, Form) or not fact.of("server_event", "limited_data_use"):
        return None
    if fact.of("customer_information", "client_ip_address") is not None:
        return None
    place = ("customer_information", "client_ip_address")
    return _hit(fact, "limited data use without client IP address.", *place)


@rule(
    "TAG005",
    "form-half-a-partner",
    severity=Severity.WARNING,
    evidence=Evidence.SDK,
    source=sources.ADOBE_FORWARDING,
    read=READ,
    why="Partner name and partner ID (LiveRamp) belong together: the form wants both or none.",
    fix="Fill in the other one too, or clear both.",
    scope="property",
    failing=_with(customer_information={"partner_name": "liveramp"}),
    passing=_with(customer_information={"partner_name": "liveramp", "partner_id": "XY1000abc"}),
)
def form_half_a_partner(fact: Fact) -> Hit | None:
    """One of partner name and partner ID."""
    if not isinstance(fact, Form):
        return None
    name, number = (fact.of("customer_information", each) for each in ("partner_name", "partner_id"))
    if (name is None) == (number is None):
        return None
    there, missing = ("partner ID", "partner_name") if name is None else ("partner name", "partner_id")
    return _hit(fact, f"{there} without {missing.replace('_', ' ')}.", "customer_information", missing)


@rule(
    "TAG006",
    "form-purchase-without-value",
    severity=Severity.ERROR,
    evidence=Evidence.SDK,
    source=sources.ADOBE_FORWARDING,
    read=READ,
    why="For the event name Purchase, in any case of letters, the form wants currency and value in the custom data. "
    "Meta refuses a Purchase without them.",
    fix="Add currency and value to the custom data.",
    scope="property",
    failing=_with(custom_data={"value": ABSENT}),
    passing=_with(custom_data="{{Value}}"),
)
def form_purchase_without_value(fact: Fact) -> Hit | None:
    """A Purchase whose custom data has no currency or no value; custom data from a data element may have them."""
    if not isinstance(fact, Form) or str(fact.of("server_event", "event_name") or "").lower() != "purchase":
        return None
    data = fact.settings.get("custom_data")
    if isinstance(data, str) and data:
        if any(names_in(data, "edge")):
            return None
        from simulator.tagging.conversions_api_body import custom_data_of

        data = custom_data_of(data)
    missing = [name for name in ("currency", "value") if not isinstance(data, dict) or data.get(name) in (None, "")]
    if not missing:
        return None
    return _hit(fact, f"a Purchase without {' and '.join(missing)} in its custom data.", "custom_data")


@rule(
    "TAG007",
    "form-test-event-without-code",
    severity=Severity.ERROR,
    evidence=Evidence.SDK,
    source=sources.ADOBE_FORWARDING,
    read=READ,
    why="With the checkbox for test events the form wants the code. Without one the event goes out as any other and "
    "shows nowhere in Test Events. With one Meta still processes it as a real event.",
    fix="Fill in the code from Events Manager, or clear the checkbox.",
    scope="property",
    failing=_with(test_event={"enabled": True}),
    passing=_with(test_event={"enabled": True, "code": "TEST12345"}),
)
def form_test_event_without_code(fact: Fact) -> Hit | None:
    """A test event without a code."""
    if not isinstance(fact, Form) or not fact.of("test_event", "enabled") or fact.of("test_event", "code") is not None:
        return None
    return _hit(fact, "a test event without its code.", "test_event", "code")


# A button that nobody clicks: else the extension throws, which is another rule's.
_NEVER: Final = [{"on": "click", "selector": ".elsewhere"}]
_APP: Final = {"action_source": "app", "event_source_url": ABSENT}
_EXTENSIONS: Final = {
    "meta_pixel": {"pixel_id": PIXEL},
    "meta_conversions_api": {
        "pixel_id": PIXEL,
        "access_token": {"secret": "META_ACCESS_TOKEN"},
        "sends_app_data": True,
    },
}
_APP_DATA: Final = {
    "advertiser_tracking_enabled": "true",
    "application_tracking_enabled": "true",
    "extinfo_version": "a2",
    "extinfo_os_version": "16",
}


@rule(
    "TAG008",
    "form-cannot-send-what-it-needs",
    severity=Severity.ERROR,
    evidence=Evidence.SDK,
    source=sources.ADOBE_FORWARDING,
    read="2026-11-26",
    why="Meta asks app_data of app events and messaging_channel of business messaging events. Version 1.7.0 of Adobe's "
    "extension has a field for neither; a later one, of 2026, has a section for app data. Events of a physical store "
    "need nothing that it can't send.",
    fix="Update the extension and set sends_app_data = true at it, or report these events by another way.",
    scope="property",
    failing=_with(server_event=_APP),
    passing=_with(server_event={"action_source": "physical_store", "event_source_url": ABSENT}),
)
def form_cannot_send_what_it_needs(fact: Fact) -> Hit | None:
    """An action source whose events need what the form has no field for."""
    if not isinstance(fact, Form):
        return None
    source = str(fact.of("server_event", "action_source") or "").lower().strip()
    missing = {"app": "app_data", "business_messaging": "messaging_channel"}.get(source)
    if missing is None or (missing == "app_data" and fact.sends_app_data):
        return None
    message = f"this version of the extension can't send {missing}, which Meta asks of {source} events."
    return _hit(fact, message, "server_event", "action_source")


@rule(
    "TAG009",
    "form-app-fields-missing",
    severity=Severity.ERROR,
    evidence=Evidence.SDK,
    source=sources.ADOBE_FORWARDING,
    read="2026-11-26",
    why="For the action source app the form wants both tracking fields, the extinfo version and the version of the "
    "operating system. Without them the extension throws, and the event is not sent.",
    fix="Fill in the four fields of the section for app data.",
    scope="property",
    failing=example(
        rule_of(NEW_ID, server(server_event=_APP, app_data=_APP_DATA | {"extinfo_os_version": ""}), triggers=_NEVER),
        extensions=_EXTENSIONS,
    ),
    passing=example(
        rule_of(NEW_ID, server(server_event=_APP, app_data=_APP_DATA)),
        extensions=_EXTENSIONS,
    ),
)
def form_app_fields_missing(fact: Fact) -> Hit | None:
    """An app event without what the form wants of one."""
    if not isinstance(fact, Form) or not fact.sends_app_data:
        return None
    if not is_app(fact.of("server_event", "action_source")):
        return None
    missing = [name for name in NEEDED if fact.of("app_data", name) is None]
    if not missing:
        return None
    words = " and ".join(name.replace("_", " ") for name in missing)
    return _hit(fact, f"an app event without {words}.", "app_data", missing[0])
