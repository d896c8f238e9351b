"""One request to the events edge, from its members to the answer: by itself or inside a Graph batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.emulator.envelopes import envelope, query_text, without_credentials
from simulator.emulator.graph_answers import success, trace_id, verdict_block
from simulator.emulator.refusals import NO_GET, Refused, malformed, refusal_of
from simulator.emulator.refusals import envelope as error_envelope
from simulator.emulator.tokens import check_access
from simulator.pipeline.listening import TurnedAway

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.emulator.refusals import Refusal
    from simulator.emulator.service import Service
    from simulator.pipeline.listening import Taken

_SHOWN = 1024


class Delivery(NamedTuple):
    """A request to the events edge of a dataset, decoded.

    ``token`` is the access token, wherever it stood. ``broken`` says why the body could not be decoded. ``raw`` is
    what may be shown of it, masked, when it is turned away.
    """

    method: str
    path: str
    pixel_id: str
    query: Mapping[str, str]
    body: Mapping[str, Any]
    headers: Mapping[str, str]
    token: str | None
    raw: bytes
    broken: str | None = None


class Delivered(NamedTuple):
    """The answer: HTTP status and body, what the pipeline made of it, and why it was refused."""

    status: int
    body: dict[str, Any]
    taken: Taken
    note: str


async def deliver(service: Service, delivery: Delivery, *, with_verdicts: bool) -> Delivered:
    """Take the events of a request, all or none. May raise StoreError."""
    item, refusal = received(service, delivery)
    return delivered(refusal, await service.take(item), with_verdicts=with_verdicts)


def received(service: Service, delivery: Delivery) -> tuple[bytes | TurnedAway, Refusal | None]:
    """What the pipeline is to take of a request, and why it is refused before a look at its events."""
    refusal = turned_away(service, delivery)
    if refusal is not None:
        reason = f"Refused with {refusal.code}: {refusal.text or refusal.message}"
        return TurnedAway(reason, delivery.raw[:_SHOWN]), refusal
    url = f"{delivery.path}{query_text(delivery.query)}"
    line = envelope("POST", url, delivery.headers, without_credentials(delivery.body), service.receipt())
    return line, None


def delivered(refusal: Refusal | None, taken: Taken, *, with_verdicts: bool) -> Delivered:
    """The answer to a request, once what it holds was taken."""
    if refusal is None:
        refusal = refusal_of(taken.verdicts)
    if refusal is None and not with_verdicts:
        return Delivered(200, success(taken), taken, "")
    own = verdict_block([taken]) if with_verdicts else {}
    if refusal is None:
        return Delivered(200, success(taken) | own, taken, "")
    return Delivered(refusal.status, error_envelope(refusal, trace_id()) | own, taken, refusal.title or refusal.message)


def turned_away(service: Service, delivery: Delivery) -> Refusal | None:
    """What is refused before a look at the events, in Graph's order: access, object, shape."""
    proof = delivery.query.get("appsecret_proof", delivery.body.get("appsecret_proof"))
    try:
        check_access(delivery.pixel_id, delivery.token, proof, service.pixels)
    except Refused as refused:
        return refused.refusal
    if delivery.method != "POST":
        return NO_GET
    if delivery.broken is not None:
        return malformed(delivery.broken[0].upper() + delivery.broken[1:])
    return None
