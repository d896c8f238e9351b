"""``capisim quality``: Meta's word beside ours, where a saved answer does not parse, and what is calibrated."""

from __future__ import annotations

import io
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from meta_said import ANSWER, PURCHASE, TEXT
from one_answer import http, one_answer
from schema_check import assert_valid
from told import Capisim

from simulator.match_quality.model import model

TOKEN = "EAAcanaryTokenThatMustNeverBeSeen0001"


@pytest.fixture
def saved(place: Path) -> Path:
    """A saved answer."""
    file = place / "meta.json"
    file.write_text(TEXT)
    return file


def document(capisim: Capisim, *arguments: object) -> dict[str, Any]:
    told = capisim("quality", *arguments, "--json")
    assert told.code == 0, told.err
    found: dict[str, Any] = json.loads(told.out)
    assert_valid(found, "quality.schema.json")
    return found


def test_a_saved_answer_stands_beside_a_run(capisim: Capisim, saved: Path) -> None:
    capisim("generate", "--shoppers", 6, "--seed", 7, "--replay", "--json")
    found = document(capisim, "--import", saved, "--date", "2026-11-26")
    assert found["source"] == {
        "kind": "import", "path": str(saved), "pixel_id": None, "agent": None, "date": "2026-11-26"
    }  # fmt: skip
    assert found["run"] == 1
    purchase, custom, *rest = found["event_names"]
    assert (purchase["event_name"], custom["event_name"]) == ("Purchase", "B2B Purchase")
    assert purchase["meta"]["score"] == 6.2
    assert purchase["meta"]["event_coverage"] == 34.1
    assert purchase["difference"] == round(6.2 - purchase["ours"]["estimate"]["likely"], 1)
    assert custom["ours"] is None
    assert rest
    assert all(each["meta"] is None and each["calibration"] is None for each in rest)
    keys = {each["identifier"]: (each["key"], each["mapping"]) for each in purchase["keys"] if each["identifier"]}
    assert keys["email"] == ("em", "documented")
    assert keys["phone_number"] == ("ph", "inferred")
    assert keys["horoscope"] == (None, None)
    email = next(each for each in purchase["keys"] if each["key"] == "em")
    assert email["meta"]["coverage"] == 99.9
    assert email["ours"]["coverage"] > 0


def test_without_a_store_metas_word_stands_alone(capisim: Capisim, saved: Path) -> None:
    found = document(capisim, "--import", saved)
    assert found["run"] is None
    assert "no store yet" in found["notes"][0]
    assert all(each["ours"] is None for each in found["event_names"])


def test_as_text(capisim: Capisim, saved: Path) -> None:
    capisim("generate", "--shoppers", 6, "--seed", 7, "--replay", "--json")
    told = capisim("quality", "--import", saved, "--date", "2026-11-26")
    assert told.code == 0, told.err
    for text in (
        "6.2 / 10",
        "Meta 34.1 % (goal 75 %)",
        "+58.96 %",
        "phone_number ?",
        "Server IP differs",
        "of 2026-11-26",
    ):
        assert text in told.out
    assert max(map(len, told.out.splitlines())) <= 80


def test_calibration_is_written_only_when_asked_and_moves_the_next_run(capisim: Capisim, saved: Path) -> None:
    file = saved.parent / "capisim.toml"
    file.write_text("# ours\n")
    capisim("generate", "--shoppers", 6, "--seed", 7, "--replay", "--json")
    before = document(capisim, "--import", saved)
    assert before["calibrated"] is None
    assert file.read_text() == "# ours\n"

    found = document(capisim, "--import", saved, "--calibrate", "--date", "2026-11-26")
    assert found["calibrated"] == str(file)
    learned = found["event_names"][0]["calibration"]
    assert learned["basis"] == "meta"
    assert learned["factor"] == pytest.approx(6.2 / learned["modelled"], abs=0.001)
    (text,) = tomllib.loads(file.read_text())["match_quality"]["calibration"]
    assert text == f"Purchase={learned['factor']:g}@2026-11-26"
    assert file.read_text().startswith("# ours\n")

    # A stored run keeps what it said; the next one is calibrated, and says so.
    assert estimate_of(capisim)["model"] == model().version
    capisim("generate", "--shoppers", 6, "--seed", 7, "--replay", "--json")
    after = estimate_of(capisim)
    assert after == learned["after"]
    assert after["model"] == f"{model().version}, calibrated 2026-11-26"
    assert "calibrated 2026-11-26" in capisim("report").out


def test_an_older_calibration_of_another_name_stays(capisim: Capisim, saved: Path) -> None:
    file = saved.parent / "capisim.toml"
    file.write_text('[match_quality]\ncalibration = ["Lead=1.1@2026-01-01", "Purchase=2@2026-01-01"]\n')
    document(capisim, "--import", saved, "--calibrate", "--date", "2026-11-26")
    lead, purchase = tomllib.loads(file.read_text())["match_quality"]["calibration"]
    assert lead == "Lead=1.1@2026-01-01"
    assert purchase.endswith("@2026-11-26")


def test_without_a_score_nothing_is_calibrated(capisim: Capisim, place: Path) -> None:
    (place / "meta.json").write_text(json.dumps({"web": [{"event_name": "Lead"}]}))
    found = document(capisim, "--import", "meta.json", "--calibrate")
    assert found["calibrated"] is None
    assert any("nothing was calibrated" in note for note in found["notes"])
    assert not (place / "capisim.toml").exists()


