"""Rules about actions that send nothing."""

from __future__ import annotations

from simulator.checks import sources
from simulator.checks.catalog import BOTH, BROWSER, SERVER, rule
from simulator.checks.sources import READ
from simulator.checks.spot import Hit
from simulator.checks.tag_examples import NEW_ID, PIXEL, VISIT, example, pixel, rule_of
from simulator.finding import Evidence, Severity
from simulator.masking import show_name
from simulator.tagging.facts import Fact, NotSent

_VIEW = rule_of(
    NEW_ID,
    pixel("PageView", parameters={}),
    name="MetaConversion_PageView",
    triggers=[{"on": "page-view"}, {"on": "route-change"}],
)


@rule(
    "TAG040",
    "action-throws",
    severity=Severity.ERROR,
    evidence=Evidence.SDK,
    source=sources.ADOBE_FORWARDING,
    read=READ,
    why="Adobe's extension hashes text and numbers. Where a data element gives anything else, such as a list, it "
    "throws, and the whole event is not sent.",
    fix="Let the data element give one text, for example by first(...) of a list.",
    channels=SERVER,
    scope="property",
    failing=example(elements={"Email": {"type": "constant", "value": ["ana@example.com"]}}),
    passing=example(elements={"Email": {"type": "constant", "value": "ana@example.com"}}),
)
def action_throws(fact: Fact) -> Hit | None:
    """An action that throws instead of sending."""
    return _not_sent(fact, "throws")


@rule(
    "TAG041",
    "no-pixel-id",
    severity=Severity.ERROR,
    evidence=Evidence.SDK,
    source=sources.ADOBE_PIXEL,
    read=READ,
    why="The extension has no pixel id in this environment, or its data element gives none: nothing is reported there.",
    fix="Give the extension a pixel id for the environment, or a data element with a value for it.",
    channels=BOTH,
    scope="property",
    failing=example(rule_of(NEW_ID, pixel()), extensions={"meta_pixel": {"pixel_id": {"production": PIXEL}}}),
    passing=example(rule_of(NEW_ID, pixel()), extensions={"meta_pixel": {"pixel_id": {"development": PIXEL}}}),
)
def no_pixel_id(fact: Fact) -> Hit | None:
    """An action without a dataset to send to."""
    return _not_sent(fact, "no-pixel-id")


@rule(
    "TAG042",
    "page-view-held-back",
    severity=Severity.WARNING,
    evidence=Evidence.SDK,
    source=sources.FBEVENTS,
    read=READ,
    why="Meta's pixel script sends PageView once for each pixel and page load (release 2.9.15; later ones could not be "
    "read). A rule that fires PageView on a route change reaches the server alone.",
    fix="Fire PageView on page loads, and another event, such as ViewContent, on route changes.",
    channels=BROWSER,
    scope="property",
    failing=example(_VIEW, steps=[VISIT, {"at": 3, "route": "https://shop.example/cups"}]),
    passing=example(_VIEW, steps=[VISIT]),
)
def page_view_held_back(fact: Fact) -> Hit | None:
    """A second PageView on one page load."""
    return _not_sent(fact, "page-view-twice")


def _not_sent(fact: Fact, kind: str) -> Hit | None:
    if not isinstance(fact, NotSent) or fact.kind != kind:
        return None
    sending = fact.sending
    often = f" ({sending.times:,} times, first at {sending.seconds:.1f} s)" if sending.times > 1 else ""
    return Hit(
        f"{show_name(sending.rule, 60)} sends nothing by the {fact.channel}{often}: {fact.reason.rstrip('.')}.",
        path=sending.where,
    )
