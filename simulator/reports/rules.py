"""The rule catalog for people and machines: as text, as JSON, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

import orjson

from simulator.checks.catalog import Rule, catalog_hash, shown
from simulator.reports.json import encode
from simulator.reports.terminal import STYLES, heading, indented, safe, severity_text, table

if TYPE_CHECKING:
    from rich.console import Console

SCHEMA = "https://capisim.dev/schemas/rules.schema.json"
_MARKDOWN_ACTIVE = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>|#"})


def as_json(rules: Iterable[Rule]) -> bytes:
    """The rules in one document, with the hash of the catalog they come from."""
    document = {"schema": SCHEMA, "catalog": catalog_hash(), "rules": [_members(rule) for rule in rules]}
    return encode(document, indent=True)


def _members(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "part": rule.part,
        "severity": rule.severity,
        "evidence": rule.evidence,
        "channels": rule.channels,
        "subcode": rule.subcode,
        "why": rule.why,
        "fix": rule.fix,
        "source": rule.source,
        "read": rule.read,
        "failing": shown(rule.failing or {}),
        "passing": shown(rule.passing or {}),
    }


def print_list(console: Console, rules: list[Rule]) -> None:
    """The rules by part, one line each."""
    from rich.text import Text

    width = max(len(rule.name) for rule in rules)
    for part, group in groupby(rules, key=lambda rule: rule.part):
        heading(console, part[0].upper() + part[1:])
        rows = table("code", "severity", "name", "evidence")
        rows.show_header = False
        for column, fixed in zip(rows.columns, (6, 8, width, 11), strict=True):
            column.width = fixed
        for rule in group:
            code, evidence = Text(rule.code, "bold"), Text(rule.evidence, "dim")
            rows.add_row(code, severity_text(rule.severity), rule.name, evidence)
        console.print(rows)
    console.print()
    console.print(f"{len(rules)} rules. 'capisim rules CODE' explains one.", style="dim")


def print_rule(console: Console, rule: Rule) -> None:
    """Everything there is to know about one rule."""
    from rich.text import Text

    head = ((f"{rule.code} ", "bold"), f"{rule.name}  ", (rule.severity.value, STYLES[rule.severity]))
    console.print(Text.assemble(*head, (f"  {rule.part}", "dim")))
    subcode = f"Meta's API answers with error 100, subcode {rule.subcode}." if rule.subcode else ""
    for label, text in (
        ("Why", rule.why),
        ("Fix", rule.fix),
        ("Channels", ", ".join(rule.channels)),
        ("Answer", subcode),
        ("Evidence", f"{rule.evidence.value}, read {rule.read} at"),
    ):
        if text:
            console.print(Text(f"\n{label}", "bold"))
            indented(console, Text(" ".join(text.split())), 2)
    # On one line, so that it can be followed.
    console.print(f"  {rule.source}", soft_wrap=True)
    for label, example in (("Fails", shown(rule.failing or {})), ("Passes", shown(rule.passing or {}))):
        if example:
            console.print(Text(f"\n{label}", "bold"))
            for line in orjson.dumps(example, option=orjson.OPT_INDENT_2).decode().splitlines():
                console.print(Text(f"  {safe(line)}"), soft_wrap=True)


def as_markdown(rules: Iterable[Rule]) -> Iterator[str]:
    """The rules as sections of one Markdown document, in pieces."""
    yield "# Rules\n"
    for rule in rules:
        yield f"\n## {rule.code} {_escaped(rule.name)}\n\n"
        yield "| severity | evidence | part | channels |\n|---|---|---|---|\n"
        yield f"| {rule.severity.value} | {rule.evidence.value} | {rule.part} | {', '.join(rule.channels)} |\n\n"
        yield f"{_escaped(rule.why)}\n\n"
        if rule.subcode:
            yield f"Meta's API answers with error 100, subcode {rule.subcode}.\n\n"
        yield f"**Fix:** {_escaped(rule.fix)}\n\n"
        yield f"Source: <{rule.source}>, read {rule.read}.\n"
        for label, example in (("Fails", shown(rule.failing or {})), ("Passes", shown(rule.passing or {}))):
            if example:
                body = orjson.dumps(example, option=orjson.OPT_INDENT_2).decode()
                yield f"\n{label}:\n\n```json\n{body}\n```\n"


def _escaped(text: str) -> str:
    return " ".join(text.split()).translate(_MARKDOWN_ACTIVE)
