"""Delays, retries and losses between the shop and Meta."""

from __future__ import annotations

import pytest

from simulator.synthetic import ShopSettings
from simulator.synthetic.chance import Chance
from simulator.synthetic.network import FLUSH, Backend, browser_receipt

NOON = 1_772_452_800_000
DAY = range(NOON, NOON + 86_400_000, FLUSH)


def receipts(seed: int) -> list[tuple[int, int | None]]:
    backend = Backend(ShopSettings(seed=seed))
    return [(at, backend.receipt(at)) for at in DAY]


def test_events_of_five_seconds_are_sent_together() -> None:
    backend = Backend(ShopSettings())
    assert len({backend.receipt(NOON + at) for at in range(0, FLUSH, 100)}) == 1
    assert backend.receipt(NOON) != backend.receipt(NOON + FLUSH)
    assert backend.receipt(NOON - 1) != backend.receipt(NOON)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_most_requests_arrive_at_once_some_late_few_never(seed: int) -> None:
    waited = [None if received is None else received - at for at, received in receipts(seed)]
    assert all(each is None or each >= 60 for each in waited)
    late = sum(each is not None and each > FLUSH + 900 for each in waited)
    assert 0.005 < late / len(waited) < 0.03
    assert 0 < sum(each is None for each in waited) / len(waited) < 0.005
    # Meta asks for events within an hour; the shop's retries never take that long.
    assert max(each for each in waited if each is not None) < 3_600_000


def test_what_was_forgotten_comes_out_the_same() -> None:
    backend = Backend(ShopSettings())
    first = backend.receipt(NOON)
    for at in DAY:
        backend.receipt(at)
    assert backend.receipt(NOON) == first
    assert Backend(ShopSettings()).receipt(NOON) == first


def test_the_browser_is_fast() -> None:
    chance = Chance("browser")
    waited = [browser_receipt(chance, NOON) - NOON for _ in range(500)]
    assert min(waited) >= 40
    assert max(waited) <= 1_500
    assert len(set(waited)) > 100
