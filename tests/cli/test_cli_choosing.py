"""Choosing rules from the command line and from settings files, on a request with one refused event."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from told import Capisim

from simulator.resources import fixtures

BATCH = fixtures() / "poisoned-batch" / "events.jsonl"
OTHERS = ["REQ003 rejected", "REQ003 rejected"]
MILDER = "[rules.severity]\nEVT003 = '{}'\n"
REASON = "[[rules.ignores]]\nrule = '{}'\nevent_names = ['{}']\nreason = 'tried out'\n"


def told(capisim: Capisim, *options: str) -> list[str]:
    """The codes and severities of what validate finds in the batch about its refusal."""
    findings = json.loads(capisim("validate", BATCH, "--json", *options).out)["findings"]
    return [f"{each['rule']} {each['severity']}" for each in findings if each["rule"] in ("EVT003", "REQ003")]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], [*OTHERS, "EVT003 rejected"]),
        (["--ignore", "EVT003"], []),
        (["--ignore", "EVT"], []),
        (["--ignore", "CLK,EVT00"], []),
        (["--ignore", "CLK", "--ignore", "EVT003"], []),
        (["--ignore", "CLK"], [*OTHERS, "EVT003 rejected"]),
        (["--ignore", "REQ003"], ["EVT003 rejected"]),
        (["--select", "EVT"], ["EVT003 rejected"]),
        (["--select", "EVT003,REQ", "--ignore", "EVT"], [*OTHERS, "EVT003 rejected"]),
        (["--select", "CUS", "--select", "REQ"], []),
    ],
)
def test_options(options: list[str], expected: list[str], capisim: Capisim) -> None:
    assert told(capisim, *options) == expected


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (MILDER.format("rejected"), [*OTHERS, "EVT003 rejected"]),
        (MILDER.format("error"), ["EVT003 error"]),
        (MILDER.format("note"), ["EVT003 note"]),
        ("[rules.severity]\nREQ = 'warning'\n", ["REQ003 warning", "REQ003 warning", "EVT003 rejected"]),
        (REASON.format("EVT003", "Lead"), []),
        (REASON.format("EVT003", "Purchase"), [*OTHERS, "EVT003 rejected"]),
        (REASON.format("REQ003", "Purchase"), ["REQ003 rejected", "EVT003 rejected"]),
    ],
)
def test_settings_file(settings: str, expected: list[str], capisim: Capisim, place: Path) -> None:
    (place / "capisim.toml").write_text(settings, "utf-8")
    assert told(capisim) == expected


@pytest.mark.parametrize(
    ("options", "rejected"),
    [([], 3), (["--ignore", "EVT003"], 0), (["--ignore", "REQ003"], 1), (["--select", "CUS"], 0)],
)
def test_what_is_not_told_refuses_nothing(options: list[str], rejected: int, capisim: Capisim) -> None:
    document = json.loads(capisim("replay", BATCH, "--json", *options).out)
    assert document["verdicts"]["rejected"] == rejected


def test_every_problem_is_told_at_once_with_its_origin(
    capisim: Capisim, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAPISIM_RULES_SEVERITY", "EVT013=rejected")
    monkeypatch.setenv("CAPISIM_ENVIRONMENT", "live")
    (place / "capisim.toml").write_text("[[rules.ignores]]\nrule = 'EVT13'\nreason = 'x'\n", "utf-8")
    shown = capisim("validate", BATCH, "--ignore", "QQQ", "--select", "evt")
    assert (shown.code, shown.out) == (2, "")
    assert "5 problems in the settings" in shown.err
    for text in (
        "option --select: rules.select must be a list",
        "option --ignore: rules.ignore holds QQQ, which",
        f"{place / 'capisim.toml'}: rules.ignores holds EVT13, which no rule's code begins with; did you mean EVT013?",
        "variable CAPISIM_RULES_SEVERITY: rules.severity makes EVT013 rejected, but",
        "variable CAPISIM_ENVIRONMENT: environment must be one of test, production",
    ):
        assert text in shown.err


def test_doctor_shows_them_and_their_problems(capisim: Capisim, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPISIM_RULES_SELECT", "EVT,QQQ")
    rules = REASON.format("EVT013", "Newsletter") + MILDER.format("note")
    (place / "capisim.toml").write_text("hosts = ['*.shop.example']\n" + rules, "utf-8")
    shown = capisim("doctor", "--json")
    document = json.loads(shown.out)
    values = {setting["key"]: setting["value"] for setting in document["settings"]}
    assert shown.code == 2
    assert values["hosts"] == ["*.shop.example"]
    assert values["rules.select"] == ["EVT", "QQQ"]
    assert values["rules.ignore"] == []
    assert values["rules.severity"] == {"EVT003": "note"}
    assert values["rules.ignores"] == [{"rule": "EVT013", "event_names": ["Newsletter"], "reason": "tried out"}]
    assert [problem["message"] for problem in document["problems"]] == [
        "environment variable CAPISIM_RULES_SELECT: rules.select holds QQQ, which no rule's code begins with"
    ]
    text = capisim("doctor").out
    for value in ("EVT,QQQ", "EVT003=note", "*.shop.example", " EVT013 "):
        assert value in text
