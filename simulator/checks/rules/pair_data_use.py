"""A rule about limited data use in the two copies of a pair. It is given PairParts."""

from __future__ import annotations

from simulator.checks.catalog import BOTH, rule
from simulator.checks.difference import PairParts
from simulator.checks.examples import pair
from simulator.checks.seen import Seen
from simulator.checks.sources import DATA_PROCESSING_OPTIONS, READ
from simulator.checks.spot import Hit
from simulator.finding import Evidence, Severity

ON_ONE_COPY = "CNS009"

_OPTIONS = "data_processing_options"
_LIMITED = {_OPTIONS: ["LDU"], "data_processing_options_country": 1, "data_processing_options_state": 1000}


def _is_limited(seen: Seen) -> bool:
    options = seen.payload.get(_OPTIONS)
    return "LDU" in (options if isinstance(options, list) else [options])


@rule(
    ON_ONE_COPY,
    "limited-data-use-on-one-copy",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=DATA_PROCESSING_OPTIONS,
    read=READ,
    why="Without the option data use is not limited, and each copy says it for itself. One copy asks for the limit and "
    "the other doesn't, so Meta gets the same person's event without the limit as well. Which of "
    "the two it goes by where they disagree is not documented.",
    fix="Set the options from one place: fbq('dataProcessingOptions', ...) before init, and the same three members on "
    "the server.",
    channels=BOTH,
    scope="pair",
    failing=pair(_LIMITED),
    passing=pair(_LIMITED, _LIMITED),
)
def limited_data_use_on_one_copy(parts: PairParts) -> Hit | None:
    """One copy with limited data use, the other without."""
    twins = parts.twins
    own, other = _is_limited(twins.subject), _is_limited(twins.other)
    if own == other or not parts.crosses:
        return None
    has, lacks = (twins.subject, twins.other) if own else (twins.other, twins.subject)
    return Hit(
        f"The {has.channel}'s copy limits data use and the {lacks.channel}'s does not (the other copy is "
        f"#{twins.other.n}); {parts.outcome}.",
        '["LDU"] on both sides' if not own else "the same on both sides",
        '["LDU"]' if own else "not limited",
        (_OPTIONS,),
    )
