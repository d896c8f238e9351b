"""``capisim faults``: what can go wrong on purpose in a made-up shop, and which rules find it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from simulator.cli.common import format_options
from simulator.cli.output import quiet_pipe, write
from simulator.errors import ExitCode

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    from click.shell_completion import CompletionItem

    from simulator.synthetic.faults import faults as known

    return [CompletionItem(name, help=kind.what) for name, kind in known().items() if name.startswith(incomplete)]


@click.command()
@click.argument("name", required=False, shell_complete=_complete)
@click.option("--rule", "code", metavar="CODE", help="Only faults that this rule finds.")
@format_options("text", "json")
def faults(name: str | None, code: str | None, output_format: str) -> ExitCode:
    """List the faults that 'capisim generate --fault' can make, or explain the one named NAME."""
    from simulator.reports import faults as shown
    from simulator.synthetic.faults import faults as known
    from simulator.synthetic.faults.asking import fault_named

    if name is not None and code is not None:
        raise click.UsageError("--rule filters the list; leave it out, or the name.")
    if name is not None:
        chosen = [fault_named(name)]
    else:
        chosen = [
            kind
            for kind in known().values()
            if code is None or any(code.upper() in variant.rules for variant in kind.variants.values())
        ]
    if not chosen:
        raise click.UsageError(f"No fault is found by {code}; 'capisim rules' lists the rules.")
    with quiet_pipe():
        if output_format == "json":
            write([shown.as_json(chosen)])
        else:
            from simulator.reports.terminal import make_console

            console = make_console()
            if name is not None:
                shown.print_fault(console, chosen[0])
            else:
                shown.print_list(console, chosen)
    return ExitCode.CLEAN
