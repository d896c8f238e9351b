"""Meta's Node client, unchanged but for its base URL: success, every refusal and every fault as it reports them.

``META_NODE_PACKAGES`` names the folder of its packages; ``.ci/run`` installs them, and there a folder that is missing
is a failure.
"""

from __future__ import annotations

import json
import subprocess
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from serving_clients import (
    CODES,
    NODE_PACKAGES,
    PIXEL,
    REFUSING,
    TOKEN,
    meta,
    meta_for,
    needs_node,
    payloads,
    stored,
)

from simulator.customer.hashing import sha256
from simulator.emulator.network_faults import KINDS
from simulator.emulator.pixels import Pixel

pytestmark = needs_node
SCRIPT = Path(__file__).with_name("run_node_client.mjs")


def node(*work: dict[str, Any]) -> list[dict[str, Any]]:
    """What the client makes of each piece of work, in turn."""
    assert NODE_PACKAGES, "META_NODE_PACKAGES names no folder with Meta's Node packages"
    told = subprocess.run(
        ["node", SCRIPT, Path(NODE_PACKAGES).resolve()],
        input=json.dumps([{"pixel": PIXEL, "token": TOKEN, **each} for each in work]),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert told.returncode == 0, told.stderr
    return [json.loads(line) for line in told.stdout.splitlines()]


def test_success() -> None:
    with meta() as running:
        (found,) = node({"graph": running.url, "orders": [1, 2]})
        assert found["answer"]["events_received"] == 2
        assert found["answer"]["messages"] == []
        assert found["answer"]["fbtrace_id"].startswith("A")
        assert stored(running) == [("Purchase", "order-1", "kept"), ("Purchase", "order-2", "kept")]
        user = payloads(running)[0]["user_data"]
        assert user["em"] in (sha256("shopper.1@example.com"), [sha256("shopper.1@example.com")])
        assert TOKEN not in json.dumps(payloads(running))


def test_every_refusal_of_an_event() -> None:
    with ExitStack() as stack:
        made = [stack.enter_context(meta_for(rule)) for rule in REFUSING]
        found = node(*({"graph": running.url, "events": events} for running, events in made))
        for rule, (running, _), each in zip(REFUSING, made, found, strict=True):
            error = each["error"]
            assert error["name"] == "FacebookRequestError", rule.code
            assert (error["status"], error["code"], error["subcode"]) == (400, 100, rule.subcode), rule.code
            assert error["transient"] is False
            assert error["blame"][0][0] == "data"
            assert {verdict for _, _, verdict in stored(running)} == {"rejected"}


def test_refusals_of_who_may_not() -> None:
    with meta(pixels=(Pixel(PIXEL, TOKEN),)) as running:
        found = node(
            {"graph": running.url, "orders": [1], "pixel": "9"},
            {"graph": running.url, "orders": [1], "token": "wrong"},
            {"graph": running.url, "orders": [1], "token": "capisim-expired"},
        )
        errors = [each["error"] for each in found]
        assert [(each["status"], each["code"], each["subcode"]) for each in errors] == [
            (400, 100, 33),
            (401, 190, None),
            (400, 190, 463),
        ]


LOST: dict[str, Any] = {
    "reset": "The request was made but no response was received",
    "timeout": "The request was made but no response was received",
    # It takes the page for JSON.
    "html-error": "is not valid JSON",
    "http-500": "JSON",
}


def test_faults_of_the_network() -> None:
    names = [name for name in KINDS if name not in ("latency", "slow-body")]
    with meta() as running:
        running.service.faults.queue(*names)
        work = [{"graph": running.url, "orders": [number], "timeout": 60_000} for number, _ in enumerate(names)]
        for name, each in zip(names, work, strict=True):
            if name.startswith("timeout"):
                each["timeout"] = 500
        found = node(*work)
        for name, each in zip(names, found, strict=True):
            error = each["error"]
            if name in CODES:
                assert (error["status"], error["code"], error["subcode"]) == CODES[name]
                assert error["transient"] is (name != "code-190")
            else:
                assert LOST[name.removesuffix("-after")] in error["message"], name
        kept = [event_id for _, event_id, _ in stored(running)]
        assert kept == [f"order-{number}" for number, name in enumerate(names) if name.endswith("-after")]


def test_an_answer_that_takes_its_time() -> None:
    with meta() as running:
        running.service.faults.queue("latency:0.1", "slow-body:0.1")
        found = node(*({"graph": running.url, "orders": [number]} for number in (1, 2)))
        assert [each["answer"]["events_received"] for each in found] == [1, 1]
