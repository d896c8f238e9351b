from __future__ import annotations

from typing import Any, Literal

import pytest

from simulator.checks.catalog import catalog
from simulator.checks.difference import PairParts
from simulator.checks.examples import AT, EMAIL_HASH, EXTERNAL_ID_HASH, pair
from simulator.checks.pair_examples import order, shopper
from simulator.checks.rules.pair_cookies import Appendixes
from simulator.checks.rules.pair_lost import Lost
from simulator.checks.seen import Seen, Twins
from simulator.checks.spot import ABSENT, Hit
from simulator.customer.hashing import sha256
from simulator.finding import Confidence
from simulator.suspicion.differences import differences

OTHER_HASH = sha256("john.smith@shop.example")
PHONE_HASH = sha256("16505550123")
CLICK = "IwAR2xYzAbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEf"
FBP = f"fb.1.{AT - 3600}000.1098115397"


def seen(line: dict[str, Any], n: int) -> Seen:
    event = line["event"]
    known = event["event_name"], event["event_id"], event.get("event_time")
    return Seen(n, line["channel"], line["pixel_id"], *known, line["received_at"], event, {}, "kept", True)


def parts(
    browser: dict[str, Any] | None = None,
    server: dict[str, Any] | None = None,
    *,
    apart: float = 2.0,
    counted: int | None = 1,
    key: str = "event_id",
    channels: tuple[Literal["browser", "server"], Literal["browser", "server"]] = ("browser", "server"),
) -> PairParts:
    lines = pair(browser, server, apart=apart)
    one, other = (
        seen({**line, "channel": channel}, n) for n, (line, channel) in enumerate(zip(lines, channels, strict=True), 1)
    )
    twins = Twins(one, other, "same-event", key, Confidence.HIGH, counted)
    return PairParts(twins, tuple(differences(one.payload, other.payload)))


def judged(code: str, *args: Any, **named: Any) -> Hit | None:
    return catalog()[code].judge(parts(*args, **named))


@pytest.mark.parametrize(
    ("browser", "server", "named"),
    [
        ({"content_type": "product"}, {"content_type": "product_group"}, ["content_type"]),
        ({"order_id": "1001"}, {"order_id": "1002"}, ["order_id"]),
        (
            {"num_items": "1", "content_name": "Cup"},
            {"num_items": 2, "content_name": "Mug"},
            ["content_name", "num_items"],
        ),
        ({"content_ids": ["SKU-1"]}, {"content_ids": ["1"]}, ["content_ids"]),
        ({"contents": [{"id": "SKU-1", "quantity": 2}]}, {}, ["contents"]),
        ({"size": "L"}, {"size": "M"}, ["size"]),
        ({"value": 1}, {"value": 2}, None),
        ({"currency": "EUR"}, {"currency": "USD"}, None),
        ({"num_items": "1"}, {"num_items": 1}, None),
        ({"content_name": ABSENT}, {"content_name": "Cup"}, None),
        ({"contents": '[{"id": "SKU-1", "quantity": "1", "item_price": "49.90"}]'}, {}, None),
    ],
)
def test_custom_data_differs(browser: dict[str, Any], server: dict[str, Any], named: list[str] | None) -> None:
    hit = judged("DUP011", order(**browser), order(**server))
    if named is None:
        assert hit is None
    else:
        assert hit is not None
        assert f"in {', '.join(named)}; the other counts." in hit.message
        assert hit.path == ("custom_data", named[0])


def test_custom_data_differs_in_much() -> None:
    many = {f"made_up_{index}": index for index in range(6)}
    hit = judged("DUP011", order(**many), order(**dict.fromkeys(many, 99)))
    assert hit is not None
    assert "made_up_3 and 2 more;" in hit.message
    assert hit.actual == "6 members differ"


@pytest.mark.parametrize(
    ("counted", "key", "ending"),
    [
        (1, "event_id", "; the other counts."),
        (2, "event_id", "; this copy counts."),
        (None, "event_id", "; which of the two counts is open."),
        (1, "fbp", "; the other counts (matched by fbp)."),
    ],
)
def test_message_says_which_copy_counts(counted: int | None, key: str, ending: str) -> None:
    hit = judged("DUP012", order(value=10), order(value=20), counted=counted, key=key)
    assert hit is not None
    assert hit.message == f"value is 20 here and 10 in #1, the other copy of this event{ending}"
    assert (hit.expected, hit.actual) == ("10", "20")


