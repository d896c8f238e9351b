"""The catalog: every rule complete, falsifiable and cited; the loader strict; the import light."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import orjson
import pytest
from checks_building import check, context, request

from simulator.capture.read import read_item
from simulator.checks.catalog import (
    PARTS,
    SUBCODES,
    UNREADABLE,
    Example,
    InvalidCatalogError,
    Rule,
    catalog,
    catalog_hash,
    load_catalog,
    shown,
)
from simulator.checks.examples import AT, event
from simulator.checks.rules.request import BLOCKED_REQUEST, quarantine_rule
from simulator.checks.spot import Spot
from simulator.event import Origin, Quarantined
from simulator.finding import Evidence, Finding, Severity
from simulator.settings import Limits

RULES = list(catalog().values())
# One needs a tracking plan, the other is about what never becomes an event. Rules about two events or a run
# are asked by their observers, and tested there.
EVENT_RULES = [
    rule for rule in RULES if rule.scope == "event" and rule.code not in ("EVT098", UNREADABLE, BLOCKED_REQUEST)
]


TWIN = "https://www.facebook.com/privacy_sandbox/pixel/register/trigger/?id=1234567890&ev=PageView"


def _id(rule: Rule) -> str:
    return rule.code


def _found(rule: Rule, line: Example) -> list[Finding]:
    return [finding for each in check(line, context=context(rule.given)) for finding in each]


@pytest.mark.parametrize("rule", EVENT_RULES, ids=_id)
def test_failing_example_triggers_its_rule(rule: Rule) -> None:
    for line in rule.failing:
        finding = next(finding for finding in _found(rule, line) if finding.rule == rule.code)
        assert finding.severity is rule.severity
        assert finding.fix == rule.fix
        assert finding.message.endswith((".", ".)"))
        assert finding.path.startswith("$")


@pytest.mark.parametrize("rule", EVENT_RULES, ids=_id)
def test_failing_example_shows_nothing_else(rule: Rule) -> None:
    for line in rule.failing:
        found = {finding.rule for finding in _found(rule, line)}
        # A refused neighbour is what REQ003 is about.
        assert found - {rule.code} == ({"EVT003"} if rule.code == "REQ003" else set())


@pytest.mark.parametrize("rule", EVENT_RULES, ids=_id)
def test_passing_example_is_clean(rule: Rule) -> None:
    for line in rule.passing:
        assert _found(rule, line) == []


@pytest.mark.parametrize("rule", [rule for rule in EVENT_RULES if rule.given], ids=_id)
def test_rule_that_needs_settings_is_silent_without(rule: Rule) -> None:
    for line in rule.failing:
        assert rule.code not in {finding.rule for each in check(line) for finding in each}


def test_plan_rule_needs_a_plan(tmp_path: Path) -> None:
    rule = catalog()["EVT098"]
    (failing,), (passing,) = rule.failing, rule.passing
    schema = tmp_path / "events" / "Tasting.schema.json"
    schema.parent.mkdir()
    schema.write_text(
        '{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",'
        ' "properties": {"custom_data": {"type": "object", "required": ["wine"]}}}'
    )
    ((finding,),) = check(failing, plan=tmp_path)
    assert (finding.rule, finding.severity, finding.path) == ("EVT098", "error", "$.custom_data.wine")
    assert "custom_data.wine is missing" in finding.message
    assert check(passing, plan=tmp_path) == [()]
    assert check(failing) == [()]


def test_unreadable_rule_is_about_what_capture_quarantines() -> None:
    rule = catalog()[UNREADABLE]
    (failing,), (passing,) = rule.failing, rule.passing
    assert check(passing) == [()]
    read = read_item(orjson.dumps(failing), Origin("test", 1), "lines", Limits())
    assert isinstance(read, Quarantined)
    hit = rule.judge(Spot(request(event()).events[0], None, False, (), read.reason, "", None))
    assert hit is not None
    assert hit.message == read.reason


def test_blocked_rule_is_about_what_the_browser_never_sent() -> None:
    rule = catalog()[BLOCKED_REQUEST]
    (line,) = rule.passing
    assert check(line)[0] is not None
    read = read_item(orjson.dumps(rule.failing[0]), Origin("test", 1), "lines", Limits())
    assert isinstance(read, Quarantined)
    assert quarantine_rule(read.reason) == BLOCKED_REQUEST
    assert quarantine_rule("The line is a list in JSON") == UNREADABLE
    twin = rule.failing[0] | {"request": {"method": "GET", "url": TWIN, "headers": []}}
    assert read_item(orjson.dumps(twin), Origin("test", 1), "lines", Limits()) is None


@pytest.mark.parametrize("rule", RULES, ids=_id)
def test_rule_is_cited_and_explained(rule: Rule) -> None:
    assert rule.source.startswith("https://")
    assert date(2025, 11, 1) <= date.fromisoformat(rule.read) <= date(2026, 11, 30)
    assert rule.why.endswith(".")
    assert len(rule.fix) > 10
    assert rule.judge.__doc__
    assert rule.part == PARTS[rule.code[:3]]


def test_only_server_rules_refuse_and_never_by_inference() -> None:
    refusing = [rule for rule in RULES if rule.severity is Severity.REJECTED]
    assert refusing
    assert all(rule.channels == ("server",) for rule in refusing)
    assert all(rule.evidence is not Evidence.INFERRED for rule in refusing)


def test_every_refusal_that_an_event_can_show_has_a_rule() -> None:
    # What these mean depends on accounts and datasets, which no event tells.
    elsewhere = {2804030, 2804072, 2804117, 2804118, 2804131, 2804132}
    assert {rule.subcode for rule in RULES if rule.subcode} == set(SUBCODES) - elsewhere
    assert all(rule.severity is Severity.REJECTED for rule in RULES if rule.subcode)


def test_catalog_is_sorted_by_code() -> None:
    assert list(catalog()) == sorted(catalog())


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"code": ""}, "three letters"),
        ({"code": "EVT1"}, "three letters"),
        ({"code": "XYZ001"}, "part is unknown"),
        ({"name": "Not Kebab"}, "kebab"),
        ({"severity": None}, "no severity"),
        ({"evidence": ""}, "no evidence"),
        ({"source": "the documentation"}, "not a URL"),
        ({"read": ""}, "no date"),
        ({"read": "last week"}, "no date"),
        ({"fix": " "}, "no fix"),
        ({"why": ""}, "why"),
        ({"subcode": 1}, "subcode is unknown"),
        ({"failing": ()}, "no failing example"),
        ({"passing": ()}, "no passing example"),
        ({"hides": ("EVT999",)}, "hides EVT999"),
        ({"severity": Severity.REJECTED, "channels": ("browser", "server")}, "browser"),
        ({"severity": Severity.REJECTED, "evidence": Evidence.INFERRED}, "inference"),
        ({"severity": Severity.REJECTED, "scope": "pair"}, "about one event"),
        ({"relations": ("same-event",)}, "has relations"),
    ],
)
def test_loader_refuses_an_incomplete_rule(change: dict[str, object], problem: str) -> None:
    good = catalog()["EVT009"]
    with pytest.raises(InvalidCatalogError, match=problem):
        load_catalog([replace(good, **change)])  # type: ignore[arg-type]


def test_loader_names_every_problem_of_every_rule() -> None:
    good = catalog()["EVT009"]
    with pytest.raises(InvalidCatalogError) as caught:
        load_catalog([replace(good, fix="", read=""), replace(good, name="other", why="")])
    assert len(caught.value.problems) == 4
    assert "EVT009: the code is used twice" in caught.value.problems


def test_loader_refuses_a_name_used_twice() -> None:
    good = catalog()["EVT009"]
    with pytest.raises(InvalidCatalogError, match="name action-source-missing is used twice"):
        load_catalog([good, replace(good, code="EVT990")])


def _run(code: str, seed: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
    ).stdout.strip()


def test_hash_is_the_same_in_every_process() -> None:
    code = "from simulator.checks.catalog import catalog_hash; print(catalog_hash())"
    assert _run(code, "1") == _run(code, "2") == catalog_hash()
    assert catalog_hash().startswith("sha256:")


def test_catalog_loads_without_heavy_libraries() -> None:
    code = (
        "import sys; from simulator.checks.catalog import catalog; catalog();"
        "heavy = {'jsonschema', 'jsonschema_rs', 'referencing', 'rich', 'textual', 'phonenumbers', 'ijson'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    assert _run(code, "0") == "[]"


def test_long_batches_are_shown_short() -> None:
    (failing,) = catalog()["REQ002"].failing
    data = shown(failing)["data"]
    assert len(data) == 3
    assert data[2] == "… 999 more like these"
    assert shown(event()) == event()


def test_example_base_is_clean() -> None:
    assert check(event(), AT) == [()]
