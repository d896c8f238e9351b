"""Double fires among events some of which deduplication took out, and what speaks against a double fire."""

from __future__ import annotations

from typing import Any

import pytest
from action_building import OTHER_FBP, PAGE, line, messages, person, told
from seen_building import seen

from simulator.checks.examples import AT
from simulator.checks.spot import ABSENT
from simulator.suspicion import spares

FIRST = {"deduplication": {"prefer": "first-received"}}
WITHOUT_ORDER = {"custom_data": {"value": 19, "currency": "EUR"}}


@pytest.mark.parametrize(
    ("lines", "tables", "expected"),
    [
        ([line("server", 1, "a"), line("server", 1.3, "b")], {}, [(2, 1, "error")]),
        # The first was a duplicate of the browser's.
        ([line("browser", 0, "a"), line("server", 1, "a"), line("server", 1.3, "b")], {}, [(3, 2, "error")]),
        ([line("browser", 0, "a"), line("server", 1, "a"), line("server", 900, "b")], {}, [(3, 2, "error")]),
        # The one too many came first.
        ([line("browser", 0, "a"), line("server", 1, "b"), line("server", 1.3, "a")], {}, [(2, 3, "error")]),
        ([line("server", 0, "b"), line("browser", 1, "a"), line("server", 1.3, "a")], {}, [(1, 3, "error")]),
        # Of three ids two are too many.
        (
            [line("browser", 0, "a"), *[line("server", 1 + n, each) for n, each in enumerate("abc")]],
            {},
            [(3, 2, "error"), (4, 3, "error")],
        ),
        # The browser's copy does not count.
        ([line("server", 0, "a"), line("browser", 1, "a"), line("browser", 2, "b")], FIRST, [(3, 2, "error")]),
        # Both are duplicates, or the later one is one of the earlier's.
        ([line("browser", 0, "a"), line("server", 1, "a"), line("server", 2, "a")], {}, []),
        ([line("server", 0, "a"), line("server", 2, "a")], {}, []),
        # Another order, another person, or too late.
        (
            [
                line("browser", 0, "a"),
                line("server", 1, "a"),
                line("server", 2, "b", custom_data={"value": 19, "currency": "EUR", "order_id": "A-2"}),
            ],
            {},
            [],
        ),
        (
            [
                line("browser", 0, "a", **WITHOUT_ORDER),
                line("server", 1, "a", **WITHOUT_ORDER),
                line("server", 2, "b", user_data=person(OTHER_FBP), **WITHOUT_ORDER),
            ],
            {},
            [],
        ),
        (
            [line("browser", 0, "a"), line("server", 1, "a"), line("server", 1 + 48 * 3600, "b")],
            {},
            [],
        ),
        # Both channels fire twice, with pairs of their own: told once.
        (
            [line("browser", 0, "a"), line("server", 1, "a"), line("browser", 60, "b"), line("server", 61, "b")],
            {},
            [(3, 1, "error")],
        ),
        (
            [line("server", 0, "a"), line("browser", 1, "a"), line("server", 60, "b"), line("browser", 61, "b")],
            FIRST,
            [(3, 1, "error")],
        ),
    ],
)
def test_a_double_fire_among_copies(lines: list[dict[str, Any]], tables: dict[str, Any], expected: list[Any]) -> None:
    assert told(lines, "DUP003", **tables) == expected


@pytest.mark.parametrize(
    ("copy", "later", "expected"),
    [
        ({}, {}, [(3, 2, "warning")]),
        ({"pixel_id": "2222222222"}, {}, []),
        ({}, {"pixel_id": "2222222222"}, []),
        ({}, {"received_at": AT + 31}, [(3, 2, "warning")]),
        ({}, {"received_at": AT + 31.1}, []),
        ({"received_at": AT + 20}, {"received_at": AT + 10}, [(3, 2, "warning")]),
        ({"received_at": AT + 50}, {"received_at": AT + 10}, []),
    ],
)
def test_a_copy_without_an_order_is_compared_too(
    copy: dict[str, Any], later: dict[str, Any], expected: list[Any]
) -> None:
    lines = [line("browser", 0, "a", **WITHOUT_ORDER), line("server", 1, "a", **WITHOUT_ORDER) | copy]
    if "pixel_id" in copy:
        lines[0] |= copy
    assert told([*lines, line("server", 2, "b", **WITHOUT_ORDER) | later], "DUP003") == expected


def test_memory_for_copies_laid_aside_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spares, "MOST_SPARES", 20)
    monkeypatch.setattr(spares, "MOST_ALONE", 20)
    aside = spares.Spares(30.0)
    for n in range(1, 200):
        event = seen(line("server", n, f"id-{n}", user_data=person(f"fb.1.1787996400000.{n}")), n)
        assert aside.put(event)
        assert aside.near(event) == [event]
    assert len(aside._spares) == len(aside._alone) == 20


