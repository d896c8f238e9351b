"""Every route of openapi.json, asked what nobody would ask: an answer as the document tells it, no 500, no hang."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from calling import PIXEL
from hypothesis import HealthCheck, settings
from schemathesis import checks

from simulator.emulator.network_faults import HEADER
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
HANDLED: list[Handled] = []


@pytest.fixture(scope="module")
def api() -> Iterator[object]:
    with open_store(":memory:") as store:
        service = Service(store, Settings(workers=1), pixels=[Pixel(PIXEL)])
        service.watch(HANDLED.append)
        with serving(service) as running:
            yield schemathesis.openapi.from_url(f"{running.url}/capisim/openapi.json")
        service.close()


ROUTES = schemathesis.pytest.from_fixture("api")


@ROUTES.parametrize()
@settings(max_examples=10, suppress_health_check=list(HealthCheck))
def test_every_route(case: schemathesis.Case) -> None:
    if "timeout" in (case.query or {}):
        # It waits as long as it is told to.
        case.query["timeout"] = 0
    elif case.path in ("/capisim/live", "/capisim/wait"):
        case.query = {**(case.query or {}), "timeout": 0}
    # A fault on purpose may be a 500, or no answer.
    for name in [name for name in case.headers or {} if name.lower() == HEADER]:
        del case.headers[name]
    HANDLED.clear()
    response = case.call(timeout=PATIENCE)
    case.validate_response(response, checks=CHECKS)
    assert b"Traceback" not in response.content
    assert not [each.note for each in HANDLED if "a fault in capisim" in each.note]
