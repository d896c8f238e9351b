"""Facts for others: where Meta and our checks disagree, and nothing of anybody."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from forwarding import NOW, SETTINGS, Scripted, Time, event, refused, run_of, taken
from hypothesis import given
from hypothesis import strategies as st

from simulator.checks.engine import compiler, own_documents
from simulator.forward import Asked, plan, send
from simulator.forward.facts import OTHER, facts, shape
from simulator.masking import VOCABULARY
from simulator.resources import schemas

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = json.loads((schemas() / "forward-facts.schema.json").read_text("utf-8"))
VALID = compiler("jsonschema-rs", own_documents()).compile(SCHEMA)
CANARIES = {
    "event_source_url": "https://canary.example/?email=canary",
    "canary_member": {"canary": "canary"},
    "user_data": {"em": "canary@example.com", "ph": ["+16505550111", "b" * 64], "canary": 1, "client_ip_address": "x"},
    "custom_data": {"value": 9.5, "currency": "canary", "contents": [{"id": "canary", "quantity": 2}], "order_id": "7"},
}


def test_only_disagreements_are_written_and_nobody_is_in_them(tmp_path: Path) -> None:
    asked = Asked(keep_ids=True, include_rejected=True)
    answers = (
        taken(1),
        refused(100, 2804050, message="canary", title="canary", user_message="canary", fbtrace_id="canary"),
        refused(100, 2804003, type="canary 1", is_transient=False),
    )
    payloads = (
        event("canary-old", event_time=int(NOW) - 30 * 86_400, **CANARIES),
        event("canary-id", **CANARIES),
        event("none", user_data={"client_user_agent": "canary"}, action_source="canary", event_name="canary"),
        event("fine"),
    )
    time = Time()
    with run_of(tmp_path, *payloads) as store:
        planned = plan(store, None, None, SETTINGS, asked, clock=time.clock)
        outcome = send(store, planned, Scripted(*answers), SETTINGS, clock=time.clock, wait=time.wait)
    document = facts(outcome, NOW)
    assert VALID.is_valid(document)
    assert document["answered_by"] == "another host", "an emulator's word is no fact about Meta"
    real = outcome._replace(forward=outcome.forward._replace(graph_url="https://graph.facebook.com"))
    assert facts(real, NOW)["answered_by"] == "Meta"
    assert "canary" not in json.dumps(document)
    assert "b" * 64 not in json.dumps(document)
    found = document["facts"]
    assert found[0]["disagreement"] == "accepted-although"
    assert found[0]["predicted"]["rule"]
    assert (found[0]["age_days"], found[0]["event_name"]) == (30, "Purchase")
    last = found[-1]
    assert (last["disagreement"], last["event_name"], last["action_source"]) == ("refused-otherwise", OTHER, OTHER)
    assert last["answered"] == {"status": 400, "code": 100, "subcode": 2804003, "type": None, "transient": False}
    assert len(found) == 3, "the fine one is not in it"


def test_a_shape_has_the_kinds_of_all_values_by_path() -> None:
    payload = {
        "event_name": "Lead",
        "event_time": 17,
        "opt_out": False,
        "user_data": {"em": ["a" * 64, "A"], "ph": [], "zp": " ", "external_id": "123", "anna": 1},
        "custom_data": {"value": 9.5, "contents": [{"id": 1}, {"id": None}]},
        "app_data": {},
    }
    assert shape(payload) == {
        "app_data": ["empty object"],
        "custom_data.contents[].id": ["null", "whole number"],
        "custom_data.value": ["number"],
        "event_name": ["text"],
        "event_time": ["whole number"],
        "opt_out": ["true or false"],
        "user_data.(other)": ["whole number"],
        "user_data.em[]": ["hash", "text"],
        "user_data.external_id": ["digits"],
        "user_data.ph": ["empty list"],
        "user_data.zp": ["empty text"],
    }


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), JSON))
def test_no_name_but_metas_is_in_a_shape(payload: dict[str, Any]) -> None:
    for path, kinds in shape(payload).items():
        assert {part.replace("[]", "") for part in path.split(".")} <= VOCABULARY | {OTHER}
        assert kinds
