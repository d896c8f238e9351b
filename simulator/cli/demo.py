"""``capisim demo``: a made-up shop's day in which some things go wrong."""

from __future__ import annotations

import click

from simulator.cli.common import format_options, pairs_option, settings_options
from simulator.cli.printing import FORMATS
from simulator.errors import ExitCode
from simulator.settings import Settings

SHOPPERS = 200
FAULTS = ("split-event-id:prefix=8%",)
"""A handful that a newcomer understands at once, each of another kind."""


@click.command()
@click.option("--shoppers", type=click.IntRange(1), default=SHOPPERS, show_default=True, metavar="N", help="How many.")
@click.option("--seed", type=int, default=7, show_default=True, metavar="N", help="Another number, another shop.")
@pairs_option
@format_options(*FORMATS)
@settings_options("store", "fail_on", "workers")
def demo(
    shoppers: int,
    seed: int,
    pairs: int,
    output_format: str,
    settings: Settings,
    origins: dict[str, str],
) -> ExitCode:
    """Make up a shop's day in which some things go wrong, run it through the pipeline, and show it.

    Nobody in it exists. The run stays in the store; 'capisim report' shows it again.
    """
    from simulator.cli.generating import into_store
    from simulator.synthetic import ShopSettings
    from simulator.synthetic.faults.asking import asked

    shop = ShopSettings(shoppers=shoppers, seed=seed)
    faults = [asked(text, seed) for text in FAULTS]
    into_store(shop, "requests", settings, origins, faults, output_format=output_format, pairs=pairs)
    # What is wrong is wrong on purpose.
    return ExitCode.CLEAN
