"""Two runs compared, counted by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from simulator import pipeline
from simulator.settings import Settings
from simulator.store import Store, open_store
from simulator.views.comparing import Comparison, RuleChange, Twin, compare
from simulator.views.runs import run_summaries

NOON = 1_767_268_800


def sent(channel: str, event_id: Any, second: int, name: str = "Purchase", **members: Any) -> dict[str, Any]:
    body = {
        "event_name": name,
        "event_id": event_id,
        "event_time": NOON + second,
        "action_source": "website",
        "event_source_url": "https://shop.example/thanks",
        "user_data": {"em": ["62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"]},
        "custom_data": {"value": 12.5, "currency": "EUR"},
        **members,
    }
    body = {key: value for key, value in body.items() if value is not None}
    return {"channel": channel, "pixel_id": "1234567890", "received_at": NOON + second, "event": body}


def ran(store: Store, folder: Path, *lines: Any) -> int:
    source = folder / f"{len(store.runs())}.jsonl"
    source.write_text("".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in lines), "utf-8")
    return pipeline.replay(store, [str(source)], Settings(store=":memory:", workers=1))


def both(folder: Path, before: list[Any], after: list[Any]) -> Comparison:
    with open_store(":memory:") as store:
        return compare(store, ran(store, folder, *before), ran(store, folder, *after))


PAIR = [sent("browser", "order-1", 0), sent("server", "order-1", 2)]


def test_a_run_compared_with_its_repetition_has_no_change(tmp_path: Path) -> None:
    found = both(tmp_path, PAIR, PAIR)
    assert (found.same_count, found.changed_count, found.vanished_count, found.appeared_count) == (2, 0, 0, 0)
    assert all(each.kind == "same" for each in found.rules)
    assert [(each.event_name, each.before, each.after) for each in found.coverage] == [("Purchase", 100.0, 100.0)]


def test_a_mended_id_is_an_event_that_vanished_and_one_that_appeared(tmp_path: Path) -> None:
    broken = [PAIR[0], sent("server", "ORDER-1", 2)]
    found = both(tmp_path, broken, PAIR)
    assert found.vanished == [Twin("server", "Purchase", "ORDER-1", (2, "kept"), None)]
    assert found.appeared == [Twin("server", "Purchase", "order-1", None, (2, "duplicate"))]
    assert (found.vanished_count, found.appeared_count, found.same_count) == (1, 1, 1)
    assert [(each.before, each.after) for each in found.coverage] == [(0.0, 100.0)]
    gone = [each.rule for each in found.rules if each.kind == "vanished"]
    assert any(rule.startswith("DUP") for rule in gone)


def test_another_verdict_of_the_same_event_is_told(tmp_path: Path) -> None:
    refused = sent("server", "order-1", 2, custom_data={})
    found = both(tmp_path, PAIR, [PAIR[0], refused])
    assert found.verdicts == {("kept", "kept"): 1, ("duplicate", "rejected"): 1}
    assert found.changed == [Twin("server", "Purchase", "order-1", (2, "duplicate"), (2, "rejected"))]
    new = [each for each in found.rules if each.kind == "appeared"]
    assert new
    assert all(each.before == 0 and each.after >= 1 for each in new)


def test_repeats_are_matched_in_their_order(tmp_path: Path) -> None:
    three = [sent("server", "order-1", second) for second in (0, 10, 20)]
    found = both(tmp_path, three, three[:2])
    assert found.vanished == [Twin("server", "Purchase", "order-1", (3, "duplicate"), None)]
    assert found.same_count == 2


def test_events_without_name_or_id_and_unread_lines_are_matched_too(tmp_path: Path) -> None:
    odd = [sent("browser", None, 0), sent("server", None, 0, name=""), "not json", sent("browser", "", 1)]
    found = both(tmp_path, odd, list(reversed(odd)))
    assert (found.changed_count, found.vanished_count, found.appeared_count) == (0, 0, 0)
    assert found.same_count == len(odd)


def test_text_beyond_the_first_plane_is_merged_in_one_order(tmp_path: Path) -> None:
    # UTF-16 would sort the emoji in front of the ligature; SQLite and Python must agree.
    ids = ["\uffee", "😀", "ﬀ", "é", "z", "Ω"]
    lines = [sent("browser", each, place) for place, each in enumerate(ids)]
    found = both(tmp_path, lines, lines[::-1])
    assert found.same_count == len(ids)
    assert (found.vanished_count, found.appeared_count) == (0, 0)


def test_rules_come_with_what_changed_first() -> None:
    kinds = [RuleChange("A", None, *counts).kind for counts in ((1, 1), (0, 2), (2, 0), (2, 1))]  # type: ignore[arg-type]
    assert kinds == ["same", "appeared", "vanished", "changed"]


def test_summaries_come_newest_first_and_are_kept(tmp_path: Path) -> None:
    with open_store(":memory:") as store:
        ran(store, tmp_path, *PAIR)
        ran(store, tmp_path, PAIR[0], "not json")
        second, first = run_summaries(store)
        assert (first.run.id, first.events, first.verdicts) == (1, 2, {"kept": 1, "duplicate": 1})
        assert second.verdicts == {"kept": 1, "quarantined": 1}
        assert sum(second.findings.values()) >= 1
        forged = first._replace(events=99)
        assert next(each for each in run_summaries(store, {1: forged}) if each.run.id == 1) is forged


@pytest.mark.parametrize("state", ["running", "interrupted"])
def test_a_run_that_may_grow_is_counted_again(tmp_path: Path, state: str) -> None:
    with open_store(":memory:") as store:
        ran(store, tmp_path, *PAIR)
        store.connection.execute("UPDATE runs SET state = ?", [state])
        (first,) = run_summaries(store)
        (again,) = run_summaries(store, {1: first._replace(events=99)})
        assert again.events == 2
