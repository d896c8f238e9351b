"""The reference beside the code, made from what the code says of itself.

    python tests/tools/reference_documents.py

rewrites every document; a test tells when one is no longer what this makes.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path

import click

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from schema_members import members  # noqa: E402 - beside the tests

from simulator.checks.catalog import catalog  # noqa: E402
from simulator.checks.failure_modes import modes_of  # noqa: E402
from simulator.cli.root import COMMANDS, root  # noqa: E402
from simulator.reports.csv import COLUMNS  # noqa: E402
from simulator.resources import schemas  # noqa: E402
from simulator.settings.listing import all_settings  # noqa: E402
from simulator.synthetic.faults import faults  # noqa: E402

REPORTS = {
    "report": "replay, report, demo, generate --replay",
    "verdict-line": "the same with --format jsonl",
    "validation": "validate",
    "gate": "gate",
    "diff": "diff",
    "check": "check",
    "expected": "check --update",
    "quality": "quality",
    "forward": "forward",
    "forwards": "forward --show",
    "forward-facts": "forward --facts-out",
    "quickstart": "quickstart --validate",
    "tag": "tag",
    "connect": "connect",
    "normalize": "normalize",
    "rules": "rules",
    "faults": "faults",
    "doctor": "doctor",
}
"""The schemas of what commands print, with who prints it."""
_HEADS = {
    "commands": """# Commands

