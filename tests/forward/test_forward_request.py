"""How a request is shown: all of its members, none of its values, and a line for curl without the token."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

from forwarding import NOW, PIXEL, SETTINGS, event, run_of

from simulator.forward import plan
from simulator.forward.planning import Target
from simulator.forward.request import curl, encoded, masked, shown_requests

if TYPE_CHECKING:
    from pathlib import Path

TARGET = Target("https://graph.facebook.com", "v26.0", PIXEL, "TEST12345")


def test_members_are_shown_and_values_are_masked(tmp_path: Path) -> None:
    payload = event(
        "order-1",
        user_data={"em": ["canary@example.com"], "ph": "+16505550111", "client_ip_address": "203.0.113.199"},
        custom_data={
            "value": 9.5,
            "currency": "EUR",
            "note": "canary",
            "order_id": 123456789012,
            "vip": True,
            "x": None,
        },
        event_source_url="https://shop.example/canary",
    )
    with run_of(tmp_path, payload) as store:
        (found,) = shown_requests(plan(store, None, None, SETTINGS, clock=lambda: NOW, suffix="-fw1"), 1000)
    text = json.dumps(found)
    for secret in ("canary", "6505550111", "203.0.113.199", "123456789012"):
        assert secret not in text
    sent = found["body"]["data"][0]
    assert set(sent) == set(payload)
    assert set(sent["user_data"]) == set(payload["user_data"])
    assert (sent["event_name"], sent["event_id"], sent["event_time"]) == (
        "Purchase",
        "order-1-fw1",
        payload["event_time"],
    )
    assert {name: sent["custom_data"][name] for name in ("value", "currency", "vip", "x")} == {
        "value": 9.5,
        "currency": "EUR",
        "vip": True,
        "x": None,
    }
    assert found["body"]["test_event_code"] == "TEST12345"
    assert found["events"] == [1]
    assert found["headers"]["Authorization"] == "Bearer $CAPISIM_ACCESS_TOKEN"


def test_an_id_that_may_be_somebodys_is_masked() -> None:
    assert "ana@example.com" not in json.dumps(masked({"event_id": "ana@example.com", "ana@\x1b[31mname": 1}))
    assert "\x1b" not in str(masked({"\x1b[31m": "\x1b[31m", "event_name": "\x1b]0;x"}))


def test_the_line_for_curl_sends_the_bytes_and_hides_the_token(tmp_path: Path) -> None:
    """Run by a shell, with something that stands in for curl and writes down what it got."""
    stand_in = tmp_path / "curl"
    stand_in.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > arguments\ncat > told\n', "utf-8")
    stand_in.chmod(0o755)
    (tmp_path / "request-1.json").write_bytes(encoded({"data": []}))
    environment = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "CAPISIM_ACCESS_TOKEN": "EAAcanarycanary"}
    line = curl(TARGET, "request-1.json")
    assert "canary" not in line
    subprocess.run(["/bin/sh", "-c", line], cwd=tmp_path, env=environment, check=True, timeout=60)
    arguments = (tmp_path / "arguments").read_text("utf-8").splitlines()
    assert arguments == [
        "--config",
        "-",
        "--header",
        "Content-Type: application/json",
        "--data-binary",
        "@request-1.json",
        f"https://graph.facebook.com/v26.0/{PIXEL}/events",
    ]
    assert (tmp_path / "told").read_text("utf-8") == 'header = "Authorization: Bearer EAAcanarycanary"\n'


def test_an_address_is_quoted_for_the_shell() -> None:
    odd = TARGET._replace(graph_url="https://graph.example/;touch ~/canary;'")
    assert "'\"'\"'" in curl(odd, "request-1.json"), "an apostrophe ends no quotation"
