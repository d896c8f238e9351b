"""What a test may give to run: events, envelopes, request bodies, lines and paths, and settings."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from shop_events import NOW, PIXEL, envelope, event, pair

from simulator.errors import SettingsError, SourceError, UsageError
from simulator.resources import fixtures
from simulator.testing import Capisim, run_events
from simulator.verdict import Outcome

URL = f"https://www.facebook.com/tr/?id={PIXEL}&ev=Lead&eid=lead-1&dl=https%3A%2F%2Fshop.example%2F&ts={NOW}000"
BODY: dict[str, Any] = {"data": [event("Lead", "lead-1"), event("Lead", "lead-2")]}


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (event(), ["Purchase"]),
        (envelope("browser"), ["Purchase"]),
        (BODY, ["Lead", "Lead"]),
        (URL, ["Lead"]),
        (json.dumps(envelope("server")), ["Purchase"]),
        (json.dumps(envelope("server")).encode(), ["Purchase"]),
        ("\n".join(json.dumps(each) for each in pair()), ["Purchase", "Purchase"]),
        ([URL, event(), BODY], ["Lead", "Purchase", "Lead", "Lead"]),
        ((each for each in pair()), ["Purchase", "Purchase"]),
        ([], []),
        ("", []),
        ([" ", ""], []),
        (fixtures() / "clean-pair", ["Purchase", "Purchase"]),
        (fixtures() / "clean-pair" / "events.jsonl", ["Purchase", "Purchase"]),
        ([fixtures() / "clean-pair" / "events.jsonl", URL], ["Purchase", "Purchase", "Lead"]),
        ([event(), fixtures() / "clean-pair" / "events.jsonl", URL], ["Purchase", "Purchase", "Purchase", "Lead"]),
    ],
)
def test_every_form_of_events(given: Any, names: list[str]) -> None:
    result = run_events(given)
    assert [each.event_name for each in result.events] == names
    assert [each.n for each in result.events] == list(range(1, len(names) + 1))


def test_where_an_event_was_read_does_not_name_a_passing_folder() -> None:
    result = run_events([*pair(), event("Lead", "lead-1")])
    assert [each.origin for each in result.events] == ["events.jsonl:1", "events.jsonl:2", "events.jsonl:3"]


def test_what_is_no_event_is_quarantined_not_raised() -> None:
    (found,) = run_events("this is no event").events
    assert (found.verdict, found.payload, found.cells()[2]) == (Outcome.QUARANTINED, {}, "(no event)")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (7, "several of these, not int"),
        ([7], "not int"),
        ([None], "not NoneType"),
        ({"value": Decimal(1)}, "can't be written as JSON"),
        ({1: 2}, "can't be written as JSON"),
        (fixtures(), "without scenario.toml"),
        (str(fixtures() / "clean-pair"), "give pathlib.Path"),
    ],
)
def test_what_can_be_no_event_is_a_mistake(given: Any, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        run_events(given)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"missing\.jsonl"):
        run_events(tmp_path / "missing.jsonl")


@pytest.mark.parametrize(
    "at",
    [NOW + 8 * 86400, float(NOW + 8 * 86400), "2026-10-20T09:00:00Z", datetime(2026, 10, 20, 9, tzinfo=UTC)],
    ids=repr,
)
def test_the_clock_is_what_the_test_says(at: Any) -> None:
    assert run_events(event()).events[0].verdict is Outcome.KEPT
    run_events(event(), at=at).expect_finding("EVT003")


def test_a_datetime_without_a_zone_is_utc() -> None:
    naive = datetime(2026, 10, 20, 9)  # noqa: DTZ001 - that is what is tested
    run_events(event(), at=naive).expect_finding("EVT003")


def test_settings_are_tables_as_in_the_settings_file() -> None:
    apart = pair(after=7200)
    run_events(apart).expect_deduplicated("Purchase")
    assert not run_events(apart, deduplication={"window_hours": 1}).pairs


def test_a_run_s_settings_lie_over_those_of_the_object() -> None:
    short = Capisim(deduplication={"window_hours": 1, "prefer": "first-received"})
    assert not short.run(pair(after=7200)).pairs
    server_first = [envelope("server"), envelope("browser", after=2)]
    longer = short.run(server_first, deduplication={"window_hours": 48})
    assert longer.pairs[0].counts.channel == "server", "what the run leaves unsaid is the object's"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"deduplicaton": {}}, "the run's settings: unknown setting deduplicaton"),
        ({"deduplication": {"window_hours": -1}}, "window_hours must be"),
        ({"deduplication": 7}, "must be a table"),
        ({"environment": "staging"}, "environment must be"),
        ({"rules": {"ignore": ["XYZ"]}}, "no rule's code begins with"),
        ({"hosts": "a b"}, "hosts must be"),
    ],
    ids=str,
)
def test_settings_that_are_none(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        run_events(event(), **settings)


def test_no_environment_variable_changes_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPISIM_DEDUPLICATION_WINDOW_HOURS", "1")
    run_events(pair(after=7200)).expect_deduplicated("Purchase")


def test_a_scenario_brings_its_settings_and_clock(write_scenario: Callable[..., Path]) -> None:
    folder = write_scenario("slow", pair(after=7200), "[settings.deduplication]\nwindow_hours = 1\n")
    assert not run_events(folder).pairs


def test_an_event_is_asked_for_by_number() -> None:
    result = run_events(pair())
    assert result.event(2).channel == "server"
    for n in (0, 3, -1):
        with pytest.raises(UsageError, match="there are 2"):
            result.event(n)


def test_a_result_lists_its_events_for_a_message_of_one_s_own() -> None:
    assert run_events(pair()).describe().startswith("events (2):\n  #1  browser  Purchase")
