"""Forwarding to the emulator over a real socket, through each of its faults and each of its refusals.

The emulator says what arrived, the outbox what was acknowledged; together they show that nothing is lost or doubled.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from forwarding import SETTINGS, event, run_of, server, stored

from simulator.checks.catalog import catalog
from simulator.checks.examples import AT
from simulator.emulator.network_faults import KINDS
from simulator.emulator.pixels import Pixel
from simulator.emulator.service import Service
from simulator.emulator.serving import serving
from simulator.errors import ExitCode
from simulator.forward import Asked, plan, resume, send
from simulator.forward.graph import Graph
from simulator.forward.tokens import Found, Token
from simulator.settings import Settings
from simulator.store import open_store
from simulator.store.outbox import unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from simulator.forward import Outcome
    from simulator.forward.answers import Answer
    from simulator.store import Store

MEANT = Asked(keep_ids=True, include_rejected=True)
PATIENCE = 0.3
"""Seconds that a request is given which gets no answer; the others have all the time they need."""
REFUSING = [
    rule for rule in catalog().values() if rule.severity == "rejected" and rule.code not in ("REQ002", "REQ003")
]


class Impatient:
    """A Graph whose first request has little time."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._seconds: float | None = PATIENCE

    def post(self, path: str, body: Mapping[str, Any], *, seconds: float | None = None) -> Answer:
        given, self._seconds = self._seconds or seconds, None
        return self._graph.post(path, body, seconds=given)


class Emulator:
    """The emulator at a clock that stands still, and forwarding to it without pauses."""

    def __init__(self, service: Service, url: str) -> None:
        self.service = service
        self.url = url
        self.waited: list[float] = []

    def settings(self, **members: Any) -> Settings:
        return replace(SETTINGS, forward=replace(SETTINGS.forward, graph_url=self.url, **members))

    def graph(self, token: str = "any-token", secret: str | None = None) -> Graph:
        found = Found(Token(token), "a test")
        return Graph(self.url, "v26.0", found, Token(secret) if secret else None, connect_seconds=20, total_seconds=60)

    def send(
        self,
        store: Store,
        token: str = "any-token",
        secret: str | None = None,
        *,
        impatient: bool = False,
        **members: Any,
    ) -> Outcome:
        settings = self.settings(**members)
        planned = plan(store, None, None, settings, MEANT, clock=lambda: float(AT))
        with self.graph(token, secret) as graph:
            poster = Impatient(graph) if impatient else graph
            return send(store, planned, poster, settings, clock=lambda: float(AT), wait=self.waited.append)

    def resume(self, store: Store, token: str = "any-token", secret: str | None = None) -> Outcome:
        with self.graph(token, secret) as graph:
            left = unfinished(store)
            return resume(store, left, graph, self.settings(), clock=lambda: float(AT), wait=self.waited.append)

    def arrived(self) -> dict[str, list[str]]:
        """The ids of what arrived, by verdict."""
        found: dict[str, list[str]] = {}
        for verdict in self.service.on_writer(lambda listener: list(listener.store.lines(listener.run))).result():
            found.setdefault(verdict.verdict.value, []).append(str(verdict.event_id))
        return found


@pytest.fixture(scope="module")
def running() -> Iterator[Emulator]:
    with open_store(":memory:") as store:
        service = Service(store, Settings(workers=1), clock=lambda: float(AT))
        with serving(service) as found:
            yield Emulator(service, found.url)
        service.close()


@pytest.fixture
def emulator(running: Emulator) -> Iterator[Emulator]:
    running.waited.clear()
    running.service.faults.clear()
    running.service.on_writer(lambda listener: listener.reset()).result()
    return running


def good(*names: str) -> list[dict[str, Any]]:
    return [event(name, event_time=AT - 60) for name in names]


class Expected(NamedTuple):
    """How the first attempt ends, and how often the events arrive."""

    outcome: str
    arrivals: int


EXPECTED = {
    "latency": Expected("accepted", 1),
    "slow-body": Expected("accepted", 1),
    "code-2": Expected("passing", 1),
    "code-4": Expected("passing", 1),
    "code-17": Expected("passing", 1),
    "code-190": Expected("refused", 1),
    "timeout": Expected("unknown", 1),
    "reset": Expected("unknown", 1),
    "http-500": Expected("unknown", 1),
    "html-error": Expected("unknown", 1),
    "timeout-after": Expected("unknown", 2),
    "reset-after": Expected("unknown", 2),
    "http-500-after": Expected("unknown", 2),
    "html-error-after": Expected("unknown", 2),
}
BRIEF = {"latency": "latency:0.05", "slow-body": "slow-body:0.05"}