@pytest.mark.parametrize(
    ("browser", "server", "code"),
    [
        (49.9, 54.8, "DUP012"),
        ("49.9", 49.91, "DUP012"),
        (49.9, 49.905, None),
        (49.9, 49.906, "DUP012"),
        ("49,90", 49.9, None),
        (0, 10, "DUP012"),
        (49.9, 4990, "DUP013"),
        ("4990", 49.9, "DUP013"),
        (49.899, 4990, "DUP013"),
        (0.01, 1, "DUP013"),
        (49.9, 4991, "DUP012"),
        (49.9, 499, "DUP012"),
        (49.9, 49900, "DUP012"),
        (49.9, -4990, "DUP012"),
        (1.5, 150.25, "DUP012"),
        (0, 0.0, None),
        (49.9, "49.90", None),
        (49.9, None, None),
    ],
)
def test_value(browser: Any, server: Any, code: str | None) -> None:
    found = [
        each for each in ("DUP013", "DUP012") if judged(each, order(value=browser), order(value=server)) is not None
    ]
    assert found[:1] == ([] if code is None else [code])
    assert "DUP012" in catalog()["DUP013"].hides


@pytest.mark.parametrize(
    ("currency", "browser", "server", "hits"),
    [
        ("KWD", 12.345, 12345, True),
        ("KWD", 12.34, 1234, True),
        ("EUR", 12.345, 12345, False),
        ("JPY", 5000, 50000, False),
        ("JPY", 5000, 500000, True),
        ("kwd", 1, 1000, True),
    ],
)
def test_minor_units_by_currency(currency: str, browser: float, server: float, hits: bool) -> None:
    one, other = (order(value=value, currency=currency) for value in (browser, server))
    assert (judged("DUP013", one, other) is not None) is hits


@pytest.mark.parametrize(("browser", "server", "whose"), [(49.9, 4990, "this copy"), (4990, 49.9, "#1")])
def test_minor_units_say_whose(browser: float, server: float, whose: str) -> None:
    hit = judged("DUP013", order(value=browser), order(value=server))
    assert hit is not None
    assert f"{whose} seems to give it in the smallest unit" in hit.message
    assert hit.expected == "49.9"


@pytest.mark.parametrize(
    ("browser", "server", "hits"),
    [
        ("EUR", "USD", True),
        ("eur", "USD", True),
        (["EUR"], "USD", False),
        ("EUR", "eur", False),
        ("EUR", "Euro", False),
        ("EUR", None, False),
        (ABSENT, "USD", False),
    ],
)
def test_currency(browser: Any, server: Any, hits: bool) -> None:
    hit = judged("DUP014", order(currency=browser), order(currency=server))
    assert (hit is not None) is hits
    assert "DUP012" in catalog()["DUP014"].hides


@pytest.mark.parametrize(("value", "told"), [(49.9, True), ("49.90", True), (54, False), (None, False)])
def test_currency_with_the_same_value(value: Any, told: bool) -> None:
    hit = judged("DUP014", order(), order(currency="USD", value=value))
    assert hit is not None
    assert ("with the same value" in hit.message) is told


@pytest.mark.parametrize(
    ("browser", "server", "code"),
    [
        ({"em": EMAIL_HASH}, {"em": OTHER_HASH}, "DUP015"),
        ({"em": EMAIL_HASH}, {"em": [OTHER_HASH, EMAIL_HASH]}, None),
        ({"em": EMAIL_HASH}, {"em": EMAIL_HASH.upper()}, None),
        ({"em": EMAIL_HASH}, {"em": f"{EMAIL_HASH}.AQQCAQMC"}, None),
        ({"em": EMAIL_HASH}, {"em": "john.smith@shop.example"}, None),
        ({"em": ABSENT}, {"em": OTHER_HASH}, None),
        ({"ph": PHONE_HASH}, {"ph": sha256("6505550123")}, "DUP015"),
        ({"external_id": "4711"}, {"external_id": sha256("4711")}, "DUP015"),
        ({"external_id": "4711"}, {"external_id": EXTERNAL_ID_HASH}, "DUP015"),
        ({"external_id": "4711"}, {"external_id": ["4712"]}, "DUP015"),
        ({"external_id": "4711"}, {"external_id": 4711}, None),
        ({"em": EMAIL_HASH}, {"em": sha256(EMAIL_HASH)}, "DUP016"),
        ({"em": sha256(EMAIL_HASH)}, {"em": EMAIL_HASH}, "DUP016"),
        ({"ph": PHONE_HASH}, {"ph": [sha256(PHONE_HASH.upper())]}, "DUP016"),
        ({"external_id": EXTERNAL_ID_HASH}, {"external_id": sha256(EXTERNAL_ID_HASH)}, "DUP016"),
        ({"client_user_agent": "Firefox"}, {"client_user_agent": "Chrome"}, None),
    ],
)
def test_customer_information(browser: dict[str, Any], server: dict[str, Any], code: str | None) -> None:
    found = [each for each in ("DUP015", "DUP016") if judged(each, shopper(**browser), shopper(**server)) is not None]
    assert found == ([] if code is None else [code])


