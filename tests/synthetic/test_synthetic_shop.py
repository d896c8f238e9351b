"""What the shop does: both channels, one id, in order, and nothing of those who refused."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import pytest
from shop_streams import copies, events, stream

from simulator.synthetic import Made, Shop, ShopSettings, traffic
from simulator.synthetic.rhythm import habits, visits

SEEDS = (1, 7, 42)
ON_THE_WEB = {
    "PageView", "ViewContent", "Search", "AddToWishlist", "AddToCart", "InitiateCheckout", "AddPaymentInfo", "Purchase",
    "CompleteRegistration", "Lead", "StartTrial", "Subscribe", "FindLocation", "Contact",
}  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_receipts_are_in_order_and_later_than_the_event(seed: int) -> None:
    made = stream(seed)
    times = [each.received_at for each in made]
    assert times == sorted(times)
    assert all(each.payload["event_time"] <= each.received_at for each in made if each.word is None)


@pytest.mark.parametrize("seed", SEEDS)
def test_copies_of_an_action_agree(seed: int) -> None:
    pairs = [each for each in copies(events(seed)).values() if len(each) == 2]
    assert len(pairs) > 1000
    for one, other in pairs:
        assert {one.channel, other.channel} == {"browser", "server"}
        for name in ("event_id", "event_name", "event_time", "event_source_url", "action_source"):
            assert one.payload[name] == other.payload[name]


@pytest.mark.parametrize("seed", SEEDS)
def test_an_event_id_is_one_actions(seed: int) -> None:
    actions = defaultdict(set)
    for made in events(seed):
        actions[made.payload["event_id"]].add(made.action)
    assert all(len(each) == 1 for each in actions.values())
    assert all(len(each) <= 2 for each in copies(events(seed)).values())


def test_everything_is_reported_at_times() -> None:
    made = events(days=5)
    assert {each.payload["event_name"] for each in made if each.channel == "browser"} == ON_THE_WEB
    assert {each.payload["event_name"] for each in made if each.channel == "server"} == ON_THE_WEB
    assert {each.payload["action_source"] for each in made} == {
        "website", "app", "physical_store", "system_generated"
    }  # fmt: skip
    assert any("subscription_id" in each.payload["user_data"] for each in made)
    assert any("madid" in each.payload["user_data"] for each in made)


def test_browser_events_are_lost_and_server_events_hardly() -> None:
    web = [each for each in events(days=3) if each.payload["action_source"] == "website"]
    channels = Counter(each.channel for each in web)
    assert 0.8 < channels["browser"] / channels["server"] < 0.95
    both = sum(len(each) == 2 for each in copies(web).values())
    assert 0.95 < both / channels["browser"] <= 1


def test_who_blocks_ads_sends_nothing_by_the_browser() -> None:
    without = [
        each
        for each in events()
        if each.payload["action_source"] == "website" and "fbp" not in each.payload["user_data"]
    ]
    assert without
    assert {each.channel for each in without} == {"server"}


def test_those_who_refuse_send_nothing() -> None:
    settings = ShopSettings(shoppers=400)
    answers = {number: habits(settings, number).consent for number in range(400)}
    refused = {number for number, answer in answers.items() if answer == "refused"}
    assert 30 < len(refused) < 100
    assert not refused & {made.shopper.number for made in stream()}


def test_consent_comes_before_and_its_withdrawal_after_all_events() -> None:
    granted: set[str] = set()
    revoked: set[str] = set()
    for made in stream(days=3):
        fbp = made.payload["user_data"].get("fbp")
        if made.word == "grant":
            assert fbp not in granted
            granted.add(fbp)
        elif made.word == "revoke":
            revoked.add(fbp)
        elif fbp is not None:
            assert fbp in granted
            assert fbp not in revoked or made.channel == "server"
    assert revoked
    assert revoked < granted


def test_carts_are_abandoned_and_bought() -> None:
    names = Counter(made.payload["event_name"] for made in events(days=3) if made.channel == "server")
    order = ["PageView", "ViewContent", "AddToCart", "InitiateCheckout", "AddPaymentInfo"]
    assert [names[name] for name in order] == sorted((names[name] for name in order), reverse=True)
    assert len({names[name] for name in order}) == len(order)
    bought = [made for made in events(days=3) if made.payload["event_name"] == "Purchase"]
    assert all(made.payload["custom_data"]["order_id"] for made in bought)


def test_money_adds_up() -> None:
    checked = 0
    for made in events(days=3):
        custom = made.payload.get("custom_data") or {}
        if made.channel == "server" and "contents" in custom:
            total = sum(round(each["item_price"] * 100) * each["quantity"] for each in custom["contents"])
            assert round(custom["value"] * 100) == total
            assert [each["id"] for each in custom["contents"]] == custom["content_ids"]
            checked += 1
        if custom.get("currency") == "JPY" and made.channel == "server" and "value" in custom:
            assert isinstance(custom["value"], int)
    assert checked > 500


def test_a_click_on_an_ad_is_in_the_address_and_in_fbc() -> None:
    clicked = [each for each in events() if "fbclid=" in each.payload.get("event_source_url", "")]
    assert clicked
    for made in clicked:
        fbclid = made.payload["event_source_url"].rpartition("fbclid=")[2]
        assert made.payload["user_data"]["fbc"].split(".", 3)[3] == fbclid


def test_a_failed_request_is_sent_again_later_and_once() -> None:
    late = [
        made
        for made in events(days=3)
        if made.channel == "server" and 8 < made.received_at - made.payload["event_time"] < 1_800
    ]
    assert late, "some requests had to be repeated"
    assert max(Counter(made.payload["event_id"] for made in late).values()) == 1


def test_purchases_in_a_store_are_uploaded_at_night() -> None:
    stored = [made for made in events(days=5) if made.payload["action_source"] == "physical_store"]
    assert stored
    assert all(3 <= made.received_at / 3600 % 24 < 3.5 for made in stored)
    assert {made.channel for made in stored} == {"server"}


def test_evenings_are_busier_than_nights() -> None:
    settings = ShopSettings(shoppers=2_000, locales=("en_GB",))
    hours = Counter(visit.start // 3_600_000 % 24 for visit in visits(settings) if visit.kind == "web")
    assert sum(hours[hour] for hour in range(19, 23)) > 5 * sum(hours[hour] for hour in range(1, 5))
    assert all(0 <= visit.start - settings.start * 1000 < 86_400_000 for visit in visits(settings))


def test_visits_of_one_shopper_do_not_overlap() -> None:
    last: dict[int, float] = {}
    began: dict[int, int] = {}
    for made in events(days=3):
        if made.payload["action_source"] != "website":
            continue
        number, visit = made.shopper.number, made.action.visit
        assert began.get(number, 0) <= visit
        if began.get(number) != visit:
            assert made.payload["event_time"] > last.get(number, 0.0)
        began[number] = visit
        last[number] = max(last.get(number, 0.0), made.payload["event_time"])
    assert max(began.values()) > 0, "some come back"


def test_another_seed_is_another_shop() -> None:
    one, other = ({made.payload["event_id"] for made in events(seed)} for seed in (1, 7))
    assert not one & other


def test_more_shoppers_leave_the_first_ones_as_they_are() -> None:
    few, many = (
        {made.payload["event_id"] for made in traffic(ShopSettings(shoppers=count)) if made.word is None}
        for count in (20, 40)
    )
    assert few < many


def test_faults_change_the_stream_one_after_the_other() -> None:
    def without_server(made: Iterator[Made]) -> Iterable[Made]:
        return (each for each in made if each.channel == "browser")

    def renamed(made: Iterator[Made]) -> Iterable[Made]:
        for each in made:
            assert each.channel == "browser", "the first fault comes first"
            yield each._replace(payload={**each.payload, "event_name": "Renamed"})

    settings = ShopSettings(shoppers=20)
    changed = list(traffic(settings, [without_server, renamed]))
    assert [each.payload["event_name"] for each in changed] == ["Renamed"] * len(changed)
    clean = [each for each in traffic(settings) if each.channel == "browser"]
    assert [each.action for each in changed] == [each.action for each in clean]
    assert clean[5].payload.get("event_name") != "Renamed"


def test_progress_counts_visits() -> None:
    shop = Shop(ShopSettings(shoppers=50))
    assert shop.done == 0
    for _ in shop.traffic():
        assert 0 < shop.done <= shop.planned
    assert shop.done == shop.planned == len(visits(shop.settings))
