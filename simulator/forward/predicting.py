"""What our checks say that Meta will answer to an event, if it is sent by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.capture.fields import build_event
from simulator.checks.checker import Checker
from simulator.checks.schemas import SchemaSet
from simulator.emulator.refusals import ORDER, refusal_of
from simulator.event import Origin, Request
from simulator.finding import Severity
from simulator.verdict import Outcome, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.finding import Finding
    from simulator.settings import Settings

TOO_OLD = "EVT003"
_PLACE = {code: place for place, code in enumerate(ORDER)}


class Prediction(NamedTuple):
    """A refusal that is expected: the rule, what it says, how to mend it, and the numbers of Graph's error."""

    rule: str
    message: str
    fix: str
    code: int
    subcode: int | None


class Predictor:
    """Judges events by all rules that refuse, whatever the settings leave out: Meta does not read them."""

    def __init__(self, settings: Settings) -> None:
        self._checker = Checker(SchemaSet(settings.engine))

    def predict(self, payload: Mapping[str, Any], at: float) -> Prediction | None:
        """The refusal of an event that Meta receives at this time (Unix seconds), or None."""
        event = build_event("server", None, at, dict(payload), Origin("forward", 1))
        findings = self._checker.check(Request("event", [event], event.origin, {}), at)[0]
        refused = [each for each in findings if each.severity is Severity.REJECTED]
        if not refused:
            return None
        verdict = Verdict(
            1,
            "",
            "server",
            None,
            event.event_name,
            event.event_id,
            Outcome.REJECTED,
            None,
            None,
            None,
            None,
            tuple(refused),
        )
        refusal = refusal_of([verdict])
        assert refusal is not None  # noqa: S101 - a rejected event is refused
        first = min(refused, key=_place)
        return Prediction(first.rule, first.message, first.fix, refusal.code, refusal.subcode)


def _place(finding: Finding) -> int:
    return _PLACE.get(finding.rule, len(_PLACE))
