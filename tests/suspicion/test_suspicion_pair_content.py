from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seen_building import seen
from suspicion_building import findings, found

from simulator.checks.catalog import catalog
from simulator.checks.examples import AT, EMAIL_HASH, pair
from simulator.checks.pair_examples import order, shopper
from simulator.checks.seen import Twins
from simulator.checks.spot import ABSENT
from simulator.customer.hashing import sha256
from simulator.finding import Confidence, Severity
from simulator.settings import Settings
from simulator.suspicion.lost import MOST_NAMES
from simulator.suspicion.observer import Told
from simulator.suspicion.pair_content import ABOUT_PARTS, PairContent

CODES = [code for codes in ABOUT_PARTS.values() for code in codes]
FBP = f"fb.1.{AT - 3600}000.1098115397"
NOBODY = {"em": ABSENT, "external_id": ABSENT, "fbp": ABSENT}
ANOTHER_ORDER = order(order_id="2002", value=7.5, contents=[{"id": "SKU-9", "quantity": 1, "item_price": 7.5}])


def twins(
    browser: dict[str, Any] | None = None,
    server: dict[str, Any] | None = None,
    *,
    first: int = 1,
    counted: int | None = 0,
    name: str = "AddToCart",
) -> Twins:
    lines = pair({"event_name": name, **(browser or {})}, {"event_name": name, **(server or {})})
    one, other = (seen(line, n, paired=True) for n, line in enumerate(lines, first))
    return Twins(one, other, "same-event", "event_id", Confidence.HIGH, first if counted == 0 else counted)


def watched(pairs: list[Twins]) -> list[Told]:
    observer = PairContent(Settings())
    told = [each for both in pairs for each in observer.pair(both)]
    return told + list(observer.end())


@pytest.mark.parametrize(
    ("browser", "server", "codes"),
    [
        ({}, {}, []),
        ({}, order(content_type="product_group"), ["DUP011"]),
        ({}, order(value=54.8), ["DUP012"]),
        ({}, order(value=4990), ["DUP013"]),
        ({}, order(currency="USD"), ["DUP014"]),
        ({}, order(currency="USD", value=54.8), ["DUP014"]),
        ({}, order(currency="USD", value=4990), ["DUP013", "DUP014"]),
        ({}, order(value=54.8, content_type="product_group"), ["DUP011", "DUP012"]),
        ({}, shopper(em=[sha256(EMAIL_HASH)]), ["DUP016"]),
        ({}, shopper(client_ip_address="198.51.100.9"), ["DUP018"]),
        ({}, shopper(fbp=f"fb.1.{AT}000.2098115397"), ["CLK010"]),
        ({}, {"event_time": AT - 400}, ["DUP019"]),
        ({}, {"event_time": AT - 3600}, ["EVT025"]),
        (order(value="49.90", num_items="1"), order(num_items=1), []),
    ],
)
def test_pair_over_the_whole_path(browser: dict[str, Any], server: dict[str, Any], codes: list[str]) -> None:
    told = findings(pair(browser, server))
    assert sorted(each.rule for each in told.get(2, [])) == codes
    assert 1 not in told
    assert all(each.twin == 1 and each.confidence is None for each in told.get(2, []))


def test_finding_is_put_on_the_server_s_copy_whichever_came_first() -> None:
    browser, server = pair(server=order(value=54.8))
    server["received_at"], browser["received_at"] = AT, AT + 2
    assert found([browser, server]) == {2: ["DUP012"]}
    assert found([server, browser]) == {1: ["DUP012"]}


def test_two_copies_of_one_channel_are_compared_too() -> None:
    _, server = pair()
    _, again = pair(server=order(value=54.8), apart=20.0)
    assert "DUP012" in found([server, again])[2]


def test_two_actions_under_one_id_are_not_compared() -> None:
    codes = {code for own in found(pair(server=ANOTHER_ORDER, apart=900.0)).values() for code in own}
    assert codes == {"DUP005"}


def test_events_that_are_no_pair_are_not_compared() -> None:
    codes = {code for own in found(pair(server={"event_id": "b", **order(value=54.8)})).values() for code in own}
    assert codes.isdisjoint(CODES)


def test_rules_can_be_ignored() -> None:
    assert found(pair(server=order(value=54.8)), rules={"ignore": ["DUP012"]}) == {}


def test_every_rule_about_the_parts_of_a_pair_is_asked_by_nobody_else() -> None:
    assert all(catalog()[code].scope == "pair" and not catalog()[code].relations for code in CODES)


