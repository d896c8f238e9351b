"""One action that both channels reported and deduplication left apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from copies_building import FBP, HOUR, OTHER_FBP, OTHER_HASH, copies, custom, only, pairing, user
from hypothesis import given
from hypothesis import strategies as st
from seen_building import seen, watch
from suspicion_building import findings, found

from simulator.checks.examples import AT, EMAIL_HASH, EXTERNAL_ID_HASH, pair
from simulator.checks.seen import Seen
from simulator.checks.spot import ABSENT
from simulator.finding import Severity
from simulator.settings import Settings
from simulator.suspicion import queued
from simulator.suspicion.matching import MOST_EDGES, Matcher
from simulator.suspicion.same_action import SameAction

ERROR, WARNING, NOTE = (
    [(2, "DUP001", "error", "high")],
    [(2, "DUP001", "warning", "medium")],
    [(2, "DUP001", "note", "low")],
)


@pytest.mark.parametrize("apart", [0.0, 2.0, 30.0, 299.0, 301.0, 48 * HOUR - 1])
def test_a_clean_pair_has_no_finding(apart: float) -> None:
    assert not pairing(pair(apart=apart))
    assert apart > 60 or not found(pair(apart=apart))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # One order, however far apart inside the window.
        (pair(server={"event_id": "x"}), ERROR),
        (pair(server={"event_id": "x"}, apart=31.0), ERROR),
        (pair(server={"event_id": "x"}, apart=48 * HOUR - 1), ERROR),
        (pair(server={"event_id": "x"}, apart=48 * HOUR), []),
        (
            pair({"custom_data": custom(order_id="1001")}, {"event_id": "x", "custom_data": custom(order_id=1001)}),
            ERROR,
        ),
        (
            pair({"custom_data": custom(order_id="#1001")}, {"event_id": "x", "custom_data": custom(order_id="1001")}),
            ERROR,
        ),
        (pair({"custom_data": custom(order_id="1001")}, {"event_id": "x", "custom_data": custom(order_id="1002")}), []),
        # One order whose copies disagree on all that was bought.
        (
            pair(
                {"custom_data": custom(order_id="1001")},
                {"event_id": "x", "custom_data": custom(order_id="1001", value=5, contents=[{"id": "Z"}])},
            ),
            WARNING,
        ),
        # An order id that two people share is none.
        (
            pair(
                {"user_data": user(fbp=FBP, em=EMAIL_HASH)},
                {"event_id": "x", "user_data": user(fbp=OTHER_FBP, em=OTHER_HASH)},
            ),
            [],
        ),
        # One person.
        (copies({}, {}), WARNING),
        (copies({}, {}, apart=30.0), WARNING),
        (copies({}, {"event_time": AT + 31}, apart=30.001), []),
        # A slow queue: far apart by receipt, but of one moment by its own account.
        (copies({}, {}, apart=45.0), WARNING),
        (copies({}, {"event_time": AT + 30}, apart=3600.0), WARNING),
        (copies({}, {}, apart=3600.001), []),
        (copies({}, {}, apart=-45.0, event_time=AT - 45), WARNING),
        (copies({"event_time": AT + 60}, {"event_time": AT + 60}, apart=45.0), WARNING),
        (copies({"event_time": AT + 61}, {"event_time": AT + 61}, apart=45.0), []),
        (copies({"event_time": AT - 172_801}, {"event_time": AT - 172_801}, apart=45.0), []),
        (copies({"event_time": ABSENT}, {}, apart=45.0), []),
        (copies({}, {"user_data": user(fbp=OTHER_FBP)}, apart=45.0), []),
        (copies({}, {"custom_data": custom(value=50.0)}, apart=45.0), []),
        (
            copies(
                {"user_data": user(fbp=FBP, external_id="a1")},
                {"user_data": user(fbp=FBP, external_id="b2")},
                apart=45.0,
            ),
            [],
        ),
        (copies({}, {}, user_data=user(external_id=[EXTERNAL_ID_HASH])), WARNING),
        (copies({}, {}, user_data=user(em=[EMAIL_HASH])), WARNING),
        (copies({"user_data": user(ph=OTHER_HASH)}, {"user_data": user(ph=[OTHER_HASH])}), WARNING),
        (copies({}, {"user_data": user(fbp=FBP + ".AQYBAQAA")}), WARNING),
        (copies({}, {"user_data": user(fbp=OTHER_FBP)}), []),
        # A household: one browser, two customers.
        (
            copies(
                {"user_data": user(fbp=FBP, external_id="a1")},
                {"user_data": user(fbp=FBP, external_id="b2")},
            ),
            NOTE,
        ),
        # What contradicts.
        (copies({}, {"custom_data": custom(value=50.0)}), []),
        (copies({}, {"custom_data": custom(value=49.904)}), WARNING),
        (copies({}, {"custom_data": custom(value="49.90")}), WARNING),
        (copies({}, {"custom_data": custom(value=4990)}), WARNING),
        (copies({}, {"custom_data": custom(value=499)}), []),
        (copies({}, {"custom_data": custom(contents=[{"id": "SKU-2"}])}), []),
        (copies({}, {"custom_data": custom(contents=ABSENT, content_ids=["SKU-1"])}), WARNING),
        # Contents and value alone.
        (copies({"user_data": user()}, {"user_data": user(em=EMAIL_HASH)}), NOTE),
        (copies({"user_data": user()}, {"user_data": user()}, apart=31.0), []),
        (copies({"user_data": user()}, {"user_data": user()}, custom_data=custom(contents=ABSENT)), []),
        (copies({"user_data": user()}, {"user_data": user()}, custom_data=custom(value=ABSENT)), []),
        (copies({"user_data": user()}, {"user_data": {"client_user_agent": "curl/8"}}), []),
        # What deduplication never compares.
        (copies({}, {"action_source": "physical_store"}), []),
        (copies({}, {"event_name": "Lead"}), []),
    ],
)
def test_event_id_differs(lines: list[dict[str, Any]], expected: list[tuple[int, str, str, str]]) -> None:
    assert pairing(lines) == expected


@pytest.mark.parametrize(
    ("name", "browser", "server", "expected"),
    [
        ("PageView", "https://shop.example/a?utm=1", "http://shop.example/a/#top", True),
        ("PageView", "https://shop.example/a", "https://shop.example/b", False),
        ("ViewContent", "https://shop.example/a", "https://shop.example/b", False),
        ("AddToCart", "https://shop.example/a", "https://shop.example/cart", True),
        ("Microdata", "https://shop.example/a", "https://shop.example/a", False),
        ("AppendValue", "https://shop.example/a", "https://shop.example/a", False),
        ("SubscribedButtonClick", "https://shop.example/a", "https://shop.example/a", False),
    ],
)
def test_the_page_of_two_views(name: str, browser: str, server: str, expected: bool) -> None:
    lines = copies(
        {"event_source_url": browser}, {"event_source_url": server}, event_name=name, custom_data={"currency": "EUR"}
    )
    assert bool(pairing(lines)) is expected


def test_equal_contents_never_make_two_page_views_one() -> None:
    assert not pairing(copies({}, {}, event_name="PageView", user_data=user()))


def test_what_people_do_again_is_not_one_action_for_hours_because_of_an_order_id() -> None:
    again = {"event_name": "InitiateCheckout"}
    assert pairing(pair(again, again | {"event_id": "x"}, apart=30.0)) == ERROR
    assert not pairing(pair(again, again | {"event_id": "x", "event_time": AT + 31}, apart=31.0))
    # A queue that is slow is no second action.
    assert pairing(pair(again, again | {"event_id": "x"}, apart=31.0)) == WARNING


@pytest.mark.parametrize(("within", "expected"), [(10.0, WARNING), (9.9, [])])
def test_the_tolerance_is_a_setting(within: float, expected: list[Any]) -> None:
    lines = copies({}, {"event_time": AT + 10}, apart=10.0)
    assert pairing(lines, suspicion={"within_seconds": within}) == expected


def test_both_ids_and_how_they_part_are_told() -> None:
    finding = only(pair(server={"event_id": "web-order-1001"}), "DUP001")
    assert 'the server\'s id has the prefix "web-"' in finding.message
    assert (finding.expected, finding.actual, finding.twin) == ("order-1001", "web-order-1001", 1)
    assert "order_id, external_id, fbp, em, contents and value, received 2.0 s apart" in finding.message
    assert EMAIL_HASH not in finding.message


@pytest.mark.parametrize(
    ("lines", "tables", "code", "reason"),
    [
        (
            pair({"event_id": ABSENT, "user_data": user(fbp=FBP)}, {"user_data": user(em=EMAIL_HASH)}),
            {},
            "DUP002",
            "The browser's copy of one action has no event ID",
        ),
        (pair(server={"event_id": ABSENT, "user_data": user(em=EMAIL_HASH)}), {}, "DUP002", "share neither"),
        (pair(server={"event_id": ABSENT}), {"deduplication": {"fallback": "off"}}, "DUP002", "settings turn"),
        (pair(server={"event_id": ABSENT})[::-1], {}, None, ""),
        (pair({"event_id": ABSENT}, apart=-2.0), {}, "DUP002", "the server's copy came first"),
        (pair(server={"event_id": ABSENT}, apart=-2.0), {}, "DUP002", "The server's copy of one action has no"),
        (
            pair(
                {"event_id": ABSENT, "user_data": user(fbp=FBP)},
                {"event_id": ABSENT, "user_data": user(fbp=FBP + ".AQYBAQAA")},
            ),
            {},
            "DUP008",
            "written in two ways",
        ),
        (pair({"event_id": ABSENT}, {"event_id": ABSENT}, apart=-2.0), {}, "DUP008", "the server's copy came first"),
        (
            pair({"event_id": ABSENT}, {"event_id": ABSENT, "event_time": AT - 172_799}, apart=1.0 - 48 * HOUR),
            {},
            "DUP008",
            "came first",
        ),
        (pair({"event_id": ABSENT}, {"event_id": ABSENT}, apart=2.0), {}, None, ""),
        (
            pair(
                {"event_id": ABSENT, "user_data": user(fbp=FBP)}, {"event_id": ABSENT, "user_data": user(ph=OTHER_HASH)}
            ),
            {},
            "DUP008",
            "share neither external_id nor fbp",
        ),
        (
            pair({"event_id": ABSENT}, {"event_id": ABSENT}),
            {"deduplication": {"fallback": "off"}},
            "DUP008",
            "settings turn",
        ),
    ],
)
def test_a_missing_event_id(lines: list[dict[str, Any]], tables: dict[str, Any], code: str | None, reason: str) -> None:
    if code is None:
        assert not pairing(lines, **tables)
    else:
        finding = only(lines, code, **tables)
        assert reason in finding.message
        assert finding.severity is Severity.ERROR
        assert len(pairing(lines, **tables)) == 1


def test_each_copy_goes_with_its_nearest() -> None:
    first = copies({"event_id": "b1"}, {"event_id": "s1", "event_time": AT + 25}, apart=25.0)
    later = copies({"event_id": "b2", "event_time": AT + 24}, {"event_id": "s2", "event_time": AT + 49}, apart=25.0)
    lines = [line | {"received_at": line["received_at"] + 24} for line in later]
    told = findings([*first, *lines])
    # b1 at 0, b2 at 24, s1 at 25, s2 at 49: s1 is nearest to b2, and s2 too far from b1.
    assert [(n, f.twin) for n, own in told.items() for f in own if f.rule == "DUP001"] == [(2, 3)]


# Observed directly: what deduplication settled, and the order of one moment.

KINDS = st.fixed_dictionaries(
    {
        "channel": st.sampled_from(["browser", "server"]),
        "at": st.sampled_from([0.0, 0.0, 1.0, 20.0, 40.0, 61.0, 100.0]),
        "fbp": st.sampled_from([FBP, OTHER_FBP, None]),
        "order": st.sampled_from([None, "1", "2"]),
        "pixel": st.sampled_from(["1", "1", "2"]),
        "value": st.sampled_from([10.0, 20.0]),
    }
)


def drawn(kind: Mapping[str, Any], n: int, event_id: str, *, paired: bool = False) -> Seen:
    line = pair(
        {
            "event_id": event_id,
            "custom_data": custom(value=kind["value"], order_id=kind["order"] or ABSENT),
            "user_data": user(fbp=kind["fbp"]),
        }
    )[0]
    at = AT + kind["at"]
    line |= {"channel": kind["channel"], "pixel_id": kind["pixel"], "received_at": at}
    line["event"]["event_time"] = int(at)
    return seen(line, n, paired=paired)


def pairs_of(events: list[Seen]) -> set[tuple[str | None, ...]]:
    ids = {each.n: each.event_id for each in events}
    told = watch(SameAction(Settings()), events)
    return {tuple(sorted((str(ids[each.n]), str(ids[each.twin or 0])))) for each in told}


@given(st.lists(KINDS, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_one_moment_does_not_matter(kinds: list[dict[str, Any]], random: Any) -> None:
    named = [(kind, f"id-{index}") for index, kind in enumerate(kinds)]
    straight = sorted(named, key=lambda each: each[0]["at"])
    random.shuffle(named)
    shuffled = sorted(named, key=lambda each: each[0]["at"])
    one, other = (
        [drawn(kind, n, event_id) for n, (kind, event_id) in enumerate(order, 1)] for order in (straight, shuffled)
    )
    assert pairs_of(one) == pairs_of(other)


@given(st.lists(KINDS, max_size=12))
def test_each_event_has_at_most_one_partner_on_its_pixel_and_within_its_time(kinds: list[dict[str, Any]]) -> None:
    kinds.sort(key=lambda kind: kind["at"])
    events = {n: drawn(kind, n, f"id-{n}") for n, kind in enumerate(kinds, 1)}
    told = watch(SameAction(Settings()), events.values())
    partners = [n for each in told for n in (each.n, each.twin)]
    assert len(partners) == len(set(partners))
    for each in told:
        one, other = events[each.n], events[each.twin or 0]
        assert one.pixel_id == other.pixel_id
        assert one.channel != other.channel
        ordered = kinds[each.n - 1]["order"] is not None and kinds[other.n - 1]["order"] is not None
        assert ordered or abs(one.received_at - other.received_at) <= 30


@given(st.lists(KINDS, min_size=1, max_size=12), st.data())
def test_what_deduplication_paired_is_never_suspected(kinds: list[dict[str, Any]], data: st.DataObject) -> None:
    kinds.sort(key=lambda kind: kind["at"])
    paired = data.draw(st.lists(st.booleans(), min_size=len(kinds), max_size=len(kinds)))
    events = [drawn(kind, n, f"id-{n}", paired=paired[n - 1]) for n, kind in enumerate(kinds, 1)]
    settled = {each.n for each in events if each.paired}
    for each in watch(SameAction(Settings()), events):
        assert settled.isdisjoint({each.n, each.twin})


@given(st.lists(st.sampled_from(["kept", "duplicate", "rejected"]), min_size=2, max_size=2))
def test_only_what_counts_is_paired(verdicts: list[str]) -> None:
    lines = pair(server={"event_id": "x"})
    events = [seen(line, n, verdict=verdict) for n, (line, verdict) in enumerate(zip(lines, verdicts, strict=True), 1)]
    assert bool(watch(SameAction(Settings()), events)) is (verdicts == ["kept", "kept"])


def test_memory_is_bounded_by_time() -> None:
    observer = SameAction(Settings())
    for n in range(1, 2000):
        lines = copies({"event_id": f"id-{n}"}, {}, user_data=user(fbp=f"fb.1.1.{n}"))
        list(observer.see(seen(lines[0] | {"received_at": AT + 10 * n}, n)))
    assert len(observer) < 20


def test_each_late_copy_goes_with_the_one_of_its_time() -> None:
    # The server sends in one batch what happened over two minutes.
    browsers = [
        copies({"event_id": f"b{n}", "event_time": AT + 40 * n}, {})[0] | {"received_at": AT + 40 * n} for n in range(4)
    ]
    servers = [
        copies({}, {"event_id": f"s{n}", "event_time": AT + 40 * n + 1})[1] | {"received_at": AT + 900}
        for n in (2, 0, 3, 1)
    ]
    told = findings([*browsers, *servers])
    found_pairs = {(n, f.twin) for n, own in told.items() for f in own if f.rule == "DUP001"}
    assert found_pairs == {(5, 3), (6, 1), (7, 4), (8, 2)}
    assert "event_time but for 1.0 s, received" in only([browsers[0], servers[1]], "DUP001").message


def test_memory_for_late_copies_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queued, "MOST_QUEUED", 50)
    for both in (False, True):
        matcher = Matcher(30.0, 60.0)
        for n in range(1, 400):
            line = copies({"event_id": f"id-{n}"}, {"event_id": f"id-{n}"}, user_data=user(fbp=f"fb.1.1.{n}"))
            event = line[both and n % 2]["event"] | {"event_time": AT + 40 * n}
            matcher.add(seen(line[both and n % 2] | {"event": event, "received_at": AT + 40 * n}, n))
        assert len(matcher._queued) == 50
        assert len(matcher._queued._known) <= 50


def test_ids_are_not_copied_for_each_that_might_be_the_copy() -> None:
    matcher = Matcher(30.0, 60.0)
    for n in range(1, 201):
        event_id = f"{n}-" + "x" * 10_000
        line = copies({"event_id": event_id}, {"event_id": event_id})[n % 2]
        matcher.add(seen(line | {"received_at": AT}, n))
    edges = [edge for node in matcher._open for edge in node.edges]
    assert len(edges) <= 2 * 200 * MOST_EDGES
    held = {id(edge.weight[2]) for edge in edges} | {id(edge.weight[4]) for edge in edges}
    assert held <= {id(node.seen.event_id) for node in matcher._open}


def test_a_pair_that_is_suspected_is_counted_by_name() -> None:
    observer = SameAction(Settings())
    watch(observer, [seen(line, n) for n, line in enumerate(pair(server={"event_id": "x"}, apart=4000.0), 1)])
    assert observer.pairs == {("Purchase", "1234567890"): 1}
