"""Whatever comes, it is answered: no 500, no exception, and what was refused or taken adds up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest
from calling import EVENTS, NOON, InProcess, event
from hypothesis import given
from hypothesis import strategies as st

from simulator.emulator.service import Service
from simulator.settings import Settings
from simulator.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12)
NAMES = st.sampled_from(
    [
        "data",
        "batch",
        "access_token",
        "appsecret_proof",
        "test_event_code",
        "partner_agent",
        "include_headers",
        "x",
        *event(),
    ]
)
VALUES = st.recursive(
    SCALARS | st.just(event()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)


def _written(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)


def _fits(value: object) -> bool:
    try:
        _written(value)
    except orjson.JSONEncodeError:
        return False
    return True


JSON = st.dictionaries(NAMES, VALUES, max_size=5).filter(_fits).map(_written)
BODIES = st.binary(max_size=80) | JSON | JSON.map(lambda body: b"data=" + body + b"&batch=" + body)
KINDS = st.sampled_from(
    [
        "",
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
    ]
)
ENCODINGS = st.sampled_from(["", "gzip", "deflate", "br", ", ,"])
PATHS = st.sampled_from([EVENTS, "/v26.0/", "/", "/tr", "/tr/", "/v1/me", "/x/events/", "/v26.0/dataset_quality"])
METHODS = st.sampled_from(["GET", "POST", "PUT", "OPTIONS", "DELETE"])


@pytest.fixture(scope="module")
def called() -> Iterator[tuple[InProcess, list[str]]]:
    said: list[str] = []
    with open_store(":memory:") as store:
        service = Service(store, Settings(workers=1), clock=lambda: float(NOON))
        service.watch(lambda handled: said.append(handled.note))
        yield InProcess(service), said
        service.close()


@given(METHODS, PATHS, st.text(max_size=20), BODIES, KINDS, ENCODINGS)
def test_anything_is_answered(
    called: tuple[InProcess, list[str]], method: str, path: str, query: str, body: bytes, kind: str, encoding: str
) -> None:
    call, said = called
    said.clear()
    headers: Mapping[str, str] = (
        {"content-type": kind, "content-encoding": encoding} if encoding else {"content-type": kind}
    )
    asked = "".join(letter for letter in query if letter.isprintable() and letter not in "#? ")
    found = call(method, f"{path}?access_token=x&{asked}", body, headers)
    assert found.status < 500, said
    assert not [note for note in said if "fault in capisim" in note]
