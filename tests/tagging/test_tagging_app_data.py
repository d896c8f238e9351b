"""App data, as the version of the extension that has a section for them sends them."""

from __future__ import annotations

from typing import Any

import pytest
from tagged import EXTENSIONS, VIEW, prop, rule, sent, server, session, unsent

from simulator.tagging.app_data import EXTINFO

API: dict[str, Any] = {**EXTENSIONS["meta_conversions_api"], "sends_app_data": True}
LEAST = {
    "advertiser_tracking_enabled": "true",
    "application_tracking_enabled": "false",
    "extinfo_version": "i2",
    "extinfo_os_version": "18.1",
}


def given(app_data: dict[str, Any], source: str = "app", **extension: Any) -> dict[str, Any]:
    """A property whose only rule sends an event with these app data."""
    action = server(server_event={"action_source": source}, app_data=app_data)
    return prop(rule(action), extensions={"meta_conversions_api": {**API, **extension}})


def event(made: dict[str, Any]) -> dict[str, Any]:
    (one,) = sent(made, session(VIEW))
    (found,) = one.line["request"]["body"]["data"]
    assert isinstance(found, dict)
    return found


def test_the_least_fills_sixteen_places() -> None:
    found = event(given(LEAST))
    assert list(found)[-1] == "app_data"
    assert found["app_data"] == {
        "advertiser_tracking_enabled": 1,
        "application_tracking_enabled": 0,
        "extinfo": ["i2", "", "", "", "18.1", *[""] * 11],
    }


def test_every_field_has_its_place() -> None:
    parts = {name: f"part {number}" for number, name in enumerate(EXTINFO)}
    more = {"campaign_ids": "c", "url_schemes": ["shop"], "vendor_id": "v", "install_referrer": ""}
    found = event(given(LEAST | parts | {"extinfo_cpu_cores": 8} | more))["app_data"]
    assert found["extinfo"] == [*[f"part {number}" for number in range(12)], "8", "part 13", "part 14", "part 15"]
    assert {name: value for name, value in found.items() if name in more} == more


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"extinfo_version": ""}, 'extinfo: "extinfo version" is required for app events'),
        ({"extinfo_os_version": 18}, 'extinfo: "extinfo OS version" is required for app events'),
        ({"advertiser_tracking_enabled": 1}, 'advertiser_tracking_enabled must be the text "true" or "false"'),
        ({"application_tracking_enabled": "TRUE"}, 'application_tracking_enabled must be the text "true" or "false"'),
    ],
    ids=str,
)
def test_it_throws_without_what_it_needs(change: dict[str, Any], reason: str) -> None:
    made = given(LEAST | change)
    assert sent(made, session(VIEW)) == []
    assert [(each.kind, each.reason) for each in unsent(made, session(VIEW))] == [("throws", reason)]


def test_other_action_sources_and_version_1_7_0_have_none() -> None:
    assert "app_data" in event(given(LEAST, source=" App "))
    assert "app_data" not in event(given(LEAST, source="physical_store"))
    assert "app_data" not in event(given(LEAST, sends_app_data=False))
