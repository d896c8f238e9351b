"""The exact requests of a plan: their bodies, how they may be shown, and a line for curl."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import orjson

from simulator.masking import mask, printable, shorten, show_name
from simulator.settings.secrets import TOKEN_VARIABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from simulator.forward.planning import Plan, Planned, Target

_IDS = frozenset({"event_id", "test_event_code", "event_name"})
_LONGEST = 200


def batches(events: Sequence[Planned], most: int) -> list[tuple[Planned, ...]]:
    """The events of each request, in order; one that we call rejected goes alone, since it would take others down."""
    made: list[tuple[Planned, ...]] = []
    waiting: list[Planned] = []
    for event in events:
        if event.prediction is not None or len(waiting) == most:
            if waiting:
                made.append(tuple(waiting))
            waiting = []
        if event.prediction is not None:
            made.append((event,))
        else:
            waiting.append(event)
    return [*made, tuple(waiting)] if waiting else made


def body(payloads: Sequence[Mapping[str, Any]], test_code: str) -> dict[str, Any]:
    """The body of a request, in Meta's documented form; where an app secret is set, its proof is added on sending."""
    return {"data": [dict(payload) for payload in payloads], "test_event_code": test_code}


def encoded(members: Mapping[str, Any]) -> bytes:
    """The bytes of a body as they go on the wire."""
    return orjson.dumps(members)


def address(target: Target) -> str:
    """The URL of the events edge; what is not named yet stands there as a word."""
    return f"{target.graph_url.rstrip('/')}/{target.version}/{target.pixel_id or 'PIXEL_ID'}/events"


def headers(token: str = f"Bearer ${TOKEN_VARIABLES[0]}") -> dict[str, str]:
    """The headers that matter, the token as a variable."""
    return {"Authorization": token, "Content-Type": "application/json"}


def masked(value: Any, key: str | None = None) -> Any:
    """A body as it may be shown: the same members, values masked as everywhere."""
    if isinstance(value, dict):
        return {shorten(printable(str(name)), 60): masked(each, str(name)) for name, each in value.items()}
    if isinstance(value, list):
        return [masked(each, key) for each in value]
    if key in _IDS and isinstance(value, str):
        return show_name(value, _LONGEST)
    if isinstance(value, (bool, int, float)) or value is None:
        shown = mask(value, key)
        # What is shown as it is keeps its type; what is masked is a text.
        return value if shown == str(value) or isinstance(value, bool) or value is None else shown
    return mask(value, key)


def curl(target: Target, file: str) -> str:
    """A command for a POSIX shell that sends a body in a file; the token is a variable, and no argument of curl's."""
    header = f"""printf 'header = "Authorization: Bearer %s"\\n' "${TOKEN_VARIABLES[0]}" | """
    return (
        f"{header}curl --config - --header 'Content-Type: application/json' "
        f"--data-binary {shlex.quote('@' + file)} {shlex.quote(printable(address(target)))}"
    )


def shown_requests(plan: Plan, most: int) -> list[dict[str, Any]]:
    """Every request of a plan, as it may be shown: method, URL, headers, masked body, curl, numbers of its events."""
    found = []
    for number, batch in enumerate(batches(plan.events, most), 1):
        members = body([each.payload for each in batch], plan.target.test_code)
        found.append(
            {
                "method": "POST",
                "url": printable(address(plan.target)),
                "headers": headers(),
                "body": masked(members),
                "bytes": len(encoded(members)),
                "curl": curl(plan.target, file_name(number)),
                "events": [each.n for each in batch],
            }
        )
    return found


def file_name(number: int) -> str:
    """What the file with the body of a request is called."""
    return f"request-{number}.json"
