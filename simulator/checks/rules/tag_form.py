"""Rules of the form of Adobe's action Send Conversions API Event.

The form refuses to save what breaks them; the runtime of the extension asks nothing and sends what it is given.
"""

from __future__ import annotations

from typing import Any, Final

from simulator.checks import sources
from simulator.checks.catalog import rule
from simulator.checks.sources import READ
from simulator.checks.spot import ABSENT, Hit
from simulator.checks.tag_examples import NEW_ID, example, pixel, rule_of, server
from simulator.finding import Evidence, Severity
from simulator.masking import show_name
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
