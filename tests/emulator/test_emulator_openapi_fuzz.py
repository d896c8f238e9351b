"""Every route of openapi.json, asked what nobody would ask: an answer as the document tells it, no 500, no hang."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from calling import PIXEL
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode, checks

from simulator.emulator.app import ROUTES
from simulator.emulator.network_faults import HEADER
from simulator.emulator.own.openapi import CATCH_ALL, document
from simulator.emulator.own.routes import OPERATIONS
from simulator.emulator.pixels import Pixel
from simulator.emulator.service import Handled, Service
from simulator.emulator.serving import serving
from simulator.settings import Settings
from simulator.store import open_store

CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
PATIENCE = 60
EXAMPLES = 8
HANDLED: list[Handled] = []
TOLD = document([route for route in ROUTES if route.path != CATCH_ALL], OPERATIONS)["paths"]
# With and without a slash at its end a path leads to the same place.
ASKED = [(path, method) for path in TOLD for method in TOLD[path] if path == "/" or not path.endswith("/")]


@pytest.fixture(scope="module")
def api() -> Iterator[Any]:
    with open_store(":memory:") as store:
        service = Service(store, Settings(workers=1), pixels=[Pixel(PIXEL)])
        service.watch(HANDLED.append)
        with serving(service) as running:
            yield schemathesis.openapi.from_url(f"{running.url}/capisim/openapi.json")
        service.close()


def asked(case: schemathesis.Case) -> None:
    """Ask, and hold the answer against the document."""
    if case.path in ("/capisim/live", "/capisim/wait"):
        # It waits as long as it is told to.
        case.query = {**(case.query or {}), "timeout": 0}
    # A fault on purpose may be a 500, or no answer.
    for name in [name for name in case.headers or {} if name.lower() == HEADER]:
        del case.headers[name]
    HANDLED.clear()
    response = case.call(timeout=PATIENCE)
    case.validate_response(response, checks=CHECKS)
    assert b"Traceback" not in response.content
    assert not [each.note for each in HANDLED if "a fault in capisim" in each.note]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value)
@pytest.mark.parametrize(("path", "method"), ASKED)
def test_every_route(api: Any, path: str, method: str, mode: GenerationMode) -> None:
    made = api[path][method].as_strategy(generation_mode=mode)
    run = settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))(given(made)(asked))
    try:
        run()
    except Unsatisfiable:
        # Nothing can be wrong with a question that has nothing in it.
        assert mode is GenerationMode.NEGATIVE
