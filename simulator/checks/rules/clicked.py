"""Rules that compare fbc with the click ID in the address of the same event's page."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import unquote

from simulator.checks import sources
from simulator.checks.catalog import BOTH, rule
from simulator.checks.examples import AT, browser, event, user
from simulator.checks.sources import READ
from simulator.checks.spot import Hit, Spot
from simulator.customer.builder_marker import unmarked_url
from simulator.finding import Evidence, Severity
from simulator.masking import mask

PARAMETER = "fbclid="
"""What an address has to contain for these rules to look at it."""

_CLICK = "IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk"
_OTHER_CLICK = "IwAR0pQ7mXvT3zKb9sYdWc5LrHnEj2uFa6GoVtN8iRxB1kMqDyUeSfPwZhC4"
_LANDING = "https://shop.example/?utm_source=fb&fbclid="
_WHERE = ("user_data", "fbc")


class _Clicks(NamedTuple):
    """The click ID in fbc, and those in the address, as they stand there."""

    kept: str
    raw: list[str]

    @property
    def landed(self) -> list[str]:
        return [unquote(each) for each in self.raw]


def click_ids(url: object) -> list[str]:
    """The values of fbclid in an address, still percent-encoded, without the builder's marker; empty ones left out."""
    if not isinstance(url, str) or PARAMETER not in url:
        return []
    query = unmarked_url(url).partition("#")[0].partition("?")[2]
    pairs = (pair.partition("=") for pair in query.split("&"))
    return [value for name, _, value in pairs if name == "fbclid" and value]


def _clicks(spot: Spot) -> _Clicks | None:
    """Both click IDs when there are two to compare and they are not the same."""
    raw = click_ids(spot.event.payload.get("event_source_url"))
    fbc = spot.member("user_data").get("fbc")
    if not raw or not isinstance(fbc, str):
        return None
    parts = fbc.split(".")
    # What has not the form of the cookie has rules of its own.
    if parts[0] != "fb" or not 4 <= len(parts) <= 5 or not parts[3]:
        return None
    clicks = _Clicks(parts[3], raw)
    same = {parts[3], unquote(parts[3]).strip()}
    return None if same.intersection(clicks.landed) else clicks


def _alteration(kept: str, landed: str) -> str | None:
    """What was done to the click ID of the address to make it the one in fbc; None for another click."""
    if kept == unquote(landed):
        return "decoded twice"
    for change, altered in (("", landed), ("lower-cased", landed.lower()), ("upper-cased", landed.upper())):
        if change and kept == altered:
            return change
        if altered.startswith(kept):
            return f"{change} and cut off" if change else "cut off"
    if kept.lower() == landed.lower():
        return "changed in upper and lower case"
    return "stripped of - and _" if kept == landed.replace("-", "").replace("_", "") else None


def _is_damaged(kept: str, landed: str) -> bool:
    """Whether it is the address that lost something: then fbc is the better of the two."""
    return kept.startswith(landed) or (landed.islower() and not kept.islower() and kept.lower() == landed)


@rule(
    "CLK007",
    "click-id-altered",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.FBP_FBC,
    read=READ,
    why="The click ID is case-sensitive and must not be altered: the one in fbc then belongs to no click, and the "
    "conversion to no ad. It is compared byte for byte with fbclid in the event's own event_source_url, decoded once.",
    fix="Copy fbclid from the address as it is, or send the _fbc cookie untouched.",
    channels=BOTH,
    examines=True,
    hides=("CLK005",),
    failing=[
        event(event_source_url=_LANDING + _CLICK, user_data=user(fbc=f"fb.1.{AT}000.{_CLICK.lower()}")),
        event(event_source_url=_LANDING + _CLICK, user_data=user(fbc=f"fb.1.{AT}000.{_CLICK[:30]}")),
    ],
    passing=event(event_source_url=_LANDING + _CLICK, user_data=user(fbc=f"fb.1.{AT}000.{_CLICK}")),
)
def click_id_altered(spot: Spot) -> Hit | None:
    """A click ID that is the address's, but not quite."""
    clicks = _clicks(spot)
    if clicks is None:
        return None
    for landed in clicks.landed:
        if _is_damaged(clicks.kept, landed):
            return None
        how = _alteration(clicks.kept, landed)
        if how is not None:
            message = f"The click ID in fbc is that of the landing address, {how}."
            return Hit(message, f"fbclid as in the address: {mask(landed)}", mask(clicks.kept), _WHERE)
    return None


@rule(
    "CLK008",
    "click-id-not-renewed",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.FBP_FBC,
    read=READ,
    why="The _fbc cookie is rewritten when the address brings another fbclid. An event that still has the click "
    "before is attributed to that one, not to the ad that was clicked.",
    fix="When the landing address has fbclid, build fbc from it; keep the cookie only while the click is the same.",
    channels=BOTH,
    examines=True,
    # An old cookie that was not replaced is old, too.
    hides=("CLK006",),
    failing=event(event_source_url=_LANDING + _CLICK, user_data=user(fbc=f"fb.1.{AT}000.{_OTHER_CLICK}")),
    passing=event(event_source_url=_LANDING + _CLICK, user_data=user(fbc=f"fb.1.{AT}000.{_CLICK}")),
)
def click_id_not_renewed(spot: Spot) -> Hit | None:
    """A click ID of another click than the address's."""
    clicks = _clicks(spot)
    if clicks is None or any(
        _is_damaged(clicks.kept, landed) or _alteration(clicks.kept, landed) for landed in clicks.landed
    ):
        return None
    return Hit(
        "fbc holds another click than the landing address.",
        f"fbclid as in the address: {mask(clicks.landed[0])}",
        mask(clicks.kept),
        _WHERE,
    )


@rule(
    "CLK009",
    "click-id-not-kept",
    severity=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source=sources.FBP_FBC,
    read=READ,
    why="The visitor came from an ad: the address has fbclid, and Meta's page tells how fbc is built from it. That the "
    "event is harder to tie to the click without fbc is supposed; the page does not say so. The event counts anyway.",
    fix="Send the _fbc cookie as fbc, or build fb.1.<milliseconds>.<fbclid> from the address.",
    examines=True,
    failing=event(event_source_url=_LANDING + _CLICK),
    passing=[
        event(event_source_url=_LANDING + _CLICK, user_data=user(fbc=f"fb.1.{AT}000.{_CLICK}")),
        browser(event_source_url=_LANDING + _CLICK),
    ],
)
def click_id_not_kept(spot: Spot) -> Hit | None:
    """A website event whose address has a click ID, without fbc."""
    if spot.source not in (None, "website") or not isinstance(spot.event.payload.get("user_data"), dict):
        return None
    raw = click_ids(spot.event.payload.get("event_source_url"))
    if not raw or "fbc" in spot.member("user_data"):
        return None
    return Hit("The landing address has fbclid, and the event has no fbc.", "fbc with that fbclid", "nothing", _WHERE)
