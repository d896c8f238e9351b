"""What is said of schema violations that no other rule knows."""

from __future__ import annotations

from simulator.checks import sources
from simulator.checks.catalog import BOTH, rule
from simulator.checks.examples import event
from simulator.checks.sources import READ
from simulator.checks.spot import ABSENT, Hit, Spot
from simulator.finding import Evidence, Severity
from simulator.masking import mask

OFF_PLAN = "EVT098"
OFF_SCHEMA = "EVT099"

_WHAT = {
    "type": "has the wrong type",
    "enum": "is not one of the listed values",
    "const": "is not the one allowed value",
    "pattern": "does not have the required form",
    "minimum": "is too small",
    "maximum": "is too large",
    "exclusiveMinimum": "is too small",
    "exclusiveMaximum": "is too large",
    "multipleOf": "is not a multiple of the required step",
    "minLength": "is too short",
    "maxLength": "is too long",
    "minItems": "has too few entries",
    "maxItems": "has too many entries",
    "uniqueItems": "has entries twice",
    "required": "is missing",
    "dependentRequired": "is missing",
    "additionalProperties": "has members that are not planned",
    "unevaluatedProperties": "has members that are not planned",
    "not": "is not allowed",
}


def _violated(spot: Spot, by: str) -> Hit:
    what = _WHAT.get(spot.keyword, f"breaks the condition {spot.keyword}")
    actual = "nothing" if spot.value is ABSENT else mask(spot.value, spot.key)
    return Hit(f"{spot.name or 'The event'} {what} {by}.", spot.expected, actual)


@rule(
    OFF_PLAN,
    "off-the-tracking-plan",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="https://json-schema.org/draft/2020-12",
    read=READ,
    why="The event breaks the schema your own tracking plan has for its name (--schemas).",
    fix="Change the event, or the plan.",
    channels=BOTH,
    failing=event(event_name="Tasting", custom_data={}),
    passing=event(event_name="Tasting", custom_data={"wine": "Riesling"}),
)
def off_the_tracking_plan(spot: Spot) -> Hit | None:
    """A violation of the user's own schema."""
    return _violated(spot, "by the tracking plan")


@rule(
    OFF_SCHEMA,
    "off-the-schema",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.PARAMETERS,
    read=READ,
    why="The event differs from what Meta documents in a way no other rule describes; what the API does with it is not "
    "known.",
    fix="Send the member in the documented form.",
    channels=BOTH,
    failing=event(opt_out="no"),
    passing=event(opt_out=False),
)
def off_the_schema(spot: Spot) -> Hit | None:
    """A violation that no other rule answers for."""
    return _violated(spot, "by Meta's documentation")
