"""Faults on purpose: what the client sees of each, what is stored, and that the same seed hits the same requests."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
import urllib3
from calling import EVENTS, NOON, PIXEL, OverSocket, event, post
from hypothesis import given
from hypothesis import strategies as st

from simulator.emulator.network_faults import KINDS, Fault, NetworkFaults, fault_of
from simulator.emulator.service import Service
from simulator.emulator.serving import serving
from simulator.errors import SettingsError, UsageError
from simulator.settings import Emulator, Settings
from simulator.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calling import Client

REFUSING = {
    "code-2": (500, 2, None),
    "code-4": (403, 4, None),
    "code-17": (400, 17, 2446079),
    "code-190": (401, 190, None),
}
LOSING = ("timeout:0.05", "timeout-after:0.05", "reset", "reset-after")


def stored(service: Service) -> int:
    """How many events the run holds."""
    return service.ask_from_elsewhere(lambda store, run: store.last_number(run)).result()


def send(client: Client, fault: str) -> tuple[int, bytes]:
    found = client("GET", f"/tr?id={PIXEL}&ev=PageView", None, {"X-Capisim-Fault": fault})
    return found.status, found.body


@pytest.fixture
def base(service: Service) -> Iterator[str]:
    """The emulator's URL."""
    with serving(service) as running:
        yield running.url


@pytest.mark.parametrize("name", REFUSING)
def test_a_code_of_graphs_refuses_and_stores_nothing(client: Client, service: Service, name: str) -> None:
    found = client("POST", EVENTS, b'{"data": [], "access_token": "x"}', {"X-Capisim-Fault": name})
    error = found.error
    assert (found.status, error["code"], error.get("error_subcode")) == REFUSING[name]
    assert error["is_transient"] is (name != "code-190")
    assert stored(service) == 0


@pytest.mark.parametrize(
    ("name", "status", "start", "count"),
    [
        ("http-500", 500, b"", 0),
        ("http-500-after", 500, b"", 1),
        ("html-error", 502, b"<!DOCTYPE html>", 0),
        ("html-error-after", 502, b"<!DOCTYPE html>", 1),
        ("latency:0", 200, b"GIF89a", 1),
        ("slow-body:0", 200, b"GIF89a", 1),
        ("none", 200, b"GIF89a", 1),
    ],
)
def test_an_answer_that_is_none_of_metas(
    client: Client, service: Service, name: str, status: int, start: bytes, count: int
) -> None:
    found, body = send(client, name)
    assert found == status
    assert body.startswith(start)
    assert stored(service) == count


@pytest.mark.parametrize("name", LOSING)
def test_a_lost_answer_leaves_what_was_committed_before(base: str, service: Service, name: str) -> None:
    client = OverSocket(base)
    with pytest.raises(urllib3.exceptions.ProtocolError) as caught:
        send(client, name)
    if name.startswith("reset"):
        assert isinstance(caught.value.args[1], ConnectionResetError)
    assert stored(service) == (1 if "-after" in name else 0)
    # The next one on the same pool is answered as ever.
    assert send(client, "none")[0] == 200
    client.close()


def test_every_fault_is_tried_here() -> None:
    tried = {*REFUSING, *(each.partition(":")[0] for each in LOSING), "latency", "slow-body"}
    assert tried | {"http-500", "http-500-after", "html-error", "html-error-after"} == set(KINDS)


def test_a_client_that_waits_for_nothing_gives_up_first(base: str, service: Service) -> None:
    with urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=60, read=0.2)) as pool:
        for name in ("timeout", "timeout-after", "slow-body"):
            with pytest.raises(urllib3.exceptions.HTTPError):
                pool.request("GET", f"{base}/tr?id=1&ev=PageView", headers={"X-Capisim-Fault": name})
    assert stored(service) == 2


def test_who_waits_for_nothing_does_not_hold_up_the_end(service: Service) -> None:
    arrived = threading.Event()
    with serving(service) as running:
        service.watch(lambda _: arrived.set())
        errors: list[Exception] = []

        def wait() -> None:
            try:
                send(OverSocket(running.url), "timeout-after:500")
            except urllib3.exceptions.HTTPError as error:
                errors.append(error)

        waiting = threading.Thread(target=wait)
        waiting.start()
        assert arrived.wait(60)
    waiting.join(60)
    assert not waiting.is_alive()
    assert len(errors) == 1


