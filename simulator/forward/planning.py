"""Planning a forward: which events, changed how, to where, and every reason not to send them. Nothing is sent here."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.capture.fields import identifier, unix_seconds
from simulator.capture.redact import REMOVED
from simulator.clock import format_span, now
from simulator.forward.adapting import moved, shift_to, suffixed
from simulator.forward.graph import WHO_META, who_answers
from simulator.forward.predicting import Predictor
from simulator.forward.refusals import REAL, Circumstances, Refusal, refusals
from simulator.forward.selecting import choose
from simulator.masking import printable, shorten
from simulator.store.outbox import forwards

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from simulator.filtering import Filter
    from simulator.forward.predicting import Prediction
    from simulator.forward.selecting import Chosen
    from simulator.run import Made, Run
    from simulator.settings import Settings
    from simulator.store import Store

PRODUCTION = "production"
_MOST_NAMES = 5


class Target(NamedTuple):
    """Where events go: the address and version of the Graph API, the dataset, and its test event code."""

    graph_url: str
    version: str
    pixel_id: str
    test_code: str

    @property
    def path(self) -> str:
        """Below the version."""
        return f"{self.pixel_id}/events"

    @property
    def who(self) -> str:
        """Who answers: ``Meta``, or another host."""
        return who_answers(self.graph_url)


class Planned(NamedTuple):
    """One event as it will be sent; ``n`` is its number in the run, ``prediction`` the refusal we expect."""

    n: int
    event_name: str | None
    event_id: str | None
    event_time: float | None
    payload: Mapping[str, Any]
    made: Made | None
    prediction: Prediction | None


class Asked(NamedTuple):
    """What somebody asked for. ``shift_time`` moves events to now; ``keep_ids`` leaves their ids alone."""

    shift_time: bool = False
    keep_ids: bool = False
    include_captured: bool = False
    include_rejected: bool = False
    anew: bool = False


class Plan(NamedTuple):
    """All that a forward will do, and ``refusals``: with any of these nothing is sent.

    ``events`` are at most as many as the settings allow, ``matching`` how many the filter let through. ``notes`` are
    sentences that whoever sends should know. ``shifted_seconds`` and ``id_suffix`` are None where nothing is changed.
    """

    run: int
    target: Target
    events: tuple[Planned, ...]
    matching: int
    shifted_seconds: int | None
    id_suffix: str | None
    notes: tuple[str, ...]
    refusals: tuple[Refusal, ...]


def plan(
    store: Store,
    run: int | None,
    where: Filter | None,
    settings: Settings,
    asked: Asked | None = None,
    *,
    only: Sequence[int] | None = None,
    has_token: bool | None = None,
    clock: Callable[[], float] = now,
    suffix: str | None = None,
) -> Plan:
    """Plan to send the server events of a run (None: the newest) that a filter lets through; reads only.

    ``only`` are the numbers of events to take instead; of a browser's event its copies by a server are taken.
    ``has_token`` tells whether a token was found, None where nobody looked. Ids get ``suffix``, else one made for this
    forward. Raises UsageError for a run that there is not; may raise StoreError.
    """
    asked = asked or Asked()
    told = store.run(run)
    forward = settings.forward
    target = Target(forward.graph_url, forward.version, forward.pixel_id or "", forward.test_code or "")
    chosen = choose(store, told.id, where, forward.max_events, only)
    at = clock()
    seconds = shift_to((each.payload for each in chosen.events), at) if asked.shift_time else None
    ending = None if asked.keep_ids else suffix or f"-fw{secrets.token_hex(3)}"
    predictor = Predictor(settings)
    planned: list[Planned] = []
    for each in chosen.events:
        payload = each.payload if seconds is None else moved(each.payload, seconds)
        payload = payload if ending is None else suffixed(payload, ending)
        name = payload.get("event_name")
        planned.append(
            Planned(
                each.n,
                name if isinstance(name, str) else None,
                identifier(payload.get("event_id")),
                unix_seconds(payload.get("event_time")),
                payload,
                each.made,
                predictor.predict(payload, at),
            )
        )
    found = Circumstances(
        test_code=forward.test_code,
        pixel_id=forward.pixel_id,
        graph_url=forward.graph_url,
        version=forward.version,
        has_token=has_token,
        events=len(planned),
        matching=chosen.matching,
        max_events=forward.max_events,
        rejected=tuple((each.n, each.prediction) for each in planned if each.prediction is not None),
        captured=tuple(each.n for each in planned if each.made is None),
        incomplete=tuple(each.n for each in planned if _holds(each.payload, REMOVED)),
        production=_production(told, settings),
        unfinished=_unfinished(store, told.id, target),
        include_captured=asked.include_captured,
        include_rejected=asked.include_rejected,
        anew=asked.anew,
    )
    again = sum(each.made is None and each.pixel_id == target.pixel_id for each in chosen.events)
    notes = (*_notes(planned, target, seconds, ending, asked, again), *_beside(chosen.events))
    return Plan(told.id, target, tuple(planned), chosen.matching, seconds, ending, notes, refusals(found))


def _production(run: Run, settings: Settings) -> tuple[str, ...]:
    places = (
        ("the settings", settings.environment),
        (f"the settings of run {run.id}", run.settings.get("environment")),
    )
    return tuple(place for place, environment in places if environment == PRODUCTION)


def _unfinished(store: Store, run: int, target: Target) -> int | None:
    left = [
        each.id
        for each in forwards(store, run)
        if each.state in ("sending", "interrupted")
        and (each.graph_url, each.pixel_id) == (target.graph_url, target.pixel_id)
    ]
    return left[-1] if left else None


def _notes(
    planned: list[Planned], target: Target, seconds: int | None, ending: str | None, asked: Asked, again: int
) -> tuple[str, ...]:
    notes = [REAL]
    if target.who != WHO_META:
        notes.append(f"{target.who} is not Meta: its answers are not Meta's.")
    if again:
        notes.append(
            f"{again:,} of the events were captured on their way to this very dataset: what counts there already may "
            "count a second time."
        )
    if seconds is not None:
        way = "later" if seconds >= 0 else "earlier"
        notes.append(
            f"All events are moved {format_span(seconds)} {way}, so that the last has just happened; gaps stay."
        )
    if ending is not None and any(each.event_id is not None for each in planned):
        notes.append(
            f"Event ids get the ending {ending}, so that Meta does not take them for copies of what it has seen."
        )
    elif any(each.event_id is not None for each in planned):
        notes.append("Event ids stay as they are: what Meta has seen in the last 48 hours counts as a copy.")
    bare = sum(each.event_id is None for each in planned)
    if bare:
        notes.append(
            f"{bare:,} of the events have no event id: if the connection breaks, they are not sent again, since Meta "
            "could not tell the copy."
        )
    if asked.include_captured and any(each.made is None for each in planned):
        notes.append("Captured events are among them: real people may be in them, and Meta gets what is in them.")
    return tuple(notes)


def _beside(events: Sequence[Chosen]) -> list[str]:
    """What requests had beside their events goes to nobody: it speaks for whoever sent them."""
    names = sorted({printable(name) for each in events for name in each.beside})
    if not names:
        return []
    shown = ", ".join(shorten(name, 30) for name in names[:_MOST_NAMES])
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return [f"What stood beside the events in their requests is not sent: {shown}{more}."]


def _holds(value: object, text: str) -> bool:
    if isinstance(value, str):
        return text in value
    if isinstance(value, dict):
        return any(_holds(each, text) for each in value.values())
    return isinstance(value, list) and any(_holds(each, text) for each in value)
