"""A rule about what is lost with the copies that don't count, event name by event name."""

from __future__ import annotations

from typing import NamedTuple

from simulator.checks.catalog import BOTH, rule
from simulator.checks.examples import pair
from simulator.checks.pair_examples import order, shopper
from simulator.checks.sources import DEDUPLICATION, READ
from simulator.checks.spot import ABSENT, Hit
from simulator.finding import Evidence, Severity
from simulator.masking import show_name

POORER = "DUP020"
_MOST_NAMED = 4


class Lost(NamedTuple):
    """In how many of an event name's pairs the copy that counts lacks something telling, and what, how often."""

    name: str
    pairs: int
    of: int
    members: tuple[tuple[str, int], ...]


@rule(
    POORER,
    "counted-copy-is-poorer",
    severity=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source=DEDUPLICATION,
    read=READ,
    why="One copy of the two counts. Here that copy tells nobody apart (no em, ph, external_id, fbp or fbc), or lacks "
    "value or contents, and the copy that is discarded has them. Meta's page only hints at a merging of the two, so "
    "that they are lost is supposed. Told once per event name, on its first such event.",
    fix="Send the same parameters from both sides: value and contents in the pixel's event, advanced matching in init.",
    channels=BOTH,
    scope="run",
    failing=pair(
        {"event_name": "AddToCart", **order(contents=ABSENT, content_type=ABSENT)}, {"event_name": "AddToCart"}
    ),
    passing=pair(shopper(em=ABSENT, external_id=ABSENT)),
)
def counted_copy_is_poorer(lost: Lost) -> Hit | None:
    """Pairs whose counted copy lacks what the other has."""
    if not lost.members:
        return None
    named = ", ".join(f"{name} ({count:,})" for name, count in lost.members[:_MOST_NAMED])
    more = f" and {len(lost.members) - _MOST_NAMED} more" if len(lost.members) > _MOST_NAMED else ""
    return Hit(
        f"In {lost.pairs:,} of {lost.of:,} pairs of {show_name(lost.name, 60)} the copy that counts lacks "
        f"what the other has: {named}{more}.",
        "the same on both sides",
        f"{lost.pairs:,} of {lost.of:,}",
        (),
    )
