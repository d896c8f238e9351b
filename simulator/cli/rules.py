"""``capisim rules``: what each rule means, how it is known, how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal, get_args

import click

from simulator.cli.common import format_options
from simulator.cli.output import quiet_pipe, write
from simulator.errors import ExitCode
from simulator.finding import Evidence, Severity

# The catalog's own, which is imported late.
Scope = Literal["event", "pair", "run", "property"]

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from simulator.checks.catalog import Rule


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    from click.shell_completion import CompletionItem

    from simulator.checks.catalog import catalog

    wanted = incomplete.upper()
    return [CompletionItem(code, help=rule.name) for code, rule in catalog().items() if code.startswith(wanted)]


@click.command()
@click.argument("code", required=False, shell_complete=_complete)
@click.option(
    "--severity", type=click.Choice([severity.value for severity in Severity]), help="Only rules of this severity."
)
@click.option("--part", metavar="PART", help="Only rules of this part: the first three letters of a code.")
@click.option(
    "--evidence",
    type=click.Choice([evidence.value for evidence in Evidence]),
    help="Only rules that are so well known.",
)
@click.option(
    "--scope", type=click.Choice(get_args(Scope)), help="Only rules about one event, a pair, a run, or a property."
)
@click.option(
    "--failure-mode",
    type=click.IntRange(1, 20),
    metavar="N",
    help="Only rules that find this one of the 20 failure modes.",
)
@click.option("--search", metavar="TEXT", help="Only rules with this text in their name, reason or fix.")
@format_options("text", "json", "markdown")
def rules(code: str | None, output_format: str, **filters: Any) -> ExitCode:
    """Explain the rules, or the one named CODE: what it means, how it is known, how to mend it."""
    from simulator.checks.catalog import catalog
    from simulator.reports import rules as shown

    known = catalog()
    given = [f"--{name.replace('_', '-')}" for name, value in filters.items() if value is not None]
    if code and given:
        raise click.UsageError(f"{given[0]} filters the list; leave it out, or the code.")
    chosen = [_named(known, code)] if code else _filtered(known.values(), **filters)
    if not chosen:
        raise click.UsageError("No rule is like that; 'capisim rules' lists them all.")
    with quiet_pipe():
        if output_format == "json":
            write([shown.as_json(chosen)])
        elif output_format == "markdown":
            write(piece.encode() for piece in shown.as_markdown(chosen))
        else:
            from simulator.reports.terminal import make_console

            console = make_console()
            if code:
                shown.print_rule(console, chosen[0])
            else:
                shown.print_list(console, chosen)
    return ExitCode.CLEAN


def _named(known: Mapping[str, Rule], code: str) -> Rule:
    """The rule of that code or name; a usage error that suggests the nearest when there is none."""
    by_name = {rule.name: rule for rule in known.values()}
    found = known.get(code.upper()) or by_name.get(code.lower())
    if found is None:
        near = [*get_close_matches(code.upper(), known, n=3), *get_close_matches(code.lower(), by_name, n=3)]
        hint = f"; did you mean {' or '.join(near)}?" if near else "; 'capisim rules' lists them all."
        raise click.UsageError(f"There is no rule {code!r}{hint}")
    return found


def _filtered(
    known: Iterable[Rule],
    severity: str | None,
    part: str | None,
    evidence: str | None,
    scope: str | None,
    failure_mode: int | None,
    search: str | None,
) -> list[Rule]:
    from simulator.checks.catalog import PARTS
    from simulator.checks.failure_modes import modes_of

    if part is not None and part.upper() not in PARTS:
        raise click.UsageError(f"There is no part {part!r}; the parts are {', '.join(PARTS)}.")
    word = (search or "").lower()
    return [
        rule
        for rule in known
        if (severity is None or rule.severity == severity)
        and (part is None or rule.code.startswith(part.upper()))
        and (evidence is None or rule.evidence == evidence)
        and (scope is None or rule.scope == scope)
        and (failure_mode is None or failure_mode in {mode.rank for mode in modes_of(rule.code)})
        and word in f"{rule.name} {rule.why} {rule.fix}".lower()
    ]
