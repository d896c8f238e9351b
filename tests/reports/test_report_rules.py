"""The catalog, shown: nothing left out, in no format."""

from __future__ import annotations

import io
import json
import re

import pytest
from schema_check import assert_valid

from simulator.checks.catalog import Rule, catalog, catalog_hash
from simulator.reports.rules import as_json, as_markdown, print_list, print_rule
from simulator.reports.terminal import make_console

RULES = list(catalog().values())


def text(rule: Rule) -> str:
    out = io.StringIO()
    print_rule(make_console(out), rule)
    return out.getvalue()


def squeezed(shown: str) -> str:
    return re.sub(r"\s+", "", shown)


def test_json_has_the_published_shape_and_every_rule() -> None:
    document = json.loads(as_json(RULES))
    assert_valid(document, "rules.schema.json")
    assert [rule["code"] for rule in document["rules"]] == sorted(catalog())
    assert document["catalog"] == catalog_hash()


def test_the_list_has_one_line_for_each_rule() -> None:
    out = io.StringIO()
    print_list(make_console(out), RULES)
    lines = out.getvalue().splitlines()
    for rule in RULES:
        (line,) = [line for line in lines if line.startswith(rule.code)]
        assert line.split() == [rule.code, rule.severity, rule.name, rule.evidence]
    assert f"{len(RULES)} rules." in lines[-1]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_is_told_with_its_source_and_its_fix(rule: Rule) -> None:
    shown = squeezed(text(rule))
    for part in (rule.code, rule.name, rule.severity, rule.evidence, rule.source, rule.read, rule.why, rule.fix):
        assert squeezed(part) in shown
    assert ("subcode" in shown) >= (rule.subcode is not None)
    assert "Fails" in shown
    assert "Passes" in shown


def test_markdown_has_a_section_for_each_rule() -> None:
    document = "".join(as_markdown(RULES))
    assert re.findall(r"^## ([A-Z]{3}\d{3}) ", document, re.MULTILINE) == sorted(catalog())
    blocks = re.findall(r"^```json\n(.*?)^```$", document, re.MULTILINE | re.DOTALL)
    assert len(blocks) == sum(min(len(lines), 2) for rule in RULES for lines in (rule.failing, rule.passing))
    for block in blocks:
        json.loads(block)


@pytest.mark.parametrize(
    ("count", "words"), [(1, "\n1 rule. "), (2, "\n2 rules. "), (len(RULES), f"\n{len(RULES)} rules. ")]
)
def test_how_many_rules_there_are(count: int, words: str) -> None:
    out = io.StringIO()
    print_list(make_console(out), RULES[:count])
    assert words in out.getvalue()
