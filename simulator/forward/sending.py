"""Sending a plan, or what an earlier forward left; what came of it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

import orjson

from simulator.clock import now
from simulator.errors import ExitCode, StoreError, UsageError
from simulator.forward.agreeing import Agreement, agreement, told
from simulator.forward.delivery import Delivery, Means, Poster, Stop
from simulator.forward.locking import sole_sender
from simulator.forward.planning import Plan, Target
from simulator.forward.predicting import Predictor
from simulator.store.outbox import Answered, Forward, Item, NewForward, Outbox, State, forwards

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.settings import Settings
    from simulator.store import Store


class SendProgress(NamedTuple):
    """How a forward stands: numbers of events, of attempts, and what it is waiting for (empty: for an answer)."""

    total: int
    accepted: int
    refused: int
    given_up: int
    attempts: int
    text: str

    @property
    def done(self) -> int:
        """How many events are settled."""
        return self.accepted + self.refused + self.given_up


class Result(NamedTuple):
    """One event, how its last attempt ended, and whether that is what our checks said."""

    item: Item
    answered: Answered | None
    agreement: Agreement | None
    who: str

    @property
    def disagrees(self) -> bool:
        """Whether Meta said something else than our checks."""
        return self.agreement not in (None, "agrees")

    @property
    def disagreement(self) -> str | None:
        """That in a sentence; None where there is none."""
        return told(self.agreement, self.item, self.answered, self.who) if self.agreement and self.disagrees else None


class Outcome(NamedTuple):
    """What came of a forward. ``stop`` says why something is left; ``recovered`` counts attempts of unknown outcome
    that an earlier process left."""

    forward: Forward
    results: tuple[Result, ...]
    stop: Stop | None
    warnings: tuple[str, ...]
    recovered: int
    attempts: int

    def count(self, state: State) -> int:
        """How many events are in a state; those that are being tried, or were when a process died, still wait."""
        also = "trying" if state == "waiting" else state
        return sum(result.item.state in (state, also) for result in self.results)

    @property
    def exit_code(self) -> ExitCode:
        """0: all accepted, as we said. 4: the network left something. 1: Meta refused something, or disagrees."""
        if self.stop is not None and self.stop.kind == "interrupted":
            return ExitCode.INTERRUPTED
        if (self.stop is not None and self.stop.kind == "network") or self.count("unknown"):
            return ExitCode.NETWORK
        fine = self.stop is None and self.count("accepted") == len(self.results) and not self.warnings
        return ExitCode.CLEAN if fine and not any(each.disagrees for each in self.results) else ExitCode.FINDINGS


def send(
    store: Store,
    plan: Plan,
    graph: Poster,
    settings: Settings,
    progress: Callable[[SendProgress], None] | None = None,
    *,
    clock: Callable[[], float] = now,
    wait: Callable[[float], None] = time.sleep,
    timer: Callable[[], float] = time.monotonic,
    stopping: Callable[[], bool] = lambda: False,
) -> Outcome:
    """Send a plan that has no refusals, and answer what came of it; whoever calls has asked the user.

    ``clock`` gives Unix seconds. ``stopping`` is asked before each request. KeyboardInterrupt leaves an outbox that
    ``resume`` continues. Raises UsageError for a plan with refusals, or while another process sends; may raise
    StoreError.
    """
    if plan.refusals:
        raise UsageError("nothing was sent: " + "; ".join(each.message for each in plan.refusals))
    target = plan.target
    with sole_sender(store.path):
        new = NewForward(plan.run, *target, plan.id_suffix, plan.shifted_seconds)
        outbox = Outbox.begin(store, new, _items(plan), clock)
        return _deliver(store, outbox, graph, settings, progress, Means(clock, timer, wait, stopping), 0)


def resume(
    store: Store,
    forward: Forward,
    graph: Poster,
    settings: Settings,
    progress: Callable[[SendProgress], None] | None = None,
    *,
    clock: Callable[[], float] = now,
    wait: Callable[[float], None] = time.sleep,
    timer: Callable[[], float] = time.monotonic,
    stopping: Callable[[], bool] = lambda: False,
) -> Outcome:
    """Send what an unfinished forward has left, to where it went; nothing that Meta acknowledged is sent again.

    Arguments and errors are those of ``send``.
    """
    with sole_sender(store.path):
        outbox = Outbox(store, forward.id, clock)
        recovered = outbox.recover()
        return _deliver(store, outbox, graph, settings, progress, Means(clock, timer, wait, stopping), recovered)


def target_of(forward: Forward) -> Target:
    """Where a forward goes."""
    return Target(forward.graph_url, forward.graph_version, forward.pixel_id, forward.test_code)


def results(outbox: Outbox, who: str) -> tuple[Result, ...]:
    """Every event of a forward, with its answer; ``who`` gave them."""
    answers = outbox.answers()
    return tuple(
        Result(item, answers.get(item.ix), agreement(item, answers.get(item.ix)), who) for item in outbox.items()
    )


def _items(plan: Plan) -> list[Item]:
    return [
        Item(
            ix,
            each.n,
            each.event_name,
            each.event_id,
            each.event_time,
            orjson.dumps(each.payload).decode(),
            each.prediction.rule if each.prediction else None,
            each.prediction.code if each.prediction else None,
            each.prediction.subcode if each.prediction else None,
        )
        for ix, each in enumerate(plan.events)
    ]


def _deliver(
    store: Store,
    outbox: Outbox,
    graph: Poster,
    settings: Settings,
    progress: Callable[[SendProgress], None] | None,
    means: Means,
    recovered: int,
) -> Outcome:
    forward = _forward(store, outbox.forward)

    def tell(text: str) -> None:
        if progress is not None:
            progress(_progress(outbox, text))

    tell("")
    target = target_of(forward)
    delivery = Delivery(outbox, graph, target, settings.forward, Predictor(settings), means, tell)
    try:
        stop = delivery.run()
    except BaseException as error:
        outbox.finish("interrupted", "it was interrupted" if isinstance(error, KeyboardInterrupt) else "it failed")
        raise
    outbox.finish("complete" if stop is None else "interrupted", None if stop is None else stop.text)
    tell("")
    forward = _forward(store, outbox.forward)
    return Outcome(forward, results(outbox, target.who), stop, forward.warnings, recovered, len(outbox.attempts()))


def _forward(store: Store, number: int) -> Forward:
    for each in forwards(store):
        if each.id == number:
            return each
    raise StoreError(f"store {store.path}: forward {number} is gone")


def _progress(outbox: Outbox, text: str) -> SendProgress:
    states = outbox.totals()
    given_up = states["unknown"] + states["expired"]
    return SendProgress(
        sum(states.values()), states["accepted"], states["refused"], given_up, len(outbox.attempts()), text
    )
