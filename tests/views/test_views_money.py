"""What a run's faults amount to, added up by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from stored_run import StoredRun

from simulator.views.both_count import Share, counted_twice
from simulator.views.money import Money, Sum, money

NONE = Sum(0, Decimal(0))


class Shop(StoredRun):
    """A run whose events have a price."""

    def sold(self, channel: str, value: Any, currency: Any = "EUR", **columns: Any) -> int:
        """An event with this value and currency; its ``n``."""
        name = columns.pop("name", "Purchase")
        of = columns.pop("of", None)
        n = self.event(channel, name, **columns) if of is None else self.duplicate(channel, of, name, **columns)
        self.payload(n, {"event_name": name, "custom_data": {"value": value, "currency": currency}})
        return n

    def only(self) -> Money:
        """What there is of the one name and currency."""
        (found,) = money(self.store, 1)
        return found


def euros(events: int, amount: str) -> Sum:
    return Sum(events, Decimal(amount))


def test_a_pair_is_one_sum_and_it_is_that_of_the_copy_that_counts() -> None:
    shop = Shop()
    first = shop.sold("browser", "19.90", event_id="a")
    shop.sold("server", 99, of=first, event_id="a")
    assert shop.only() == Money("EUR", "Purchase", euros(1, "19.90"), NONE, NONE, NONE, NONE, NONE)


def test_sums_are_exact_whether_text_or_number() -> None:
    shop = Shop()
    for value in (0.1, "0.2", 0.3, 1, "-0.5"):
        shop.sold("server", value)
    assert shop.only().counted == euros(5, "1.1")


@pytest.mark.parametrize(
    "value", ["", "9,99", "1e3", "NaN", "Infinity", 1e300, -1e15, True, None, [5], {"a": 1}, "9" * 16]
)
def test_what_is_no_amount_is_left_out(value: Any) -> None:
    shop = Shop()
    shop.sold("server", value)
    shop.sold("server", value, verdict="rejected")
    assert money(shop.store, 1) == []


@pytest.mark.parametrize("currency", ["", "euro", "€", 978, None, ["EUR"], "E\x1bR"])
def test_what_is_no_currency_is_left_out(currency: Any) -> None:
    shop = Shop()
    shop.sold("server", 5, currency)
    assert money(shop.store, 1) == []


def test_currencies_are_never_added_and_small_letters_are_the_same_one() -> None:
    shop = Shop()
    shop.sold("server", 5, "usd")
    shop.sold("server", 7, "USD")
    shop.sold("server", 1000, "JPY")
    assert [(each.currency, each.counted) for each in money(shop.store, 1)] == [
        ("JPY", euros(1, "1000")),
        ("USD", euros(2, "12")),
    ]


def test_purchases_come_first_then_the_largest_sum() -> None:
    shop = Shop()
    for name, value in (("AddToCart", 5), ("ViewContent", 50), ("Purchase", 1)):
        shop.sold("server", value, name=name)
    assert [each.event_name for each in money(shop.store, 1)] == ["Purchase", "ViewContent", "AddToCart"]


def test_an_event_that_looks_like_one_that_counts_is_counted_twice() -> None:
    shop = Shop()
    first = shop.sold("browser", "10", event_id="a")
    second = shop.sold("server", 10.5, event_id="shop-a")
    shop.finding(second, "DUP001", 1, twin=first, confidence="high")
    shop.finding(second, "DUP003", 2, twin=first, confidence="medium")
    found = shop.only()
    assert (found.counted, found.counted_twice) == (euros(2, "20.5"), euros(1, "10.5"))
    assert (found.browser_only, found.server_only) == (NONE, NONE), "one is the copy of the other"
    assert counted_twice(shop.store, 1) == {"Purchase": Share(1, 2)}
    assert Share(1, 2).percent == 50
    assert Share(0, 0).percent == 0


def test_equal_contents_alone_make_nobody_a_buyer_twice() -> None:
    shop = Shop()
    first = shop.sold("browser", 10)
    shop.finding(shop.sold("server", 10), "DUP001", 3, twin=first, confidence="low")
    found = shop.only()
    assert found.counted_twice == NONE
    assert (found.browser_only, found.server_only) == (euros(1, "10"), euros(1, "10"))
    assert counted_twice(shop.store, 1) == {"Purchase": Share(0, 2)}


def test_a_suspicion_about_a_copy_that_does_not_count_costs_nothing() -> None:
    shop = Shop()
    first = shop.sold("browser", 10)
    copy = shop.sold("server", 10, of=first)
    shop.finding(copy, "DUP001", 1, twin=first, confidence="high")
    assert shop.only().counted_twice == NONE


def test_three_copies_of_one_action_are_two_too_many() -> None:
    shop = Shop()
    one, two, three = (shop.sold("browser", 10) for _ in range(3))
    for n, twin in ((two, one), (three, one), (three, two)):
        shop.finding(n, "DUP003", 1, twin=twin, confidence="high")
    assert shop.only().counted_twice == euros(2, "20")


def test_one_channel_alone_is_told_by_channel() -> None:
    shop = Shop()
    shop.sold("browser", 10)
    shop.sold("server", 20)
    shop.sold("server", 30)
    both = shop.sold("server", 40)
    shop.sold("browser", "40", of=both)
    found = shop.only()
    assert (found.browser_only, found.server_only, found.counted) == (
        euros(1, "10"),
        euros(2, "50"),
        euros(4, "100"),
    )


@pytest.mark.parametrize("columns", [{"action_source": "physical_store"}, {"name": "AppendValue"}])
def test_where_no_copy_is_meant_to_come_none_is_missed(columns: dict[str, Any]) -> None:
    shop = Shop()
    shop.event("browser", "PageView")
    shop.sold("server", 10, **columns)
    found = shop.only()
    assert (found.browser_only, found.server_only) == (None, None)


def test_a_run_of_one_channel_misses_nothing() -> None:
    shop = Shop()
    shop.sold("server", 10)
    assert (shop.only().browser_only, shop.only().server_only) == (None, None)


def test_a_refused_action_is_lost_once_unless_another_copy_counts() -> None:
    shop = Shop()
    for _ in range(3):
        shop.sold("server", 10, event_id="a", verdict="rejected")
    shop.sold("server", 20, event_id="b", verdict="rejected")
    shop.sold("browser", "20.00", event_id="b")
    shop.sold("server", 5, verdict="rejected")
    shop.sold("server", 5, verdict="rejected")
    shop.sold("server", 7, event_id="c", verdict="rejected", pixel_id="1")
    shop.sold("server", 7, event_id="c", name="Lead")
    found = {each.event_name: each for each in money(shop.store, 1)}["Purchase"]
    assert found.refused == euros(5, "47")
    assert found.lost == euros(4, "27"), "all but the one the browser made good"
    assert found.counted == euros(1, "20.00")
