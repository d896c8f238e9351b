"""``capisim rules``."""

from __future__ import annotations

import json

import pytest
from told import Capisim

from simulator.checks.catalog import catalog
from simulator.finding import Severity

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
    ("arguments", "words"),
    [
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
