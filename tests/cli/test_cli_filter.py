"""``capisim report --filter``: the events that match, and the exit code of their findings alone."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from shop_lines import clean_pair, envelope, refused, write
from told import Capisim

from simulator.reports.filtered import MOST


@pytest.fixture
def replayed(capisim: Capisim, place: Path) -> Path:
    source = write(place / "shop.jsonl", *clean_pair(), refused(), "{broken", envelope("browser", "[b]x[/b]\x1b[1m", 9))
    assert capisim("replay", source, "--format", "json").code == 1
    return source


def numbers(text: str) -> list[int]:
    return [json.loads(line)["n"] for line in text.splitlines()]


@pytest.mark.parametrize(
    ("filter_text", "expected", "code"),
    [
        ("name:Purchase & verdict:duplicate & !finding:USR", [2], 0),
        ("verdict:rejected", [3], 1),
        ("quarantined", [4], 1),
        ("channel:browser | verdict:quarantined", [1, 4, 5], 1),
        ("name:Lead", [], 0),
        ("custom_data.currency:EUR server", [2], 0),
        ("", [1, 2, 3, 4, 5], 1),
    ],
)
def test_json_lines_of_what_matches(
    capisim: Capisim, replayed: Path, filter_text: str, expected: list[int], code: int
) -> None:
    told = capisim("report", "--filter", filter_text, "--format", "jsonl")
    assert (numbers(told.out), told.code, told.err) == (expected, code, "")


def test_matching_lines_are_those_of_the_whole_report(capisim: Capisim, replayed: Path) -> None:
    whole = capisim("report", "--format", "jsonl")
    assert capisim("report", "--filter", "", "--format", "jsonl").out == whole.out


def test_text_lists_a_line_for_each_event(capisim: Capisim, replayed: Path) -> None:
    told = capisim("report", "--filter", "!verdict:kept")
    lines = [line for line in told.out.splitlines() if line.strip()]
    assert lines[0] == "Run 1 · 3 of 5 events · !verdict:kept"
    assert [line.split()[0] for line in lines[2:]] == ["2", "3", "4"]
    assert "duplicate of #1" in lines[2]
    assert "shop.jsonl:4" in lines[4]
    assert "REQ001" in lines[4]


def test_text_is_never_markup_nor_a_command_to_the_terminal(capisim: Capisim, replayed: Path) -> None:
    told = capisim("report", "--filter", "#5")
    assert "[b]x[/b]\\x1b[1m" in told.out
    assert "\x1b" not in told.out


def test_nothing_that_matches_is_said(capisim: Capisim, replayed: Path) -> None:
    told = capisim("report", "--filter", "name:Lead")
    assert "0 of 5 events" in told.out
    assert "No event of this run is let through." in told.out


def test_a_long_list_is_cut_and_says_so(capisim: Capisim, place: Path) -> None:
    events = [envelope("browser", f"order-{n}", n) for n in range(MOST + 7)]
    capisim("replay", write(place / "many.jsonl", *events), "--format", "json")
    told = capisim("report", "--filter", "browser")
    assert "and 7 more: --format jsonl or csv lists them all" in told.out
    assert len(numbers(capisim("report", "--filter", "browser", "--format", "jsonl").out)) == MOST + 7


def test_csv_of_what_matches_and_of_everything(capisim: Capisim, replayed: Path) -> None:
    told = capisim("report", "--filter", "verdict:duplicate", "--format", "csv")
    assert [row["event_id"] for row in csv.DictReader(io.StringIO(told.out))] == ["order-1"]
    assert len(list(csv.DictReader(io.StringIO(capisim("report", "--format", "csv").out)))) == 5


def test_the_exit_code_is_that_of_what_matches(capisim: Capisim, replayed: Path) -> None:
    assert capisim("report").code == 1
    assert capisim("report", "--filter", "verdict:kept | verdict:duplicate", "--fail-on", "error").code == 0
    assert capisim("report", "--filter", "verdict:rejected", "--fail-on", "rejected").code == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--filter", "nme:x"), "filter, column 1: unknown field nme: did you mean name"),
        (("--filter", "a &"), "filter, column 4: something is missing at the end"),
        (("--filter", "a", "--json"), "--filter lists events; give --format text or jsonl or csv."),
        (("--filter", "a", "--pair", "1"), "--filter lists events and --pair shows one"),
        ((7, "--filter", "a"), "holds no run 7"),
    ],
)
def test_a_mistake_is_a_sentence_and_code_2(
    capisim: Capisim, replayed: Path, arguments: tuple[object, ...], sentence: str
) -> None:
    told = capisim("report", *arguments)
    assert (told.code, told.out) == (2, "")
    assert sentence in told.err


def test_an_address_in_a_name_is_masked(capisim: Capisim, place: Path) -> None:
    source = write(place / "shop.jsonl", envelope("browser", "ana@example.com", 0, event_name="For ana@example.com"))
    capisim("replay", source, "--format", "json")
    for output_format in ("text", "csv"):
        told = capisim("report", "--filter", "id:ana@example.com", "--format", output_format)
        assert "ana@" not in told.out
        assert "1 of 1 event" in told.out or output_format == "csv"
