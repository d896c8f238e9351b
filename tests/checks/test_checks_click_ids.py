"""fbc and fbp: four parts, five parts, and everything else."""

from __future__ import annotations

from typing import Any

import pytest
from checks_building import codes, findings

from simulator.checks.examples import AT, EMAIL_HASH, browser, event, user

DAY = 86_400
CLICK = "IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk"
TIME = AT * 1000

BOTH_KINDS = [
    (f"fb.1.{TIME}.PAYLOAD.AQQCAQMC", []),
    (f"fb.1.{TIME}.PAYLOAD.BA", []),
    (f"fb.0.{TIME}.PAYLOAD", []),
    (f"fb.1.{AT}.PAYLOAD", ["CLK002"]),
    (f"fb.1.{AT}.PAYLOAD.AQQCAQMC", ["CLK002"]),
    (f"fb.1.{TIME}.PAYLOAD.toolongsuffix", ["SHAPE"]),
    (f"fb.1.{TIME}.PAYLOAD.AQQCAQMC.AQQCAQMC", ["SHAPE"]),
    (f"fb.1.{TIME}.", ["SHAPE"]),
    (f"fb.1.{TIME}", ["SHAPE"]),
    (f"fb.1.{TIME}0.PAYLOAD", ["SHAPE"]),
    (f"fb.1.{TIME // 10}.PAYLOAD", ["SHAPE"]),
    (f"fb.x.{TIME}.PAYLOAD", ["SHAPE"]),
    (f"FB.1.{TIME}.PAYLOAD", ["SHAPE"]),
    (f"fb.1.{TIME}.PAYLOAD\n", ["SHAPE"]),
    (f" fb.1.{TIME}.PAYLOAD", ["SHAPE"]),
    (f"fb.1.{TIME}.PAY%4COAD", ["SHAPE"]),
    ("PAYLOAD", ["SHAPE"]),
    (EMAIL_HASH, ["SHAPE"]),
    ("undefined", ["SHAPE"]),
    ("", ["USR009"]),
    (None, ["USR009"]),
    (17, ["USR011"]),
    ([f"fb.1.{TIME}.PAYLOAD"], ["USR018"]),
]


@pytest.mark.parametrize(("pattern", "expected"), BOTH_KINDS)
@pytest.mark.parametrize(("key", "shape", "payload"), [("fbc", "CLK001", CLICK), ("fbp", "CLK003", "1098115397")])
@pytest.mark.parametrize("channel", ["server", "browser"])
def test_form(channel: str, key: str, shape: str, payload: str, pattern: Any, expected: list[str]) -> None:
    value = pattern.replace("PAYLOAD", payload) if isinstance(pattern, str) else pattern
    if isinstance(value, list):
        value = [each.replace("PAYLOAD", payload) for each in value]
    line = event(user_data=user(**{key: value})) if channel == "server" else browser(user_data={key: value})
    assert codes(line) == [shape if code == "SHAPE" else code for code in expected]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (CLICK, "bare click id"),
        (f" fb.1.{TIME}.{CLICK}", "white space"),
        (f"fb.1.{TIME}", "cut off"),
        (f"fb%2E1.{TIME}.{CLICK}", "percent-encoded"),
        (f"fb.x.{TIME}.{CLICK}", "form"),
    ],
)
def test_what_is_wrong_with_fbc(value: str, words: str) -> None:
    (finding,) = findings(event(user_data=user(fbc=value)))
    assert words in finding.message


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-90 * DAY, []),
        (-90 * DAY - 1, ["CLK006"]),
        (DAY, []),
        (DAY + 1, ["CLK006"]),
    ],
)
def test_age_of_the_click(seconds: int, expected: list[str]) -> None:
    time = AT - 60
    assert codes(event(event_time=time, user_data=user(fbc=f"fb.1.{time + seconds}000.{CLICK}"))) == expected


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-91 * DAY, "before the event"),
        (-40 * 365 * DAY, "before the event"),
        (2 * DAY, "in the future"),
        (32 * 365 * DAY, "in the future"),
        (200 * 365 * DAY, "malformed"),
    ],
)
def test_what_is_told_of_a_wrong_time(seconds: int, words: str) -> None:
    (finding,) = findings(event(user_data=user(fbc=f"fb.1.{AT + seconds:010}000.{CLICK}")))
    assert (finding.rule, finding.severity) == ("CLK006", "note")
    assert words in finding.message
    assert ("stored value" in finding.fix) == (seconds < 0)


def test_lower_cased_click_id() -> None:
    assert codes(event(user_data=user(fbc=f"fb.1.{TIME}.{CLICK.lower()}"))) == ["CLK005"]
    assert codes(event(user_data=user(fbc=f"fb.1.{TIME}.short-made-up"))) == []


def test_what_metas_own_plugin_sends_is_a_warning() -> None:
    (finding,) = findings(event(user_data=user(fbc=f"fb.1.{AT}.{CLICK}")))
    assert finding.severity == "warning"
