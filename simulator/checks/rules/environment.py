"""Rules for where events come from: test event codes, hosts."""

from __future__ import annotations

from typing import Any

from simulator.checks import sources
from simulator.checks.catalog import BOTH, rule
from simulator.checks.examples import browser, event
from simulator.checks.hosts import host_of, is_development, is_listed, plain_host
from simulator.checks.sources import READ
from simulator.checks.spot import Hit, Spot
from simulator.finding import Evidence, Severity
from simulator.masking import mask, printable, shorten

TEST_CODE = "ENV001"
TEST_CODE_IN_PRODUCTION = "ENV002"

_URL = ("event_source_url",)
_WITH_CODE: dict[str, Any] = {"data": [event()], "test_event_code": "TEST12345"}
_MOST_HOSTS = 4


def test_code_rule(production: bool) -> str:
    """Which rule a request with a test event code breaks."""
    return TEST_CODE_IN_PRODUCTION if production else TEST_CODE


@rule(
    TEST_CODE,
    "test-code-present",
    severity=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source=sources.USING_THE_API,
    read=READ,
    why="Meta processes events with a test_event_code as real ones: they are not dropped, and are used for targeting "
    "and measurement. The code only shows them in Test Events as well. Guides that say otherwise contradict this page.",
    fix="Remove test_event_code before launch, and test with a dataset of its own.",
    failing=_WITH_CODE,
    passing={"data": [event()]},
)
def test_code_present(spot: Spot) -> Hit | None:
    """A request with a test event code; the value is the code."""
    return Hit(
        "The request has a test_event_code. Meta processes its events as real ones all the same: they are not "
        "dropped, and are used for targeting and measurement.",
        "no test_event_code at launch",
        mask(spot.value),
    )


@rule(
    TEST_CODE_IN_PRODUCTION,
    "test-code-in-production",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.USING_THE_API,
    read=READ,
    why="The code is meant for testing only and must be removed in production; the settings say that these events "
    "are from production.",
    fix="Remove test_event_code from what the live shop sends.",
    given={"environment": "production"},
    failing=_WITH_CODE,
    passing={"data": [event()]},
)
def test_code_in_production(spot: Spot) -> Hit | None:
    """A test event code in a request of the live shop; the value is the code."""
    return Hit("A request from production has a test_event_code.", "no test_event_code", mask(spot.value))


@rule(
    "ENV004",
    "host-not-listed",
    severity=Severity.WARNING,
    evidence=Evidence.INFERRED,
    source="https://github.com/facebookincubator/Facebook-Pixel-for-Wordpress/issues/55",
    read=READ,
    why="Your settings name the hosts whose events belong into this dataset, and this is none of them. Events of a "
    "staging or a foreign site are counted like those of the shop.",
    fix="Send them to a dataset of their own, or add the host to hosts in capisim.toml.",
    channels=BOTH,
    examines=True,
    given={"hosts": ["shop.example", "*.shop.example"]},
    failing=event(event_source_url="https://other-shop.example/thank-you"),
    passing=[event(), browser(event_source_url="https://www.shop.example/thank-you")],
)
def host_not_listed(spot: Spot) -> Hit | None:
    """A page of a host that the settings do not list."""
    listed = spot.context.hosts
    host = host_of(spot.event.payload.get("event_source_url")) if listed else None
    if host is None or is_listed(host, listed):
        return None
    expected = ", ".join(listed[:_MOST_HOSTS]) + (", …" if len(listed) > _MOST_HOSTS else "")
    return Hit("The event is from a host that is not listed in your settings.", expected, _shown(host), _URL)


@rule(
    "ENV005",
    "development-host-in-production",
    severity=Severity.WARNING,
    evidence=Evidence.INFERRED,
    source="https://github.com/facebookincubator/Facebook-Pixel-for-Wordpress/issues/55",
    read=READ,
    why="The settings say that these events are from production, and the page is on this machine, in a private "
    "network, or on a host named staging, stage, dev, test or preprod. What is tested there counts as real.",
    fix="Switch tracking off there, or send it to a dataset of its own. If the host is right, list it in hosts.",
    channels=BOTH,
    examines=True,
    given={"environment": "production"},
    hides=("ENV004",),
    failing=[
        event(event_source_url="https://staging.shop.example/thank-you"),
        browser(event_source_url="http://localhost:3000/thank-you"),
    ],
    passing=event(),
)
def development_host_in_production(spot: Spot) -> Hit | None:
    """A page of a place for testing among the events of the live shop."""
    if not spot.context.production:
        return None
    host = host_of(spot.event.payload.get("event_source_url"))
    if host is None or not is_development(host) or host in map(plain_host, spot.context.hosts):
        return None
    return Hit("An event from production is of a page on a development host.", "the live shop", _shown(host), _URL)


def _shown(host: str) -> str:
    return shorten(printable(host))
