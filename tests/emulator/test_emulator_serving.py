"""Sockets, both families of loopback, a stop that answers what is at hand, and looks at a run that grows."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest
import uvicorn
from calling import InProcess, OverSocket, event, post

from simulator.emulator.looking import looking
from simulator.emulator.serving import bind, is_loopback, serving
from simulator.errors import NetworkError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.emulator.service import Service
    from simulator.pipeline.listening import Listener, Taken, TurnedAway


def has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_both_families_of_loopback_answer_on_one_port(service: Service) -> None:
    with serving(service) as running:
        for host in ("127.0.0.1", "[::1]"):
            client = OverSocket(f"http://{host}:{running.port}")
            assert client("GET", "/tr?id=1&ev=Lead").status == 200
            client.close()


def test_nothing_else_than_loopback_is_bound() -> None:
    sockets = bind("127.0.0.1", 0)
    try:
        assert {each.getsockname()[0] for each in sockets} <= {"127.0.0.1", "::1"}
        assert len({each.getsockname()[1] for each in sockets}) == 1
    finally:
        for each in sockets:
            each.close()


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(NetworkError, match="in use"):
        bind("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("127.8.8.8", True), ("0.0.0.0", False), ("::", False)],  # noqa: S104
)
def test_which_addresses_only_this_machine_reaches(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_a_name_is_no_address() -> None:
    with pytest.raises(UsageError, match="no IP address"):
        is_loopback("shop.example")


def test_a_request_at_hand_is_answered_before_the_stop(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    held, inside, go_on = threading.Event(), threading.Event(), threading.Event()
    hand_over = service.hand_over

    def hold(_: Listener) -> None:
        held.set()
        assert go_on.wait(60)

    def noted(request: bytes | TurnedAway, done: Callable[[Taken | BaseException], None]) -> None:
        inside.set()
        hand_over(request, done)

    async def shutdown(server: uvicorn.Server, sockets: list[socket.socket] | None = None) -> None:
        # The stop has begun while the request waits for its commit.
        go_on.set()
        await uvicorn.Server.shutdown(server, sockets)

    monkeypatch.setattr(service, "hand_over", noted)
    holding = service.on_writer(hold)
    assert held.wait(60)
    monkeypatch.setattr("simulator.emulator.serving._Server.shutdown", shutdown, raising=False)
    answers: list[int] = []
    with serving(service) as running:
        client = OverSocket(running.url)
        asking = threading.Thread(target=lambda: answers.append(post(client, event()).status))
        asking.start()
        assert inside.wait(60)
    asking.join(60)
    client.close()
    holding.result()
    assert answers == [200]
    assert service.ask_from_elsewhere(lambda store, run: store.totals(run)).result() == {"kept": 1}


def test_a_run_that_grows_is_looked_at_again(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.emulator.looking.EVERY", 0.01)
    client = InProcess(service)
    runs: list[int] = []

    def suspected() -> int:
        question = "SELECT count(*) FROM findings WHERE confidence IS NOT NULL"
        return int(
            service.ask_from_elsewhere(lambda store, _: store.connection.execute(question).fetchone()[0]).result()
        )

    def until(condition: object) -> None:
        end = time.monotonic() + 60
        while not condition():  # type: ignore[operator]
            assert time.monotonic() < end

    with looking(service, runs.append):
        post(client, event(event_id="order-1", user_data=event()["user_data"] | {"external_id": "7"}))
        client("GET", "/tr?id=1234567890&ev=Purchase&eid=ORDER-1&ud[external_id]=7&cd[value]=9.5&cd[currency]=EUR")
        until(suspected)
        service.on_writer(lambda listener: listener.reset()).result()
        until(lambda: runs)
    assert runs == [2]
