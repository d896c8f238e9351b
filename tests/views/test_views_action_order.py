"""Actions in another order than that of the input: the same that the list says of them."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from simulator import pipeline
from simulator.errors import UsageError
from simulator.filtering import parse
from simulator.finding import Severity
from simulator.settings import Settings
from simulator.store import Store, open_store
from simulator.synthetic.demo import DEMO_FAULTS
from simulator.synthetic.faults.asking import asked
from simulator.synthetic.settings import ShopSettings
from simulator.synthetic.writing import shop_bytes
from simulator.tui.widgets.pair_columns import verdict_of
from simulator.views.action_kinds import Kind, select_actions
from simulator.views.action_order import ACTION_COLUMNS
from simulator.views.actions import Action, actions
from simulator.views.columns import Order


@pytest.fixture(scope="module")
def mixed() -> Store:
    """A made-up shop's run with all that can become of an action."""
    faults = [asked(text, 1) for text in DEMO_FAULTS]
    with TemporaryDirectory() as folder:
        source = Path(folder) / "events.jsonl"
        source.write_bytes(b"".join(shop_bytes(ShopSettings(shoppers=40, seed=1), "requests", faults)))
        store = open_store(":memory:")
        pipeline.replay(store, [str(source)], Settings(), at=None)
    return store


def sort_key(action: Action, column: str) -> float | str | None:
    """What the list shows of an action, as something that can be compared."""
    match column:
        case "time":
            return action.counts.received_at
        case "name":
            return action.counts.event_name.casefold() if action.counts.event_name else None
        case "key":
            return action.other.key if action.other else None
        case "gap":
            return None if action.gap is None else abs(action.gap)
        case "won":
            return action.counts.channel
        case "finding":
            return None if action.worst is None else tuple(Severity).index(action.worst)
        case "verdict":
            words = ("refused", "both count", "only", "repeat", "pair")
            return next(place for place, word in enumerate(words) if word in verdict_of(action)[0])
    return action.n


@pytest.mark.parametrize("descending", [False, True], ids=["up", "down"])
@pytest.mark.parametrize("column", ACTION_COLUMNS)
def test_actions_are_sorted_by_what_the_list_shows(mixed: Store, column: str, descending: bool) -> None:
    found = list(chain.from_iterable(select_actions(mixed, 1, order=Order(column, descending))))
    assert sorted(found) == list(chain.from_iterable(select_actions(mixed, 1)))
    shown = [sort_key(action, column) for action in actions(mixed, 1, found)]
    some = [value for value in shown if value is not None]
    assert len({*shown}) > 1, "an order needs different values"
    assert shown == sorted(some, reverse=descending) + [None] * (len(shown) - len(some)), "what is absent comes last"


def test_a_kind_and_a_filter_are_sorted_too(mixed: Store) -> None:
    order, where = Order("gap", descending=True), parse("name:Purchase")
    for kind in Kind:
        found = list(chain.from_iterable(select_actions(mixed, 1, kind, where, order=order)))
        assert sorted(found) == list(chain.from_iterable(select_actions(mixed, 1, kind, where)))


def test_an_unknown_column_is_told(mixed: Store) -> None:
    with pytest.raises(UsageError, match="actions have no column gab: did you mean gap"):
        list(select_actions(mixed, 1, order=Order("gab")))