def test_the_watchers_are_told_of_the_fault(client: Client, service: Service) -> None:
    seen: list[tuple[int, str, int]] = []
    service.watch(lambda handled: seen.append((handled.status, handled.note, len(handled.taken))))
    send(client, "http-500")
    send(client, "http-500-after")
    assert seen == [(500, "fault http-500", 0), (200, "fault http-500-after", 1)]


def test_a_fault_that_is_unknown_is_told_and_the_preflight_is_spared(client: Client, service: Service) -> None:
    found = client("GET", "/tr?id=1&ev=PageView", None, {"X-Capisim-Fault": "code-5"})
    assert found.status == 400
    assert "did you mean code-" in found.error["message"]
    assert client("OPTIONS", "/tr", None, {"X-Capisim-Fault": "http-500"}).status == 204
    assert stored(service) == 0


FAULTY = Emulator(network_faults=("code-2=30%", "http-500-after=0.2"), fault_seed=3)


def outcomes(settings: Emulator, count: int) -> tuple[list[int], int]:
    """The statuses of so many requests in turn, and how many events are stored then."""
    with open_store(":memory:") as store:
        service = Service(store, Settings(workers=1, emulator=settings), clock=lambda: float(NOON))
        with serving(service) as running:
            client = OverSocket(running.url)
            statuses = [post(client, event(event_id=f"{number}")).status for number in range(count)]
            client.close()
        found = stored(service)
        service.close()
    return statuses, found


def test_the_same_seed_hits_the_same_requests() -> None:
    statuses, count = outcomes(FAULTY, 60)
    assert outcomes(FAULTY, 60) == (statuses, count)
    # 500 is both: the code of Graph's before the commit, and the answer lost after it.
    assert set(statuses) == {200, 500}
    assert statuses.count(200) < count < 60
    assert outcomes(Emulator(network_faults=FAULTY.network_faults, fault_seed=4), 60)[0] != statuses


def test_a_run_begins_its_faults_anew_and_rates_are_met() -> None:
    faults = NetworkFaults((Fault("reset", 0, 0.1), Fault("code-4", 0, 0.2)), seed=1)
    first, second = ([faults.meet(run, is_graph=True) for _ in range(5000)] for run in (1, 2))
    assert first == second
    names = [each.name for each in first if each]
    assert 400 < names.count("reset") < 600
    assert 850 < names.count("code-4") < 1150
    # Graph's codes are for Graph alone; the others stay where they are.
    pixel = [faults.meet(3, is_graph=False) for _ in range(5000)]
    assert pixel == [None if each and each.name == "code-4" else each for each in first]


def test_queued_faults_come_first_and_once(client: Client, service: Service) -> None:
    service.faults.queue("code-2", "none", "http-500")
    assert [post(client, event(event_id=str(number))).status for number in range(4)] == [500, 200, 500, 200]
    service.faults.queue("code-2")
    service.faults.clear()
    assert post(client, event(event_id="5")).status == 200


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (("code-5",), "did you mean code-"),
        (("nothing at all",), "is no fault"),
        (("code-2:3",), "takes no time"),
        (("latency:601",), "at most 600"),
        (("reset=101%",), "from 0%"),
        (("reset=60%", "code-2=60%"), "more than 100%"),
    ],
)
def test_settings_that_make_no_sense_are_refused(texts: tuple[str, ...], said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        NetworkFaults.of(Emulator(network_faults=texts))
    assert said in str(caught.value)


@given(st.text(max_size=30) | st.builds("{}:{}={}".format, st.sampled_from(sorted(KINDS)), st.floats(), st.floats()))
def test_any_text_is_a_fault_or_is_refused(text: str) -> None:
    try:
        fault = fault_of(text)
    except UsageError as error:
        said = str(error)
    else:
        assert 0 <= fault.rate <= 1
        assert 0 <= fault.seconds <= 600
        said = fault.name
    assert said.isprintable()
