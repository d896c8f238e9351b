"""The rule for events of crawlers and monitoring tools."""

from __future__ import annotations

import re
from functools import lru_cache

from simulator.checks.catalog import BOTH, rule
from simulator.checks.examples import event, user
from simulator.checks.sources import READ
from simulator.checks.spot import Hit, Spot
from simulator.finding import Evidence, Severity
from simulator.masking import mask

_NAMES = (
    "Googlebot AdsBot-Google bingbot AhrefsBot SemrushBot YandexBot DuckDuckBot Applebot PetalBot UptimeRobot "  # noqa: SIM905
    "facebookexternalhit meta-externalagent meta-externalads meta-webindexer Bytespider Baiduspider "
    "Mediapartners-Google Google-InspectionTool Chrome-Lighthouse Pingdom StatusCake Site24x7 "
    "GTmetrix DatadogSynthetics PhantomJS Scrapy "
    "python-requests python-urllib aiohttp Go-http-client PostmanRuntime curl wget".split()
)
_LONGEST = 1024
_SPELLING = {name.lower(): name for name in _NAMES}
# Headless Chrome is left out: it is what a team's own browser tests send. A Cubot is a telephone.
_AUTOMATIC = re.compile(
    rf"\b(?P<name>{'|'.join(map(re.escape, _NAMES))})\b|(?<!cu)(?P<bot>bot)\b|(?P<word>crawler|spider)\b",
    re.IGNORECASE | re.ASCII,
)


def crawler(user_agent: str) -> str | None:
    """The word in a user agent that no visitor's browser has, or None."""
    # There are few, and looking through one takes as long as validating an event.
    return _known(user_agent) if len(user_agent) <= _LONGEST else _crawler(user_agent)


def _crawler(user_agent: str) -> str | None:
    found = _AUTOMATIC.search(user_agent)
    if found is None:
        return None
    return _SPELLING[found["name"].lower()] if found["name"] else (found["bot"] or found["word"]).lower()


_known = lru_cache(maxsize=1024)(_crawler)


@rule(
    "COV006",
    "crawler",
    severity=Severity.NOTE,
    evidence=Evidence.THIRD_PARTY,
    source="https://github.com/facebook/facebook-for-woocommerce/pull/3918",
    read=READ,
    why="Crawlers and monitoring tools load pages without buying. Servers that report their visits were reported to "
    "count about three times the events of the browser, and none of these can be matched to a person.",
    fix="Leave out events of user agents that name a crawler or a program before the server sends them.",
    channels=BOTH,
    examines=True,
    failing=event(
        event_name="PageView",
        custom_data={},
        user_data=user(client_user_agent="Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"),
    ),
    passing=event(),
)
def crawler_event(spot: Spot) -> Hit | None:
    """A user agent that names a crawler, a monitoring tool or a program."""
    user_agent = spot.member("user_data").get("client_user_agent")
    word = crawler(user_agent) if isinstance(user_agent, str) else None
    if word is None:
        return None
    return Hit(
        f"The user agent is that of a program, not of a visitor: it says {word}.",
        "a visitor's browser",
        mask(user_agent),
        ("user_data", "client_user_agent"),
    )
