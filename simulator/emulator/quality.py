"""Meta's Dataset Quality API, answered from the run: ``/dataset_quality`` and its elder ``/{id}/setup_quality``.

Members and their names are those of Meta's documentation (developers.facebook.com/documentation/ads-commerce/
conversions-api/dataset-quality-api, read 2026-09-12). What only Meta can know (uplift, spend) is left out, and the
score is our estimate, whose range stands beside it under a key of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.emulator.bodies import header_bytes
from simulator.emulator.field_lists import pick, read_fields
from simulator.emulator.graph_answers import OWN_KEY, answer
from simulator.emulator.handling import Notes, endpoint
from simulator.emulator.refusals import BAD_FIELDS, NO_DATASET_ID, Refused, no_such_field
from simulator.emulator.tokens import check_access, find_token
from simulator.views.coverage import event_names
from simulator.views.dataset import Dataset
from simulator.views.freshness import freshness
from simulator.views.key_shares import KeyShares, key_shares
from simulator.views.quality import NameQuality, quality

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from simulator.emulator.service import Service
    from simulator.store import Store

GOAL = 75
"""The share, in percent, of the browser's events that Meta wants from the server too (a sample of Meta's)."""
RECOMMENDED, GREAT = 6.0, 8.0
# The long names that samples of Meta's show; how it calls the others is not known, so they keep their own.
_LONG = {"em": "email", "client_ip_address": "ip_address", "client_user_agent": "user_agent"}
_OF_EVENT = (
    "event_name",
    "event_match_quality",
    "event_coverage",
    "dedupe_key_feedback",
    "dedup_key_feedback",
    "data_freshness",
    "acr",
    "event_potential_aly_acr_increase",
    OWN_KEY,
)


@endpoint
async def dataset_quality(request: Request, service: Service, notes: Notes) -> Response:  # noqa: ARG001 - the signature
    """How well the web events of a dataset can be matched and deduplicated."""
    query = request.query_params
    dataset = query.get("dataset_id", "")
    check_access(dataset or "0", find_token(query, {}, header_bytes(request)), query.get("appsecret_proof"), {})
    if not dataset.isdigit():
        raise Refused(NO_DATASET_ID)
    of = _allowed(request, service, dataset)
    try:
        fields = read_fields(query.get("fields", "")) or {"web": {}}
    except ValueError:
        raise Refused(BAD_FIELDS) from None
    for name in fields:
        if name != "web":
            raise Refused(no_such_field(name))
    for name in fields["web"]:
        if name not in _OF_EVENT:
            raise Refused(no_such_field(name))
    web = await service.ask(lambda store, run: web_quality(store, run, of))
    # A dataset without events has no members at all (seen by others who asked).
    return answer(pick({"web": web}, fields) if web else {}, version=request.path_params.get("version"))


@endpoint
async def setup_quality(request: Request, service: Service, notes: Notes) -> Response:  # noqa: ARG001 - the signature
    """The elder form, which Adobe's extension still asks for."""
    of = _allowed(request, service, request.path_params["object"])
    found = await service.ask(lambda store, run: quality(store, run, of))
    data = [
        {
            "event_name": each.event_name,
            "event_match_quality": {
                "composite_score": each.estimate.likely,
                "score_rating": _rating(each.estimate.likely),
                OWN_KEY: _range(each),
            },
        }
        for each in found
    ]
    return answer({"data": data}, version=request.path_params.get("version"))


def _allowed(request: Request, service: Service, dataset: str) -> Dataset:
    query = request.query_params
    check_access(dataset, find_token(query, {}, header_bytes(request)), query.get("appsecret_proof"), service.pixels)
    return Dataset(dataset, query.get("agent_name") or None)


def web_quality(store: Store, run: int, of: Dataset) -> list[dict[str, Any]]:
    """The array ``web``: one entry per event name that the server sent for the web."""
    covered = {entry["event_name"]: entry for entry in event_names(store.connection, run, of)}
    shares = key_shares(store, run, of)
    delays = freshness(store, run, of)
    return [
        {
            "event_name": each.event_name,
            "event_match_quality": {
                "composite_score": each.estimate.likely,
                "match_key_feedback": [
                    {"identifier": _LONG.get(key.key, key.key), "coverage": {"percentage": key.coverage}}
                    for key in each.keys
                    if key.coverage
                ],
                "diagnostics": [],
                OWN_KEY: _range(each),
            },
            "event_coverage": _coverage(covered.get(each.event_name)),
            "dedupe_key_feedback": _keys(covered.get(each.event_name), shares.get(each.event_name, {})),
            "data_freshness": _freshness(delays.get(each.event_name)),
        }
        for each in quality(store, run, of)
    ]


def _range(each: NameQuality) -> dict[str, Any]:
    found = each.estimate
    return {"low": found.low, "likely": found.likely, "high": found.high, "model": found.version}


def _rating(score: float) -> str:
    """Meta's words; where one begins it does not tell, except that it recommends 6.0 at least."""
    return "great" if score >= GREAT else "ok" if score >= RECOMMENDED else "poor" if score > 0 else "none"


def _coverage(entry: dict[str, Any] | None) -> dict[str, Any]:
    share = (entry or {}).get("coverage")
    return {
        "percentage": 0 if share is None else share,
        "goal_percentage": GOAL,
        "description": "The share of the browser's events that the server reported too.",
    }


def _keys(entry: dict[str, Any] | None, shares: dict[str, KeyShares]) -> list[dict[str, Any]]:
    told = []
    for key, share in shares.items():
        unique = entry["pairs"] + entry["browser_only"] if entry else 0
        paired = min(entry["keys"].get(key, 0), unique) if entry else 0
        covered = round(100 * paired / unique, 1) if unique else 0
        told.append(
            {
                "dedupe_key": key,
                "browser_events_with_dedupe_key": {"percentage": share.browser, "description": f"Browser, with {key}."},
                "server_events_with_dedupe_key": {"percentage": share.server, "description": f"Server, with {key}."},
                "overall_browser_coverage_from_dedupe_key": {
                    "percentage": covered,
                    "description": f"Browser events whose copy from the server was recognised by {key}.",
                },
            }
        )
    return told


def _freshness(delay: float | None) -> dict[str, str]:
    steps = ((3600, "real_time"), (86_400, "hourly"), (7 * 86_400, "daily"))
    word = next((word for most, word in steps if delay is None or delay < most), "weekly")
    return {"upload_frequency": word, "description": "By the middle of the delays between event and receipt."}
