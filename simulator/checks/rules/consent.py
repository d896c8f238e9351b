"""Rules about events that a visitor had not agreed to when they were sent. They are given Unasked."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from simulator.checks.catalog import BROWSER, SERVER, rule
from simulator.checks.examples import AT, browser, event, received, user
from simulator.checks.rules.pairing import duration
from simulator.checks.sources import READ
from simulator.checks.spot import Hit
from simulator.event import Channel
from simulator.finding import Evidence, Severity

BEFORE_GRANT = "CNS007"
SERVER_IGNORES = "CNS008"

_FBP = f"fb.1.{AT - 3600}000.1098115397"


class Unasked(NamedTuple):
    """An event without consent: its channel, the word of consent that tells it, and seconds between the two.

    ``word`` is ``revoke`` when that was the visitor's last word before, ``grant`` when the first word came after.
    """

    channel: Channel
    word: Literal["grant", "revoke"]
    seconds: float


def _word(word: str, at: float) -> dict[str, Any]:
    return {
        "channel": "browser",
        "pixel_id": "1234567890",
        "received_at": at,
        "consent": word,
        "user_data": {"fbp": _FBP},
    }


def _when(unasked: Unasked) -> str:
    if unasked.word == "revoke":
        return f"{duration(unasked.seconds)} after the visitor's consent was revoked, and before it was granted again"
    return f"{duration(unasked.seconds)} before the visitor's consent was first granted"


@rule(
    BEFORE_GRANT,
    "event-before-grant",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="https://developers.facebook.com/docs/meta-pixel/implementation/gdpr",
    read=READ,
    why="fbq('consent', 'revoke') makes the pixel hold events back until the grant; it is to be called before init, on "
    "every page. The browser sent this event after a revoke, or within the half hour before the visitor's first grant, "
    "so it went out unasked. The visitor is told by fbp and external_id; consent is taken to hold for all pixels.",
    fix="Call fbq('consent', 'revoke') before fbq('init', ...) on every page, 'grant' only when the visitor agreed.",
    channels=BROWSER,
    scope="run",
    failing=[_word("revoke", AT - 5), browser()],
    passing=[_word("revoke", AT - 5), _word("grant", AT - 1), browser()],
)
def event_before_grant(unasked: Unasked) -> Hit | None:
    """A browser event that came without the visitor's consent."""
    if unasked.channel != "browser":
        return None
    return Hit(f"The browser sent this event {_when(unasked)}.", "no event before the grant", unasked.word, ())


@rule(
    SERVER_IGNORES,
    "server-ignores-consent",
    severity=Severity.WARNING,
    evidence=Evidence.THIRD_PARTY,
    source="https://github.com/facebookarchive/facebook-for-magento2/issues/138",
    read=READ,
    why="fbq('consent', ...) only holds the pixel back; nothing keeps the server from reporting what the visitor "
    "declined where consent is wired to the browser alone. The action happened after a revoke in the browser, or "
    "within the half hour before the first grant. Whether another ground allows it is a question of law, not of "
    "this check.",
    fix="Pass the visitor's choice to the server with the session, and hold its events back by the same rule.",
    channels=SERVER,
    scope="run",
    failing=[_word("revoke", AT - 65), received(event(user_data=user(fbp=_FBP)))],
    passing=[_word("grant", AT - 65), received(event(user_data=user(fbp=_FBP)))],
)
def server_ignores_consent(unasked: Unasked) -> Hit | None:
    """A server event about what happened without the visitor's consent."""
    if unasked.channel != "server":
        return None
    return Hit(f"The server reported what happened {_when(unasked)}.", "no event before the grant", unasked.word, ())
