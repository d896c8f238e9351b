"""The streaming form of deduplication against the reference, over everything that could part them."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simulator.deduplication.copy import Copy
from simulator.deduplication.decide import decide
from simulator.deduplication.window import SLACK, Window
from simulator.settings import Deduplication
from simulator.verdict import Decision

START = 1_700_000_000.0
HOUR = 3600.0
DAY = 24 * HOUR
# Windows shorter than five minutes and than the slack too: nothing may depend on the default.
WINDOW_HOURS = [48.0, 2.0, 1.0, 0.5, 0.05]
STEPS = [0.0, 0.001, 1.0, 60.0, 299.0, 300.0, 301.0, 900.0, 3299.0, 3300.0, 3301.0, 3599.0, 3600.0, 3601.0]

all_settings = st.builds(
    Deduplication,
    window_hours=st.sampled_from(WINDOW_HOURS),
    prefer=st.sampled_from(["browser-within-5-minutes", "first-received"]),
    same_channel_event_id=st.booleans(),
    fallback=st.sampled_from(["missing-id", "unmatched-id", "off"]),
)


@st.composite
def copies_and_settings(draw: st.DrawFn, kinds: list[str] | None = None, most: int = 14) -> tuple:
    """Copies in order of arrival, at most SLACK out of order, few enough keys to collide often."""
    deduplication = draw(all_settings)
    window = deduplication.window_hours * HOUR
    drawn = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["browser", "server"]),
                st.sampled_from([0.0, window, 2 * window, window - 300.0, 7 * DAY, 90 * DAY]),
                st.sampled_from(STEPS),
                st.sampled_from([1, 1, -1]),
                st.sampled_from(["1", "1", "1", "2", None]),
                st.sampled_from(["Purchase", "Purchase", "purchase", "MobileAppInstall"]),
                st.sampled_from(["a", "a", "b", None]),
                st.sampled_from([(), (), ("u",), ("v",), ("u", "v"), ("f",)]),
                st.sampled_from([None, None, "f", "g"]),
                st.sampled_from(kinds or ["web", "web", "web", "app", "offline", "messaging"]),
                st.sampled_from([None, ("order_id", 1.0, "x", "o"), ("user_data", 1.0, None, b"d")]),
                st.sampled_from([0.0, 0.0, 1.0, 299.0, 1800.0, SLACK]),
            ),
            max_size=most,
        )
    )
    arriving = []
    for n, (channel, anchor, step, sign, *keys, delay) in enumerate(drawn, start=1):
        at = START + anchor + sign * step
        arriving.append((at + delay, Copy(n, channel, at, *keys)))
    # Whatever came before has a receipt at most its own arrival, so at most SLACK later than this one's.
    arriving.sort(key=lambda pair: pair[0])
    return [copy for _, copy in arriving], deduplication


def stream(copies: list[Copy], window: Window) -> dict[int, Decision]:
    """What a caller believes after it followed every change."""
    believed: dict[int, Decision] = {}
    for copy in copies:
        for n, decision in window.add(copy).items():
            if decision is None:
                believed.pop(n, None)
            else:
                believed[n] = decision
    return believed


@settings(max_examples=600, deadline=None)
@given(copies_and_settings())
def test_window_says_what_decide_says(case: tuple) -> None:
    copies, deduplication = case
    window = Window(deduplication)
    assert stream(copies, window) == decide(copies, deduplication)
    assert not window.straggled


@settings(max_examples=600, deadline=None)
@given(copies_and_settings(kinds=["web"], most=20))
def test_window_says_what_decide_says_of_web_events(case: tuple) -> None:
    copies, deduplication = case
    assert stream(copies, Window(deduplication)) == decide(copies, deduplication)


@settings(max_examples=150, deadline=None)
@given(copies_and_settings(most=12))
def test_window_agrees_after_every_single_copy(case: tuple) -> None:
    copies, deduplication = case
    window = Window(deduplication)
    believed: dict[int, Decision | None] = {}
    for count, copy in enumerate(copies, start=1):
        believed.update(window.add(copy))
        kept = {n: decision for n, decision in believed.items() if decision is not None}
        assert kept == decide(copies[:count], deduplication)


def random_traffic(seed: int, hours: float, count: int, *, disorder: float, kinds: tuple[str, ...]) -> list[Copy]:
    """A long stream in which ids, people and gaps repeat; ``disorder`` in seconds."""
    chance = random.Random(seed)
    arriving = []
    for n in range(1, count + 1):
        at = START + round(chance.uniform(0, hours * HOUR), chance.choice([0, 0, 3]))
        ids = tuple(chance.sample(["u", "v", "w", "x"], chance.choice([0, 0, 1, 1, 2])))
        copy = Copy(
            n,
            chance.choice(["browser", "server"]),
            at,
            chance.choice(["1", "1", "2"]),
            chance.choice(["Purchase", "Lead", "MobileAppInstall"]),
            chance.choice([None, *"abcdefgh"]),
            ids,
            chance.choice([None, "f", "g", "h", "u"]),
            chance.choice(kinds),
            chance.choice([None, ("order_id", 1.0, None, "o"), ("user_data", 1.0, None, b"d")]),
        )
        arriving.append((at + chance.uniform(0, disorder), copy))
    arriving.sort(key=lambda pair: pair[0])
    return [copy for _, copy in arriving]


@pytest.mark.parametrize("fallback", ["missing-id", "unmatched-id"])
@pytest.mark.parametrize("same_channel", [True, False])
@pytest.mark.parametrize("hours", WINDOW_HOURS)
def test_long_streams_agree(hours: float, same_channel: bool, fallback: str) -> None:
    deduplication = Deduplication(window_hours=hours, same_channel_event_id=same_channel, fallback=fallback)
    for seed, disorder in enumerate([0.0, 30.0, SLACK]):
        copies = random_traffic(seed, 12 * hours, 1500, disorder=disorder, kinds=("web", "web", "app", "offline"))
        window = Window(deduplication)
        assert stream(copies, window) == decide(copies, deduplication)


def test_a_rebuilt_window_answers_as_the_old_one() -> None:
    """A resumed run feeds what is stored in order of receipt, whatever the order it was read in."""
    deduplication = Deduplication(window_hours=2.0)
    for seed in range(20):
        copies = random_traffic(seed, 24, 400, disorder=seed % 2 * 600.0, kinds=("web",))
        for cut in range(0, len(copies), 61):
            old, rebuilt = Window(deduplication), Window(deduplication)
            for copy in copies[:cut]:
                old.add(copy)
            for copy in sorted(copies[:cut], key=lambda copy: (copy.received_at, copy.n)):
                rebuilt.add(copy)
            assert [old.add(copy) for copy in copies[cut:]] == [rebuilt.add(copy) for copy in copies[cut:]]


def test_a_window_fed_with_the_whole_run_answers_as_the_old_one() -> None:
    copies = random_traffic(5, 400, 1200, disorder=1800.0, kinds=("web", "app", "offline"))
    old, rebuilt = Window(Deduplication()), Window(Deduplication())
    for copy in copies[:800]:
        old.add(copy)
    for copy in sorted(copies[:800], key=lambda copy: (copy.received_at, copy.n)):
        rebuilt.add(copy)
    assert [old.add(copy) for copy in copies[800:]] == [rebuilt.add(copy) for copy in copies[800:]]


def test_a_copy_later_than_the_slack_is_reported_and_a_new_window_in_order_repairs_it() -> None:
    copies = [
        Copy(1, "server", START + SLACK + 1, "1", "Purchase", "a", (), None, "web", None),
        Copy(2, "browser", START, "1", "Purchase", "a", (), None, "web", None),
    ]
    window = Window(Deduplication())
    assert stream(copies, window) == {}
    assert window.straggled
    again = Window(Deduplication())
    in_order = sorted(copies, key=lambda copy: copy.received_at)
    assert stream(in_order, again) == decide(copies, Deduplication()) != {}
    assert not again.straggled


def test_a_copy_exactly_the_slack_late_is_exact() -> None:
    copies = [
        Copy(1, "server", START + SLACK, "1", "Purchase", "a", (), None, "web", None),
        Copy(2, "browser", START, "1", "Purchase", "a", (), None, "web", None),
    ]
    window = Window(Deduplication())
    assert stream(copies, window) == {1: Decision(2, "event_id", SLACK, "first-received")}
    assert not window.straggled


@pytest.mark.parametrize("fallback", ["missing-id", "unmatched-id", "off"])
def test_memory_is_bounded_by_the_window_not_by_the_input(fallback: str) -> None:
    window = Window(Deduplication(window_hours=1.0, fallback=fallback))
    most = 0
    for n in range(1, 40_001):
        channel = "browser" if n % 2 else "server"
        at = START + n * 10.0
        person = str(n // 2 % 7) if n % 11 else "everybody"
        identity = "constant" if n % 5 == 0 else str(n // 2)
        window.add(Copy(n, channel, at, "1", f"Name{n // 5000}", identity, (person,), person, "web", None))
        most = max(most, len(window))
    # A window and twice the slack at one copy in ten seconds, and a little more.
    assert most <= (HOUR + 2 * SLACK + 300) / 10 + 10
    lane = window._shared
    assert len(lane._scopes) <= 2
    for scope in lane._scopes.values():
        assert len(scope.identities) <= most
        for index in (scope.with_id, scope.without_id, scope.servers):
            for entries in (index.external_id, index.fbp):
                assert sum(len(entry) if isinstance(entry, list) else 1 for entry in entries.values()) <= 4 * most


def test_what_is_let_go_needs_no_garbage_collector() -> None:
    import gc

    from simulator.deduplication.held import Held, Occurrence, Scope

    gc.collect()
    gc.disable()
    try:
        window = Window(Deduplication(window_hours=0.5))
        for copy in random_traffic(3, 60, 6000, disorder=600.0, kinds=("web",)):
            window.add(copy)
        window.add(Copy(9999, "server", START + 100 * HOUR, "1", "Purchase", "z", (), None, "web", None))
        window.add(Copy(10_000, "server", START + 200 * HOUR, "1", "Purchase", "z", (), None, "web", None))
        left = [thing for thing in gc.get_objects() if isinstance(thing, (Held, Occurrence, Scope))]
    finally:
        gc.enable()
    assert len(left) <= 6
    assert len(window) == 1


@settings(max_examples=150, deadline=None)
@given(copies_and_settings(), st.randoms(use_true_random=False))
@example(([], Deduplication()), random.Random(0))
def test_decide_ignores_the_order_of_its_input(case: tuple, chance: random.Random) -> None:
    copies, deduplication = case
    shuffled = list(copies)
    chance.shuffle(shuffled)
    assert decide(shuffled, deduplication) == decide(copies, deduplication)


@settings(max_examples=300, deadline=None)
@given(copies_and_settings())
def test_what_no_setting_may_break(case: tuple) -> None:
    copies, deduplication = case
    decisions = decide(copies, deduplication)
    by_n = {copy.n: copy for copy in copies}
    kept = by_n.keys() - decisions.keys()
    assert len(kept) + len(decisions) == len(copies)
    for n, decision in decisions.items():
        copy, counted = by_n[n], by_n[decision.duplicate_of]
        assert decision.duplicate_of in kept
        assert copy.pixel_id == counted.pixel_id
        assert copy.event_name == counted.event_name
        assert (copy.kind == "offline") == (counted.kind == "offline")
        assert "messaging" not in (copy.kind, counted.kind)
        assert decision.after_seconds == pytest.approx(abs(copy.received_at - counted.received_at), abs=1e-5)
        if decision.survivor_rule != "browser-first" and decision.key == "event_id":
            assert copy.event_id == counted.event_id
            assert decision.after_seconds < max(deduplication.window_hours * HOUR, 90 * DAY)
        if decision.key in ("external_id", "fbp"):
            assert deduplication.fallback != "off"
            assert copy.channel == "server"
    if copies and any(copy.kind != "messaging" for copy in copies):
        assert kept
