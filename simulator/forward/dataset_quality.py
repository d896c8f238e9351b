"""Reading Meta's Dataset Quality API: ``GET /dataset_quality``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.errors import NetworkError
from simulator.forward.answers import read_error
from simulator.forward.transient import chance
from simulator.masking import printable, shorten

if TYPE_CHECKING:
    from simulator.forward.answers import Answer
    from simulator.forward.graph import Graph

# developers.facebook.com/documentation/ads-commerce/conversions-api/dataset-quality-api, read 2026-09-12.
_SHARE = "{percentage,description}"
FIELDS = (
    "web{event_name,"
    "event_match_quality{composite_score,"
    f"match_key_feedback{{identifier,coverage{{percentage}},potential_aly_acr_increase{_SHARE}}},"
    "diagnostics{name,description,solution,percentage,affected_event_count,total_event_count}},"
    f"event_coverage{{percentage,goal_percentage,description,potential_aly_acr_increase{_SHARE}}},"
    f"dedupe_key_feedback{{dedupe_key,browser_events_with_dedupe_key{_SHARE},"
    f"server_events_with_dedupe_key{_SHARE},overall_browser_coverage_from_dedupe_key{_SHARE}}},"
    "data_freshness{upload_frequency,description},"
    f"event_potential_aly_acr_increase{_SHARE},acr{_SHARE}}}"
)
_NEEDS = (
    "it takes a token with ads_read and ads_management or business_management, of somebody who may use the events of "
    "the dataset; one that Events Manager made before July 2025 may lack read_ads_dataset_quality"
)
_OF_TOKENS = frozenset({10, 100, 190, 200, 294})


def fetch(graph: Graph, pixel_id: str, agent: str | None = None) -> Any:
    """The answer for a dataset, ``agent`` leaves the events of one partner_agent. Raises NetworkError."""
    params = {"dataset_id": pixel_id, "fields": FIELDS, **({"agent_name": agent} if agent else {})}
    answer = graph.get("dataset_quality", params)
    if answer.ok:
        return answer.body
    raise NetworkError(refusal("the Dataset Quality API", answer, _NEEDS))


def refusal(what: str, answer: Answer, needs: str) -> str:
    """A sentence for an answer that is none: what, why, and what to do; nothing in it is a terminal's to obey."""
    told = shorten(printable(str(answer)), 400)
    code = answer.error.code if answer.error is not None else None
    again = chance(answer)
    hint = f"; {needs}" if code in _OF_TOKENS else f"; try again later: {again.why}" if again.again else ""
    return f"{what}: {told}{hint}"


def refused_in_file(document: Any) -> str | None:
    """The error that a saved answer holds instead of numbers, as text; None where it holds none."""
    error = read_error(document)
    return None if error is None else shorten(printable(str(error)), 400)