def test_customer_information_of_one_channel_is_not_compared() -> None:
    assert judged("DUP015", {}, shopper(em=OTHER_HASH), channels=("server", "server")) is None


def test_customer_information_names_the_keys_and_shows_no_value() -> None:
    hit = judged("DUP015", shopper(ph=PHONE_HASH), shopper(em=OTHER_HASH, ph=sha256("6505550123")))
    assert hit is not None
    assert hit.message.startswith("em, ph have other values here than in #1")
    assert OTHER_HASH not in str(hit)
    assert EMAIL_HASH not in str(hit)


@pytest.mark.parametrize(
    ("browser", "server", "hint"),
    [
        ("4711", sha256("4711"), "The server's external_id is the hash of"),
        ("4711", EXTERNAL_ID_HASH, "The server's external_id is hashed, the other's is not."),
        (EXTERNAL_ID_HASH, "4711", "The browser's external_id is hashed, the other's is not."),
    ],
)
def test_external_id_in_clear_on_one_side(browser: str, server: str, hint: str) -> None:
    hit = judged("DUP015", shopper(external_id=browser), shopper(external_id=server))
    assert hit is not None
    assert hint in hit.message


def test_hashed_twice_says_by_whom() -> None:
    hit = judged("DUP016", shopper(em=EMAIL_HASH), shopper(em=sha256(EMAIL_HASH)))
    assert hit is not None
    assert "The server's em is the hash of the other hash: hashed again" in hit.message
    hit = judged("DUP016", shopper(em=sha256(EMAIL_HASH)), shopper(em=EMAIL_HASH))
    assert hit is not None
    assert "hashed once" in hit.message


@pytest.mark.parametrize(
    ("browser", "server", "code"),
    [
        ("203.0.113.7", "198.51.100.9", "DUP018"),
        ("203.0.113.7", "203.0.113.7.AQQAAQMC", None),
        ("203.0.113.7", "::ffff:203.0.113.7", None),
        ("203.0.113.7", "2001:db8::7", "DUP017"),
        ("2001:db8::7", "203.0.113.7", "DUP017"),
        ("2001:db8::7", "2001:db8:0:0:ffff::9", None),
        ("2001:db8:0:1::7", "2001:db8:0:2::7", "DUP018"),
        ("127.0.0.1", "203.0.113.7", None),
        ("::1", "203.0.113.7", None),
        ("203.0.113.7", "10.0.0.7", None),
        ("203.0.113.7", "104.16.0.1", None),
        ("203.0.113.7", "203.0.113.9, 198.51.100.9", None),
        ("203.0.113.7", None, None),
    ],
)
def test_addresses(browser: str, server: str | None, code: str | None) -> None:
    one, other = (shopper(client_ip_address=each) for each in (browser, server))
    assert [each for each in ("DUP017", "DUP018") if judged(each, one, other)] == ([] if code is None else [code])


@pytest.mark.parametrize(
    ("shift", "apart", "code"),
    [
        (0, 2.0, None),
        (300, 2.0, None),
        (301, 2.0, "DUP019"),
        (-301, 2.0, "DUP019"),
        (900, 2.0, "DUP019"),
        (1739, 2.0, "DUP019"),
        (1740, 2.0, "EVT025"),
        (1860, 2.0, "EVT025"),
        (1861, 2.0, "DUP019"),
        (3600, 2.0, "EVT025"),
        (-7200, 2.0, "EVT025"),
        (20_700, 2.0, "EVT025"),
        (3600, 3600.0, "EVT025"),
        (3600, 3601.0, "DUP019"),
        (26 * 3600, 2.0, "EVT025"),
        (27 * 3600, 2.0, "DUP019"),
        (AT * 999, 2.0, None),
    ],
)
def test_event_times(shift: int, apart: float, code: str | None) -> None:
    found = [each for each in ("EVT025", "DUP019") if judged(each, {}, {"event_time": AT + shift}, apart=apart)]
    assert found == ([] if code is None else [code])


@pytest.mark.parametrize(("browser", "server", "whose"), [(AT, AT - 7200, "server"), (AT - 7200, AT, "browser")])
def test_shift_says_whose_time_is_off(browser: int, server: int, whose: str) -> None:
    hit = judged("EVT025", {"event_time": browser}, {"event_time": server})
    assert hit is not None
    assert f"The {whose}'s looks like a local time read as GMT." in hit.message
    assert "2.0 h" in hit.message
    assert (hit.expected, hit.actual) == (str(AT), str(AT - 7200))


