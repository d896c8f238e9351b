"""Any property and any session: nothing raises, every request can be read, and equal runs are equal."""

from __future__ import annotations

from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st
from tagged import EVENT_ID, HOME, NEW_ID, pixel, prop, server, session

from simulator.capture.read import read_item
from simulator.checks.tagged import property_findings
from simulator.event import Origin, Quarantined
from simulator.settings import Limits
from simulator.tagging.observing import facts
from simulator.tagging.property import parse_property
from simulator.tagging.run import in_order_of_receipt, run
from simulator.tagging.session import parse_session

ELEMENTS: dict[str, Any] = {
    **EVENT_ID,
    "Any": {"type": "data-layer", "path": "any"},
    "Deep": {"type": "data-layer", "path": "any.thing.0"},
    "Cookie": {"type": "cookie", "name": "_fbc"},
    "Made": {"type": "expression", "expression": "text(%Any%) + query('q') + (layer.n + 1)"},
    "Kept": {"type": "random", "form": "digits", "storage": "session"},
    "Low": {"type": "data-layer", "path": "any", "default": "x", "lower_case": True, "clean_text": True},
}
VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["thing", "id", ""]), inner, max_size=2)
    ),
    max_leaves=6,
)
PAGE = st.sampled_from(["%Any%", "%Deep%", "a%Made%b", "%Low%", "%Kept%", "%Nothing%", "{{Any}}", "50% off"])
EDGE = st.sampled_from(
    ["{{Any}}", "{{Deep}}", "{{Cookie}}", "{{Made}}-x", "{{Low}}", "{{Kept}}", "{{Nothing}}", "%Any%"]
)
ACTIONS: Any = st.one_of(
    st.just(NEW_ID),
    st.builds(
        lambda event_id, value: pixel("PageView", event_id=event_id, parameters={"value": value, "all": [value]}),
        st.sampled_from(["%Event ID%", ""]) | PAGE,
        PAGE,
    ),
    st.builds(
        lambda name, time, mail, data: server(
            server_event={"event_name": name, "event_time": time, "event_id": "{{Event ID}}", "opt_out": time},
            customer_information={"email": mail, "phone": mail, "client_ip_address": mail},
            custom_data=data,
        ),
        EDGE,
        EDGE,
        EDGE,
        EDGE | st.dictionaries(st.sampled_from(["value", "contents"]), EDGE),
    ),
)
TRIGGERS = st.sampled_from(
    [
        {"on": "page-view"},
        {"on": "click", "selector": "a, .b"},
        {"on": "data-layer-push"},
        {"on": "route-change"},
        {"on": "custom-event", "name": "go"},
    ]
)
RULES: Any = st.lists(
    st.fixed_dictionaries(
        {
            "triggers": st.lists(TRIGGERS, max_size=2),
            "actions": st.lists(ACTIONS, max_size=3),
            "conditions": st.lists(st.sampled_from(["%Any%", "not %Any%", "true", "page.path == '/'"]), max_size=1),
        }
    ),
    min_size=1,
    max_size=3,
)
STEPS: Any = st.lists(
    st.one_of(
        st.builds(lambda value: {"visit": f"{HOME}?q=1", "write": {"any": value}}, VALUES),
        st.builds(lambda value: {"write": {"any": value, "n": 1}}, VALUES),
        st.builds(lambda value: {"push": {"event": "go", "meta": {"any": value}}}, VALUES),
        st.builds(lambda value: {"event": "go", "detail": value}, VALUES),
        st.sampled_from(
            [{"click": "p > a.b"}, {"route": f"{HOME}x"}, {"clear": ["any"]}, {"consent": "revoke"}, {"push": ["set"]}]
        ),
    ),
    max_size=8,
)


@given(RULES, STEPS)
def test_anything_runs_and_what_leaves_can_be_read(rules: list[dict[str, Any]], steps: list[dict[str, Any]]) -> None:
    named = [{"name": f"Rule {number}", **rule} for number, rule in enumerate(rules)]
    given_property = parse_property(prop(*named, elements=ELEMENTS))
    visit = parse_session(session(*steps, visitor={"cookies": {"_fbp": "fb.1.2.3"}}))
    happened = list(run(given_property, visit))
    lines = [orjson.dumps(each.line) for each in in_order_of_receipt(happened)]
    for line in lines:
        read = read_item(line, Origin("any", 1), "lines", Limits())
        # An event may be wrong in every way that the extension allows, but it is one.
        assert not isinstance(read, Quarantined), read
    assert lines == [orjson.dumps(each.line) for each in in_order_of_receipt(run(given_property, visit))]
    for finding in property_findings(facts(given_property, [(visit, happened)])):
        assert finding.path.startswith("$.rules[")
        assert finding.message.endswith(".")
