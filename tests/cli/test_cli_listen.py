"""``capisim listen --headless``: what it prints, what it stores, and how it stops."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import urllib3

from simulator.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from told import Capisim

BODY = json.dumps({"data": [{"event_name": "Lead", "event_time": 1, "user_data": {"em": "a" * 64}}]})


@contextmanager
def listening(place: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """The command in a process of its own, and what it printed when it was ready."""
    code = "from simulator.cli import main; main()"
    words = [sys.executable, "-c", code, "listen", "--headless", "--port", "0", "--store", str(place), *options]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        try:
            yield child, json.loads(child.stdout.readline())
        finally:
            if child.poll() is None:
                child.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_logs_and_finishes_its_run(place: Path, number: signal.Signals) -> None:
    file = place / "live.db"
    with listening(file, "--title", "staging") as (child, told):
        assert told["url"] == f"http://127.0.0.1:{told['port']}"
        url = f"{told['url']}/v26.0/1234567890/events?access_token=EAAcanarycanarycanarycanary"
        with urllib3.PoolManager() as pool:
            assert pool.request("POST", url, body=BODY.encode()).status == 400
            assert pool.request("GET", f"{told['url']}/tr?id=1&ev=PageView").status == 200
        child.send_signal(number)
        out, err = child.communicate(timeout=60)
    assert child.returncode == 0, err
    assert out == "", "standard output is data alone"
    assert "POST /v26.0/1234567890/events 400 1 rejected" in err
    assert "GET /tr 200 1 kept" in err
    assert "canary" not in err
    with open_store(str(file)) as store:
        run = store.run()
        assert (run.state, run.title, run.is_live) == ("complete", "staging", True)
        assert store.totals(run.id) == {"rejected": 1, "kept": 1}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system can't kill a process so")
def test_a_killed_listener_keeps_what_it_answered(place: Path) -> None:
    file = place / "live.db"
    with listening(file) as (child, told):
        with urllib3.PoolManager() as pool:
            for number in range(20):
                assert pool.request("GET", f"{told['url']}/tr?id=1&ev=PageView&eid={number}").status == 200
        child.kill()
        child.wait()
    with open_store(str(file)) as store:
        assert store.totals(1) == {"kept": 20}


def test_a_port_that_is_taken_is_one_sentence(place: Path, capisim: Capisim) -> None:
    with listening(place / "live.db") as (_, told):
        found = capisim("listen", "--headless", "--port", told["port"], "--store", ":memory:")
    assert found.code == 4
    assert "address already in use" in found.err


def test_another_address_is_warned_of(capisim: Capisim) -> None:
    # An address of the documentation, which no machine has: the warning comes first.
    found = capisim("listen", "--headless", "--host", "203.0.113.7", "--port", 0, "--store", ":memory:")
    assert found.code == 4
    assert "warning: 203.0.113.7 can be reached from other machines" in found.err
    assert capisim("listen", "--host", "nowhere", "--store", ":memory:").code == 2


def test_a_port_that_is_taken_leaves_no_run_behind(place: Path, capisim: Capisim) -> None:
    with listening(place / "live.db") as (_, told):
        assert capisim("listen", "--headless", "--port", told["port"], "--store", place / "other.db").code == 4
    assert not (place / "other.db").exists()


def test_datasets_come_from_the_settings_and_their_tokens_from_the_environment(
    place: Path, capisim: Capisim, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = capisim("listen", "--headless", "--port", 0, "--pixel", "5:NO_SUCH_VARIABLE", "--store", ":memory:")
    assert (found.code, "NO_SUCH_VARIABLE, which is not set" in found.err) == (2, True)
    token = "EAAcanarycanarycanarycanary"
    monkeypatch.setenv("SHOP_TOKEN", token)
    (place / "capisim.toml").write_text('[emulator]\npixels = ["5:SHOP_TOKEN"]\n', "utf-8")
    with listening(place / "live.db") as (child, told), urllib3.PoolManager() as pool:
        url = f"{told['url']}/v26.0/5/events"
        assert pool.request("POST", url, fields={"access_token": "no"}).status == 401
        error = pool.request("POST", url, fields={"access_token": token, "data": "[]"}).json()["error"]
        assert error["error_subcode"] == 2804019, "the token opens, and only then the data is looked at"
        child.send_signal(signal.SIGINT)
        assert token not in "".join(child.communicate(timeout=60))
    assert token.encode() not in b"".join(file.read_bytes() for file in place.glob("live.db*"))
