"""``capisim rules``."""

from __future__ import annotations

import json

import pytest
from told import Capisim

from simulator.checks.catalog import catalog
from simulator.checks.examples import CUSTOMERS
from simulator.checks.failure_modes import FAILURE_MODES, FailureMode
from simulator.finding import Evidence, Severity

CODE, RULE = next(iter(catalog().items()))


def test_lists_every_rule(capisim: Capisim) -> None:
    told = capisim("rules")
    assert (told.code, told.err) == (0, "")
    assert [code for code in catalog() if code not in told.out] == []


@pytest.mark.parametrize("name", [CODE, CODE.lower(), RULE.name])
def test_explains_one_by_code_or_name(capisim: Capisim, name: str) -> None:
    told = capisim("rules", name)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith(f"{CODE} {RULE.name}")
    assert RULE.read in told.out


@pytest.mark.parametrize("output_format", ["json", "markdown"])
def test_explains_one_in_every_format(capisim: Capisim, output_format: str) -> None:
    told = capisim("rules", CODE, "--format", output_format)
    assert told.code == 0
    assert RULE.source in told.out
    assert sum(code in told.out for code in catalog()) == 1 + sum(code in RULE.fix + RULE.why for code in catalog())


def test_filters_by_severity_and_part(capisim: Capisim) -> None:
    document = json.loads(capisim("rules", "--json", "--severity", "rejected", "--part", "req").out)
    assert document["rules"]
    for rule in document["rules"]:
        assert (rule["severity"], rule["code"][:3]) == ("rejected", "REQ")
    counts = [len(json.loads(capisim("rules", "--json", "--severity", each).out)["rules"]) for each in Severity]
    assert sum(counts) == len(catalog())


@pytest.mark.parametrize(
    ("option", "values"), [("--evidence", list(Evidence)), ("--scope", ["event", "pair", "run", "property"])]
)
def test_filters_that_share_the_catalog_among_them(capisim: Capisim, option: str, values: list[str]) -> None:
    counts = [len(json.loads(capisim("rules", "--json", option, each).out)["rules"]) for each in values]
    assert all(counts)
    assert sum(counts) == len(catalog())


@pytest.mark.parametrize("mode", FAILURE_MODES, ids=lambda mode: str(mode.rank))
def test_filters_by_failure_mode(capisim: Capisim, mode: FailureMode) -> None:
    rules = json.loads(capisim("rules", "--json", "--failure-mode", str(mode.rank)).out)["rules"]
    assert {rule["code"] for rule in rules} == set(mode.rules)
    assert all({"rank": mode.rank, "title": mode.title} in rule["failure_modes"] for rule in rules)


def test_filters_by_text(capisim: Capisim) -> None:
    rules = json.loads(capisim("rules", "--json", "--search", "Thank-You Page").out)["rules"]
    assert "DUP003" in {rule["code"] for rule in rules}
    assert all("thank-you page" in f"{rule['name']} {rule['why']} {rule['fix']}".lower() for rule in rules)


def test_settings_of_an_example_are_told_without_the_place_of_the_installation(capisim: Capisim) -> None:
    for arguments in (["USR020"], ["USR020", "--format", "markdown"], ["USR020", "--json"]):
        out = capisim("rules", *arguments).out
        assert "example-customers.jsonl" in out
        assert str(CUSTOMERS) not in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([CODE, "--scope", "pair"], "--scope filters the list"),
        ([CODE, "--failure-mode", "1"], "--failure-mode filters the list"),
        (["--failure-mode", "21"], "21"),
        ([CODE[:-1] + "X"], f"did you mean {CODE[:3]}"),
        (["ZZZ999"], "There is no rule"),
        (["--part", "XYZ"], "There is no part"),
        (["--part", "ENV", "--severity", "rejected"], "No rule is like that"),
    ],
)
def test_what_is_not_there_is_a_usage_error(capisim: Capisim, arguments: list[str], words: str) -> None:
    told = capisim("rules", *arguments)
    assert (told.code, told.out) == (2, "")
    assert words in told.err
