"""Matching with little room: what is held is bounded, also when everything came at one moment."""

from __future__ import annotations

import pytest
from seen_building import seen

from simulator.checks.examples import AT, pair
from simulator.checks.seen import Seen
from simulator.suspicion import matching
from simulator.suspicion.matching import Matcher


def copy(n: int, person: int, channel: str, at: float = AT) -> Seen:
    """A copy of that person's purchase, with an id of its own and no order id."""
    line = pair(
        {
            "event_id": f"{channel}-{n}",
            "custom_data": {"value": 49.9, "currency": "EUR"},
            "user_data": {"fbp": f"fb.1.{AT - 3600}000.{person}"},
        }
    )[0]
    return seen({**line, "channel": channel, "received_at": at}, n)


def matched(events: list[Seen], cap: int | None, monkeypatch: pytest.MonkeyPatch) -> tuple[set[tuple[int, int]], int]:
    """The pairs, and how many events were held at most."""
    if cap is not None:
        monkeypatch.setattr(matching, "MOST_OPEN", cap)
    matcher = Matcher(30.0, 3600.0)
    found, most = [], 0
    for each in events:
        found += matcher.add(each)
        most = max(most, len(matcher))
    found += matcher.end()
    return {(each.twins.first.n, each.twins.second.n) for each in found}, most


ALTERNATING = [copy(n, (n + 1) // 2, "browser" if n % 2 else "server") for n in range(1, 101)]


@pytest.mark.parametrize("cap", [None, 200, 100, 99, 10, 2, 1])
def test_one_moment_with_little_room(cap: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    pairs, most = matched(ALTERNATING, cap, monkeypatch)
    assert most <= (cap or 100)
    # The two copies of a person come one after the other, so they meet however little room there is.
    assert pairs == {(n, n + 1) for n in range(1, 100, 2)}


def test_oldest_is_settled_first_and_later_copies_go_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    browser = [copy(n, n, "browser") for n in range(1, 11)]
    server = [copy(n + 10, n, "server") for n in range(1, 11)]
    assert matched([*browser, *server], 20, monkeypatch)[0] == {(n, n + 10) for n in range(1, 11)}
    pairs, most = matched([*browser, *server], 12, monkeypatch)
    assert most <= 12
    assert pairs <= {(n, n + 10) for n in range(1, 11)}


def test_cap_is_not_felt_by_what_is_spread_over_time(monkeypatch: pytest.MonkeyPatch) -> None:
    spread = [copy(n, (n + 1) // 2, "browser" if n % 2 else "server", AT + 40.0 * n // 2) for n in range(1, 60)]
    assert matched(spread, 6, monkeypatch)[0] == matched(spread, None, monkeypatch)[0]
