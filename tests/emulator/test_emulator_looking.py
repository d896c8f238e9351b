"""Requests are answered while it looks for suspicions, however long that takes."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from calling import NOON, OverSocket, event, post

from simulator.emulator import looking
from simulator.emulator.service import Service
from simulator.emulator.serving import serving
from simulator.settings import Settings
from simulator.store import open_store

PATIENCE = 60


class Held:
    """Looks that wait in the middle until they may go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun = threading.Semaphore(0)
        self.may_go_on = threading.Event()
        self.count = 0
        look_at = looking.look_at

        def held(*given: Any) -> Any:
            *others, pace = given

            def wait() -> None:
                pace()
                self.begun.release()
                assert self.may_go_on.wait(PATIENCE)

            self.count += 1
            return look_at(*others, wait)

        monkeypatch.setattr(looking, "look_at", held)

    def wait_until_begun(self) -> None:
        assert self.begun.acquire(timeout=PATIENCE)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    return Held(monkeypatch)


@pytest.fixture(params=[":memory:", "shop.db"])
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    path: str = request.param
    with open_store(path if path == ":memory:" else str(tmp_path / path)) as store:
        made = Service(store, Settings(workers=1), clock=lambda: float(NOON))
        yield made
        made.close()


@pytest.fixture
def client(service: Service) -> Iterator[OverSocket]:
    with serving(service) as running:
        made = OverSocket(running.url)
        yield made
        made.close()


def elsewhere(work: Callable[[], Any]) -> Callable[[], Any]:
    """Do it in a thread; what is given back waits for it."""
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()

    def result() -> Any:
        thread.join(PATIENCE)
        return found[0]

    return result


def test_an_event_is_acknowledged_while_a_look_goes_on(client: OverSocket, held: Held) -> None:
    assert post(client, event()).status == 200
    report = elsewhere(lambda: client("GET", "/capisim/report"))
    held.wait_until_begun()
    answers = [post(client, event(event_id=str(number))) for number in range(3)]
    assert [each.status for each in answers] == [200, 200, 200]
    assert client("GET", "/capisim/health").json()["events"] == 4
    held.may_go_on.set()
    assert report().status == 200


def test_who_has_no_patience_is_told_that_suspicions_follow(client: OverSocket, held: Held) -> None:
    for eid in ("order-1", "ORDER-1"):
        client("GET", f"/tr?id=1234567890&ev=Purchase&cd[value]=9.5&cd[currency]=EUR&ud[external_id]=ab12&eid={eid}")
    at_once = client("GET", "/capisim/events?patience=0").json()
    assert (len(at_once["events"]), at_once["looked"]) == (2, False)
    held.wait_until_begun()
    held.may_go_on.set()
    later = client("GET", "/capisim/events?filter=finding:DUP").json()
    assert (len(later["events"]) > 0, later["looked"]) == (True, True)


def test_an_earlier_run_is_told_without_a_look_at_the_present_one(client: OverSocket, held: Held) -> None:
    held.may_go_on.set()
    post(client, event())
    client("POST", "/capisim/reset")
    looks = held.count
    post(client, event())
    held.may_go_on.clear()
    assert len(client("GET", "/capisim/events?run=1").json()["events"]) == 1
    assert client("GET", "/capisim/report?run=1").json()["events"] == 1
    assert held.count == looks
    held.may_go_on.set()


def test_a_reset_lets_the_new_run_begin_before_the_old_one_is_looked_at(client: OverSocket, held: Held) -> None:
    post(client, event())
    reset = elsewhere(lambda: client("POST", "/capisim/reset"))
    held.wait_until_begun()
    found = post(client, event())
    assert found.status == 200
    health = client("GET", "/capisim/health").json()
    assert (health["run"], health["events"]) == (2, 1)
    held.may_go_on.set()
    assert reset().json() == {"run": 2, "finished": 1}


def test_a_page_shows_what_came_and_suspicions_follow(
    client: OverSocket, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.emulator.own.live._PATIENCE", 0.01)
    for eid in ("order-1", "ORDER-1"):
        client("GET", f"/tr?id=1234567890&ev=Purchase&cd[value]=9.5&cd[currency]=EUR&ud[external_id]=ab12&eid={eid}")
    first = client("GET", "/capisim/live").json()
    held.wait_until_begun()
    assert len(first["events"]) == 2
    following = elsewhere(lambda: client("GET", f"/capisim/live?seen={first['seen']}"))
    held.may_go_on.set()
    second = following().json()
    assert second["seen"] > first["seen"]
    assert {each["rule"] for each in second["rules"]} > {each["rule"] for each in first["rules"]}


def test_those_who_wait_for_a_look_share_it(client: OverSocket, held: Held, service: Service) -> None:
    post(client, event())
    first = service.look_from_elsewhere()
    held.wait_until_begun()
    post(client, event())
    others = [service.look_from_elsewhere() for _ in range(5)]
    held.may_go_on.set()
    for each in (first, *others):
        each.result(PATIENCE)
    assert held.count == 2


def test_an_end_gives_a_look_up_and_keeps_what_it_would_have_found(tmp_path: Path, held: Held) -> None:
    with open_store(str(tmp_path / "shop.db")) as store:
        service = Service(store, Settings(workers=1))
        with serving(service) as running:
            client = OverSocket(running.url)
            pixel = "/tr?id=1234567890&ev=Purchase&cd[value]=9.5&cd[currency]=EUR&ud[external_id]=ab12&eid="
            for number in range(20):
                client("GET", f"{pixel}order-{number}")
                client("GET", f"{pixel}ORDER-{number}")
            client.close()
        look = service.look_from_elsewhere()
        held.wait_until_begun()
        closing = elsewhere(service.close)
        held.may_go_on.set()
        assert closing() == 1
        look.result(PATIENCE)
        assert store.run(1).state == "complete"
        assert store.connection.execute("SELECT 1 FROM findings WHERE confidence IS NOT NULL").fetchall()


def test_a_stop_does_not_wait_for_the_look_of_a_page(
    service: Service, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.emulator.own.live._PATIENCE", 0.01)
    with serving(service) as running:
        client = OverSocket(running.url)
        post(client, event())
        assert client("GET", "/capisim/live").status == 200
        held.wait_until_begun()
        client.close()
    # It has stopped, and the look still waits.
    assert held.count == 1
    held.may_go_on.set()


def test_a_run_that_could_not_be_looked_at_any_more_is_interrupted(
    client: OverSocket, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(client, event())

    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(looking, "look_at", fail)
    assert client("POST", "/capisim/reset").status == 500
    assert service.ask_from_elsewhere(lambda store, _: store.run(1).state).result(PATIENCE) == "interrupted"
    assert post(client, event()).status == 200


def test_ctrl_c_breaks_off_the_last_look(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"method": "GET", "url": "/tr/?id=1&ev=Lead", "headers": {}, "body": None}
    request = json.dumps({"request": asked, "received_at": NOON}).encode()
    with open_store(":memory:") as store:
        service = Service(store, Settings(workers=1))
        service.on_writer(lambda listener: listener.take([request])).result()
        go_on, pressed = service._go_on, threading.Event()

        def press() -> None:
            if not pressed.is_set():
                pressed.set()
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
            while not service._hurried:
                pass
            go_on()

        monkeypatch.setattr(service, "_go_on", press)
        # Tests may run where it is ignored.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            with pytest.raises(KeyboardInterrupt):
                service.close()
        finally:
            signal.signal(signal.SIGINT, before)
        assert pressed.is_set()
        assert store.run(1).state == "interrupted"
        assert store.totals(1) == {"kept": 1}
