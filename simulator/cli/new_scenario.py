"""``capisim new-scenario``: a capture made into a scenario with made-up people."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.errors import ExitCode


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option("-o", "--output", required=True, metavar="DIR", type=click.Path(), help="The new scenario's folder.")
@click.option("--title", metavar="TEXT", help="What the scenario is called.")
@click.option("--shows", metavar="TEXT", help="What it shows, in a few sentences.")
def new_scenario(files: tuple[str, ...], output: str, title: str | None, shows: str | None) -> ExitCode:
    """Turn captured events into a scenario: the same faults, made-up people, expected verdicts to review.

    A FILE is a capture in any form, or one scenario's folder. Personal data is replaced so that equal
    stays equal and hashes still agree between the channels; times move together; tokens are taken
    out. The folder must be new.
    """
    from simulator.cli.output import quiet_pipe
    from simulator.expectation.making import make_scenario
    from simulator.masking import printable

    if "-" in files:
        raise click.UsageError("A capture is read more than once; save standard input to a file first.")
    made = make_scenario(files, Path(output), title=title, shows=shows)
    with quiet_pipe():
        click.echo(f"{printable(str(made.folder))}: {made.events:,} events")
        for kind, count in made.replaced.items():
            click.echo(f"  {count:>7,} {kind} replaced")
        if made.linked:
            click.echo(f"  {made.linked:>7,} hashes recognised as those of replaced values")
    for note in made.notes:
        click.echo(f"- {printable(note)}", err=True)
    click.echo(
        "Now read events.jsonl and expected.json, and say in scenario.toml what it shows; 'capisim check' holds it.",
        err=True,
    )
    return ExitCode.CLEAN
