"""What Meta's pages say about deduplication, told as scenarios; the reference and the stream must both agree."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.deduplication.copy import Copy
from simulator.deduplication.decide import decide
from simulator.deduplication.window import Window
from simulator.settings import Deduplication
from simulator.verdict import Decision

START = 1_700_000_000.0
MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
FIRST = Deduplication(prefer="first-received")
FAVOURED = "browser-within-5-minutes"


def copy(n: int, channel: str, after: float, **changes: Any) -> Copy:
    values: dict[str, Any] = {
        "pixel_id": "1",
        "event_name": "Purchase",
        "event_id": None,
        "external_ids": (),
        "fbp": None,
        "kind": "web",
        "offline_key": None,
    }
    return Copy(n=n, channel=channel, received_at=START + after, **(values | changes))  # type: ignore[arg-type]


def browser(n: int, after: float, event_id: str | None = None, **changes: Any) -> Copy:
    return copy(n, "browser", after, event_id=event_id, **changes)


def server(n: int, after: float, event_id: str | None = None, **changes: Any) -> Copy:
    return copy(n, "server", after, event_id=event_id, **changes)


def decided(*copies: Copy, by: Deduplication | None = None) -> dict[int, Decision]:
    """The decisions, after making sure that both forms say the same."""
    settings = by or Deduplication()
    whole = decide(copies, settings)
    window = Window(settings)
    believed: dict[int, Decision | None] = {}
    for one in copies:
        believed.update(window.add(one))
    if not window.straggled:
        assert {n: decision for n, decision in believed.items() if decision} == whole
    return whole


@pytest.mark.parametrize(("by", "rule"), [(Deduplication(), FAVOURED), (FIRST, "first-received")])
def test_browser_then_server_thirty_seconds_later(by: Deduplication, rule: str) -> None:
    assert decided(browser(1, 0, "a"), server(2, 30, "a"), by=by) == {2: Decision(1, "event_id", 30, rule)}


def test_server_then_browser_within_five_minutes_depends_on_the_setting() -> None:
    copies = (server(1, 0, "a"), browser(2, 60, "a"))
    assert decided(*copies) == {1: Decision(2, "event_id", 60, FAVOURED)}
    assert decided(*copies, by=FIRST) == {2: Decision(1, "event_id", 60, "first-received")}


def test_server_then_browser_after_ten_minutes() -> None:
    copies = (server(1, 0, "a"), browser(2, 10 * MINUTE, "a"))
    for by in (Deduplication(), FIRST):
        assert decided(*copies, by=by) == {2: Decision(1, "event_id", 600, "first-received")}


@pytest.mark.parametrize(("after", "counted"), [(299, 2), (300, 2), (301, 1)])
def test_the_five_minutes_include_their_last_second(after: float, counted: int) -> None:
    (decision,) = decided(server(1, 0, "a"), browser(2, after, "a")).values()
    assert decision.duplicate_of == counted


@pytest.mark.parametrize(("after", "rule"), [(300, FAVOURED), (301, "first-received")])
def test_the_rule_named_when_the_browser_was_first(after: float, rule: str) -> None:
    assert decided(browser(1, 0, "a"), server(2, after, "a")) == {2: Decision(1, "event_id", after, rule)}


@pytest.mark.parametrize(
    ("after", "duplicate"),
    [(48 * HOUR - 1, True), (48 * HOUR - 0.001, True), (48 * HOUR, False), (48 * HOUR + 1, False)],
)
def test_forty_eight_hours_count_from_the_first_receipt(after: float, duplicate: bool) -> None:
    assert (2 in decided(browser(1, 0, "a"), server(2, after, "a"))) is duplicate


def test_a_copy_after_the_window_opens_the_next_one() -> None:
    # The third is less than 48 hours from the second, a duplicate, but not from the first.
    copies = (server(1, 0, "a"), server(2, 47 * HOUR, "a"), server(3, 49 * HOUR, "a"), server(4, 96 * HOUR, "a"))
    assert decided(*copies) == {
        2: Decision(1, "event_id", 47 * HOUR, "first-received"),
        4: Decision(3, "event_id", 47 * HOUR, "first-received"),
    }


def test_names_are_compared_byte_for_byte() -> None:
    assert decided(browser(1, 0, "a"), server(2, 30, "a", event_name="purchase")) == {}


def test_pixels_are_worlds_of_their_own_and_no_pixel_is_one_too() -> None:
    assert decided(browser(1, 0, "a"), server(2, 30, "a", pixel_id="2"), server(3, 31, "a", pixel_id=None)) == {}
    assert 2 in decided(browser(1, 0, "a", pixel_id=None), server(2, 30, "a", pixel_id=None))


@pytest.mark.parametrize("key", [{"fbp": "f"}, {"external_ids": ("u",)}])
def test_fallback_is_browser_first_only(key: dict[str, Any]) -> None:
    assert decided(server(1, 0, **key), browser(2, 10, **key)) == {}
    name = "fbp" if "fbp" in key else "external_id"
    assert decided(browser(1, 0, **key), server(2, 10, **key)) == {2: Decision(1, name, 10, "browser-first")}


def test_fallback_is_never_within_one_channel() -> None:
    key = {"external_ids": ("u",), "fbp": "f"}
    assert decided(server(1, 0, **key), server(2, 10, **key)) == {}
    assert decided(browser(1, 0, **key), browser(2, 10, **key)) == {}


def test_the_same_moment_is_ordered_by_number() -> None:
    assert decided(browser(1, 0, fbp="f"), server(2, 0, fbp="f")) == {2: Decision(1, "fbp", 0, "browser-first")}
    assert decided(server(1, 0, fbp="f"), browser(2, 0, fbp="f")) == {}


def test_fbp_with_and_without_appendix_are_different_as_sent() -> None:
    assert decided(browser(1, 0, fbp="fb.1.1700000000000.1.AQYCAQMA"), server(2, 5, fbp="fb.1.1700000000000.1")) == {}


def test_three_copies_leave_one() -> None:
    assert decided(browser(1, 0, "a"), server(2, 5, "a"), server(3, 3 * HOUR, "a")) == {
        2: Decision(1, "event_id", 5, FAVOURED),
        3: Decision(1, "event_id", 3 * HOUR, "first-received"),
    }


def test_a_browser_copy_that_takes_over_takes_all_duplicates_with_it() -> None:
    copies = (server(1, 0, "a"), server(2, 100, "a"), browser(3, 200, "a"), server(4, HOUR, "a"))
    assert decided(*copies) == {
        1: Decision(3, "event_id", 200, FAVOURED),
        2: Decision(3, "event_id", 100, FAVOURED),
        4: Decision(3, "event_id", HOUR - 200, FAVOURED),
    }


def test_same_channel_repeats_can_be_left_alone() -> None:
    settings = Deduplication(same_channel_event_id=False)
    copies = (browser(1, 0, "a"), browser(2, 5, "a"), server(3, 10, "a"), server(4, 20, "a"))
    assert decided(*copies, by=settings).keys() == {3, 4}
    assert decided(*copies).keys() == {2, 3, 4}


@pytest.mark.parametrize(
    ("browser_id", "server_id", "found"),
    [
        ("x", "y", {"unmatched-id"}),
        ("x", None, {"missing-id", "unmatched-id"}),
        (None, "y", {"missing-id", "unmatched-id"}),
        (None, None, {"missing-id", "unmatched-id"}),
    ],
)
def test_when_the_fallback_is_tried(browser_id: str | None, server_id: str | None, found: set[str]) -> None:
    for fallback in ("missing-id", "unmatched-id", "off"):
        settings = Deduplication(fallback=fallback)  # type: ignore[arg-type]
        copies = (browser(1, 0, browser_id, fbp="f"), server(2, 10, server_id, fbp="f"))
        assert (2 in decided(*copies, by=settings)) is (fallback in found)


def test_a_match_by_id_goes_before_the_fallback() -> None:
    copies = (browser(1, 0, fbp="f"), browser(2, 10, "a"), server(3, 20, "a", fbp="f"))
    assert decided(*copies)[3] == Decision(2, "event_id", 10, FAVOURED)


def test_a_fallback_is_withdrawn_when_the_partner_by_id_arrives() -> None:
    first = browser(1, 0, fbp="f")
    second = server(2, 10, "a", fbp="f")
    window = Window(Deduplication())
    assert window.add(first) == {}
    assert window.add(second) == {2: Decision(1, "fbp", 10, "browser-first")}
    # Six minutes later: the server's copy came first and counts, so it is kept again.
    assert window.add(browser(3, 370, "a")) == {2: None, 3: Decision(2, "event_id", 360, "first-received")}


def test_what_pointed_through_a_withdrawn_fallback_points_to_what_counts_now() -> None:
    window = Window(Deduplication())
    window.add(browser(1, 0, fbp="f"))
    window.add(server(2, 10, "a", fbp="f"))
    assert window.add(server(3, 400, "a")) == {3: Decision(1, "event_id", 400, "browser-first")}
    assert window.add(browser(4, 40 * HOUR, "a")) == {
        2: None,
        3: Decision(2, "event_id", 390, "first-received"),
        4: Decision(2, "event_id", 40 * HOUR - 10, "first-received"),
    }


def test_a_fallback_on_a_duplicate_names_what_counts_for_it() -> None:
    copies = (server(1, 0, "a"), browser(2, 10 * MINUTE, "a", fbp="f"), server(3, 11 * MINUTE, fbp="f"))
    assert decided(*copies)[3] == Decision(1, "fbp", 660, "browser-first")


def test_a_late_flip_moves_what_fell_back_on_the_old_survivor() -> None:
    # Without n=4 the browser copy n=2 counts; n=4 was received before it but arrives last.
    copies = (
        server(1, 0, "a"),
        browser(2, 200, "a", fbp="f"),
        server(3, 260, fbp="f"),
        browser(4, 100, "a"),
    )
    assert decided(*copies[:3])[3].duplicate_of == 2
    assert {n: decision.duplicate_of for n, decision in decided(*copies).items()} == {1: 4, 2: 4, 3: 4}


def test_a_flip_long_after_the_slack_still_reaches_copies_of_the_first_minutes() -> None:
    copies = (
        server(5, -1000, "older"),
        server(1, 0, "a"),
        server(2, 1, "a"),
        server(3, 3700, "other"),
        browser(4, 200, "a"),
    )
    assert {n: decision.duplicate_of for n, decision in decided(*copies).items()} == {1: 4, 2: 4}


def test_a_late_browser_copy_is_found_at_the_very_edge_of_the_slack() -> None:
    copies = (server(2, 0, fbp="f"), server(3, HOUR, "other"), browser(1, 0, fbp="f"))
    assert decided(*copies) == {2: Decision(1, "fbp", 0, "browser-first")}


def test_external_id_goes_before_fbp_and_the_latest_before_the_earlier() -> None:
    copies = (
        browser(1, 0, external_ids=("u",)),
        browser(2, 10, external_ids=("u", "v")),
        browser(3, 20, fbp="f"),
        server(4, 30, external_ids=("w", "u"), fbp="f"),
        server(5, 31, external_ids=("w",), fbp="f"),
    )
    assert decided(*copies) == {
        4: Decision(2, "external_id", 20, "browser-first"),
        5: Decision(3, "fbp", 11, "browser-first"),
    }


@pytest.mark.parametrize(("after", "duplicate"), [(48 * HOUR - 1, True), (48 * HOUR, False)])
def test_the_fallback_looks_back_one_window(after: float, duplicate: bool) -> None:
    assert (2 in decided(browser(1, 0, fbp="f"), server(2, after, fbp="f"))) is duplicate


def test_business_messaging_is_never_deduplicated() -> None:
    assert decided(server(1, 0, "a", kind="messaging"), server(2, 5, "a", kind="messaging")) == {}
    assert decided(browser(1, 0, "a"), server(2, 5, "a", kind="messaging")) == {}


def test_offline_events_go_by_their_own_key_for_seven_days() -> None:
    order = ("order_id", START, None, "o")
    item = ("order_id", START, "i2", "o")
    copies = (
        server(1, 0, kind="offline", offline_key=order),
        server(2, 6 * DAY, kind="offline", offline_key=order),
        server(3, 6 * DAY, kind="offline", offline_key=item),
        server(4, 7 * DAY, kind="offline", offline_key=order),
    )
    assert decided(*copies) == {2: Decision(1, "order_id", 6 * DAY, "offline-first-received")}


def test_offline_events_are_never_compared_with_others() -> None:
    shared: dict[str, Any] = {"external_ids": ("u",), "fbp": "f"}
    offline = server(2, 5, "a", kind="offline", offline_key=("order_id", START, None, "o"), **shared)
    assert decided(browser(1, 0, "a", **shared), offline, server(3, 9, "a", **shared)).keys() == {3}


def test_offline_key_says_what_was_compared() -> None:
    key = ("user_data", START, None, b"digest")
    copies = (server(1, 0, kind="offline", offline_key=key), server(2, 5, kind="offline", offline_key=key))
    assert decided(*copies)[2].key == "user_data"
    assert decided(server(1, 0, "a", kind="offline"), server(2, 5, "a", kind="offline")) == {}


def test_app_installs_count_once_in_ninety_days() -> None:
    install: dict[str, Any] = {"kind": "app", "event_name": "MobileAppInstall"}
    copies = (server(1, 0, "a", **install), server(2, 89 * DAY, "a", **install), server(3, 90 * DAY, "a", **install))
    assert decided(*copies, by=Deduplication(same_channel_event_id=False)) == {
        2: Decision(1, "event_id", 89 * DAY, "first-received")
    }


def test_other_app_events_go_by_event_id_and_have_no_fallback() -> None:
    assert 2 in decided(server(1, 0, "a", kind="app"), server(2, 5, "a", kind="app"))
    assert decided(browser(1, 0, fbp="f"), server(2, 5, kind="app", fbp="f")) == {}


def test_the_window_is_a_setting() -> None:
    settings = Deduplication(window_hours=1)
    assert decided(browser(1, 0, "a"), server(2, HOUR - 1, "a"), server(3, HOUR, "a"), by=settings).keys() == {2}