@pytest.mark.parametrize(
    ("browser", "server", "counted", "lost"),
    [
        (shopper(**NOBODY), {}, 1, "em (1), external_id (1), fbp (1)"),
        (shopper(em=ABSENT, external_id=ABSENT), {}, 1, None),
        (shopper(**NOBODY), {}, 2, None),
        ({}, shopper(**NOBODY), 2, "em (1), external_id (1), fbp (1)"),
        (shopper(**NOBODY), shopper(**NOBODY), 1, None),
        (order(value=ABSENT), {}, 1, "value (1)"),
        (order(contents=ABSENT), {}, 1, "contents (1)"),
        (order(contents=ABSENT, content_ids=["SKU-1"]), {}, 1, None),
        (order(contents=ABSENT), order(contents=ABSENT, content_ids=["SKU-1"]), 1, "content_ids (1)"),
        (order(order_id=ABSENT), {}, 1, None),
        (shopper(**NOBODY), {}, None, None),
    ],
)
def test_what_is_lost_with_the_other_copy(
    browser: dict[str, Any], server: dict[str, Any], counted: int | None, lost: str | None
) -> None:
    told = [each for each in watched([twins(browser, server, counted=counted)]) if each.rule == "DUP020"]
    if lost is None:
        assert told == []
    else:
        assert [each.n for each in told] == [counted]
        assert told[0].hit.message.endswith(f"lacks what the other has: {lost}.")


def test_what_is_lost_is_told_once_per_event_name() -> None:
    poor = order(value=ABSENT)
    told = watched(
        [
            twins(first=1),
            twins(poor, first=3),
            twins(poor, first=5),
            twins(poor, first=7, name="Lead"),
            twins(poor, first=9),
        ]
    )
    assert [(each.n, each.event_name, each.rule) for each in told] == [
        (3, "AddToCart", "DUP020"),
        (7, "Lead", "DUP020"),
    ]
    assert "In 3 of 4 pairs of AddToCart" in told[0].hit.message
    assert "In 1 of 1 pairs of Lead" in told[1].hit.message


def test_event_names_are_counted_up_to_a_number() -> None:
    poor = order(value=ABSENT)
    told = watched([twins(poor, first=2 * n + 1, name=f"Made{n}") for n in range(MOST_NAMES + 5)])
    assert len(told) == MOST_NAMES


@pytest.mark.parametrize(
    ("browser", "server", "channel"),
    [
        (FBP, f"{FBP}.AQQAAQMC", "server"),
        (f"{FBP}.AQYCAQMA", FBP, "browser"),
        (f"{FBP}.AQYCAQMA", f"{FBP}.AQQAAQMC", None),
        (FBP, FBP, None),
        (FBP, f"fb.1.{AT}000.2098115397.AQQAAQMC", None),
        (FBP, 5, None),
    ],
)
def test_appendix_of_fbp(browser: Any, server: Any, channel: str | None) -> None:
    pairs = [twins(shopper(fbp=browser), shopper(fbp=server), first=first) for first in (1, 3)]
    told = [each for each in watched(pairs) if each.rule == "CLK012"]
    if channel is None:
        assert told == []
    else:
        assert [each.n for each in told] == [2]
        assert told[0].hit.message.startswith("In 2 pairs")
        assert told[0].hit.message.endswith(f"here in the {channel}'s.")


@pytest.mark.parametrize("value", [True, [None], [{}], 1.5])
def test_customer_information_that_holds_no_text(value: Any) -> None:
    assert watched([twins(shopper(em=EMAIL_HASH), shopper(em=value))]) == []


def test_severities() -> None:
    severe = {code for code in (*CODES, "DUP020", "CLK012") if catalog()[code].severity is Severity.ERROR}
    assert severe == {"DUP013", "DUP016"}


SCALARS = st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats() | st.text(max_size=6)
SCALARS |= st.sampled_from(["49.90", "EUR", "KWD", "203.0.113.7", "2001:db8::1", FBP, EMAIL_HASH, "[1]", "LDU", "1e9"])
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "x"]), inner, max_size=2),
    max_leaves=4,
)
USER = st.sampled_from(["em", "external_id", "fbp", "fbc", "client_ip_address", "x"])
CUSTOM = st.sampled_from(["value", "currency", "contents", "content_ids", "order_id", "x"])
PAYLOADS = st.fixed_dictionaries(
    {"event_name": st.just("Lead"), "event_id": st.just("a")},
    optional={
        "user_data": JSON | st.dictionaries(USER, JSON),
        "custom_data": JSON | st.dictionaries(CUSTOM, JSON),
        "data_processing_options": JSON,
        "event_source_url": JSON,
        "x": JSON,
    },
)


@settings(max_examples=400)
@given(PAYLOADS, PAYLOADS, st.none() | st.floats(0, 4e9), st.none() | st.floats(0, 4e9))
def test_strange_payloads_break_nothing(
    one: dict[str, Any], other: dict[str, Any], first: float | None, second: float | None
) -> None:
    both = twins()
    both = both._replace(
        first=both.first._replace(payload=one, event_time=first),
        second=both.second._replace(payload=other, event_time=second),
    )
    for each in watched([both]):
        assert each.n in (1, 2)
        assert each.hit.message.endswith(".")
        assert each.hit.message.isprintable()
