"""The rule catalog for people and machines: as text, as JSON, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import orjson

from simulator.checks.catalog import Example, Rule, catalog_hash, shown
from simulator.checks.failure_modes import modes_of
from simulator.reports.json import encode
from simulator.reports.terminal import STYLES, heading, indented, safe, severity_text, table

if TYPE_CHECKING:
    from rich.console import Console

SCHEMA = "https://capisim.dev/schemas/rules.schema.json"
_LINES_SHOWN = 2
_SCOPES = {
    "event": "one event",
    "pair": "two events that belong together",
    "run": "the run as a whole",
    "property": "a property",
}
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
        "scope": rule.scope,
        "channels": rule.channels,
        "subcode": rule.subcode,
        "failure_modes": [{"rank": mode.rank, "title": mode.title} for mode in modes_of(rule.code)],
        "why": rule.why,
        "fix": rule.fix,
        "source": rule.source,
        "read": rule.read,
        "given": _given(rule),
        "failing": [shown(line) for line in rule.failing],
        "passing": [shown(line) for line in rule.passing],
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
    number = "1 rule" if len(rules) == 1 else f"{len(rules)} rules"
    console.print(f"{number}. 'capisim rules CODE' explains one.", style="dim")


def print_rule(console: Console, rule: Rule) -> None:
    """Everything there is to know about one rule."""
    from rich.text import Text

    head = ((f"{rule.code} ", "bold"), f"{rule.name}  ", (rule.severity.value, STYLES[rule.severity]))
    console.print(Text.assemble(*head, (f"  {rule.part}", "dim")))
    subcode = f"Meta's API answers with error 100, subcode {rule.subcode}." if rule.subcode else ""
    for label, text in (
        ("Why", rule.why),
        ("Fix", rule.fix),
        ("Found in practice", _modes(rule)),
        ("Looks at", f"{_SCOPES[rule.scope]}, {' and '.join(rule.channels)}"),
        ("Answer", subcode),
        ("Evidence", f"{rule.evidence.value}, read {rule.read} at"),
    ):
        if text:
            console.print(Text(f"\n{label}", "bold"))
            indented(console, Text(" ".join(text.split())), 2)
    # On one line, so that it can be followed.
    console.print(f"  {rule.source}", soft_wrap=True)
    if rule.given:
        console.print(Text("\nWith the settings", "bold"))
        console.print(Text(f"  {safe(orjson.dumps(_given(rule)).decode())}"), soft_wrap=True)
    for label, examples in (("Fails", rule.failing), ("Passes", rule.passing)):
        console.print(Text(f"\n{label}", "bold"))
        for number, example in enumerate(_few(examples)):
            if number:
                console.print()
            for line in orjson.dumps(example, option=orjson.OPT_INDENT_2).decode().splitlines():
                console.print(Text(f"  {safe(line)}"), soft_wrap=True)
        _left_out(console, examples)


def _given(rule: Rule) -> dict[str, Any]:
    """The settings of the examples, without the place where capisim is installed."""
    return {key: PurePath(value).name if key == "customers" else value for key, value in rule.given.items()}


def _modes(rule: Rule) -> str:
    return "; ".join(f"failure mode {mode.rank}, {mode.title}" for mode in modes_of(rule.code))


def _few(examples: tuple[Example, ...]) -> list[dict[str, Any]]:
    """The lines of an example that are printed in full: two tell most of it."""
    return [shown(line) for line in examples[:_LINES_SHOWN]]


def _left_out(console: Console, examples: tuple[Example, ...]) -> None:
    if len(examples) > _LINES_SHOWN:
        console.print(f"  … {len(examples) - _LINES_SHOWN} more lines like these", style="dim")


def as_markdown(rules: Iterable[Rule]) -> Iterator[str]:
    """The rules as sections of one Markdown document, in pieces."""
    yield "# Rules\n"
    for rule in rules:
        yield f"\n## {rule.code} {_escaped(rule.name)}\n\n"
        yield "| severity | evidence | part | looks at | channels |\n|---|---|---|---|---|\n"
        yield f"| {rule.severity.value} | {rule.evidence.value} | {rule.part} | {_SCOPES[rule.scope]} "
        yield f"| {', '.join(rule.channels)} |\n\n"
        yield f"{_escaped(rule.why)}\n\n"
        if rule.subcode:
            yield f"Meta's API answers with error 100, subcode {rule.subcode}.\n\n"
        if modes_of(rule.code):
            yield f"Found in practice: {_escaped(_modes(rule))}.\n\n"
        yield f"**Fix:** {_escaped(rule.fix)}\n\n"
        yield f"Source: <{rule.source}>, read {rule.read}.\n"
        if rule.given:
            yield f"\nWith the settings `{orjson.dumps(_given(rule)).decode()}`.\n"
        for label, examples in (("Fails", rule.failing), ("Passes", rule.passing)):
            yield f"\n{label}:\n"
            for line in _few(examples):
                yield f"\n```json\n{orjson.dumps(line, option=orjson.OPT_INDENT_2).decode()}\n```\n"
            more = len(examples) - _LINES_SHOWN
            if more > 0:
                yield f"\nand {more} more lines like these.\n"


def _escaped(text: str) -> str:
    return " ".join(text.split()).translate(_MARKDOWN_ACTIVE)
