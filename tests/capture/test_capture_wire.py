"""Which endpoint a path names, and headers in every notation."""

from __future__ import annotations

import pytest

from simulator.capture.wire import Wire, endpoint, graph_object, read_headers, read_wire


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/tr", "pixel"),
        ("/tr/", "pixel"),
        ("/relay/tr", "pixel"),
        ("/track", None),
        ("/str", None),
        ("/tr/x", None),
        ("/v26.0/1/events", "graph"),
        ("/v26/1/events/", "graph"),
        ("/1/events", "graph"),
        ("/v26.0/1/eventsx", None),
        ("/events", None),
        ("/privacy_sandbox/pixel/register/trigger/", "twin"),
        ("/privacy_sandbox/pixel/register/trigger", "twin"),
        ("/v26.0/", "batch"),
        ("/", "batch"),
        ("/v26.0/me", None),
    ],
)
def test_endpoints(path: str, kind: str | None) -> None:
    assert endpoint(path) == kind


def test_the_object_is_the_step_before_events() -> None:
    assert (graph_object("/v26.0/12/events/"), graph_object("/gateway/v1/12/events"), graph_object("/tr")) == (
        "12",
        "12",
        None,
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "a", "X-Two": ["1", "2"], "N": 5, "none": None},
        [{"name": "user-agent", "value": "a"}, {"name": "X-TWO", "value": "1, 2"}, {"name": "n", "value": 5}, {}, 3],
        [["User-Agent", "a"], ["x-two", "1, 2"], ["N", "5"], ["odd"]],
    ],
)
def test_headers_in_every_notation(headers: object) -> None:
    assert read_headers(headers) == {"user-agent": "a", "x-two": "1, 2", "n": "5"}


@pytest.mark.parametrize("headers", [None, "a: b", 5, []])
def test_no_headers(headers: object) -> None:
    assert read_headers(headers) == {}


@pytest.mark.parametrize(
    ("request_", "method"),
    [({}, "GET"), ({"body": ""}, "GET"), ({"body": "a"}, "POST"), ({"body": {}}, "POST"), ({"method": "put"}, "PUT")],
)
def test_the_method_when_a_capture_leaves_it_out(request_: dict[str, object], method: str) -> None:
    assert read_wire({"url": "/tr", **request_}).method == method


@pytest.mark.parametrize(
    ("headers", "address"),
    [
        ({}, None),
        ({"x-forwarded-for": " 203.0.113.9 , 10.0.0.1"}, "203.0.113.9"),
        ({"x-forwarded-for": " ", "x-real-ip": "203.0.113.8"}, "203.0.113.8"),
        ({"cf-connecting-ip": "2001:db8::1"}, "2001:db8::1"),
    ],
)
def test_the_address_of_the_device(headers: dict[str, str], address: str | None) -> None:
    assert Wire("GET", "/tr", headers, None).client_address() == address
