"""Every operation of ours, and the routes that lead to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from simulator.emulator.own import live, page, telling, waiting
from simulator.emulator.own.asking import answer, asked
from simulator.emulator.own.events import events
from simulator.emulator.own.openapi import document
from simulator.emulator.own.operations import FILTER, RUN, Operation, Parameter
from simulator.emulator.script import fbevents

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from simulator.emulator.service import Service

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_NO_RUN = (404, "There is no such run.")


async def openapi(request: Request, service: Service, given: Mapping[str, Any]) -> Response:  # noqa: ARG001 - an operation's signature
    """The routes of this very application."""
    return answer(document(request.app.routes, OPERATIONS))


OPERATIONS = (
    Operation("/capisim/", "GET", page.html, "A page that shows the run as it grows.", media=page.HTML),
    Operation("/capisim", "GET", page.html, "The same page.", media=page.HTML),
    Operation("/capisim/page.css", "GET", page.style, "How the page looks.", media=page.CSS),
    Operation("/capisim/page.js", "GET", page.script, "What the page does.", media=page.SCRIPT),
    Operation(
        "/capisim/fbevents.js",
        "GET",
        fbevents,
        "Our stand-in for Meta's pixel script.",
        media=page.SCRIPT,
        public=True,
    ),
    Operation(
        "/capisim/events",
        "GET",
        events,
        "Events of a run that a filter lets through, with their verdicts and findings, suspicions among them.",
        (
            FILTER,
            Parameter("after", "integer", "Only events behind this number; `next_after` of the page before.", 0),
            Parameter("limit", "integer", "How many at most.", 100, 1, 1000),
            Parameter(
                "patience",
                "number",
                "Seconds to wait for suspicions about what has just come; `looked` says whether they are there.",
                waiting.LONGEST,
                0,
                waiting.LONGEST,
            ),
            RUN,
        ),
        (_NO_RUN,),
        shape="Events",
    ),
    Operation(
        "/capisim/report",
        "GET",
        telling.report,
        "The report of a run, with its suspicions so far: the document of `capisim report --format json`.",
        (RUN,),
        (_NO_RUN,),
        shape="Report",
    ),
    Operation(
        "/capisim/wait",
        "GET",
        waiting.wait,
        "Answers as soon as at least `count` events of the present run match.",
        (
            FILTER,
            Parameter("count", "integer", "How many events must match.", 1),
            Parameter("timeout", "number", "Seconds to wait at most; 0 looks once.", 10, 0, waiting.LONGEST),
        ),
        ((409, "The time is over, and it does not hold."),),
        shape="Wait",
    ),
    Operation(
        "/capisim/live",
        "GET",
        live.live,
        "What the page shows; answers once something was committed since `seen`.",
        (
            Parameter("seen", "integer", "`seen` of the answer before; any other value is answered at once."),
            Parameter("timeout", "number", "Seconds to wait at most.", live.LONGEST, 0, live.LONGEST),
        ),
        shape="Live",
    ),
    Operation(
        "/capisim/reset",
        "POST",
        telling.reset,
        "Begin a new run; the finished one stays in the store.",
        answers=(
            (408, "The body did not arrive in time."),
            (413, "The body is too large."),
            (415, "Neither without a body nor JSON."),
        ),
        shape="Reset",
    ),
    Operation(
        "/capisim/health", "GET", telling.health, "Whether it listens, and which run events go to.", shape="Health"
    ),
    Operation("/capisim/openapi.json", "GET", openapi, "This document.", shape="Document"),
)


def _by_path() -> dict[str, dict[str, Operation]]:
    found: dict[str, dict[str, Operation]] = {}
    for operation in OPERATIONS:
        found.setdefault(operation.path, {})[operation.method] = operation
    return found


# Every method leads here, lest a wrong one be taken for a question to Graph.
OWN_ROUTES = tuple(Route(path, asked(operations), methods=_METHODS) for path, operations in _by_path().items())
