"""Rules about the event ids that rules send: whether they are renewed, and the same on both sides."""

from __future__ import annotations

from simulator.checks import sources
from simulator.checks.catalog import BOTH, rule
from simulator.checks.sources import READ
from simulator.checks.spot import Hit
from simulator.checks.tag_examples import BUY, NEW_ID, VISIT, example, pixel, rule_of, server
from simulator.finding import Evidence, Severity
from simulator.masking import show_name
from simulator.tagging.facts import Fact, OtherId, SameId

_LEAD = rule_of(
    pixel("Lead"), server("Lead"), name="MetaConversion_Lead", triggers=[{"on": "click", "selector": ".ask"}]
)
_AGAIN = {"at": 9, "write": {"value": 29.9}, "click": "button.buy"}
_FIXED = {**VISIT, "write": {**VISIT["write"], "conversionData.eventId": "id-1"}}


@rule(
    "TAG030",
    "event-id-not-renewed",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.ADOBE_GUIDE,
    read=READ,
    why="Two actions of one event name carry one event id, so Meta takes the second for a copy of the first and does "
    "not count it. Adobe's rules begin with Generate New Event Id for that.",
    fix="Begin the rule with Generate New Event Id, and take no data element that is stored or constant.",
    channels=BOTH,
    scope="property",
    failing=example(rule_of(pixel(), server()), steps=[_FIXED, BUY, _AGAIN]),
    passing=example(steps=[VISIT, BUY, _AGAIN]),
)
def event_id_not_renewed(fact: Fact) -> Hit | None:
    """One id for two actions of the same name."""
    if not isinstance(fact, SameId) or not fact.same_name:
        return None
    return _same(fact)


@rule(
    "TAG031",
    "event-id-of-another-rule",
    severity=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source=sources.ADOBE_GUIDE,
    read=READ,
    why="The event id is the one that another rule made. Meta compares ids together with names, so both count today; "
    "but the rule has no id of its own.",
    fix="Begin the rule with Generate New Event Id.",
    channels=BOTH,
    scope="property",
    failing=example(
        rule_of(NEW_ID, pixel(parameters={}), server()),
        rule_of(
            pixel("Lead", parameters={}),
            server("Lead", custom_data={}),
            name="MetaConversion_Lead",
            triggers=[{"on": "click", "selector": ".ask"}],
        ),
        steps=[VISIT, BUY, {"at": 9, "write": {"value": 29.9}, "click": "button.ask"}],
    ),
    passing=example(steps=[VISIT, BUY, _AGAIN]),
)
def event_id_of_another_rule(fact: Fact) -> Hit | None:
    """One id for two actions of different names."""
    if not isinstance(fact, SameId) or fact.same_name:
        return None
    return _same(fact)


def _same(fact: SameId) -> Hit:
    sending = fact.sending
    often = f" ({sending.times:,} times)" if sending.times > 1 else ""
    return Hit(
        f"{show_name(sending.rule, 60)} sends {show_name(fact.event_name, 40)} at {sending.seconds:.1f} s (step "
        f"{sending.step}){often} with the event id that {show_name(fact.before_rule, 60)} sent at "
        f"{fact.before_seconds:.1f} s (step {fact.before_step}).",
        expected="a new event id",
        actual=show_name(fact.event_id, 60),
        path=sending.where,
    )


@rule(
    "TAG032",
    "event-ids-differ-in-a-rule",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.ADOBE_GUIDE,
    read=READ,
    why="The pixel's and the server's copy of one action carry different event ids, or one has none, so Meta may count "
    "the action twice. Both have to take the same data element.",
    fix="Give both actions of the rule the data element with the generated id.",
    channels=BOTH,
    scope="property",
    failing=example(rule_of(NEW_ID, pixel(event_id="order-%Event ID%"), server())),
    passing=example(),
)
def event_ids_differ_in_a_rule(fact: Fact) -> Hit | None:
    """The two copies of one action under different ids."""
    if not isinstance(fact, OtherId):
        return None
    sending = fact.sending
    often = f" ({sending.times:,} times, first at {sending.seconds:.1f} s)" if sending.times > 1 else ""
    browser, server_id = (show_name(each, 60) if each else "none" for each in (fact.browser, fact.server))
    return Hit(
        f"{show_name(sending.rule, 60)} reports one {show_name(fact.event_name, 40)} under two event ids{often}: "
        f"{browser} by the pixel, {server_id} by the server.",
        expected=browser,
        actual=server_id,
        path=sending.where,
    )
