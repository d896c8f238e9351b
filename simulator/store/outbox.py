"""The outbox: what is sent to Meta, kept before it is sent, so that a crash neither loses nor doubles it.

An attempt is written down before its request goes out, and its end once the answer is there. A process that is killed
in between leaves an attempt that is ``pending``: whether Meta has the events is then not known.
"""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from simulator import __version__
from simulator.errors import StoreError, UsageError
from simulator.store.connect import store_errors
from simulator.store.transaction import transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from simulator.store.read import Store

State: TypeAlias = Literal["waiting", "trying", "accepted", "refused", "unknown", "expired"]
"""Of an event: ``unknown`` may or may not be with Meta and is not sent again; ``expired`` grew too old."""
Outcome: TypeAlias = Literal["pending", "accepted", "refused", "passing", "unsent", "unknown"]
"""Of an attempt: ``passing`` is an answer that says try again; ``unsent`` never reached Meta; ``unknown`` may have."""
ForwardState: TypeAlias = Literal["sending", "interrupted", "complete", "abandoned"]

ITEM_COLUMNS = (
    *("ix", "n", "event_name", "event_id", "event_time", "payload", "rule", "code", "subcode"),
    *("state", "attempts", "attempt", "unsure_since"),
)


class Item(NamedTuple):
    """One event of a forward.

    ``n`` is its number in the run, ``payload`` the JSON that is sent. ``rule``, ``code`` and ``subcode`` are what our
    checks say Meta will refuse it with, None for nothing. ``attempt`` is the last one; ``unsure_since`` when the first
    attempt was made whose outcome isn't known (Unix seconds).
    """

    ix: int
    n: int
    event_name: str | None
    event_id: str | None
    event_time: float | None
    payload: str
    rule: str | None = None
    code: int | None = None
    subcode: int | None = None
    state: State = "waiting"
    attempts: int = 0
    attempt: int | None = None
    unsure_since: float | None = None


class Forward(NamedTuple):
    """One forwarding of events of a run; times are Unix seconds. ``stopped`` says why it is not complete."""

    id: int
    run: int
    state: ForwardState
    version: str
    started_at: float
    finished_at: float | None
    graph_url: str
    graph_version: str
    pixel_id: str
    test_code: str
    id_suffix: str | None
    shifted_seconds: int | None
    stopped: str | None
    warned: str | None = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What its user was to know, in sentences."""
        return tuple(self.warned.splitlines()) if self.warned else ()


class Answered(NamedTuple):
    """How an attempt ended: the members of Graph's answer as far as there was one."""

    outcome: Outcome
    status: int | None = None
    received: int | None = None
    code: int | None = None
    subcode: int | None = None
    type: str | None = None
    transient: bool | None = None
    message: str | None = None
    title: str | None = None
    user_message: str | None = None
    fbtrace_id: str | None = None


class NewForward(NamedTuple):
    """What is known of a forward when it begins; the members are those of Forward."""

    run: int
    graph_url: str
    graph_version: str
    pixel_id: str
    test_code: str
    id_suffix: str | None
    shifted_seconds: int | None


