"""The two copies of one action, and the findings about them, for the tests of what deduplication left apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from suspicion_building import findings

from simulator.checks.examples import AT, pair
from simulator.checks.spot import ABSENT
from simulator.finding import Finding

HOUR = 3600.0
FBP = f"fb.1.{AT - 3600}000.1098115397"
OTHER_FBP = f"fb.1.{AT - 3600}000.2098115398"
OTHER_HASH = "0" * 63 + "1"
AGENT = "Mozilla/5.0 (X11; Linux x86_64) Chrome/139.0"
ITEMS = [{"id": "SKU-1", "quantity": 1}]


def custom(**members: Any) -> dict[str, Any]:
    base = {"value": 49.9, "currency": "EUR", "content_type": "product", "contents": ITEMS}
    return {key: value for key, value in (base | members).items() if value is not ABSENT}


def user(**members: Any) -> dict[str, Any]:
    return {"client_user_agent": AGENT, **members}


def copies(browser: Mapping[str, Any], server: Mapping[str, Any], **both: Any) -> list[dict[str, Any]]:
    """Both copies with ids of their own, no order id, and the members that both have."""
    base = {"custom_data": custom(), "user_data": user(fbp=FBP)} | both
    apart = base.pop("apart", 2.0)
    return pair({"event_id": "b-77", **base, **browser}, {"event_id": "s-99", **base, **server}, apart=apart)


def pairing(lines: list[dict[str, Any]], **tables: Any) -> list[tuple[int, str, str, str]]:
    """Number, code, severity and confidence of the findings about copies left apart."""
    codes = {"DUP001", "DUP002", "DUP006", "DUP007", "DUP008", "DUP009"}
    return [
        (n, finding.rule, finding.severity.value, str(finding.confidence))
        for n, own in findings(lines, **tables).items()
        for finding in own
        if finding.rule in codes
    ]


def only(lines: list[dict[str, Any]], code: str, **tables: Any) -> Finding:
    [finding] = [finding for own in findings(lines, **tables).values() for finding in own if finding.rule == code]
    return finding
