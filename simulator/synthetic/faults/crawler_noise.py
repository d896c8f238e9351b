"""Visits of programs are reported like those of people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import drop, later, put, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("crawler-noise", "Crawlers and monitoring tools are reported as visitors.", mode=20)
_CRAWLERS = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
)
_MONITOR = "Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)"


@KIND.variant(
    "search-engines", "The server reports the pages that crawlers load.", "COV006", of=website("server", "PageView")
)
def search_engines(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the event is sent by whatever renders the page."""
    yield made
    yield _crawled(made, chance)


@KIND.variant(
    "threefold",
    "Crawlers load three times the pages that people do.",
    "COV003 COV006",
    of=website("server", "PageView"),
    rate=1.0,
)
def threefold(made: Made, chance: Chance) -> Iterable[Made]:
    """As was reported of a shop with many products."""
    yield made
    for _ in range(3):
        yield _crawled(made, chance)


@KIND.variant(
    "monitoring",
    "A monitoring tool's visits are reported by both channels.",
    "COV006",
    of=website(),
    per="visit",
    rate=0.1,
)
def monitoring(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when it goes through the shop with a real browser, logged in as a test account."""
    yield put(made, user_data={**made.payload["user_data"], "client_user_agent": _MONITOR})


def _crawled(made: Made, chance: Chance) -> Made:
    user = {
        "client_ip_address": f"2001:db8:f00d::{chance.between(1, 0xFFFF):x}",
        "client_user_agent": chance.one_of(_CRAWLERS),
    }
    page = str(made.payload["event_source_url"]).partition("?")[0]
    visit = put(drop(made, "referrer_url"), event_id=chance.uuid(), event_source_url=page, user_data=user)
    return later(visit, chance.between(0, 4) / 1000)
