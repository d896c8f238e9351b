"""match_snapshot: what is written, what makes it differ, and that nobody shows in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from shop_events import ADDRESS, HASHED, NOW, PIXEL, envelope, event, failure, pair

from simulator.errors import UsageError
from simulator.testing import Capisim, Result, run_events
from simulator.testing.snapshots import Snapshots


def run(folder: Path, events: Any, *, update: bool = False) -> Result:
    """Events run with snapshots in a folder."""
    return Capisim(snapshots=Snapshots(beside=folder, folder=folder / "kept", update=update)).run(events)


def test_a_snapshot_is_written_only_when_asked_for(tmp_path: Path) -> None:
    told = failure(run(tmp_path, pair()).match_snapshot, "checkout")
    assert "there is no snapshot" in told
    assert "pytest --capisim-update" in told
    assert not (tmp_path / "kept").exists()
    run(tmp_path, pair(), update=True).match_snapshot("checkout")
    run(tmp_path, pair()).match_snapshot("checkout")
    assert [file.name for file in (tmp_path / "kept").iterdir()] == ["checkout.json"]


def test_a_snapshot_holds_verdicts_and_masked_payloads(tmp_path: Path) -> None:
    run(tmp_path, pair(), update=True).match_snapshot("checkout", ignore=[])
    text = (tmp_path / "kept" / "checkout.json").read_text("utf-8")
    assert HASHED not in text
    held = json.loads(text)
    first, second = held["events"]
    assert (held["masked"], held["run"]) == (True, [])
    assert (first["verdict"], first["event_id"], first["pixel_id"]) == ("kept", "order-1", PIXEL)
    assert (second["duplicate_of"], second["key"], second["after_seconds"]) == (1, "event_id", 2.0)
    assert first["payload"]["user_data"]["em"] == [f"{HASHED[:4]}…{HASHED[-4:]} (64 characters)"]
    assert first["payload"]["custom_data"]["value"] == 19.0
    assert first["payload"]["event_time"] == NOW


@pytest.mark.parametrize(
    "later",
    [
        [envelope("browser", event(event_id="order-2")), envelope("server", event(event_id="order-2"), 2)],
        [envelope("browser", event(event_time=NOW - 9)), envelope("server", event(event_time=NOW - 9), 2)],
        pair(after=7),
    ],
)
def test_what_is_new_in_every_run_is_left_out(tmp_path: Path, later: list[Any]) -> None:
    run(tmp_path, pair(), update=True).match_snapshot("checkout")
    run(tmp_path, later).match_snapshot("checkout")
    run(tmp_path, pair(), update=True).match_snapshot("all", ignore=[])
    assert "differs" in failure(run(tmp_path, later).match_snapshot, "all", ignore=[])


@pytest.mark.parametrize(
    ("later", "ignore", "removed", "added"),
    [
        (pair()[:1], (), '"n": 2', None),
        ([envelope("server"), pair()[1]], (), '"channel": "browser"', '"channel": "server"'),
        ([envelope("browser", event(value=20.0)), pair()[1]], (), '"value": 19.0', '"value": 20.0'),
        ([envelope("browser", event("Lead")), pair()[1]], (), '"verdict": "duplicate"', '"event_name": "Lead"'),
        (pair(after=400), ("after_seconds",), '"browser-within-5-minutes"', '"first-received"'),
        (pair(after=3 * 86400), (), '"verdict": "duplicate"', '"verdict": "kept"'),
    ],
)
def test_a_difference_is_shown_line_by_line(
    tmp_path: Path, later: list[Any], ignore: tuple[str, ...], removed: str, added: str | None
) -> None:
    run(tmp_path, pair(), update=True).match_snapshot("checkout", ignore=ignore)
    told = failure(run(tmp_path, later).match_snapshot, "checkout", ignore=ignore)
    assert "(- snapshot, + now)" in told.splitlines()[0]
    lines = told.splitlines()
    assert any(line.startswith("-") and removed in line for line in lines)
    assert added is None or any(line.startswith("+") and added in line for line in lines)


@pytest.mark.parametrize(
    "ignore",
    [["value"], ["custom_data.value"], ["custom_data"], ["payload", "custom_data"], ["x", "value"], ("value",)],
    ids=str,
)
def test_names_and_paths_are_ignored(tmp_path: Path, ignore: list[str]) -> None:
    run(tmp_path, pair(), update=True).match_snapshot("checkout", ignore=ignore)
    later = [envelope("browser", event(value=20.0)), envelope("server", event(value=20.0), 2)]
    run(tmp_path, later).match_snapshot("checkout", ignore=ignore)


def test_members_inside_lists_are_ignored(tmp_path: Path) -> None:
    def sent(quantity: int) -> Any:
        made = event()
        made["custom_data"]["contents"] = [{"id": "cup", "quantity": quantity}]
        return envelope("server", made)

    ignore = ["custom_data.contents.quantity"]
    run(tmp_path, sent(1), update=True).match_snapshot("checkout", ignore=ignore)
    run(tmp_path, sent(2)).match_snapshot("checkout", ignore=ignore)
    assert "differs" in failure(run(tmp_path, sent(2)).match_snapshot, "checkout", ignore=[])


def unmasked() -> list[Any]:
    """An address and a name in every place that could show them."""
    sent = event(ADDRESS, ADDRESS)
    sent["user_data"].update(em=ADDRESS, fn="Anabella", ph="+1 650 555 0111")
    sent["custom_data"].update({"note": [ADDRESS, {"who": "Anabella"}], "value": "Anabella99"})
    sent["event_source_url"] = f"https://shop.example/?mail={ADDRESS}"
    return [envelope("server", sent)]


def test_nobody_shows_in_a_masked_snapshot_or_its_difference(tmp_path: Path) -> None:
    result = run(tmp_path, unmasked(), update=True)
    result.match_snapshot("people", ignore=[])
    text = (tmp_path / "kept" / "people.json").read_text("utf-8")
    changed = failure(run(tmp_path, [*unmasked(), *unmasked()]).match_snapshot, "people", ignore=[])
    for told in (text, changed, failure(result.expect_none), failure(result.expect_clean, "note")):
        assert ADDRESS not in told
        assert "Anabella" not in told
        assert "650 555" not in told


def test_a_revealed_snapshot_is_in_clear_and_its_difference_is_not(tmp_path: Path) -> None:
    run(tmp_path, pair(), update=True).match_snapshot("clear", reveal=True)
    assert HASHED in (tmp_path / "kept" / "clear.json").read_text("utf-8")
    run(tmp_path, pair()).match_snapshot("clear", reveal=True)
    other = event()
    other["user_data"]["em"] = ["f" * 64]
    told = failure(run(tmp_path, [envelope("browser", other), pair()[1]]).match_snapshot, "clear", reveal=True)
    assert "ffff…ffff (64 characters)" in told
    assert HASHED not in told
    assert "f" * 64 not in told


def test_a_revealed_difference_that_masks_hide_is_told(tmp_path: Path) -> None:
    run(tmp_path, event(event_id=None), update=True).match_snapshot("clear", reveal=True)
    other = event(event_id=None)
    other["custom_data"]["order_id"] = "B-2"
    told = failure(run(tmp_path, other).match_snapshot, "clear", reveal=True)
    assert "only in values that look alike when they are masked" in told


def test_a_damaged_snapshot_is_a_difference(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    for text in ("", "no JSON", "[]", '{"events": 7}', '{"events": [7, {"payload": 1}]}'):
        (tmp_path / "kept" / "x.json").write_text(text, "utf-8")
        for reveal in (False, True):
            assert "differs" in failure(run(tmp_path, pair()).match_snapshot, "x", reveal=reveal)


def test_a_path_stands_for_itself_and_a_relative_one_lies_beside_the_test(tmp_path: Path) -> None:
    run(tmp_path, pair(), update=True).match_snapshot(Path("other/one.json"))
    run(tmp_path, pair(), update=True).match_snapshot(tmp_path / "two.json")
    assert (tmp_path / "other" / "one.json").is_file()
    assert (tmp_path / "two.json").is_file()
    run_events(pair()).match_snapshot(tmp_path / "two.json")


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../x", "a\\b", "x\n", " x"])
def test_a_name_never_leads_elsewhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="can't name a snapshot"):
        run(tmp_path, pair(), update=True).match_snapshot(name)


def test_a_name_needs_the_fixture() -> None:
    with pytest.raises(UsageError, match="fixture capisim"):
        run_events(pair()).match_snapshot("checkout")
