"""Sending what lies in the outbox: each request once at a time, again where that may help, and never in doubt twice.

Meta refuses a request for one bad event in it, so after a refusal its events go one by one. An event whose last attempt
has an outcome that nobody knows is sent again with the same event id, so that Meta can tell the copy; one without an
id, or after 48 hours, is not.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, TypeAlias

import orjson

from simulator.capture.redact import redact_text
from simulator.clock import format_span
from simulator.forward.answers import UNSENT, Answer, GraphError
from simulator.forward.pausing import Pauses
from simulator.forward.predicting import TOO_OLD
from simulator.forward.request import body
from simulator.forward.transient import Chance, chance
from simulator.masking import printable, shorten
from simulator.store.outbox import Answered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from simulator.forward.planning import Target
    from simulator.forward.predicting import Predictor
    from simulator.settings import Forward
    from simulator.store.outbox import Item, Outbox, Outcome, State

WINDOW = 48 * 3600.0
"""Seconds in which Meta tells a copy by its event id, counted from the receipt of the first (facts 05, A3)."""
_NO_OBJECT = 33
_LONGEST = 500

StopKind: TypeAlias = Literal["network", "refused", "interrupted"]


class Stop(NamedTuple):
    """Why sending ended before all was sent: the network, Meta's word about the request as a whole, or somebody."""

    kind: StopKind
    text: str


class Poster(Protocol):
    """What a delivery needs of the Graph API."""

    def post(self, path: str, body: Mapping[str, Any], *, seconds: float | None = None) -> Answer:
        """Post a body; never raises for what may come back."""


class Means(NamedTuple):
    """A wall clock and a timer that never goes back, in seconds; how to wait; whether to stop."""

    clock: Callable[[], float]
    timer: Callable[[], float]
    wait: Callable[[float], None]
    stopping: Callable[[], bool]


class Delivery:
    """Sends the waiting events of an outbox to one target.

    ``told`` is called after every attempt, with what is waited for.
    """

    def __init__(
        self,
        outbox: Outbox,
        graph: Poster,
        target: Target,
        settings: Forward,
        predictor: Predictor,
        means: Means,
        told: Callable[[str], None],
    ) -> None:
        self._outbox = outbox
        self._graph = graph
        self._target = target
        self._settings = settings
        self._predictor = predictor
        self._means = means
        self._told = told
        self._end = means.timer() + settings.budget_seconds
        self.warnings: list[str] = []
        """Sentences for the user; they are kept with the forward."""

    def run(self) -> Stop | None:
        """Send all that waits; why it ended early, or None. May raise StoreError."""
        queue = deque(self._requests())
        while queue:
            batch = queue.popleft()
            found = self._deliver(batch)
            if isinstance(found, Stop):
                return found
            queue.extendleft([each] for each in reversed(found))
        return None

    def _requests(self) -> list[list[Item]]:
        """What waits, by requests: alone what we call rejected, and what was refused together with others."""
        answers = self._outbox.answers()
        made: list[list[Item]] = []
        waiting: list[Item] = []
        for item in self._outbox.items("waiting"):
            before = answers.get(item.ix)
            alone = item.code is not None or (before is not None and _for_company(before))
            if waiting and (alone or len(waiting) == self._settings.batch_events):
                made.append(waiting)
                waiting = []
            if alone:
                made.append([item])
            else:
                waiting.append(item)
        return [*made, waiting] if waiting else made

    def _deliver(self, batch: list[Item]) -> list[Item] | Stop:
        """Send one request until its outcome is settled; the events that are to be sent one by one instead."""
        pauses = Pauses(self._settings.attempts)
        while batch := self._sendable(batch, self._means.clock()):
            left = self._end - self._means.timer()
            if self._means.stopping():
                return Stop("interrupted", "it was stopped")
            if left <= 0:
                return self._over()
            answer = self._attempt(batch, left)
            received = _received(answer)
            if received is not None:
                if received != len(batch):
                    self._warn(f"{self._target.who} counts {received:,} of {len(batch):,} events of a request it took")
                return []
            if answer.error is not None and not chance(answer).again:
                if not about_events(answer.error):
                    return Stop("refused", _line(str(answer)))
                return batch if len(batch) > 1 else []
            pause = self._pause(answer, pauses)
            if isinstance(pause, Stop):
                return pause
            batch = self._sendable(self._again(batch), self._means.clock() + pause)
            if batch:
                self._told(f"waiting {format_span(pause)}: {_line(str(answer))}")
                self._means.wait(pause)
        return []

    def _pause(self, answer: Answer, pauses: Pauses) -> float | Stop:
        odds = chance(answer)
        if not odds.again:
            return Stop("network", _line(str(answer)))
        pause = pauses.next(throttled=odds.throttled, asked=answer.retry_after)
        if pause is None:
            times = "once" if self._settings.attempts == 1 else f"{self._settings.attempts} times"
            return Stop("network", f"{_line(str(answer))} ({odds.why}), tried {times}")
        if self._means.timer() + pause > self._end:
            return Stop(
                "network", f"{_line(str(answer))} ({odds.why}); the next attempt is due in {format_span(pause)}"
            )
        return pause

    def _attempt(self, batch: Sequence[Item], seconds: float) -> Answer:
        """One request, written down before it goes out and when its outcome is there."""
        members = body([orjson.loads(item.payload) for item in batch], self._target.test_code)
        number = self._outbox.attempt(batch)
        try:
            answer = self._graph.post(self._target.path, members, seconds=seconds)
        except BaseException:
            # Ctrl-C, most likely: the request may have gone out.
            self._outbox.end(number, Answered("unknown"), "waiting", unsure=True)
            raise
        outcome, state, unsure = _settled(answer, chance(answer), len(batch))
        self._outbox.end(number, _answered(answer, outcome), state, unsure=unsure)
        self._told("")
        return answer

    def _again(self, batch: Sequence[Item]) -> list[Item]:
        numbers = {item.ix for item in batch}
        return [item for item in self._outbox.items("waiting") if item.ix in numbers]

    def _sendable(self, batch: Sequence[Item], at: float) -> list[Item]:
        """Those that may be sent at this time; the others are given up, and that is said."""
        kept: list[Item] = []
        gone: dict[tuple[State, str], list[Item]] = {}
        for item in batch:
            why = self._too_late(item, at)
            if why is None:
                kept.append(item)
            else:
                gone.setdefault(why, []).append(item)
        for (state, sentence), items in gone.items():
            self._outbox.give_up(items, state)
            self._warn(f"{len(items):,} event{'' if len(items) == 1 else 's'}: {sentence}")
        return kept

    def _too_late(self, item: Item, at: float) -> tuple[State, str] | None:
        if item.unsure_since is not None:
            if item.event_id is None:
                return "unknown", "may have arrived and have no event id, so they are not sent again"
            if at - item.unsure_since >= WINDOW:
                return "unknown", "may have arrived, and a copy would come after the 48 hours in which Meta tells it"
        if item.rule == TOO_OLD:
            return None
        found = self._predictor.predict(orjson.loads(item.payload), at)
        if found is None or found.rule != TOO_OLD:
            return None
        if item.unsure_since is not None:
            return "unknown", "may have arrived, and are too old now to be sent again"
        return "expired", "have become too old for Meta; forward them anew, moved to now (--shift-time)"

    def _warn(self, text: str) -> None:
        self.warnings.append(text)
        self._outbox.warn(text)

    def _over(self) -> Stop:
        return Stop("network", f"the {format_span(self._settings.budget_seconds)} for all of it are over")