@pytest.mark.parametrize(
    ("browser", "server", "hits"),
    [
        (FBP, f"fb.1.{AT}000.2098115397", True),
        (FBP, FBP.replace("fb.1", "fb.2"), True),
        (FBP, f"{FBP}.AQQAAQMC", False),
        (f"{FBP}.AQYCAQMA", f"{FBP}.AQQAAQMC", False),
        (FBP, ABSENT, False),
        (FBP, "", False),
        (FBP, [FBP], False),
    ],
)
def test_fbp(browser: Any, server: Any, hits: bool) -> None:
    assert (judged("CLK010", shopper(fbp=browser), shopper(fbp=server)) is not None) is hits


@pytest.mark.parametrize(
    ("browser", "server", "hits"),
    [
        (f"fb.1.{AT}000.{CLICK}", f"fb.1.{AT}000.{CLICK[::-1]}", True),
        (f"fb.1.{AT}000.{CLICK}", f"fb.1.{AT}000.{CLICK.lower()}", True),
        (f"fb.1.{AT}000.{CLICK}", f"fb.1.{AT + 9}000.{CLICK}", False),
        (f"fb.1.{AT}000.{CLICK}", f"fb.2.{AT}.{CLICK}", False),
        (f"fb.1.{AT}000.{CLICK}", f"fb.1.{AT}000.{CLICK}.AQQAAQMC", False),
        (f"fb.1.{AT}000.{CLICK}", None, False),
        # A click ID alone is malformed, and told so, but it is no other click.
        (f"fb.1.{AT}000.{CLICK}", CLICK, False),
    ],
)
def test_fbc(browser: str, server: str | None, hits: bool) -> None:
    assert (judged("CLK011", shopper(fbc=browser), shopper(fbc=server)) is not None) is hits


def test_fbc_is_left_to_the_landing_address() -> None:
    landing = {"event_source_url": f"https://shop.example/?fbclid={CLICK}"}
    one, other = (shopper(fbc=f"fb.1.{AT}000.{each}") for each in (CLICK, CLICK.lower()))
    assert judged("CLK011", one | landing, other | landing) is None
    assert judged("CLK011", one | landing, other) is not None


LIMITED = {"data_processing_options": ["LDU"]}


@pytest.mark.parametrize(
    ("browser", "server", "hits"),
    [
        (LIMITED, {}, True),
        ({}, LIMITED, True),
        (LIMITED, {"data_processing_options": []}, True),
        ({"data_processing_options": []}, {}, False),
        (LIMITED, LIMITED, False),
        (LIMITED, {"data_processing_options": "LDU"}, False),
    ],
)
def test_limited_data_use(browser: dict[str, Any], server: dict[str, Any], hits: bool) -> None:
    hit = judged("CNS009", browser, server)
    assert (hit is not None) is hits
    if hit is not None:
        whose = ("browser", "server") if browser == LIMITED else ("server", "browser")
        assert hit.message.startswith(f"The {whose[0]}'s copy limits data use and the {whose[1]}'s does not")


@pytest.mark.parametrize(
    ("members", "text"),
    [
        ((("contents", 3),), "lacks what the other has: contents (3)."),
        ((("value", 2), ("em", 1)), "value (2), em (1)."),
        ((("a", 1), ("b", 1), ("c", 1), ("d", 1), ("e", 1)), "d (1) and 1 more."),
    ],
)
def test_counted_copy_is_poorer(members: tuple[tuple[str, int], ...], text: str) -> None:
    hit = catalog()["DUP020"].judge(Lost("Purchase", 3, 1500, members))
    assert hit is not None
    assert hit.message.startswith("In 3 of 1,500 pairs of Purchase")
    assert hit.message.endswith(text)


def test_nothing_lost_and_no_appendix_are_no_findings() -> None:
    assert catalog()["DUP020"].judge(Lost("Purchase", 0, 10, ())) is None
    assert catalog()["CLK012"].judge(Appendixes(0, "server")) is None


@pytest.mark.parametrize(("pairs", "text"), [(1, "In 1 pair fbp"), (1200, "In 1,200 pairs fbp")])
def test_appendix_on_one_side(pairs: int, text: str) -> None:
    hit = catalog()["CLK012"].judge(Appendixes(pairs, "server"))
    assert hit is not None
    assert hit.message.startswith(text)
    assert hit.message.endswith("here in the server's.")
