"""``capisim normalize``: customer values, normalised and hashed as each profile does it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.common import format_options
from simulator.cli.output import write
from simulator.customer import KEYS, find_key, profiles
from simulator.customer import normalize as prepare
from simulator.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_LONGEST = 65_536
_EXAMPLE = "capisim normalize em a@example.com"


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    from click.shell_completion import CompletionItem

    return [CompletionItem(name, help=key.means) for name, key in KEYS.items() if name.startswith(incomplete)]


@click.command()
@click.argument("key", required=False, shell_complete=_complete)
@click.argument("value", required=False)
@click.option(
    "--country", metavar="COUNTRY", help="Where people are: completes phone numbers, decides about states. US, Germany…"
)
@click.option(
    "--profile",
    "wanted",
    type=click.Choice(profiles()),
    multiple=True,
    help="This way of preparing values; may be repeated. Default: all for one VALUE, docs for a table.",
)
@format_options("text", "json")
@click.option(
    "--csv", "path", metavar="FILE", help="Normalise a table instead: UTF-8, with a header; - is standard input."
)
@click.option("--column", metavar="NAME|NUMBER", help="Table: the column that holds KEY, when its name doesn't tell.")
@click.option("--country-column", metavar="NAME|NUMBER", help="Table: the column that holds each row's country.")
@click.option("--keep", is_flag=True, help="Table: repeat the original columns, which are in clear.")
@click.option("-o", "--output", metavar="OUT", help="Table: write to this file instead of standard output.")
@click.pass_context
def normalize(
    ctx: click.Context,
    /,
    key: str | None,
    value: str | None,
    country: str | None,
    wanted: tuple[str, ...],
    output_format: str,
    path: str | None,
    **table: Any,
) -> ExitCode:
    """Normalise and hash customer information, sent as KEY in user_data (em, ph, fn...).

    \b
    capisim normalize KEY VALUE       one value under every profile
    capisim normalize KEY -           the same, the value from standard input,
                                      so that no shell remembers it
    capisim normalize KEY --csv FILE  a column of a table, hashed, as CSV
    capisim normalize --csv FILE      every column whose name tells its key

    A profile is a way of preparing values: docs is what Meta documents, the others are what programs
    make of it.

    A table may be separated by commas, semicolons or tabs. Its values are not repeated in clear, and no
    cell that is written starts a formula in a spreadsheet. Rows that can't be read are told on standard
    error.

    Exits with 1 if no profile finds a form that could be sent, for the VALUE or for any row of a table, or
    if a row was skipped.
    """
    if path is not None:
        if value is not None:
            raise click.UsageError("give VALUE or --csv FILE, not both.")
        return _table(ctx, key, country, wanted, path, table)
    given = [f"--{name.replace('_', '-')}" for name, content in table.items() if content]
    if given:
        raise click.UsageError(
            f"{' and '.join(given)} {'is' if len(given) == 1 else 'are'} for a table: give --csv FILE too."
        )
    if key is None:
        raise click.UsageError(f"give KEY and VALUE ({_EXAMPLE}), or a table with --csv FILE.")
    if value is None:
        known = find_key(key).name
        raise click.UsageError(
            f"VALUE is missing: capisim normalize {known} VALUE, - for standard input, or --csv FILE."
        )
    return _one(key, value, country, wanted, output_format)


def _table(
    ctx: click.Context, key: str | None, country: str | None, wanted: tuple[str, ...], path: str, table: dict[str, Any]
) -> ExitCode:
    from simulator.cli.normalize_csv import Asked, normalize_table

    if any(
        ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
        for name in ("output_format", "as_json")
    ):
        raise click.UsageError("--csv writes CSV: leave --format and --json out.")
    if country is not None and table["country_column"] is not None:
        raise click.UsageError("give --country or --country-column, not both.")
    if key is None and table["column"] is not None:
        raise click.UsageError("--column needs KEY, which says what the column holds.")
    chosen = tuple(dict.fromkeys(wanted)) or profiles()[:1]
    return normalize_table(Asked(path, key, country=country, profiles=chosen, **table))


def _one(key: str, value: str, country: str | None, wanted: tuple[str, ...], output_format: str) -> ExitCode:
    from simulator.customer.country import country_code
    from simulator.reports.normalize import Comparison, as_document, print_comparison
    from simulator.reports.normalize_calling_code import calling_code

    known = find_key(key)
    place = None if country is None else country_code(country)
    text = _from_standard_input() if value == "-" else value
    # In the order of profiles(), so that docs is what the others are compared with.
    results = [prepare(key, text, name, place) for name in profiles() if name in (wanted or profiles())]
    hint = calling_code(text, results[0].normalized, place) if known.name == "ph" else None
    compared = Comparison(known, place, results, hint)
    if output_format == "json":
        from simulator.reports.json import encode

        write([encode(as_document(compared), indent=True)])
    else:
        from simulator.reports.terminal import make_console

        print_comparison(make_console(), compared)
    sendable = any(result.normalized is not None for result in results)
    return ExitCode.CLEAN if sendable else ExitCode.FINDINGS


def _from_standard_input() -> str:
    raw = sys.stdin.buffer.read(_LONGEST + 1)
    if len(raw) > _LONGEST:
        raise UsageError(f"standard input: more than {_LONGEST:,} bytes, which is no customer value")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError("standard input: is no UTF-8 text") from None
    text = text.removesuffix("\n").removesuffix("\r")
    if "\n" in text:
        raise UsageError("standard input: more than one line; give one value")
    return text