def about_events(error: GraphError) -> bool:
    """Whether a refusal is about what is in the events, rather than the token, the dataset or the whole request."""
    if error.code != 100 or error.subcode == _NO_OBJECT:
        return False
    return error.subcode is not None or bool(error.blame)


def _for_company(answered: Answered) -> bool:
    """Whether an event was refused in a request with others, for what is in one of them."""
    return answered.outcome == "refused" and answered.code == 100 and answered.subcode != _NO_OBJECT


def _received(answer: Answer) -> int | None:
    """How many events Meta says it took; None where it does not say that."""
    found = answer.body.get("events_received") if answer.ok and isinstance(answer.body, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def _settled(answer: Answer, odds: Chance, events: int) -> tuple[Outcome, State, bool]:
    """The outcome of an attempt, the state of its events, and whether Meta may have them in spite of it."""
    if _received(answer) is not None:
        return "accepted", "accepted", False
    if answer.error is not None and not odds.again:
        alone = events == 1 and about_events(answer.error)
        return "refused", "refused" if alone else "waiting", False
    if answer.failure is not None and answer.failure.kind in UNSENT:
        return "unsent", "waiting", False
    if odds.unsure or not odds.again:
        return "unknown", "waiting", True
    return "passing", "waiting", False


def _answered(answer: Answer, outcome: Outcome) -> Answered:
    error = answer.error or GraphError(message=answer.failure.text if answer.failure is not None else None)
    trace = error.fbtrace_id
    if trace is None and isinstance(answer.body, dict) and isinstance(answer.body.get("fbtrace_id"), str):
        trace = answer.body["fbtrace_id"]
    texts = [None if each is None else _line(each) for each in (error.message, error.title, error.user_message, trace)]
    message, title, user_message, trace = texts
    return Answered(
        outcome,
        answer.status,
        _received(answer),
        error.code,
        error.subcode,
        None if error.type is None else _line(error.type),
        error.is_transient,
        message,
        title,
        user_message,
        trace,
    )


def _line(text: str) -> str:
    """What somebody else wrote, in one line that no terminal obeys."""
    return shorten(printable(redact_text(text)), _LONGEST)
