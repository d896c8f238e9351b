"""An item that carries its value is read as its text would be."""

from __future__ import annotations

from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from simulator.capture.read import read_item
from simulator.capture.written import written
from simulator.event import Origin
from simulator.settings import Limits

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_PLAIN = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | _TEXT
_VALUES = st.recursive(
    _PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(_TEXT | st.sampled_from(["event_name", "event_id", "access_token"]), inner, max_size=4)
    ),
    max_leaves=12,
)
_BODIES = st.fixed_dictionaries({"data": st.lists(_VALUES, max_size=3)}) | _VALUES
_URLS = st.sampled_from(["/v26.0/1/events", "/v26.0/", "/tr?id=1&ev=Purchase", "/elsewhere", ""])


@given(_BODIES, _URLS, st.floats(0, 2e9))
def test_it_reads_as_its_text_does(body: Any, url: str, received_at: float) -> None:
    text = orjson.dumps(
        {"received_at": received_at, "request": {"method": "POST", "url": url, "headers": {}, "body": body}}
    )
    item = written(orjson.loads(text))
    assert bytes(item) == text
    origin = Origin("", 1, None)
    assert read_item(item, origin, "lines", Limits()) == read_item(text, origin, "lines", Limits())