class Outbox:
    """One forward in an open store. Every method may raise StoreError."""

    def __init__(self, store: Store, forward: int, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._connection = store.connection
        self._clock = clock
        self.forward = forward

    @classmethod
    def begin(
        cls, store: Store, new: NewForward, items: Iterable[Item], clock: Callable[[], float] = time.time
    ) -> Outbox:
        """Write down all that is to be sent, before any of it is.

        What an earlier forward of the run to the same dataset has left is not to be sent any more, and so never is.
        """
        with store_errors(store.path), transaction(store):
            store.connection.execute(
                "UPDATE forwards SET state = 'abandoned' WHERE run = ? AND graph_url = ? AND pixel_id = ?"
                " AND state IN ('sending', 'interrupted')",
                (new.run, new.graph_url, new.pixel_id),
            )
            members = {**new._asdict(), "state": "sending", "version": __version__, "started_at": clock()}
            number = store.database.table("forwards").insert(members).last_pk
            assert isinstance(number, int)  # noqa: S101 - an integer primary key
            marks = ", ".join("?" * len(ITEM_COLUMNS))
            store.connection.executemany(
                f"INSERT INTO outbox (forward, {', '.join(ITEM_COLUMNS)}) VALUES ({number}, {marks})",  # noqa: S608 - constants
                items,
            )
        return cls(store, number, clock)

    def recover(self) -> int:
        """Take up what a process left that was killed: how many attempts have an outcome that nobody knows.

        Only to be called while no other process sends this forward.
        """
        with store_errors(self._store.path), transaction(self._store):
            execute = self._connection.execute
            execute("UPDATE forwards SET state = 'sending', stopped = NULL WHERE id = ?", (self.forward,))
            execute(
                "UPDATE outbox SET state = 'waiting', unsure_since = coalesce(unsure_since,"
                " (SELECT began_at FROM attempts WHERE id = outbox.attempt)) WHERE forward = ? AND state = 'trying'",
                (self.forward,),
            )
            return execute(
                "UPDATE attempts SET outcome = 'unknown' WHERE forward = ? AND outcome = 'pending'", (self.forward,)
            ).rowcount

    def attempt(self, items: Sequence[Item]) -> int:
        """Write down that these events are about to be sent together; the number of the attempt."""
        with store_errors(self._store.path), transaction(self._store):
            made = self._connection.execute(
                "INSERT INTO attempts (forward, began_at, events, outcome) VALUES (?, ?, ?, 'pending')",
                (self.forward, self._clock(), len(items)),
            )
            taken = self._connection.executemany(
                "UPDATE outbox SET state = 'trying', attempt = ?, attempts = attempts + 1"
                " WHERE forward = ? AND ix = ? AND state = 'waiting'",
                [(made.lastrowid, self.forward, item.ix) for item in items],
            )
            if taken.rowcount != len(items):
                raise StoreError(f"store {self._store.path}: another process is sending forward {self.forward}")
            assert made.lastrowid is not None  # noqa: S101 - a row was inserted
            return made.lastrowid

    def end(self, attempt: int, answered: Answered, state: State, *, unsure: bool) -> None:
        """Write down the end of an attempt, and the state its events are in now.

        ``unsure`` tells that Meta may have them although nothing says so.
        """
        with store_errors(self._store.path), transaction(self._store):
            names = [*Answered._fields, "ended_at"]
            self._connection.execute(
                f"UPDATE attempts SET {', '.join(f'{name} = ?' for name in names)} WHERE id = ?",  # noqa: S608 - constants
                (*answered, self._clock(), attempt),
            )
            self._connection.execute(
                "UPDATE outbox SET state = ?, unsure_since = CASE WHEN ? THEN coalesce(unsure_since,"
                " (SELECT began_at FROM attempts WHERE id = ?)) ELSE unsure_since END"
                " WHERE forward = ? AND attempt = ?",
                (state, unsure, attempt, self.forward, attempt),
            )

    def give_up(self, items: Iterable[Item], state: State) -> None:
        """Put waiting events into a state in which they are not sent."""
        with store_errors(self._store.path), transaction(self._store):
            self._connection.executemany(
                "UPDATE outbox SET state = ? WHERE forward = ? AND ix = ? AND state = 'waiting'",
                [(state, self.forward, item.ix) for item in items],
            )

    def warn(self, text: str) -> None:
        """Keep a sentence, of one line, for the user."""
        with store_errors(self._store.path), transaction(self._store):
            self._connection.execute(
                "UPDATE forwards SET warned = coalesce(warned || char(10), '') || ? WHERE id = ?", (text, self.forward)
            )

    def finish(self, state: ForwardState, stopped: str | None = None) -> None:
        """Write down how the forward ended."""
        with store_errors(self._store.path), transaction(self._store):
            self._connection.execute(
                "UPDATE forwards SET state = ?, finished_at = ?, stopped = ? WHERE id = ?",
                (state, self._clock(), stopped, self.forward),
            )

    def items(self, *states: State) -> list[Item]:
        """The events, in their order; those in these states, or all."""
        chosen = f" AND state IN ({', '.join('?' * len(states))})" if states else ""
        rows = self._connection.execute(
            f"SELECT {', '.join(ITEM_COLUMNS)} FROM outbox WHERE forward = ?{chosen} ORDER BY ix",  # noqa: S608 - constants
            (self.forward, *states),
        )
        return [Item(*row) for row in rows]

    def totals(self) -> Counter[State]:
        """How many events are in each state."""
        rows = self._connection.execute(
            "SELECT state, count(*) FROM outbox WHERE forward = ? GROUP BY state", (self.forward,)
        )
        return Counter(dict(rows))

    def answers(self) -> dict[int, Answered]:
        """How the last attempt of each event ended, by ``ix``; an event that was never tried is left out."""
        names = ", ".join(f"a.{name}" for name in Answered._fields)
        rows = self._connection.execute(
            f"SELECT o.ix, {names} FROM outbox o JOIN attempts a ON a.id = o.attempt WHERE o.forward = ?",  # noqa: S608 - constants
            (self.forward,),
        )
        found: dict[int, Answered] = {}
        for ix, *members in rows:
            each = Answered(*members)
            found[ix] = each._replace(transient=None if each.transient is None else bool(each.transient))
        return found

    def attempts(self) -> list[tuple[int, Outcome]]:
        """How many events each attempt held and how it ended, in their order."""
        rows = self._connection.execute(
            "SELECT events, outcome FROM attempts WHERE forward = ? ORDER BY id", (self.forward,)
        )
        return list(rows)


def forwards(store: Store, run: int | None = None) -> list[Forward]:
    """Every forward, oldest first; of one run, or of all."""
    chosen, parameters = ("1", ()) if run is None else ("run = ?", (run,))
    rows: Iterable[dict[str, Any]] = store.database["forwards"].rows_where(chosen, parameters, order_by="id")
    return [Forward(**row) for row in rows]


def unfinished(store: Store, number: int | None = None) -> Forward:
    """The newest forward that is not done, or this one. Raises UsageError when there is none."""
    left = [each for each in forwards(store) if each.state in ("sending", "interrupted")]
    found = [each for each in left if number in (None, each.id)]
    if not found:
        which = "no unfinished forward" if number is None else f"no unfinished forward {number}"
        raise UsageError(f"store {store.path}: there is {which} to resume")
    return found[-1]
