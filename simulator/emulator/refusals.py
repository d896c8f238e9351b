"""What the Graph API refuses, with which code and subcode, and in which order it looks.

Codes and subcodes are Meta's as far as they are known; texts are ours, since Meta translates its own and says
that they may change. A refusal of an event takes its subcode and its evidence from the rule that found it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.checks.catalog import catalog
from simulator.checks.rules.request import REFUSED_TOGETHER, TOO_MANY
from simulator.finding import Evidence, Finding, Severity
from simulator.verdict import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.verdict import Verdict

OAUTH, METHOD = "OAuthException", "GraphMethodException"
INVALID = "Invalid parameter"
STRUCTURE = 2804019


class Refusal(NamedTuple):
    """One error of the Graph API: HTTP status and the members of its envelope, and how well it is known."""

    status: int
    code: int
    subcode: int | None
    message: str
    evidence: Evidence
    type: str = OAUTH
    title: str | None = None
    text: str | None = None
    blame: tuple[str | int, ...] = ()
    transient: bool = False


class Refused(Exception):  # noqa: N818 - no fault of ours
    """The request is answered with a refusal and goes no further."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


_OBSERVED, _DOCUMENTED = Evidence.OBSERVED, Evidence.DOCUMENTED
_REPORTED, _INFERRED = Evidence.THIRD_PARTY, Evidence.INFERRED

UNPARSABLE = Refusal(401, 190, None, "Invalid OAuth access token - Cannot parse access token", _OBSERVED)
EXPIRED = Refusal(400, 190, 463, "Error validating access token: the session has expired.", _DOCUMENTED)
PASSWORD_CHANGED = Refusal(
    400, 190, 460, "Error validating access token: the session was ended by a change of password.", _DOCUMENTED
)
NO_TOKEN = Refusal(401, 190, None, "An access token is required to request this resource.", _INFERRED)
NO_PERMISSION = Refusal(400, 100, None, "(#100) Missing Permission", _REPORTED)
BAD_PROOF = Refusal(400, 104, None, "Invalid or missing appsecret_proof", _DOCUMENTED)
NO_SUCH_OBJECT = Refusal(
    400,
    100,
    33,
    "Unsupported post request. The object does not exist, can't be loaded for lack of permission, or does not "
    "support this operation.",
    _OBSERVED,
    METHOD,
)
NO_GET = NO_SUCH_OBJECT._replace(
    message="Unsupported get request. The events edge takes no GET.", evidence=Evidence.DOCUMENTED
)
UNKNOWN_ALIAS = Refusal(404, 803, None, "(#803) Some of the aliases you requested do not exist", _REPORTED)
UNKNOWN_PATH = Refusal(400, 2500, None, "Unknown path components", _OBSERVED)
NO_DATASET_ID = Refusal(400, 100, None, "(#100) The parameter dataset_id must be a number", _INFERRED)
BAD_FIELDS = Refusal(400, 2500, None, "Syntax error in the parameter fields", _INFERRED)
TEMPORARILY_DOWN = Refusal(500, 2, None, "Service temporarily unavailable", _DOCUMENTED, transient=True)

TOO_MANY_REQUESTS = Refusal(400, 100, None, "(#100) Too many requests in the batch", _INFERRED)
UNKNOWN_ERROR = Refusal(500, 1, None, "An unknown error occurred", _DOCUMENTED)

ORDER = (
    *("USR001", "EVT001", "EVT002"),
    *("EVT005", "EVT003", "EVT004"),
    *("USR002", "USR003", "USR012"),
    *("CUS001", "CUS002", "CUS003", "CUS004"),
    *("EVT030", "EVT032", "EVT034", "EVT036", "EVT038", "EVT039", "EVT042", "EVT054"),
)
"""The rules that refuse one event, in the order in which Graph is taken to look: structure, time, customer
information, custom data, channel. One probe of 2026-09-05 saw time before customer information; the rest is
inferred."""
_PLACE = {code: place for place, code in enumerate(ORDER)}
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]")


def refusal_of(verdicts: Sequence[Verdict]) -> Refusal | None:
    """The refusal of a request by what became of its events; None when all of them are taken.

    The first refused event in the order of the array decides, and of its faults the first that Graph looks for.
    """
    for index, verdict in enumerate(verdicts):
        if verdict.verdict == Outcome.QUARANTINED:
            return malformed(verdict.findings[0].message if verdict.findings else "The request holds no events.")
        if verdict.verdict != Outcome.REJECTED:
            continue
        own = [each for each in verdict.findings if each.severity is Severity.REJECTED]
        if any(each.rule == TOO_MANY for each in own):
            return Refusal(400, 100, None, f"(#100) {own[0].message}", Evidence.INFERRED, blame=("data",))
        guilty = [each for each in own if each.rule != REFUSED_TOGETHER]
        if guilty:
            return _of_event(min(guilty, key=lambda each: _PLACE.get(each.rule, len(_PLACE))), index)
    return None


def no_such_field(name: str) -> Refusal:
    """The refusal of a member that an answer does not have."""
    return Refusal(400, 100, None, f"(#100) Tried accessing nonexisting field ({name[:60]})", Evidence.INFERRED)


def malformed(reason: str) -> Refusal:
    """The refusal of something that is no list of events; ``reason`` shows no value."""
    return Refusal(
        400, 100, STRUCTURE, INVALID, Evidence.THIRD_PARTY, title="Parameter error", text=reason, blame=("data",)
    )


def _of_event(finding: Finding, index: int) -> Refusal:
    rule = catalog()[finding.rule]
    path = ("data", index, *_steps(finding.path))
    text = f"{finding.message} {finding.fix}"
    if rule.subcode == STRUCTURE:
        written = "".join(f"[{step!r}]" for step in path)
        text = f"The parameter ${written} is required. {text}"
    title = rule.name.replace("-", " ").capitalize()
    return Refusal(400, 100, rule.subcode, INVALID, rule.evidence, title=title, text=text, blame=path)


def _steps(path: str) -> list[str | int]:
    steps: list[str | int] = []
    for name, index, quoted in _STEP.findall(path):
        steps.append(int(index) if index else name or quoted)
    return steps


def envelope(refusal: Refusal, trace: str) -> dict[str, Any]:
    """The body of the answer. ``trace`` is its fbtrace_id."""
    error: dict[str, Any] = {"message": refusal.message, "type": refusal.type, "code": refusal.code}
    if refusal.blame:
        error["error_data"] = {"blame_field_specs": [list(refusal.blame)]}
    if refusal.subcode is not None:
        error["error_subcode"] = refusal.subcode
    error["is_transient"] = refusal.transient
    if refusal.title is not None:
        error |= {"error_user_title": refusal.title, "error_user_msg": refusal.text}
    return {"error": error | {"fbtrace_id": trace}}
