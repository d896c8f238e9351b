"""The recordings of Meta's Node packages, and how to make them again.

A test never installs anything. Where the packages are, recording again must give the fixtures:

    META_NODE_PACKAGES=FOLDER pytest tests/tools/test_record_node_requests.py

``.ci/run`` installs them; there, a folder that is missing is a failure.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import orjson
import pytest
from node_packages import PACKAGES
from record_node_requests import RECORDINGS, lines
from test_record_sdk_requests import read

from simulator.customer.builder_marker import is_marker
from simulator.resources import fixtures

FOLDER = os.environ.get("META_NODE_PACKAGES")
CLIENT, BUILDER = RECORDINGS["client"], RECORDINGS["builder"]


def bodies(path: Path) -> list[dict[str, Any]]:
    return [orjson.loads(envelope["request"]["body"]) for envelope in read(path)]


@pytest.mark.skipif(
    FOLDER is None and not os.environ.get("CI"),
    reason="META_NODE_PACKAGES names no folder with Meta's Node packages",
)
@pytest.mark.parametrize("what", sorted(RECORDINGS))
def test_recording_again_gives_the_fixture(what: str) -> None:
    assert FOLDER, "META_NODE_PACKAGES names no folder with Meta's Node packages"
    again = [orjson.loads(line) for line in lines(what, Path(FOLDER).resolve()).splitlines()]
    kept = read(RECORDINGS[what])
    assert [(one["received_at"], one["request"]["url"], one["request"]["body"]) for one in again] == [
        (one["received_at"], one["request"]["url"], one["request"]["body"]) for one in kept
    ]


def test_the_recordings_are_where_the_scenarios_look() -> None:
    assert fixtures() / "node-sdk-requests" == CLIENT.parent
    assert fixtures() / "parameter-builder-requests" == BUILDER.parent


@pytest.mark.parametrize(
    "member", ["partner_agent", "test_event_code", "namespace_id", "upload_id", "upload_tag", "upload_source"]
)
def test_the_client_writes_null_for_what_nobody_set(member: str) -> None:
    assert None in [body[member] for body in bodies(CLIENT)]


def test_the_client_sends_its_habits() -> None:
    for envelope, body in zip(read(CLIENT), bodies(CLIENT), strict=True):
        assert envelope["request"]["url"].endswith(f"?access_token={body['access_token']}")
        assert f"/{body['id']}/events" in envelope["request"]["url"]
        assert envelope["request"]["headers"]["User-Agent"].startswith("fbbizsdk-nodejs-v24")
    events = [event for body in bodies(CLIENT) for event in body["data"]]
    assert {event["custom_data"]["currency"] for event in events if "currency" in event.get("custom_data", {})} == {
        "EUR",
        "USD",
    }
    assert [list(event["app_data"]["extinfo"]) for event in events if "app_data" in event] == [
        [str(slot) for slot in range(16)]
    ]


def test_the_builder_marks_hashes_and_addresses() -> None:
    users = [event["user_data"] for body in bodies(BUILDER) for event in body["data"]]
    marked = [user["em"][0] for user in users] + [user["client_ip_address"] for user in users]
    assert len(marked) == 6
    assert all(is_marker(value.rpartition(".")[2]) for value in marked), marked


def test_the_texts_name_the_versions_that_were_recorded() -> None:
    texts = "".join((path.parent / "scenario.toml").read_text("utf-8") for path in RECORDINGS.values())
    assert all(name in texts and version in texts for name, version in PACKAGES.items())
