"""A sender that is killed between request and answer, or interrupted: nothing is lost, nothing counts twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from forwarding import event, server, stored

from simulator.cli import run
from simulator.store import open_store
from simulator.store.outbox import Outbox, forwards
from simulator.testing import Capisim as Emulating
from simulator.testing import Listening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system can't kill a process so")
NAMES = [f"order-{n}" for n in range(5)]
PATIENCE = 60.0


@pytest.fixture
def meta() -> Iterator[Listening]:
    with Emulating().listen() as listening:
        yield listening


@pytest.fixture
def shop(tmp_path: Path, meta: Listening) -> Path:
    """A store with five events, and settings that send them one by one."""
    with open_store(str(tmp_path / "store.db")) as store:
        at = int(time.time()) - 60
        stored(store, tmp_path, *(server(event(name, event_time=at)) for name in NAMES))
    settings = f'[forward]\nbatch_events = 1\ngraph_url = "{meta.url}"\npixel_id = "123"\ntest_code = "TEST12345"\n'
    (tmp_path / "capisim.toml").write_text(settings, "utf-8")
    return tmp_path


def environment(shop: Path) -> dict[str, str]:
    return {
        **os.environ,
        "CAPISIM_STORE": str(shop / "store.db"),
        "CAPISIM_ACCESS_TOKEN": "any-token",
        "XDG_CONFIG_HOME": str(shop / "config"),
    }


def words(*options: str) -> list[str]:
    # A background job ignores the key, and so would its children.
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    return [
        sys.executable,
        "-c",
        f"{code}; from simulator.cli import main; main()",
        "forward",
        "--send",
        "--yes",
        *options,
    ]


@contextmanager
def sending(shop: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """The command in a process of its own."""
    with subprocess.Popen(
        words(*options), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=shop, env=environment(shop)
    ) as child:
        try:
            yield child
        finally:
            if child.poll() is None:
                child.kill()


def done(shop: Path, *options: str) -> int:
    """Run the command to its end in this process; its exit code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(shop)
        for name, value in environment(shop).items():
            patch.setenv(name, value)
        return run(["forward", "--send", "--yes", *options])


def states(shop: Path) -> list[str]:
    with open_store(str(shop / "store.db"), readonly=True) as store:
        found = forwards(store)
        return [item.state for item in Outbox(store, found[-1].id).items()] if found else []


def wait_until(child: subprocess.Popen[str], holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        assert child.poll() is None, child.stderr and child.stderr.read()
        try:
            child.wait(0.01)
        except subprocess.TimeoutExpired:
            continue


def arrivals(meta: Listening) -> dict[str, list[str]]:
    """The ids of what arrived by verdict, without their endings."""
    found: dict[str, list[str]] = {}
    for each in meta.events:
        found.setdefault(str(each.verdict), []).append(str(each.event_id).rpartition("-fw")[0])
    return found


@pytest.mark.parametrize("fault", ["timeout:600", "timeout-after:600"])
def test_killed_between_request_and_answer(fault: str, shop: Path, meta: Listening) -> None:
    meta.next_faults("none", "none", fault)
    with sending(shop, "--keep-ids") as child:
        wait_until(child, lambda: states(shop)[:3] == ["accepted", "accepted", "trying"])
        if fault == "timeout-after:600":
            meta.wait_for("Purchase", count=3, timeout=PATIENCE)
        child.kill()
        child.wait()
    assert states(shop) == ["accepted", "accepted", "trying", "waiting", "waiting"]
    assert done(shop, "--resume") == 0
    assert states(shop) == ["accepted"] * 5
    arrived: dict[str, Any] = {}
    for each in meta.events:
        arrived.setdefault(str(each.verdict), []).append(each.event_id)
    assert arrived["kept"] == NAMES
    doubled = [] if fault == "timeout:600" else [NAMES[2]]
    assert arrived.get("duplicate", []) == doubled, "only the one in doubt is sent again, with the same id"


def test_killed_again_and_again(shop: Path, meta: Listening) -> None:
    rounds: list[tuple[tuple[str, ...], int, int]] = [
        (("timeout-after:600",), 0, 1),
        (("none", "timeout-after:600"), 1, 3),
    ]
    for number, (faults, accepted, arrived) in enumerate(rounds):
        meta.next_faults(*faults)
        with sending(shop, *(["--resume"] if number else [])) as child:
            expected = [*["accepted"] * accepted, "trying", *["waiting"] * (4 - accepted)]
            wait_until(child, lambda expected=expected: states(shop) == expected)  # type: ignore[misc]
            meta.wait_for("Purchase", count=arrived, timeout=PATIENCE)
            child.kill()
            child.wait()
    assert done(shop, "--resume") == 0
    assert states(shop) == ["accepted"] * 5
    assert arrivals(meta) == {"kept": NAMES, "duplicate": NAMES[:2]}


def test_ctrl_c_ends_in_order_and_can_be_continued(shop: Path, meta: Listening) -> None:
    meta.next_faults("none", "timeout-after:600")
    with sending(shop) as child:
        wait_until(child, lambda: states(shop)[:2] == ["accepted", "trying"])
        meta.wait_for("Purchase", count=2, timeout=PATIENCE)
        child.send_signal(signal.SIGINT)
        _, told = child.communicate(timeout=PATIENCE)
    assert child.returncode == 130
    assert "'capisim forward --resume --send' sends the rest" in told
    assert "Traceback" not in told
    assert states(shop) == ["accepted", *["waiting"] * 4]
    with open_store(str(shop / "store.db")) as store:
        assert [each.state for each in forwards(store)] == ["interrupted"]
        assert [outcome for _, outcome in Outbox(store, 1).attempts()] == ["accepted", "unknown"]
    assert done(shop, "--resume") == 0
    found = arrivals(meta)
    assert (found["kept"], found["duplicate"]) == (NAMES, [NAMES[1]])


def test_two_senders_at_once_are_one(shop: Path, meta: Listening) -> None:
    meta.next_faults("timeout:600")
    with sending(shop) as child:
        wait_until(child, lambda: "trying" in states(shop))
        assert done(shop, "--resume") == 2, "what another process is at is not taken up"
        assert done(shop, "--anew") == 2
        child.kill()
        child.wait()
    assert done(shop, "--resume") == 0
    assert arrivals(meta) == {"kept": NAMES}
