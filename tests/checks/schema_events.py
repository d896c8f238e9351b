"""Events that satisfy every documented rule, to be broken by tests. Each call gives a new one."""

from __future__ import annotations

import hashlib
from typing import Any

Payload = dict[str, Any]


def sha256(text: str) -> str:
    """The hash of a made-up value."""
    return hashlib.sha256(text.encode()).hexdigest()


def user_data() -> Payload:
    """Customer information of nobody."""
    hashed = {key: [sha256(key)] for key in ("em", "ph", "fn", "ln", "ge", "db", "ct", "st", "zp", "country")}
    return {
        **hashed,
        "external_id": ["shopper-1"],
        "client_ip_address": "203.0.113.7",
        "client_user_agent": "Mozilla/5.0 (X11; Linux x86_64)",
        "fbc": "fb.1.1767225500123.IwAR0abcDEF_-123",
        "fbp": "fb.1.1767225500123.52390506499288804.AQYCAQMA",
    }


def purchase() -> Payload:
    """A website purchase as a server reports it."""
    return {
        "event_name": "Purchase",
        "event_time": 1767225600,
        "event_id": "order-1001",
        "action_source": "website",
        "event_source_url": "https://shop.example/thanks?order=1001",
        "referrer_url": "https://shop.example/checkout",
        "opt_out": False,
        "data_processing_options": ["LDU"],
        "data_processing_options_country": 1,
        "data_processing_options_state": 1000,
        "user_data": user_data(),
        "custom_data": {
            "value": 99.5,
            "currency": "EUR",
            "order_id": "1001",
            "num_items": 2,
            "content_type": "product",
            "content_ids": ["sku-1", 2],
            "contents": [{"id": "sku-1", "quantity": 1, "item_price": 49.5}, {"id": 2, "quantity": 1}],
            "anything": {"of": ["your", "own"]},
        },
    }


def app_event() -> Payload:
    """A purchase in an app."""
    event = purchase() | {
        "action_source": "app",
        "app_data": {
            "advertiser_tracking_enabled": 1,
            "application_tracking_enabled": True,
            "extinfo": ["i2", "", "", "", "17.1", *[""] * 11],
        },
    }
    del event["event_source_url"]
    return event


def messaging_event() -> Payload:
    """A lead from an ad that opens WhatsApp."""
    return {
        "event_name": "LeadSubmitted",
        "event_time": 1767225600,
        "action_source": "business_messaging",
        "messaging_channel": "whatsapp",
        "user_data": {"ctwa_clid": "Aff-n8ZTODiE79d22KtAwQKj9e", "whatsapp_business_account_id": "102290129340398"},
    }


def browser_purchase() -> Payload:
    """A purchase of the pixel, translated; numbers of custom data are text, as on the wire."""
    event = purchase()
    for member in ("opt_out", "event_time"):
        del event[member]
    event["user_data"] = {"em": sha256("em"), "external_id": "shopper-1", "fbp": event["user_data"]["fbp"]}
    event["data_processing_options_country"] = "1"
    event["custom_data"] |= {"value": "99.50", "num_items": "2", "predicted_ltv": "-1", "status": "true"}
    return event
