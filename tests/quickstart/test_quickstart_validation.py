"""Start validation: how each rule stands, and what it is told to do next."""

from __future__ import annotations

from typing import Any

import pytest
from tagged import EVENT_ID, HOME, NEW_ID, VIEW, pixel, prop, rule, server, session

from simulator.finding import Severity
from simulator.quickstart.validation import Result, State, Validated, validate
from simulator.settings import Settings
from simulator.store import Store, open_store
from simulator.tagging.property import parse_property
from simulator.tagging.session import parse_session

_NOW = {
    "now": {"type": "time"},
    "fbp": {"type": "cookie", "name": "_fbp"},
    "url": {"type": "page", "of": "url"},
    "ua": {"type": "visitor", "of": "user_agent"},
}


@pytest.fixture(scope="module")
def store() -> Any:
    """One store for all; every validation is a run of its own."""
    with open_store(":memory:") as opened:
        yield opened


def lead(**more: Any) -> dict[str, Any]:
    """The server's copy as it should be."""
    event = {"event_time": "{{now}}", "event_source_url": "{{url}}", "event_id": "{{Event ID}}", **more}
    information = {"client_user_agent": "{{ua}}", "fbp": "{{fbp}}", "email": "ana@example.com"}
    return server("Lead", server_event=event, customer_information=information)


def validated(store: Store, *rules: dict[str, Any]) -> Validated:
    given = parse_property(prop(*rules, elements={**EVENT_ID, **_NOW}))
    return validate(given, [parse_session(session(VIEW))], store, Settings(workers=1))


def only(store: Store, *actions: dict[str, Any], **more: Any) -> Result:
    (result,) = validated(store, rule(*actions, **more)).results
    return result


COPY = pixel("Lead", event_id="%Event ID%")


def test_a_clean_pair_is_fine(store: Store) -> None:
    result = only(store, NEW_ID, COPY, lead())
    numbers = (result.fired, result.browser, result.server, result.same_id, result.valid, result.deduplicated)
    assert numbers == (1, 1, 1, 1, 1, 1)
    assert (result.state, result.findings, result.event_names) == (State.FINE, (), ("Lead",))
    assert result.quality is not None
    assert result.quality.event_name == "Lead"
    assert result.next.startswith("Nothing is wrong. ")


def test_different_ids_fail_and_the_finding_tells_what_to_do(store: Store) -> None:
    result = only(store, NEW_ID, COPY, lead(event_id="server-1"))
    assert (result.state, result.same_id, result.deduplicated) == (State.FAILED, 0, 0)
    assert {finding.rule for finding, _ in result.findings} & {"DUP001", "DUP002", "DUP003"}
    assert result.next.startswith("TAG032: ")


def test_different_ids_of_nobody_are_told_too(store: Store) -> None:
    """Without anything in common no finding can be there."""
    alone = server("Lead", server_event={"event_id": "server-1", "event_time": "{{now}}"})
    result = only(store, NEW_ID, COPY, alone)
    assert result.deduplicated == 0
    assert result.state is State.FAILED


def test_no_ids_at_all_are_not_one_id(store: Store) -> None:
    result = only(store, pixel("Lead"), lead(event_id=""))
    assert (result.same_id, result.deduplicated) == (0, 1), "Meta falls back on fbp"
    assert result.state is State.ATTENTION


@pytest.mark.parametrize(
    ("actions", "lacking"),
    [([NEW_ID, COPY], "send-conversions-api-event"), ([NEW_ID, lead()], "send-pixel-event")],
)
def test_one_side_alone_wants_attention(store: Store, actions: list[dict[str, Any]], lacking: str) -> None:
    result = only(store, *actions)
    assert result.state is State.ATTENTION
    assert f"add the action {lacking}" in result.next


def test_what_is_refused_is_not_valid(store: Store) -> None:
    result = only(store, NEW_ID, COPY, lead(event_time="1000000000"))
    assert (result.state, result.valid) == (State.FAILED, 0)
    assert result.findings[0][0].severity is Severity.REJECTED
    assert result.next.startswith(result.findings[0][0].rule)


