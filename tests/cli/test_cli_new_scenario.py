"""capisim new-scenario: what it writes, what it says, how it ends."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from told import Capisim

from simulator.resources import fixtures

MAIL = "somebody@real-shop.example"


def event(**changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "event_name": "Lead",
        "event_time": 1_791_795_600,
        "event_id": "lead-90210",
        "action_source": "website",
        "event_source_url": "https://www.real-shop.example/contact",
        "user_data": {"em": [MAIL], "client_ip_address": "203.0.113.44", "client_user_agent": "Mozilla/5.0"},
    }
    return base | changes


@pytest.fixture
def capture(place: Path) -> Path:
    """A capture of two events, the second a minute after the first."""
    file = place / "capture.jsonl"
    lines = [event(), event(event_id="lead-90211", event_time=1_791_795_660)]
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    return file


def test_it_writes_a_scenario_that_check_takes(capisim: Capisim, capture: Path) -> None:
    told = capisim("new-scenario", capture, "-o", "kept/lead", "--title", "A lead", "--shows", "One lead, twice.")
    assert told.code == 0, told.err
    assert sorted(path.name for path in Path("kept/lead").iterdir()) == [
        "events.jsonl",
        "expected.json",
        "scenario.toml",
    ]
    assert [path.name for path in Path("kept").iterdir()] == ["lead"]
    again = capisim("check", "kept")
    assert (again.code, again.out) == (0, "1 scenario, 2 events: 1 passed\n")


def test_people_are_replaced_and_times_move_together(capisim: Capisim, capture: Path) -> None:
    assert capisim("new-scenario", capture, "-o", "made").code == 0
    text = Path("made/events.jsonl").read_text("utf-8")
    assert not [word for word in ("somebody", "real-shop", "203.0.113.44", "90210") if word in text]
    first, second = [json.loads(line)["event"] for line in text.splitlines()]
    assert (first["event_time"], second["event_time"]) == (1_767_614_400, 1_767_614_460)
    assert first["user_data"] == second["user_data"]
    assert first["event_id"] != second["event_id"]
    assert first["event_source_url"] == "https://www.shop.example/contact"


def test_it_says_what_was_replaced_and_asks_for_a_review(capisim: Capisim, capture: Path) -> None:
    told = capisim("new-scenario", capture, "-o", "made")
    assert told.out.startswith("made: 2 events\n")
    assert "2 e-mail addresses replaced" in told.out
    assert "2 IP addresses replaced" in told.out
    assert "User agents" in told.err
    assert "expected.json" in told.err
    text = Path("made/scenario.toml").read_text("utf-8")
    assert text.startswith("# REVIEW: expected.json")
    assert tomllib.loads(text)["title"]


def test_the_same_capture_gives_the_same_scenario(capisim: Capisim, capture: Path) -> None:
    capisim("new-scenario", capture, "-o", "one")
    capisim("new-scenario", capture, "-o", "two")
    for name in ("events.jsonl", "expected.json", "scenario.toml"):
        assert Path("one", name).read_bytes() == Path("two", name).read_bytes()


def test_another_capture_gives_the_same_person_another_stand_in(capisim: Capisim, capture: Path, place: Path) -> None:
    other = place / "other.jsonl"
    other.write_text(json.dumps(event(event_id="another")) + "\n", "utf-8")
    capisim("new-scenario", capture, "-o", "one")
    capisim("new-scenario", other, "-o", "two")
    ems = [
        json.loads(Path(name, "events.jsonl").read_text("utf-8").splitlines()[0])["event"] for name in ("one", "two")
    ]
    assert ems[0]["user_data"]["em"] != ems[1]["user_data"]["em"]


def test_settings_and_clock_of_a_scenario_come_along(capisim: Capisim, place: Path) -> None:
    assert capisim("new-scenario", fixtures() / "browser-second-first-received", "-o", "made").code == 0
    told = tomllib.loads(Path("made/scenario.toml").read_text("utf-8"))
    assert told["settings"] == {"deduplication": {"prefer": "first-received"}}
    assert told["title"] == "The same two copies, the other rule"


def test_unreadable_lines_keep_their_place_and_nothing_else(capisim: Capisim, capture: Path) -> None:
    with capture.open("a", encoding="utf-8") as file:
        file.write(f"this line is about {MAIL}\n")
    told = capisim("new-scenario", capture, "-o", "made")
    assert told.code == 0
    assert "1 unreadable" in told.err
    assert "somebody" not in Path("made/events.jsonl").read_text("utf-8")
    expected = json.loads(Path("made/expected.json").read_text("utf-8"))
    assert expected["totals"]["quarantined"] == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["capture.jsonl"], "-o"),
        (["-o", "made"], "FILE"),
        (["nowhere.jsonl", "-o", "made"], "nowhere.jsonl"),
        (["-", "-o", "made"], "file first"),
        (["capture.jsonl", "-o", "full"], "full"),
        (["capture.jsonl", "-o", "capture.jsonl"], "capture.jsonl"),
    ],
)
def test_what_cannot_be_used_ends_with_2_and_leaves_nothing(
    capisim: Capisim, capture: Path, arguments: list[str], says: str
) -> None:
    Path("full").mkdir()
    Path("full/mine.txt").write_text("mine", "utf-8")
    before = sorted(Path().rglob("*"))
    told = capisim("new-scenario", *arguments)
    assert told.code == 2
    assert says in told.err
    assert sorted(Path().rglob("*")) == before
