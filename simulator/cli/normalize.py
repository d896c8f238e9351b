"""``capisim normalize``: one customer value, normalised and hashed under each profile."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from simulator.cli.common import format_options
from simulator.cli.output import write
from simulator.customer import KEYS, Key, Normalized, find_key, profiles
from simulator.customer import normalize as prepare
from simulator.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

SCHEMA = "https://capisim.dev/schemas/normalize.schema.json"
_LONGEST = 65_536


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    from click.shell_completion import CompletionItem

    return [CompletionItem(name, help=key.means) for name, key in KEYS.items() if name.startswith(incomplete)]


@click.command()
@click.argument("key", shell_complete=_complete)
@click.argument("value")
@click.option(
    "--country", metavar="COUNTRY", help="Where the person is: completes phone numbers, decides about states."
)
@click.option("--profile", type=click.Choice(profiles()), help="Only this way of preparing values. Default: all.")
@format_options("text", "json")
def normalize(key: str, value: str, country: str | None, profile: str | None, output_format: str) -> ExitCode:
    """Normalise and hash one customer VALUE, sent as KEY in user_data (em, ph, fn...).

    VALUE '-' reads it from standard input, so that it stays out of the shell's history. Exits with
    1 if no profile finds a form that could be sent.
    """
    known = find_key(key)
    text = _from_standard_input() if value == "-" else value
    chosen = [profile] if profile else profiles()
    results = [prepare(key, text, profile=name, country=country) for name in chosen]
    if output_format == "json":
        write([_as_json(known, country, results)])
    else:
        _print(known, results)
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


def _as_json(key: Key, country: str | None, results: list[Normalized]) -> bytes:
    from simulator.customer.country import country_code
    from simulator.reports.json import encode

    document = {
        "schema": SCHEMA,
        "key": key.name,
        "means": key.means,
        "hashing": key.hashing,
        "source": key.source,
        "country": None if country is None else country_code(country),
        "profiles": [
            {
                "profile": result.profile,
                "normalized": result.normalized,
                "sha256": result.sha256,
                "notes": result.notes,
            }
            for result in results
        ],
    }
    return encode(document, indent=True)


def _print(key: Key, results: list[Normalized]) -> None:
    from rich.text import Text

    from simulator.masking import printable
    from simulator.reports.terminal import heading, make_console, table

    console = make_console()
    hashing = {"required": "hashing required", "recommended": "hashing recommended", "never": "never hashed"}[
        key.hashing
    ]
    console.print(Text.assemble((key.name, "bold"), f" · {key.means} · {hashing}"))
    for result in results:
        heading(console, result.profile)
        text = "nothing to send" if result.normalized is None else _visible(printable(result.normalized))
        digest = result.sha256 or ("not hashed" if result.normalized is not None else "–")
        # Long values stay on one line, so that they can be copied.
        console.print(Text.assemble(("  normalised  ", "dim"), (text, "bold")), soft_wrap=True)
        console.print(Text.assemble(("  SHA-256     ", "dim"), digest), soft_wrap=True)
        notes = table("", "text", wide="text")
        notes.show_header = False
        for note in result.notes:
            notes.add_row(Text("  note      ", "cyan"), note)
        if result.notes:
            console.print(notes)
    console.print()
    console.print(Text(f"source: {key.source}", "dim"), soft_wrap=True)


def _visible(text: str) -> str:
    # White space at an end would not be seen, and it changes the hash.
    return f'"{text}"' if text != text.strip() else text