def test_every_fault_is_tried() -> None:
    assert set(EXPECTED) == set(KINDS)


@pytest.mark.parametrize("fault", EXPECTED)
def test_after_each_fault_every_event_is_there_and_counts_once(fault: str, emulator: Emulator, tmp_path: Path) -> None:
    expected = EXPECTED[fault]
    emulator.service.faults.queue(BRIEF.get(fault, fault))
    with run_of(tmp_path, *good("a", "b")) as store:
        outcome = emulator.send(store, impatient=fault.startswith("timeout"))
        attempts = store.connection.execute("SELECT outcome, events FROM attempts ORDER BY id").fetchall()
        assert attempts[0] == (expected.outcome, 2)
        if fault == "code-190":
            assert [each.item.state for each in outcome.results] == ["waiting"] * 2
            assert outcome.exit_code == ExitCode.FINDINGS
            assert emulator.waited == [], "a token does not mend itself"
            outcome = emulator.resume(store)
        assert [each.item.state for each in outcome.results] == ["accepted"] * 2
        assert outcome.exit_code == ExitCode.CLEAN
    arrived = emulator.arrived()
    assert arrived.pop("kept") == ["a", "b"], "nothing is lost, and nothing counts twice"
    # The refused request itself is told by the emulator, without events.
    arrived.pop("quarantined", None)
    assert arrived == ({"duplicate": ["a", "b"]} if expected.arrivals == 2 else {})


@pytest.mark.parametrize("fault", ["timeout", "reset", "http-500", "html-error"])
@pytest.mark.parametrize("after", ["", "-after"])
def test_without_an_id_doubt_is_told_and_nothing_is_doubled(
    fault: str, after: str, emulator: Emulator, tmp_path: Path
) -> None:
    emulator.service.faults.queue(f"{fault}{after}")
    with run_of(tmp_path, event(None, event_time=AT - 60)) as store:
        outcome = emulator.send(store, impatient=fault == "timeout")
    assert [each.item.state for each in outcome.results] == ["unknown"]
    assert outcome.exit_code == ExitCode.NETWORK
    assert emulator.arrived().get("kept", []) == (["None"] if after else [])


def test_a_slow_answer_is_no_answer_and_is_asked_for_again(emulator: Emulator, tmp_path: Path) -> None:
    emulator.service.faults.queue("slow-body:60")
    with run_of(tmp_path, *good("a")) as store:
        outcome = emulator.send(store, impatient=True)
    assert (outcome.attempts, outcome.exit_code) == (2, ExitCode.CLEAN)
    assert emulator.arrived() == {"kept": ["a"], "duplicate": ["a"]}


def test_faults_one_after_the_other_and_between_single_events(emulator: Emulator, tmp_path: Path) -> None:
    emulator.service.faults.queue("code-2", "none", "reset-after", "none", "code-17", "none", "http-500", "none")
    payloads = [*good("a", "b"), event("old", event_time=AT - 9 * 86_400), *good("c")]
    with run_of(tmp_path, *payloads) as store:
        outcome = emulator.send(store)
    assert [each.item.state for each in outcome.results] == ["accepted", "accepted", "refused", "accepted"]
    assert [each.agreement for each in outcome.results] == ["agrees"] * 4
    arrived = emulator.arrived()
    assert sorted(arrived["kept"]) == ["a", "b", "c"]


def test_attempts_that_all_fail_leave_everything_for_later(emulator: Emulator, tmp_path: Path) -> None:
    emulator.service.faults.queue(*["reset-after", "reset"] * 3)
    with run_of(tmp_path, *good("a", "b")) as store:
        outcome = emulator.send(store, attempts=6)
        assert (outcome.exit_code, outcome.attempts, len(emulator.waited)) == (ExitCode.NETWORK, 6, 5)
        assert [each.item.state for each in outcome.results] == ["waiting"] * 2
        assert [each.item.state for each in emulator.resume(store).results] == ["accepted"] * 2
    assert emulator.arrived()["kept"] == ["a", "b"]


