"""A fault at work: who is hit, what stays, and in which order it comes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from fault_trying import shop

from simulator.synthetic import Made
from simulator.synthetic.chance import Chance
from simulator.synthetic.faults import Applied, Kind
from simulator.synthetic.faults.changing import drop, later, put, website
from simulator.synthetic.faults.kind import Per
from simulator.synthetic.made import place

KIND = Kind("tried", "Only tests make it.")


@KIND.variant("marked", "Marked.", "DUP001")
def marked(made: Made, chance: Chance) -> Iterable[Made]:
    yield put(made, marked=chance.number())


@KIND.variant("late", "An hour late.", "DUP001", of=website("server"))
def late(made: Made, _chance: Chance) -> Iterable[Made]:
    yield later(made, 3600)


@KIND.variant("gone", "Never sent.", "DUP001")
def gone(_made: Made, _chance: Chance) -> Iterable[Made]:
    return ()


@KIND.variant("thrice", "Three times.", "DUP001")
def thrice(made: Made, _chance: Chance) -> Iterable[Made]:
    return (made, later(made, 5), later(made, 1))


def applied(name: str, rate: float = 0.3, seed: int = 7, **changed: object) -> Applied:
    return Applied(KIND, replace(KIND.variants[name], **changed), rate, seed)  # type: ignore[arg-type]


def run(*faults: Applied) -> list[Made]:
    stream: Iterable[Made] = shop(7)
    for fault in faults:
        stream = fault(iter(stream))
    return list(stream)


def marks(stream: list[Made]) -> dict[tuple[object, ...], float]:
    return {(*made.action, made.channel): made.payload["marked"] for made in stream if "marked" in made.payload}


@pytest.mark.parametrize("name", KIND.variants)
def test_what_comes_out_is_in_order_of_receipt(name: str) -> None:
    stream = run(applied(name))
    assert [place(made) for made in stream] == sorted(place(made) for made in stream)


def test_the_rest_stays_as_it_was() -> None:
    fault = applied("marked")
    stream = run(fault)
    assert [made for made in stream if "marked" not in made.payload] == [
        made for made in shop(7) if (*made.action, made.channel) not in marks(stream) or made.word is not None
    ]
    assert len(stream) == len(shop(7))
    assert fault.hits == len(marks(stream)) > 100


def test_words_of_consent_are_not_hit_by_default() -> None:
    fault = applied("gone", rate=1.0)
    assert {made.word for made in run(fault)} == {"grant", "revoke"}


def test_the_rate_is_the_share_that_is_hit() -> None:
    for rate in (0.05, 0.5, 1.0):
        fault = applied("marked", rate=rate)
        share = len(marks(run(fault))) / sum(made.word is None for made in shop(7))
        assert share == pytest.approx(rate, abs=0.05)


@pytest.mark.parametrize(
    ("per", "group"),
    [("action", 3), ("visit", 2), ("shopper", 1), ("shop", 0)],
)
def test_groups_are_hit_as_a_whole(per: Per, group: int) -> None:
    hit, missed = set(), set()
    for made in run(applied("marked", rate=0.5, per=per)):
        if made.word is None:
            (hit if "marked" in made.payload else missed).add(made.action[:group])
    assert not hit & missed


def test_copies_are_hit_one_by_one() -> None:
    found = marks(run(applied("marked", rate=0.5, per="copy")))
    other = {"browser": "server", "server": "browser"}
    assert any((*key[:-1], other[str(key[-1])]) not in found for key in found)


def test_the_same_seed_hits_the_same_and_another_others() -> None:
    assert marks(run(applied("marked"))) == marks(run(applied("marked")))
    assert marks(run(applied("marked"))) != marks(run(applied("marked", seed=8)))


def test_other_faults_don_t_change_who_is_hit() -> None:
    alone = marks(run(applied("marked")))
    beside = marks(run(applied("late"), applied("marked")))
    assert alone == beside


def test_more_and_later_events_find_their_place() -> None:
    fault = applied("thrice", rate=1.0)
    events = sum(made.word is None for made in shop(7))
    assert len(run(fault)) == 3 * events + len(shop(7)) - events
    assert fault.hits == events


@KIND.variant("doubled", "The time twice.", "DUP001", of=website("server"))
def doubled(made: Made, _chance: Chance) -> Iterable[Made]:
    yield made
    yield put(made, event_time=made.payload["event_time"] * 2)


@KIND.variant("timeless", "No time.", "DUP001", of=website("server"))
def timeless(made: Made, _chance: Chance) -> Iterable[Made]:
    yield drop(made, "event_time")


def test_what_another_fault_took_away_can_t_be_changed_any_more() -> None:
    first, second = applied("timeless", rate=0.5), applied("doubled", rate=1.0)
    stream = run(first, second)
    website_events = sum(website("server")(made) for made in shop(7))
    assert second.missed == first.hits > 0
    assert second.hits == website_events - first.hits
    # Not even in part: the event is there once.
    assert sum(website("server")(made) and "event_time" not in made.payload for made in stream) == first.hits
    assert len(stream) == len(shop(7)) + second.hits


def test_a_fault_used_twice_counts_on() -> None:
    fault = applied("marked")
    run(fault)
    once = fault.hits
    run(fault)
    assert fault.hits == 2 * once


def test_two_variants_of_one_name_are_a_mistake() -> None:
    kind = Kind("twice", "Twice.")
    kind.variant("one", "One.", "DUP001")(marked)
    with pytest.raises(ValueError, match="two variants one"):
        kind.variant("one", "One.", "DUP001")(marked)
