"""The Dataset Quality API, in Meta's shape, from what the run holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from calling import PIXEL, event, post
from hypothesis import given
from hypothesis import strategies as st

from simulator.emulator.field_lists import pick, read_fields
from simulator.emulator.pixels import Pixel

if TYPE_CHECKING:
    from calling import Client

URL = f"/v25.0/dataset_quality?dataset_id={PIXEL}&access_token=x"


def fill(client: Client) -> None:
    """Two purchases from both channels, one from the browser alone, one of another dataset."""
    for number in (1, 2):
        client("GET", f"/tr?id={PIXEL}&ev=Purchase&eid=order-{number}&fbp=fb.1.1767268800000.{number}")
        post(client, event(event_id=f"order-{number}"), partner_agent="Adobe_Launch_1_2" if number == 1 else "other")
    client("GET", f"/tr?id={PIXEL}&ev=Purchase&eid=order-3")
    post(client, event(event_name="Lead"), url="/v26.0/42/events")


def test_a_dataset_without_events_has_no_members(client: Client) -> None:
    found = client("GET", URL)
    assert (found.status, found.json()) == (200, {})


def test_the_answer_has_the_shape_of_metas(client: Client) -> None:
    fill(client)
    (only,) = client("GET", URL).json()["web"]
    assert only["event_name"] == "Purchase"
    quality = only["event_match_quality"]
    assert 0 < quality["composite_score"] < 10
    own = quality["capisim"]
    assert own["low"] <= own["likely"] == quality["composite_score"] <= own["high"]
    assert own["model"]
    found = {each["identifier"]: each["coverage"]["percentage"] for each in quality["match_key_feedback"]}
    assert found == {"email": 100, "ip_address": 100, "user_agent": 100}
    assert only["event_coverage"]["percentage"] == pytest.approx(66.7)
    assert only["event_coverage"]["goal_percentage"] == 75
    keys = {each["dedupe_key"]: each for each in only["dedupe_key_feedback"]}
    assert list(keys) == ["event_id", "external_id", "fbp"]
    assert keys["event_id"]["server_events_with_dedupe_key"]["percentage"] == 100
    assert keys["event_id"]["overall_browser_coverage_from_dedupe_key"]["percentage"] == pytest.approx(66.7)
    assert keys["fbp"]["browser_events_with_dedupe_key"]["percentage"] == pytest.approx(66.7)
    assert keys["fbp"]["overall_browser_coverage_from_dedupe_key"]["percentage"] == 0
    assert only["data_freshness"]["upload_frequency"] == "real_time"


@pytest.mark.parametrize("agent", ["adobe_launch", "Adobe_Launch_1_2", "ADOBE_LAUNCH_3"])
def test_an_agent_has_its_own_events(client: Client, agent: str) -> None:
    fill(client)
    (only,) = client("GET", f"{URL}&agent_name={agent}").json()["web"]
    assert only["event_coverage"]["percentage"] == pytest.approx(33.3)
    assert client("GET", f"{URL}&agent_name=adobe").json() == {}


def test_fields_choose_the_members(client: Client) -> None:
    fill(client)
    chosen = client("GET", f"{URL}&fields=web{{event_name, event_match_quality{{composite_score}}}}").json()["web"][0]
    assert set(chosen) == {"event_name", "event_match_quality"}
    assert set(chosen["event_match_quality"]) == {"composite_score"}


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ("&fields=web{", 400, 2500),
        ("&fields=app", 400, 100),
        ("&fields=web{nothing}", 400, 100),
        ("&fields=web", 200, 0),
    ],
)
def test_fields_that_do_not_exist_are_refused(client: Client, more: str, status: int, code: int) -> None:
    found = client("GET", URL + more)
    assert found.status == status
    assert found.json().get("error", {"code": 0})["code"] == code


def test_the_elder_form_has_scores_and_ratings(client: Client) -> None:
    fill(client)
    url = f"/v22.0/{PIXEL}/setup_quality?fields=event_match_quality,event_name&agent_name=adobe_launch&access_token=x"
    (only,) = client("GET", url).json()["data"]
    assert only["event_name"] == "Purchase"
    assert only["event_match_quality"]["score_rating"] in ("poor", "ok", "great")


@pytest.mark.parametrize("service", [{"pixels": [Pixel(PIXEL, "right")]}], indirect=True)
def test_it_is_as_locked_as_the_events_edge(client: Client) -> None:
    assert client("GET", URL).error["code"] == 190
    assert client("GET", "/v25.0/dataset_quality?dataset_id=5&access_token=right").error["error_subcode"] == 33
    assert client("GET", URL.replace("=x", "=right")).status == 200
    assert client("GET", f"/v22.0/{PIXEL}/setup_quality").error["code"] == 190
    assert client("GET", "/v25.0/dataset_quality?access_token=right").error["code"] == 100


def test_the_edge_of_that_name_is_unknown(client: Client) -> None:
    assert client("GET", f"/v25.0/{PIXEL}/dataset_quality?access_token=x").error["code"] == 2500


NESTED = st.recursive(
    st.just({}), lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3), max_leaves=8
)


def _written(fields: dict[str, Any]) -> str:
    return ",".join(f"{name}{{{_written(inner)}}}" if inner else name for name, inner in fields.items())


@given(NESTED)
def test_a_list_of_fields_is_read_as_it_was_meant(fields: dict[str, Any]) -> None:
    assert read_fields(_written(fields)) == fields


@given(st.text(alphabet="ab{},_ ", max_size=20) | st.text(max_size=20))
def test_any_list_of_fields_is_read_or_refused(text: str) -> None:
    try:
        fields = read_fields(text)
    except ValueError:
        return
    assert pick({"a": [{"b": 1}]}, fields) is not None