def test_every_published_refusal_of_an_event_is_the_one_we_said(emulator: Emulator, tmp_path: Path) -> None:
    examples = [(rule, line) for rule in REFUSING for line in rule.failing]
    lines = [line if "channel" in line else server(line) for _, line in examples if "data" not in line]
    codes = [rule.subcode for rule, line in examples if "data" not in line]
    with open_store(":memory:") as store:
        stored(store, tmp_path, *({**line, "received_at": AT} for line in lines))
        outcome = emulator.send(store)
    assert len(outcome.results) == len(lines) > 20
    for subcode, result in zip(codes, outcome.results, strict=True):
        assert (result.item.state, result.agreement) == ("refused", "agrees")
        assert result.answered is not None
        assert (result.answered.code, result.answered.subcode) == (100, subcode)
        assert (result.answered.status, result.answered.title is not None) == (400, True)
        assert str(result.answered.fbtrace_id).startswith("A")
    assert outcome.exit_code == ExitCode.FINDINGS
    assert outcome.attempts == len(lines), "none is tried again"


@pytest.mark.parametrize("guilty", [0, 1, 3])
def test_the_guilty_one_of_a_batch_is_found_by_sending_them_one_by_one(
    guilty: int, emulator: Emulator, tmp_path: Path
) -> None:
    payloads = good("a", "b", "c", "d")
    # Meta knows what our checks do not: here, that more time has passed.
    payloads[guilty]["event_time"] = AT - 7 * 86_400 + 30
    with run_of(tmp_path, *payloads) as store:
        settings = emulator.settings()
        planned = plan(store, None, None, settings, MEANT, clock=lambda: float(AT) - 60)
        assert planned.refusals == ()
        assert all(each.prediction is None for each in planned.events)
        emulator.service._clock = lambda: float(AT) + 60
        try:
            with emulator.graph() as graph:
                outcome = send(store, planned, graph, settings, clock=lambda: float(AT) - 60)
        finally:
            emulator.service._clock = lambda: float(AT)
    found = [each.item.state for each in outcome.results]
    assert found == ["refused" if n == guilty else "accepted" for n in range(4)]
    assert outcome.attempts == 5
    assert outcome.results[guilty].agreement == "refused-unforeseen"
    names = "abcd"
    assert sorted(emulator.arrived()["kept"]) == sorted(names.replace(names[guilty], ""))


class Closed(NamedTuple):
    """A refusal of the request as a whole: the token, the dataset that is asked for, and the error."""

    token: str
    pixel: str
    secret: str | None
    numbers: tuple[int | None, int | None]


@pytest.mark.parametrize(
    "closed",
    [
        Closed("capisim-unparsable", "1", None, (190, None)),
        Closed("capisim-expired", "1", None, (190, 463)),
        Closed("capisim-password-changed", "1", None, (190, 460)),
        Closed("token-of-two", "1", None, (100, None)),
        Closed("token-of-one", "3", None, (100, 33)),
        Closed("token-of-two", "2", None, (104, None)),
        Closed("token-of-two", "2", "another-secret", (104, None)),
    ],
    ids=lambda closed: f"{closed.token}-{closed.pixel}",
)
def test_who_may_not_is_told_once_and_goes_on_when_he_may(closed: Closed, tmp_path: Path) -> None:
    pixels = [Pixel("1", "token-of-one", None), Pixel("2", "token-of-two", "secret-of-two")]
    with open_store(":memory:") as there, run_of(tmp_path, *good("a", "b")) as store:
        service = Service(there, Settings(workers=1), pixels=pixels, clock=lambda: float(AT))
        with serving(service) as found:
            emulator = Emulator(service, found.url)
            outcome = emulator.send(store, closed.token, closed.secret, pixel_id=closed.pixel, batch_events=1)
            assert [each.item.state for each in outcome.results] == ["waiting"] * 2
            answered = outcome.results[0].answered
            assert answered is not None
            assert (answered.code, answered.subcode) == closed.numbers
            assert (outcome.attempts, emulator.waited, outcome.exit_code) == (1, [], ExitCode.FINDINGS)
            if closed.pixel in ("1", "2"):
                right = ("token-of-one", None) if closed.pixel == "1" else ("token-of-two", "secret-of-two")
                assert emulator.resume(store, *right).exit_code == ExitCode.CLEAN
                assert sorted(emulator.arrived()["kept"]) == ["a", "b"]
        service.close()