def test_the_message_tells_which_counts() -> None:
    early = messages([line("browser", 0, "a"), line("server", 1, "a"), line("server", 1.3, "b")], "DUP003")
    assert "reported this action before, as #2" in early[0]
    assert "it counts twice" in early[0]
    late = messages([line("browser", 0, "a"), line("server", 1, "b"), line("server", 1.3, "a")], "DUP003")
    assert "reported this action again, as #3" in late[0]
    both = messages([line("server", 0, "a"), line("server", 1, "b")], "DUP003")
    assert "and both count" in both[0]


def twice(apart: float, one: dict[str, Any], other: dict[str, Any], **both: Any) -> list[dict[str, Any]]:
    base: dict[str, Any] = {"event_name": "ScrollDepth"} | both
    return [line("browser", 0, "a", **{**base, **one}), line("browser", apart, "b", **{**base, **other})]


def data(**members: Any) -> dict[str, Any]:
    return {"custom_data": members}


WARNING = [(2, 1, "warning")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # Names of the shop's own.
        (twice(3.0, data(percent=25), data(percent=25)), WARNING),
        (twice(3.1, data(percent=25), data(percent=25)), []),
        (twice(1.0, data(percent=25), data(percent=50)), []),
        (twice(1.0, data(percent=25), data(percent="25")), WARNING),
        (twice(1.0, data(percent=25), data(percent=25.0)), WARNING),
        (twice(1.0, data(percent=25), data(percent=None)), WARNING),
        (twice(1.0, data(percent=25), data()), WARNING),
        (twice(1.0, data(steps=[1, 2]), data(steps=[1, 3])), []),
        (twice(900.0, data(order_id="A-1", step=1), data(order_id="A-1", step=2)), []),
        (twice(900.0, data(order_id="A-1", step=1), data(order_id="A-1", step=1)), [(2, 1, "error")]),
        # Standard ones.
        (twice(30.0, data(value=1), data(value=1), event_name="Lead"), WARNING),
        (twice(30.0, data(value=1), data(value=1), event_name="lead"), WARNING),
        (twice(9.0, data(content_name="Cup"), data(content_name="Tin"), event_name="Lead"), []),
        (twice(9.0, data(content_name="Cup"), data(content_name=" Cup "), event_name="Lead"), WARNING),
        (twice(1.0, data(search_string="cup"), data(search_string="tin"), event_name="Search"), []),
        (twice(1.0, data(search_string="cup"), data(search_string="cup"), event_name="Search"), WARNING),
        (twice(9.0, data(value=1, currency="EUR"), data(value=1, currency="eur"), event_name="Lead"), WARNING),
        (twice(9.0, data(value=1, currency="EUR"), data(value=1, currency="USD"), event_name="Lead"), []),
        # Under one order what else differs is a second sender's own.
        (
            twice(9.0, data(order_id="1", content_name="A"), data(order_id="1", content_name="B"), event_name="Lead"),
            [(2, 1, "error")],
        ),
    ],
)
def test_what_custom_data_says_of_a_repeat(lines: list[dict[str, Any]], expected: list[Any]) -> None:
    assert told(lines, "DUP003") == expected


VIEW = {"event_name": "PageView", "custom_data": ABSENT}


@pytest.mark.parametrize(
    ("members", "servers", "expected"),
    [
        (VIEW, "ab", []),
        (VIEW, "a", [(3, 1, "warning")]),
        (VIEW, "", [(2, 1, "warning")]),
        (WITHOUT_ORDER, "ab", []),
        (WITHOUT_ORDER, "a", [(3, 1, "warning")]),
        ({}, "ab", [(3, 1, "error")]),
        (WITHOUT_ORDER | {"event_source_url": PAGE + "?tab=2"}, "ab", []),
    ],
)
def test_two_that_both_sides_know_apart_are_two(members: dict[str, Any], servers: str, expected: list[Any]) -> None:
    """The browser sends twice, 1.5 seconds apart; ``servers`` are the ids that the server sends too."""
    lines = [line("browser", 0, "a", **members)]
    if "a" in servers:
        lines.append(line("server", 0.5, "a", **members))
    lines.append(line("browser", 1.5, "b", **members))
    if "b" in servers:
        lines.append(line("server", 2, "b", event_time=AT + 1, **members))
    assert told(lines, "DUP003") == expected


@pytest.mark.parametrize(("apart", "expected"), [(2, [(2, 1, "warning")]), (4, [(2, 1, "warning")]), (5, []), (40, [])])
def test_what_a_batch_brings_at_once_was_not_done_at_once(apart: int, expected: list[tuple[int, int, str]]) -> None:
    view = {"event_name": "PageView", "custom_data": ABSENT}
    lines = [line("server", 60, "a", **view), line("server", 60, "b", event_time=AT + apart, **view)]
    lines[0]["event"]["event_time"] = AT
    assert told(lines, "DUP003") == expected
