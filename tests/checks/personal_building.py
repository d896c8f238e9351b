"""Events with made-up personal data, and the rules about it that they break."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from checks_building import codes, context, findings

from simulator.checks.examples import event
from simulator.finding import Finding

ADDRESS = "jane.doe@example.com"
NUMBER = "+1 650 555 0123"
PAGE = "https://shop.example/thank-you"
HASH = sha256(ADDRESS.encode()).hexdigest()


def custom(**members: Any) -> dict[str, Any]:
    return event(custom_data={"value": 49.9, "currency": "EUR"} | members)


def page(url: str) -> dict[str, Any]:
    return event(event_source_url=url)


def personal(line: dict[str, Any], **given: Any) -> list[str]:
    """The rules about personal data that the line breaks, under the settings given."""
    return [code for code in codes(line, context=context(given)) if code.startswith("PRV")]


def only(line: dict[str, Any], code: str) -> Finding:
    """The one finding about personal data, which is of that rule."""
    (finding,) = (each for each in findings(line) if each.rule.startswith("PRV"))
    assert finding.rule == code
    return finding
