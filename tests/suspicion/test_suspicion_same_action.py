"""One action that both channels reported and deduplication left apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seen_building import seen, watch
from suspicion_building import findings, found

from simulator.checks.examples import AT, EMAIL_HASH, EXTERNAL_ID_HASH, pair
from simulator.checks.seen import Seen
from simulator.checks.spot import ABSENT
from simulator.finding import Finding, Severity
from simulator.settings import Settings
from simulator.suspicion.same_action import SameAction
from simulator.suspicion.same_ids import spelling

HOUR = 3600.0
FBP = f"fb.1.{AT - 3600}000.1098115397"
OTHER_FBP = f"fb.1.{AT - 3600}000.2098115398"
OTHER_HASH = "0" * 63 + "1"
AGENT = "Mozilla/5.0 (X11; Linux x86_64) Chrome/139.0"
ITEMS = [{"id": "SKU-1", "quantity": 1}]


def custom(**members: Any) -> dict[str, Any]:
    base = {"value": 49.9, "currency": "EUR", "content_type": "product", "contents": ITEMS}
    return {key: value for key, value in (base | members).items() if value is not ABSENT}


def user(**members: Any) -> dict[str, Any]:
    return {"client_user_agent": AGENT, **members}


def copies(browser: Mapping[str, Any], server: Mapping[str, Any], **both: Any) -> list[dict[str, Any]]:
    """Both copies with ids of their own, no order id, and the members that both have."""
    base = {"custom_data": custom(), "user_data": user(fbp=FBP)} | both
    apart = base.pop("apart", 2.0)
    return pair({"event_id": "b-77", **base, **browser}, {"event_id": "s-99", **base, **server}, apart=apart)


def pairing(lines: list[dict[str, Any]], **tables: Any) -> list[tuple[int, str, str, str]]:
    """Number, code, severity and confidence of the findings about copies left apart."""
    codes = {"DUP001", "DUP002", "DUP006", "DUP007", "DUP008", "DUP009"}
    return [
        (n, finding.rule, finding.severity.value, str(finding.confidence))
        for n, own in findings(lines, **tables).items()
        for finding in own
        if finding.rule in codes
    ]


def only(lines: list[dict[str, Any]], code: str, **tables: Any) -> Finding:
    [finding] = [finding for own in findings(lines, **tables).values() for finding in own if finding.rule == code]
    return finding


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
        (copies({}, {}, apart=30.001), []),
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
    assert not pairing(pair(again, again | {"event_id": "x"}, apart=31.0))


@pytest.mark.parametrize(("within", "expected"), [(10.0, WARNING), (9.9, [])])
def test_the_tolerance_is_a_setting(within: float, expected: list[Any]) -> None:
    assert pairing(copies({}, {}, apart=10.0), suspicion={"within_seconds": within}) == expected


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


@pytest.mark.parametrize(
    ("browser", "server", "expected"),
    [
        ({}, {"event_name": "purchase"}, [(2, "DUP006", "error", "high")]),
        ({}, {"event_name": "Purchase (1234567890)"}, [(2, "DUP006", "error", "high")]),
        ({"event_name": "ViewContent"}, {"event_name": "view_item"}, [(2, "DUP006", "error", "high")]),
        ({}, {"event_name": "CompleteRegistration"}, [(2, "DUP006", "warning", "medium")]),
        ({}, {"event_name": "PageView"}, []),
        ({}, {"event_name": "purchase", "event_id": "x"}, [(2, "DUP006", "error", "high")]),
        ({}, {"event_name": "Lead", "event_id": "x"}, []),
        (
            {"custom_data": custom(order_id="1001")},
            {"event_name": "purchase", "custom_data": custom(order_id="1002")},
            [],
        ),
        # Other things under the id of the page.
        ({"custom_data": custom()}, {"event_name": "Lead", "custom_data": custom(value=1, contents=ABSENT)}, []),
    ],
)
def test_event_name_differs(browser: dict[str, Any], server: dict[str, Any], expected: list[Any]) -> None:
    assert pairing(pair(browser, server)) == expected


@pytest.mark.parametrize(
    ("name", "apart", "expected"),
    [
        ("purchase", 48 * HOUR - 1, True),
        ("purchase", 48 * HOUR, False),
        ("CompleteRegistration", 30.0, True),
        ("CompleteRegistration", 30.1, False),
    ],
)
def test_how_long_one_id_ties_two_names(name: str, apart: float, expected: bool) -> None:
    assert bool(pairing(pair(server={"event_name": name}, apart=apart))) is expected


def test_an_id_that_names_its_page_pairs_each_name_with_its_own_spelling() -> None:
    lines = [
        *pair({"event_name": "AddToCart"}, {"event_name": "addtocart"}),
        *pair({"event_name": "InitiateCheckout"}, {"event_name": "initiate_checkout"}),
    ]
    told = findings(lines)
    assert [(n, f.twin) for n, own in sorted(told.items()) for f in own if f.rule == "DUP006"] == [(2, 1), (4, 3)]


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Purchase", "PURCHASE", "upper and lower case"),
        ("AddToCart", "add_to_cart", "spelling"),
        ("Purchase", "Purchase (42)", "spelling"),
        ("Purchase", "PurchaseServer", "an addition behind the name"),
        ("Purchase", "fb_Purchase", "an addition before the name"),
        ("InitiateCheckout", "begin_checkout", "spelling"),
        ("Purchase", "Lead", ""),
        ("AddToCart", "AddToWishlist", ""),
        ("买单", "下单", ""),
    ],
)
def test_how_two_names_part(one: str, other: str, how: str) -> None:
    assert spelling(one, other) == spelling(other, one) == how


LATE = [(2, "DUP007", "error", "high")]


@pytest.mark.parametrize(
    ("lines", "tables", "expected"),
    [
        (pair(apart=48 * HOUR - 1), {}, []),
        (pair(apart=48 * HOUR), {}, LATE),
        (pair(apart=60 * HOUR), {}, LATE),
        (pair(apart=2 * HOUR - 1), {"deduplication": {"window_hours": 2}}, []),
        (pair(apart=2 * HOUR), {"deduplication": {"window_hours": 2}}, LATE),
        # Its time was set anew, but all else is the same.
        (pair(server={"event_time": AT + 48 * 3600}, apart=49 * HOUR), {}, LATE),
        # An id that was used again for another order or person is no late copy.
        (pair(server={"custom_data": custom(order_id="7")}, apart=49 * HOUR), {}, []),
        (
            pair(
                {"custom_data": custom(), "user_data": user(fbp=FBP)},
                {"custom_data": custom(), "user_data": user(fbp=OTHER_FBP)},
                apart=49 * HOUR,
            ),
            {},
            [],
        ),
        # One channel.
        ([pair()[1], pair(apart=49 * HOUR)[1]], {}, LATE),
        # A late third copy of a pair.
        ([*pair(), pair(apart=49 * HOUR)[1]], {}, [(3, *LATE[0][1:])]),
    ],
)
def test_copy_after_the_window(lines: list[dict[str, Any]], tables: dict[str, Any], expected: list[Any]) -> None:
    assert pairing(lines, **tables) == expected


def on_pixel(line: dict[str, Any], pixel_id: str) -> dict[str, Any]:
    return line | {"pixel_id": pixel_id}


BROWSER, SERVER = pair()
TWO_PIXELS = [(2, "DUP009", "warning", "high")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([BROWSER, on_pixel(SERVER, "2222222222")], TWO_PIXELS),
        ([BROWSER, on_pixel(pair(apart=48 * HOUR - 1)[1], "2222222222")], TWO_PIXELS),
        ([BROWSER, on_pixel(pair(apart=48 * HOUR)[1], "2222222222")], []),
        # The browser reports to both, the server to one.
        ([BROWSER, on_pixel(BROWSER, "2222222222"), SERVER], []),
        ([BROWSER, on_pixel(BROWSER, "2222222222")], []),
        ([BROWSER, on_pixel(pair(server={"event_id": "x"})[1], "2222222222")], []),
        ([BROWSER, on_pixel(pair(server={"custom_data": custom(order_id="7")})[1], "2222222222")], TWO_PIXELS),
        (
            [
                pair({"user_data": user(fbp=FBP), "custom_data": custom()})[0],
                on_pixel(pair(server={"user_data": user(fbp=OTHER_FBP), "custom_data": custom()})[1], "2222222222"),
            ],
            [],
        ),
    ],
)
def test_pixel_differs(lines: list[dict[str, Any]], expected: list[Any]) -> None:
    assert pairing(lines) == expected


def test_each_copy_goes_with_its_nearest() -> None:
    first = copies({"event_id": "b1"}, {"event_id": "s1"}, apart=25.0)
    later = copies({"event_id": "b2"}, {"event_id": "s2"}, apart=25.0)
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


def test_a_pair_that_is_suspected_is_counted_by_name() -> None:
    observer = SameAction(Settings())
    watch(observer, [seen(line, n) for n, line in enumerate(pair(server={"event_id": "x"}, apart=4000.0), 1)])
    assert observer.pairs == {"Purchase": 1}
