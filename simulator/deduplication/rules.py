"""Meta's rules of deduplication, as far as they are known, in numbers and small functions.

Sources, read 2026-09-12, below https://developers.facebook.com/documentation/ads-commerce/conversions-api/:

- deduplicate-pixel-and-server-events: the same data set, event name and event id within 48 hours of
  the receipt of the first; else external_id or fbp, browser first and server second only, never
  within one channel; in general the first received counts.
- parameters/server-event: if both arrive within about five minutes, the browser's copy is favoured.
- app-events: installs within 90 days, the first counts.
- offline-events: own key, up to 7 days, the first counts, never against other sources.
- business-messaging: no deduplication.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from simulator.deduplication.copy import Kind
    from simulator.settings import Deduplication

FAVOUR_SECONDS = 300.0
OFFLINE_SECONDS = 7 * 86_400.0
INSTALL_SECONDS = 90 * 86_400.0
INSTALL_NAME = "MobileAppInstall"

BROWSER_FAVOURED = "browser-within-5-minutes"
FIRST_RECEIVED = "first-received"
BROWSER_FIRST = "browser-first"
OFFLINE_FIRST = "offline-first-received"


class Regime(NamedTuple):
    """How the copies of one sort are compared with each other; never with those of another sort.

    ``seconds`` is the window, counted from the receipt of its first copy. ``fallback`` tells when
    external_id and fbp are tried. ``first_rule`` names the rule when the first received counts.
    """

    name: str
    seconds: float
    favours_browser: bool
    same_channel: bool
    fallback: str
    first_rule: str


class Regimes(NamedTuple):
    """The three sorts of copies."""

    shared: Regime
    install: Regime
    offline: Regime


def regimes(settings: Deduplication) -> Regimes:
    """The sorts of copies under the settings; ``shared`` holds web and app events."""
    return Regimes(
        Regime(
            "shared",
            settings.window_hours * 3600.0,
            settings.prefer == "browser-within-5-minutes",
            settings.same_channel_event_id,
            settings.fallback,
            FIRST_RECEIVED,
        ),
        Regime("install", INSTALL_SECONDS, False, True, "off", FIRST_RECEIVED),
        Regime("offline", OFFLINE_SECONDS, False, True, "off", OFFLINE_FIRST),
    )


def regime_of(all_regimes: Regimes, kind: Kind, event_name: str | None) -> Regime | None:
    """The sort a copy belongs to; None when Meta never deduplicates it."""
    if kind == "web":
        return all_regimes.shared
    if kind == "app":
        return all_regimes.install if event_name == INSTALL_NAME else all_regimes.shared
    return all_regimes.offline if kind == "offline" else None


def rule_of(regime: Regime, counted_is_browser: bool, counted_is_first: bool, crosses: bool, seconds: float) -> str:
    """Which rule chose the copy that counts, seen from one of its duplicates.

    ``crosses`` tells whether the duplicate is of the other channel, ``seconds`` how far apart the
    two were received. The five minutes decided if they made a later copy count, or if they would
    have, had the two come the other way round.
    """
    if not (regime.favours_browser and counted_is_browser):
        return regime.first_rule
    by_time = crosses and abs(seconds) <= FAVOUR_SECONDS
    return BROWSER_FAVOURED if by_time or not counted_is_first else regime.first_rule


def gap(one: float, other: float) -> float:
    """Seconds between two receipts, never negative, to the microsecond."""
    return round(abs(one - other), 6)