def estimate_of(capisim: Capisim) -> dict[str, Any]:
    report = json.loads(capisim("report", "--json").out)
    found: dict[str, Any] = next(each for each in report["match_quality"] if each["event_name"] == "Purchase")[
        "estimate"
    ]
    return found


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (
            '{"web": [\n  {"event_name": "Lead",\n   "event_match_quality": {"composite_score": 6.2,}\n}]}',
            "line 3, column",
        ),
        ('{"web": [\n  {"event_name": "Lead"}\n  {"event_name": "Purchase"}\n]}', "line 3, column 3"),
        ('{\n  "web": [\n    {"event_name": "Lead"}\n  ]\n', "line 5, column 1"),
        ('"web": [{}]', "line 1, column 6"),
        ("", "line 1, column 1"),
    ],
    ids=["comma too many", "comma missing", "brace missing", "no braces", "empty"],
)
def test_where_a_saved_answer_does_not_parse_is_said(capisim: Capisim, place: Path, text: str, where: str) -> None:
    (place / "meta.json").write_text(text)
    told = capisim("quality", "--import", "meta.json")
    assert told.code == 2
    assert where in told.err
    assert "Meta's page" in told.err


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'{"error": {"code": 190, "message": "no token"}}', "Meta refused"),
        (b'{"offline": []}', "offline events"),
        (b"[]", "no object"),
        (b'{"web": [NaN]}', "NaN is no number"),
        (b"[" * 100_000, "is no JSON"),
        (b"\xff", "no UTF-8"),
    ],
    ids=["error", "offline", "list", "nan", "deep", "bytes"],
)
def test_what_is_no_answer_is_said(capisim: Capisim, place: Path, content: bytes, why: str) -> None:
    (place / "meta.json").write_bytes(content)
    told = capisim("quality", "--import", "meta.json")
    assert (told.code, told.out) == (2, "")
    assert why in told.err


def test_it_is_read_from_standard_input(capisim: Capisim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert document(capisim, "--import", "-")["source"]["path"] == "-"


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--fetch", "--import", "x"),
        ("--import", "x", "--save", "y"),
        ("--import", "none.json"),
        ("--fetch",),
        ("--fetch", "--pixel", TOKEN),
        ("--fetch", "--pixel", "123"),
        ("--import", "meta.json", "--date", "yesterday"),
        ("--import", "meta.json", "--run", "7"),
    ],
    ids=" ".join,
)
def test_mistakes_are_told(capisim: Capisim, saved: Path, arguments: tuple[str, ...]) -> None:
    told = capisim("quality", *arguments)
    assert (told.code, told.out) in ((2, ""), (3, ""))
    assert told.err
    assert TOKEN not in told.err


def asked(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("CAPISIM_FORWARD_GRAPH_URL", url)
    monkeypatch.setenv("CAPISIM_FORWARD_PIXEL_ID", "1234567890")
    monkeypatch.setenv("META_ACCESS_TOKEN", TOKEN)


def test_it_is_fetched_and_kept(capisim: Capisim, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with one_answer(http(TEXT.encode())) as meta:
        asked(monkeypatch, meta.url)
        found = document(capisim, "--fetch", "--agent", "adobe_launch", "--save", "kept.json")
        request = meta.received[0].decode()
    assert found["source"]["pixel_id"] == "1234567890"
    assert f"{meta.url[7:]} has answered, which is not Meta" in found["notes"]
    assert [each["event_name"] for each in found["event_names"]] == ["Purchase", "B2B Purchase"]
    assert request.startswith("GET /v26.0/dataset_quality?dataset_id=1234567890&fields=web%7B")
    assert "agent_name=adobe_launch" in request
    assert json.loads((place / "kept.json").read_text()) == ANSWER


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (http(b'{"error": {"code": 190, "message": "bad"}}', 401), "ads_read"),
        (http(b'{"error": {"code": 4, "message": "limit"}}', 403), "try again later"),
        (http(b"<html>", 502), "not Graph's answer"),
        (b"", "connection broke"),
        (http(b'{"error": {"code": 2, "message": "bad \\u001b[31m"}}', 500), r"bad \x1b[31m"),
    ],
    ids=["token", "limit", "page", "nothing", "escape"],
)
def test_a_refusal_of_metas_is_a_fault_of_the_network(
    capisim: Capisim, monkeypatch: pytest.MonkeyPatch, answer: bytes, said: str
) -> None:
    with one_answer(answer) as meta:
        asked(monkeypatch, meta.url)
        told = capisim("quality", "--fetch")
    assert (told.code, told.out) == (4, "")
    assert said in told.err
    assert "\x1b" not in told.err
    assert TOKEN not in told.err


def test_an_emulator_calibrates_nothing(capisim: Capisim, place: Path) -> None:
    entry = {**PURCHASE, "event_match_quality": {"composite_score": 5, "capisim": {"likely": 5}}}
    (place / "meta.json").write_text(json.dumps({"web": [entry]}))
    found = document(capisim, "--import", "meta.json", "--calibrate")
    assert found["calibrated"] is None
    assert any("emulator" in note for note in found["notes"])
