"""How two event ids part."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from simulator.suspicion.ids import part

CANARY = "ana@example.com"
UUID_TEXT = "0b9f6c1e-6f0a-4d2b-9a51-3f6a8d1c2e40"
NAMES = st.from_regex(r"[a-z][a-zA-Z0-9]{5,20}", fullmatch=True)
TIMES = st.integers(1_400_000_000, 2_099_999_999)


@pytest.mark.parametrize(
    ("one", "other", "kind", "sentence"),
    [
        ("order-1001", "order-1001", "equal", "the two ids are the same"),
        ("Order-1001", "order-1001", "case", "the ids differ only in upper and lower case"),
        ("order-1001", "web-order-1001", "prefix", 'the server\'s id has the prefix "web-"'),
        ("px_order-1001", "order-1001", "prefix", 'the browser\'s id has the prefix "px_"'),
        ("order-1001", "order-1001.Purchase", "suffix", 'the server\'s id has the suffix ".Purchase"'),
        ("web-order-1001", "srv-order-1001", "prefixes", 'behind different prefixes both ids end with "order-1001"'),
        ("order-1001-web", "order-1001-srv", "suffixes", 'before different suffixes both ids begin with "order-1001"'),
        ("1001", "0001001", "padding", "the server's id is padded with zeros"),
        ("order-01001", "order-1001", "padding", "the browser's id is padded with zeros"),
        ("1001", "1001.0", "format", None),
        (UUID_TEXT, UUID_TEXT.replace("-", ""), "format", None),
        ("{" + UUID_TEXT.upper() + "}", UUID_TEXT, "format", None),
        ('"order-1001"', "order-1001", "format", None),
        ("order-1001", " order-1001\n", "format", None),
        ("Purchase.1788000000123", "Purchase.1788000000987", "timestamp", None),
        ("1788000000", "1788000000123", "timestamp", None),
        ("a8f-1788000000", "zz91.1788000003500", "timestamp", None),
        ("order-1001", "order-1001_1788000000", "timestamp", "only one of the ids holds a time"),
        (UUID_TEXT, "purchase-1001", "order-id", "the server's id contains the order id and the other does not"),
        (UUID_TEXT, "7d5c0f4e-1111-4222-8333-444455556666", "random", "each side made a random id of its own"),
        ("kqzvb", "1234567", "random", None),
        # Ten digits that are no time between 2014 and 2033.
        ("id-9988776655", "id-9988776654", "random", None),
    ],
)
def test_parting(one: str, other: str, kind: str, sentence: str | None) -> None:
    found = part(one, other, order="1001")
    assert found.kind == kind
    assert sentence is None or found.sentence == sentence


def test_a_time_that_both_ids_share_is_no_cause() -> None:
    assert part("web-1788000000", "1788000000").kind == "prefix"


def test_what_is_shown_of_an_id_is_short_and_printable() -> None:
    sentence = part("order-1001", "\x1b[31m" + "x" * 200 + "order-1001").sentence
    assert sentence.isprintable()
    assert len(sentence) < 80


@given(st.text(), st.text(), st.none() | st.text(max_size=5))
def test_it_is_symmetrical(one: str, other: str, order: str | None) -> None:
    assert part(one, other, order=order, whose=("A's", "B's")) == part(other, one, order=order, whose=("B's", "A's"))


@given(NAMES)
def test_case(name: str) -> None:
    assert part(name, name.swapcase()).kind == "case"


@given(NAMES, st.sampled_from(["web-", "srv_", "fb.", "pixel:"]))
def test_prefix(name: str, extra: str) -> None:
    found = part(name, extra + name)
    assert found.kind == "prefix"
    assert extra in found.sentence


@given(NAMES, st.sampled_from(["-web", "_srv", ".Purchase", ":pixel"]))
def test_suffix(name: str, extra: str) -> None:
    found = part(name + extra, name)
    assert found.kind == "suffix"
    assert extra in found.sentence


@given(st.integers(1, 10**9), st.integers(1, 8), st.sampled_from(["", "order-", "A"]))
def test_padding(number: int, zeros: int, stem: str) -> None:
    assert part(f"{stem}{number}", f"{stem}{'0' * zeros}{number}").kind == "padding"


@given(NAMES, st.sampled_from(['"{}"', "'{}'", " {}", "{}\n", "{{{}}}", "[{}]"]))
def test_format(name: str, pattern: str) -> None:
    assert part(name, pattern.format(name)).kind == "format"


@given(st.uuids(), st.sampled_from(["{}", "{{{}}}"]))
def test_format_of_a_uuid(uuid: UUID, pattern: str) -> None:
    assert part(str(uuid), pattern.format(uuid.hex)).kind == "format"


@given(NAMES, TIMES, TIMES, st.sampled_from(["-", ".", "_"]), st.booleans())
def test_timestamp(name: str, one: int, other: int, separator: str, in_milliseconds: bool) -> None:
    assume(one != other)
    scale = 1000 if in_milliseconds else 1
    assert part(f"{name}{separator}{one}", f"{name}{separator}{other * scale}").kind == "timestamp"


@given(st.uuids(version=4), st.integers(10_000_000, 99_999_999))
def test_order_id(uuid: UUID, order: int) -> None:
    assume(str(order) not in str(uuid))
    assert part(str(uuid), f"order-{order}", order=str(order)).kind == "order-id"


@given(st.uuids(version=4), st.uuids(version=4))
def test_random(one: UUID, other: UUID) -> None:
    assume(one != other)
    assert part(str(one), str(other)).kind in ("random", "suffixes", "prefixes")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1001", f"{CANARY}-1001"),
        ("1001", f"1001-{CANARY}"),
        (f"web-1-{CANARY}", f"srv-1-{CANARY}"),
        (f"{CANARY}-1-web", f"{CANARY}-1-srv"),
        # What is cut off at the "@" is still a name.
        ("@example.com", CANARY),
        ("ana1@example.com", "ana1@example"),
        ("ana1@example-com", "ana1@example-net"),
        ("web-ana%40example.com-1", "srv-ana%40example.com-1"),
        ("5550123", "+16505550123"),
        ("web-+16505550123", "srv-+16505550123"),
    ],
)
def test_no_address_is_told(one: str, other: str) -> None:
    for sentence in (part(one, other).sentence, part(other, one).sentence):
        assert not any(piece in sentence for piece in ("ana", "example", "1650", "555"))
