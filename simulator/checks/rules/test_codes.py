"""A rule about a whole run: a test event code on a part of what the server sent."""

from __future__ import annotations

from typing import NamedTuple

from simulator.checks.catalog import SERVER, rule
from simulator.checks.examples import event
from simulator.checks.sources import READ
from simulator.checks.spot import Hit
from simulator.finding import Evidence, Severity

ON_A_PART = "ENV003"


class Codes(NamedTuple):
    """How many server events of a run came in requests with a test event code, and without one."""

    with_code: int
    without_code: int


def _request(code: str | None, event_id: str) -> dict[str, object]:
    body: dict[str, object] = {
        "data": [event(event_id=event_id, custom_data={"value": 5, "currency": "EUR", "order_id": event_id})]
    }
    return body | ({"test_event_code": code} if code else {})


@rule(
    ON_A_PART,
    "test-code-on-a-part",
    severity=Severity.WARNING,
    evidence=Evidence.THIRD_PARTY,
    source="https://github.com/segmentio/action-destinations/issues/903",
    read=READ,
    why="The Test Events view shows the events whose request carries the code, so with the code on a part of them it "
    "shows a part, and pairs look broken that are not. Either way Meta processes events with a code as real ones.",
    fix="Set the code in one place for everything the server sends while you test, and take it out everywhere before "
    "launch.",
    channels=SERVER,
    scope="run",
    given={"rules": {"ignore": ["ENV001"]}},
    failing=[_request("TEST12345", "order-1001"), _request(None, "order-1002")],
    passing=[_request("TEST12345", "order-1001"), _request("TEST12345", "order-1002")],
)
def test_code_on_a_part(codes: Codes) -> Hit | None:
    """Some server events with a test event code and some without."""
    if not codes.with_code or not codes.without_code:
        return None
    total = codes.with_code + codes.without_code
    return Hit(
        f"{codes.with_code:,} of {total:,} server events came with a test_event_code, the others without.",
        "all of them or none",
        f"{codes.with_code:,} of {total:,}",
    )
