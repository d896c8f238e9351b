"""Why deduplication without event ids did not match two copies of one action.

https://developers.facebook.com/documentation/ads-commerce/conversions-api/deduplicate-pixel-and-server-events (read
2026-09-12): by fbp or external_id a server event is compared with browser events of the previous
48 hours, never the other way round.
"""

from __future__ import annotations

from simulator.settings.model import Fallback
from simulator.suspicion.agreement import people
from simulator.suspicion.matching import Match


def why_unmatched(match: Match, fallback: Fallback) -> str:
    """The reason in words, as the end of a sentence."""
    if fallback == "off":
        return "the settings turn deduplication by external_id and fbp off"
    if match.twins.first.channel == "server":
        return "the server's copy came first, and by external_id and fbp only a later server event is a duplicate"
    one, other = match.first, match.second
    shared = [key for key in people(one, other).same if key in ("external_id", "fbp")]
    if not shared:
        return "the copies share neither external_id nor fbp"
    if shared == ["fbp"] and one.fbp != other.fbp:
        return "fbp is written in two ways (with and without the appendix of the parameter builder)"
    return f"deduplication matched {' and '.join(shared)} with another event or not at all"
