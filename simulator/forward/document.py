"""The JSON document of ``capisim forward``: what would be sent, or what came of it; values masked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.forward.planning import Target
from simulator.forward.refusals import REAL
from simulator.forward.request import shown_requests
from simulator.masking import mask_text, may_be_personal, printable, show_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.forward.past import Past
    from simulator.forward.planning import Plan, Planned
    from simulator.forward.predicting import Prediction
    from simulator.forward.refusals import Refusal
    from simulator.forward.sending import Outcome, Result
    from simulator.store.outbox import Answered, State

SCHEMA = "https://capisim.dev/schemas/forward.schema.json"
LIST_SCHEMA = "https://capisim.dev/schemas/forwards.schema.json"
_LONGEST = 200
STATES: tuple[State, ...] = ("accepted", "refused", "waiting", "unknown", "expired")


def planned_document(plan: Plan, most: int, refusals: Sequence[Refusal]) -> dict[str, Any]:
    """What a plan would send, in requests of at most ``most`` events, and every reason not to."""
    return {
        **_head(plan.run, plan.target, sent=False),
        "forward": None,
        "changes": {"shifted_seconds": plan.shifted_seconds, "id_suffix": plan.id_suffix},
        "notes": list(plan.notes),
        "refusals": [each._asdict() for each in refusals],
        "stopped": None,
        "requests": shown_requests(plan, most),
        "events": [_planned(each) for each in plan.events],
        "totals": {"events": len(plan.events), "matching": plan.matching} | dict.fromkeys(STATES, 0),
    }


def sent_document(outcome: Outcome, target: Target) -> dict[str, Any]:
    """What came of a forward."""
    forward = outcome.forward
    totals = {state: outcome.count(state) for state in STATES}
    return {
        **_head(forward.run, target, sent=True),
        "forward": forward.id,
        "changes": {"shifted_seconds": forward.shifted_seconds, "id_suffix": forward.id_suffix},
        "notes": [REAL, *outcome.warnings],
        "refusals": [],
        "stopped": _stopped(outcome),
        "requests": [],
        "events": [_sent(each) for each in outcome.results],
        "totals": {"events": len(outcome.results), "matching": len(outcome.results)} | totals,
    }


def list_document(found: Sequence[Past]) -> dict[str, Any]:
    """The forwards of a store."""
    return {"schema": LIST_SCHEMA, "forwards": [_listed(each) for each in found]}


def shown_id(event_id: str | None) -> str | None:
    """An event id as it may be shown."""
    return None if event_id is None else show_name(event_id, _LONGEST)


def shown_text(text: str | None) -> str | None:
    """A text of Meta's as it may be shown: in it may stand what was sent."""
    if text is None:
        return None
    return mask_text(text) if may_be_personal(text) else printable(text)


def answer_text(result: Result) -> str:
    """What Meta said to an event, in a few words; ``–`` where it has said nothing."""
    found = result.answered
    if found is None or found.outcome == "pending":
        return "–"
    if found.status is None and found.code is None:
        return "no answer"
    if found.outcome == "accepted":
        return "accepted"
    numbers = "/".join(str(each) for each in (found.code, found.subcode) if each is not None)
    text = shown_text(found.title) or shown_text(found.user_message) or shown_text(found.message) or ""
    return " ".join(part for part in (numbers, text) if part) or f"HTTP {found.status}"


def _listed(past: Past) -> dict[str, Any]:
    each, totals = past.forward, past.totals
    target = Target(each.graph_url, each.graph_version, each.pixel_id, each.test_code)
    counted = {state: totals[state] for state in STATES} | {"waiting": totals["waiting"] + totals["trying"]}
    return {
        "forward": each.id,
        "run": each.run,
        "state": each.state,
        "started_at": each.started_at,
        "finished_at": each.finished_at,
        "target": _target(target),
        "changes": {"shifted_seconds": each.shifted_seconds, "id_suffix": each.id_suffix},
        "stopped": each.stopped,
        "totals": {"events": past.events, **counted},
        "disagreeing": past.disagreeing,
    }


def _stopped(outcome: Outcome) -> dict[str, Any] | None:
    if outcome.stop is not None:
        return {"kind": outcome.stop.kind, "message": outcome.stop.text}
    # Of what kind it was is not written down.
    text = outcome.forward.stopped
    return None if text is None else {"kind": None, "message": text}


def _head(run: int, target: Target, *, sent: bool) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "sent": sent,
        "run": run,
        "target": _target(target),
    }


def _target(target: Target) -> dict[str, Any]:
    return {
        "graph_url": printable(target.graph_url),
        "version": printable(target.version),
        "pixel_id": printable(target.pixel_id) or None,
        "test_event_code": printable(target.test_code) or None,
    }


def _planned(event: Planned) -> dict[str, Any]:
    return {
        "n": event.n,
        "event_name": None if event.event_name is None else show_name(event.event_name, _LONGEST),
        "event_id": shown_id(event.event_id),
        "event_time": event.event_time,
        "made": event.made,
        "state": "planned",
        "attempts": 0,
        "predicted": _prediction(event.prediction),
        "answered": None,
        "agreement": None,
        "disagreement": None,
    }


def _prediction(found: Prediction | None) -> dict[str, Any] | None:
    return None if found is None else {"rule": found.rule, "code": found.code, "subcode": found.subcode}


def _sent(result: Result) -> dict[str, Any]:
    item = result.item
    predicted = None if item.rule is None else {"rule": item.rule, "code": item.code, "subcode": item.subcode}
    return {
        "n": item.n,
        "event_name": None if item.event_name is None else show_name(item.event_name, _LONGEST),
        "event_id": shown_id(item.event_id),
        "event_time": item.event_time,
        "made": None,
        "state": item.state,
        "attempts": item.attempts,
        "predicted": predicted,
        "answered": _answered(result.answered),
        "agreement": result.agreement,
        "disagreement": result.disagreement,
    }


def _answered(found: Answered | None) -> dict[str, Any] | None:
    if found is None:
        return None
    members = found._asdict()
    texts = {name: shown_text(members[name]) for name in ("message", "title", "user_message")}
    return {**members, **texts}
