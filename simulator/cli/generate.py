"""``capisim generate``: a made-up shop's events to a file, to standard output, or straight into the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from simulator.cli.common import format_options, pairs_option, settings_options
from simulator.cli.generate_options import shop_options
from simulator.cli.printing import FORMATS
from simulator.errors import ExitCode
from simulator.settings import Settings

if TYPE_CHECKING:
    from simulator.synthetic import ShopSettings
    from simulator.synthetic.faults import Applied
    from simulator.synthetic.forms import Form


@click.command()
@shop_options
@click.option(
    "--as",
    "form",
    type=click.Choice(["envelopes", "requests", "wire", "har", "mixed"]),
    default="envelopes",
    show_default=True,
    help="One event a line; requests with their batches; the same with bodies as on the wire; the browser's part "
    "as HAR; now this, now that.",
)
@click.option("-o", "--output", metavar="FILE", help="Write to FILE (gzip if it ends in .gz); - is standard output.")
@click.option(
    "--customers-out",
    metavar="FILE",
    help="Write the shoppers in clear to FILE, for --customers of other commands; at most 200 shoppers.",
)
@click.option("--replay", is_flag=True, help="Run the events through the pipeline into the store, and report.")
@pairs_option
@format_options(*FORMATS)
@settings_options("store", "fail_on", "environment", "workers", "rules.select", "rules.ignore")
def generate(
    shop: ShopSettings,
    faults: tuple[Applied, ...],
    form: Form,
    output: str | None,
    customers_out: str | None,
    replay: bool,
    pairs: int | None,
    output_format: str,
    settings: Settings,
    origins: dict[str, str],
) -> ExitCode:
    """Make the events of a made-up shop, as its pixel and its server would send them.

    Nobody in it exists: hosts end in .example, e-mail addresses in example.com, example.net or example.org. Equal
    options give equal bytes. Without --replay the events go to standard output, or to FILE; what to do with
    findings and pairs matters with it alone. With --fault something goes wrong on purpose; how many events it hit
    is told on standard error.
    """
    from simulator.cli.generating import into_store, pieces, tell_hits, write_customers
    from simulator.cli.normalize_files import write_output

    if replay and output is not None:
        raise click.UsageError("--replay stores the events, -o writes them to a file; give one of them.")
    if customers_out is not None:
        write_customers(shop, customers_out)
    if replay:
        return into_store(shop, form, settings, origins, faults, output_format=output_format, pairs=pairs)
    with pieces(shop, form, faults, compressed=output is not None and output.endswith(".gz")) as made:
        write_output(output, made)
    tell_hits(faults)
    return ExitCode.CLEAN
