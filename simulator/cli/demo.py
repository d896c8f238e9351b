"""``capisim demo``: a made-up shop's day in which some things go wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from simulator.cli.common import format_options, output_option, pairs_option, settings_options
from simulator.cli.printing import FORMATS
from simulator.errors import ExitCode
from simulator.settings import Settings
from simulator.synthetic.demo import DEMO_FAULTS, DEMO_SHOPPERS

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.option(
    "--shoppers", type=click.IntRange(1), default=DEMO_SHOPPERS, show_default=True, metavar="N", help="How many."
)
@click.option("--seed", type=int, default=7, show_default=True, metavar="N", help="Another number, another shop.")
@pairs_option
@output_option
@format_options(*FORMATS)
@settings_options("store", "fail_on", "workers", "gate.profile")
def demo(
    shoppers: int,
    seed: int,
    pairs: int | None,
    output: str | None,
    output_format: str,
    settings: Settings,
    origins: dict[str, str],
) -> int:
    """Make up a shop's day in which some things go wrong, run it through the pipeline, and show it.

    Nobody in it exists. The run stays in the store; 'capisim report' shows it again. In a terminal the application
    opens on it; with --format, --json or --output, or without a terminal, the report is printed.
    """
    from simulator.cli.generating import into_store
    from simulator.synthetic import ShopSettings
    from simulator.synthetic.faults.asking import asked

    shop = ShopSettings(shoppers=shoppers, seed=seed)
    if _to_be_seen():
        from simulator.cli.ui import open_ui
        from simulator.settings import store_path
        from simulator.tui.jobs import MakeShop

        def start(folder: Path) -> MakeShop:
            return MakeShop(shop, DEMO_FAULTS, "requests", folder)

        return open_ui(store_path(settings), None, readonly=False, start=start)
    faults = [asked(text, seed) for text in DEMO_FAULTS]
    into_store(shop, "requests", settings, origins, faults, output_format=output_format, pairs=pairs, output=output)
    # What is wrong is wrong on purpose.
    return ExitCode.CLEAN


def _to_be_seen() -> bool:
    """Whether somebody sits at a terminal and has not asked for a printed report."""
    from simulator.cli.ui import has_terminal

    context = click.get_current_context()
    asked = (context.get_parameter_source(name) for name in ("output_format", "as_json", "pairs", "output"))
    return has_terminal() and all(source is not click.core.ParameterSource.COMMANDLINE for source in asked)
