"""Which datasets (pixels) a token reaches: through ad accounts, and through businesses.

Edges by Meta's reference (developers.facebook.com/documentation/ads-commerce/marketing-api/reference/, read
2026-11-26): ``ad-account/adspixels``, ``business/owned_pixels``, ``business/client_pixels``; and by the user's edges
``businesses`` (developers.facebook.com/docs/graph-api/reference/user/businesses/) and ``adaccounts`` (Meta's own
facebook-business-sdk-codegen, api_specs/specs/User.json). Pages follow ``paging.cursors.after`` while there is a
``paging.next`` (developers.facebook.com/docs/graph-api/results/). Whether a token may ask either way depends on its
permissions, so one refusal is told and the other way still counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.errors import NetworkError
from simulator.forward.dataset_quality import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.forward.answers import Answer
    from simulator.forward.graph import Graph

FIELDS = "id,name"
PAGE = "100"
MOST_PAGES = 50
MOST_HOLDERS = 100
"""Of how many ad accounts, and of how many businesses, the pixels are asked for."""
_NEEDS = "it takes a token with ads_read for ad accounts, and with business_management for businesses"
_BAD_TOKEN = 190


class Reached(NamedTuple):
    """A dataset, and the ad accounts and businesses through which it is reached."""

    id: str
    name: str | None
    through: tuple[str, ...]


class Reach(NamedTuple):
    """The datasets in the order in which they were found, and what was refused or left out, in sentences."""

    pixels: tuple[Reached, ...]
    notes: tuple[str, ...]


class _Refused(Exception):  # noqa: N818 - not a fault of ours
    """One way is closed; the sentence says why."""


def reachable(graph: Graph) -> Reach:
    """Every dataset that the token reaches. Raises NetworkError when every way is refused or the network fails."""
    found: dict[str, Reached] = {}
    notes: list[str] = []
    closed = 0
    ways = (
        ("me/adaccounts", "ad account", ("adspixels",)),
        ("me/businesses", "business", ("owned_pixels", "client_pixels")),
    )
    for path, kind, edges in ways:
        try:
            holders = list(_all(graph, path, notes))
        except _Refused as refused:
            closed += 1
            notes.append(str(refused))
            continue
        if len(holders) > MOST_HOLDERS:
            notes.append(
                f"of {len(holders)} {kind}s only the first {MOST_HOLDERS} were asked; name a dataset by its id"
            )
        for holder in holders[:MOST_HOLDERS]:
            _add(graph, f"{kind} {holder.name or holder.id}", [f"{holder.id}/{edge}" for edge in edges], found, notes)
    if closed == len(ways):
        raise NetworkError("; ".join(dict.fromkeys(notes)))
    return Reach(tuple(found.values()), tuple(dict.fromkeys(notes)))


def reach_one(graph: Graph, pixel_id: str) -> Reached:
    """One dataset by its id. Raises NetworkError when the token does not reach it."""
    answer = graph.get(pixel_id, {"fields": FIELDS})
    if not answer.ok:
        raise NetworkError(
            refusal(f"dataset {pixel_id}", answer, "the token must reach it, and the id must be its own")
        )
    found = _node(answer.body)
    if found is None or found.id != pixel_id:
        raise NetworkError(f"dataset {pixel_id}: the answer is that of something else")
    return Reached(pixel_id, found.name, ())


def _add(graph: Graph, holder: str, paths: list[str], found: dict[str, Reached], notes: list[str]) -> None:
    for path in paths:
        try:
            for pixel in _all(graph, path, notes):
                if pixel.id.startswith("act_"):
                    continue
                known = found.get(pixel.id, pixel)
                found[pixel.id] = known._replace(through=tuple(dict.fromkeys((*known.through, holder))))
        except _Refused as refused:
            notes.append(str(refused))


def _all(graph: Graph, path: str, notes: list[str]) -> Iterator[Reached]:
    """Every node of an edge. Raises _Refused, and NetworkError where asking anything else is of no use."""
    params = {"fields": FIELDS, "limit": PAGE}
    for _ in range(MOST_PAGES):
        answer = graph.get(path, params)
        _check(path, answer)
        body = answer.body if isinstance(answer.body, dict) else {}
        data = body.get("data")
        for each in data if isinstance(data, list) else ():
            node = _node(each)
            if node is not None:
                yield node
        after = _after(body)
        if after is None:
            return
        params = {**params, "after": after}
    notes.append(f"{path}: more than {MOST_PAGES} pages; what comes after them was not asked for")


def _check(path: str, answer: Answer) -> None:
    if answer.ok:
        return
    text = refusal(path, answer, _NEEDS)
    if answer.failure is not None or (answer.error is not None and answer.error.code == _BAD_TOKEN):
        raise NetworkError(text)
    raise _Refused(text)


def _after(body: dict[str, Any]) -> str | None:
    paging = body.get("paging")
    if not isinstance(paging, dict) or not paging.get("next"):
        return None
    cursors = paging.get("cursors")
    after = cursors.get("after") if isinstance(cursors, dict) else None
    return after if isinstance(after, str) and after else None


def _node(given: Any) -> Reached | None:
    if not isinstance(given, dict) or not isinstance(given.get("id"), str):
        return None
    # An id becomes part of a path, so it must be one: digits, or act_ and digits.
    if not given["id"].removeprefix("act_").isdecimal() or not given["id"].isascii():
        return None
    name = given.get("name")
    return Reached(given["id"], name if isinstance(name, str) and name.strip() else None, ())