def test_an_action_that_throws_says_why(store: Store) -> None:
    broken = server("Lead", customer_information={"email": "{{list}}"})
    lists = {"list": {"type": "constant", "value": ["ana@example.com"]}}
    given = parse_property(prop(rule(NEW_ID, COPY, broken), elements={**EVENT_ID, **lists}))
    (result,) = validate(given, [parse_session(session(VIEW))], store, Settings(workers=1)).results
    assert (result.state, result.unsent) == (State.FAILED, 1)
    assert "not a string or a number" in result.next


def test_a_rule_that_never_fires_is_no_failure(store: Store) -> None:
    silent = {**rule(NEW_ID, COPY, name="MetaConversion_AddToCart"), "triggers": []}
    off = rule(NEW_ID, COPY, name="Off", enabled=False)
    waiting = rule(NEW_ID, COPY, name="Waiting", on="click", selector=".buy")
    done = validated(store, silent, off, waiting, rule(NEW_ID, COPY, lead()))
    assert [each.state for each in done.results] == [State.NO_TRIGGER, State.OFF, State.NOT_FIRED, State.FINE]
    assert done.worst is None
    assert 'selector = ".add-to-cart-button"' in done.results[0].next


def test_nothing_sent_is_no_run(store: Store) -> None:
    done = validated(store, rule(NEW_ID, COPY, on="click", selector=".buy"))
    assert (done.run, done.results[0].state) == (None, State.NOT_FIRED)


def test_rules_of_sessions_are_kept_apart_by_session(store: Store) -> None:
    """Firings count from 1 in every session."""
    given = parse_property(prop(rule(NEW_ID, COPY, lead()), elements={**EVENT_ID, **_NOW}))
    visits = [session({"visit": f"{HOME}{seed}"}, seed=seed, start=1791795600 + 100 * seed) for seed in (1, 2, 3)]
    (result,) = validate(given, [parse_session(visit) for visit in visits], store, Settings(workers=1)).results
    assert (result.fired, result.deduplicated, result.state) == (3, 3, State.FINE)


def test_stale_data_is_told_with_its_rule(store: Store) -> None:
    value = {**EVENT_ID, **_NOW, "value": {"type": "data-layer", "path": "value"}}
    first = rule(NEW_ID, pixel("Lead", event_id="%Event ID%", parameters={"value": "%value%"}), name="First")
    second = rule(NEW_ID, pixel("Contact", event_id="%Event ID%", parameters={"value": "%value%"}), name="Second")
    given = parse_property(prop(first, second, elements=value))
    visit = parse_session(session({**VIEW, "write": {"value": 1}}))
    done = validate(given, [visit], store, Settings(workers=1))
    assert ["TAG020" in {finding.rule for finding, _ in each.findings} for each in done.results] == [False, True]
    assert done.worst is Severity.WARNING
    assert done.run is not None
    assert "TAG020" in {finding.rule for finding in store.run_findings(done.run)}


def test_words_of_consent_between_the_requests_move_nothing(store: Store) -> None:
    """They are lines of the capture, and no events."""
    given = parse_property(prop(rule(NEW_ID, COPY, lead()), elements={**EVENT_ID, **_NOW}))
    steps = [VIEW, {"at": 5, "consent": "grant"}, {"at": 9, "visit": f"{HOME}next"}]
    (result,) = validate(given, [parse_session(session(*steps))], store, Settings(workers=1)).results
    assert (result.fired, result.valid, result.deduplicated) == (2, 2, 2)
    assert {finding.rule for finding, _ in result.findings} == {"CNS007", "CNS008"}, "the first came before the word"


def test_a_test_event_code_is_an_error_in_production(store: Store) -> None:
    coded = {**lead(), "test_event": {"enabled": True, "code": "TEST12345"}}
    given = parse_property(prop(rule(NEW_ID, COPY, coded), elements={**EVENT_ID, **_NOW}))
    visits = [parse_session(session(VIEW))]
    states = [
        validate(given, visits, store, Settings(workers=1), environment).results[0].state
        for environment in ("staging", "production")
    ]
    assert states == [State.FINE, State.FAILED]