Made by `python tests/tools/reference_documents.py` from the commands themselves. What the exit codes mean is in the
[README](../../README.md#exit-codes); most options are settings too, which are in
[simulator/settings](../settings/README.md). `-h` and `--help` show the same.
""",
    "settings": """# Settings

Made by `python tests/tools/reference_documents.py` from `model.py`. Where they come from is in the
[README](../../README.md#settings).

""",
    "rules": """# Rules

Made by `python tests/tools/reference_documents.py` from the catalog. `capisim rules CODE` explains one: why, how it is
known, how to mend it, with examples; `capisim rules --format markdown` writes it all down.
""",
    "reports": """# Members of reports

Made by `python tests/tools/reference_documents.py` from the schemas, which are in [schemas](../../schemas/README.md).
`[]` stands for each element of an array, `.*` for each member of an object; a name and a colon begin what is used in
several places.

## SARIF

`report --format sarif` adds to what SARIF 2.1.0 knows: `properties` of a result (`severity`, `n`, `channel`,
`eventName`, `eventId`, `confidence`), of a rule (`severity`, `evidence`, `read`, `scope`, `tags`, `failureModes`), of
the run (`events`, `verdicts`, `money`), and fingerprints. `capisimFinding/v1` and `primaryLocationLineHash` stand for
rule, channel, dataset, event name and path, numbered where several findings have the same; `capisimEvent/v1` for the
event ID too.

## CSV

The columns of `report --format csv`.

""",
}
_MARKED = "<!-- {0} -->\n(.*)<!-- end of {0} -->"


def cell(text: str) -> str:
    """Text in a table: on one line, with nothing in it that Markdown obeys but code between backticks."""
    parts = " ".join(text.split()).replace("``", "`").split("`")
    if len(parts) % 2 == 0:
        return _escaped("`".join(parts))
    return "".join(f"`{part}`".replace("|", "\\|") if at % 2 else _escaped(part) for at, part in enumerate(parts))


def _escaped(text: str) -> str:
    return re.sub(r"([\\|<>*_`\[\]])", r"\\\1", text)


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(heads), *map(list, rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def commands() -> str:
    return "".join(_commands())


def _commands() -> Iterator[str]:
    yield _HEADS["commands"]
    for name in ["", *COMMANDS]:
        context = click.Context(root, info_name="capisim")
        command: click.Command | None = root
        if name:
            command = root.get_command(context, name)
            assert command is not None
            context = click.Context(command, info_name=name, parent=context)
        else:
            name = "capisim"
        words = [_words(each) for each in command.params if isinstance(each, click.Argument)]
        more = ["[COMMAND]"] if isinstance(command, click.Group) else []
        yield f"\n## {name}\n\n```text\n{' '.join([context.command_path, '[OPTIONS]', *more, *words])}\n```\n\n"
        for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
            yield f"{cell(paragraph)}\n\n"
        options = [each for each in command.params if isinstance(each, click.Option) and not each.hidden]
        yield table(("option", "meaning"), ([f"`{_flags(each)}`", cell(_help(each))] for each in options))


# Written here because the words of click's own help change with its version.
def _words(argument: click.Argument) -> str:
    shown = argument.metavar or str(argument.name).upper()
    return shown if argument.required or shown.startswith("[") else f"[{shown}]"


def _flags(option: click.Option) -> str:
    flags = ", ".join([*option.opts, *option.secondary_opts])
    if option.is_flag or option.count:
        return flags
    if isinstance(option.type, click.Choice):
        return f"{flags} {'/'.join(map(str, option.type.choices))}"
    return f"{flags} {option.metavar or option.type.name.upper()}"


def _help(option: click.Option) -> str:
    told = option.help or ""
    return f"{told} Default: {option.default}." if option.show_default and not option.is_flag else told


def settings() -> str:
    rows = (
        [f"`{each.key}`", f"`{each.environment}`", cell(each.expected), cell(_default(each.default)), cell(each.doc)]
        for each in all_settings()
    )
    return _HEADS["settings"] + table(("setting", "environment variable", "must be", "default", "meaning"), rows)


def _default(value: object) -> str:
    if value is None or value in ((), ""):
        return "–"
    return str(value).lower() if isinstance(value, bool) else str(value)


def rules() -> str:
    parts = [_HEADS["rules"]]
    for part, group in groupby(catalog().values(), key=lambda rule: rule.part):
        rows = (
            [
                f"`{rule.code}`",
                rule.name,
                rule.severity.value,
                f"[{rule.evidence.value}]({rule.source}), {rule.read}",
                ", ".join(str(mode.rank) for mode in modes_of(rule.code)) or "–",
                cell(rule.fix),
            ]
            for rule in group
        )
        heads = ("code", "name", "severity", "evidence, and when it was read", "failure mode", "fix")
        parts.append(f"\n## {part[0].upper()}{part[1:]}\n\n{table(heads, rows)}")
    return "".join(parts)


def reports() -> str:
    return "".join(_reports())


def _reports() -> Iterator[str]:
    yield _HEADS["reports"]
    yield table(("column", "meaning"), ([f"`{name}`", cell(meaning)] for name, meaning in COLUMNS.items()))
    for name, by in REPORTS.items():
        schema = json.loads((schemas() / f"{name}.schema.json").read_text("utf-8"))
        yield f"\n## {schema['title']}\n\nBy {', '.join(f'`{each}`' for each in by.split(', '))}; "
        yield f"[{name}.schema.json](../../schemas/{name}.schema.json).\n\n"
        rows = ([f"`{each.path}`", cell(each.kind), cell(each.meaning)] for each in members(schema))
        yield table(("member", "holds", "meaning"), rows)


def fault_table() -> str:
    rows = (
        [f"`{kind.name}:{variant.name}`", cell(f"{kind.what} {variant.what}"), ", ".join(sorted(variant.rules)) or "–"]
        for kind in faults().values()
        for variant in kind.variants.values()
    )
    return table(("fault", "what goes wrong", "rules that find it"), rows)


def command_table() -> str:
    rows = ([f"[`{name}`](simulator/cli/README.md#{name})", cell(help_text)] for name, help_text in COMMANDS.items())
    return table(("command", "does"), rows)


def within(path: str, mark: str, made: Callable[[], str]) -> Callable[[], str]:
    """A document that stays as it is but for what stands between two marks."""

    def document() -> str:
        text = (ROOT / path).read_text("utf-8")
        found = re.search(_MARKED.format(mark), text, re.DOTALL)
        if found is None:
            raise ValueError(f"{path} has no mark {mark}")
        return text[: found.start(1)] + made() + text[found.end(1) :]

    return document


DOCUMENTS: dict[str, Callable[[], str]] = {
    "simulator/cli/README.md": commands,
    "simulator/settings/README.md": settings,
    "simulator/checks/README.md": rules,
    "simulator/reports/README.md": reports,
    "simulator/synthetic/README.md": within("simulator/synthetic/README.md", "faults", fault_table),
    "README.md": within("README.md", "commands", command_table),
}


if __name__ == "__main__":
    for path, document in DOCUMENTS.items():
        (ROOT / path).write_text(document(), "utf-8")
        sys.stdout.write(f"{path}\n")
