"""``capisim doctor``: versions, paths, limits, every setting with its origin, and what is wrong."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.common import format_options
from simulator.cli.output import write
from simulator.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from rich.console import Console


@click.command()
@click.option("--store", metavar="PATH", help="Look at this store instead of the one in the settings.")
@format_options("text", "json")
def doctor(store: str | None, output_format: str) -> ExitCode:
    """Show versions, paths, limits and settings with their origin, and what is wrong with them.

    Exits with 2 for a problem in the settings or the installation, 3 for one with the store. Of an
    access token only its presence is told, never its value.
    """
    from simulator.diagnosis import diagnose

    try:
        folder = Path.cwd()
    except FileNotFoundError:
        raise UsageError("the current folder has been deleted; change into another one") from None
    document, code = diagnose({"store": store}, os.environ, folder)
    if output_format == "json":
        from simulator.reports.json import encode

        write([encode(document, indent=True)])
    else:
        from simulator.reports.terminal import make_console

        _print(make_console(), document)
    return code


def _print(console: Console, document: dict[str, Any]) -> None:
    _versions(console, document["versions"])
    _paths(console, document["paths"])
    _limits(console, document["limits"])
    _settings(console, document["settings"])
    _tokens(console, document["tokens"])
    _problems(console, document)


def _versions(console: Console, versions: dict[str, Any]) -> None:
    from rich.text import Text

    from simulator.reports.terminal import indented

    main = f"capisim {versions['capisim']} · Python {versions['python']} · SQLite {versions['sqlite']}"
    console.print(Text.assemble((main, "bold"), (f" · {versions['platform']}", "dim")))
    libraries = (f"{name} {version or '(not installed)'}" for name, version in versions["libraries"].items())
    indented(console, Text(" · ".join(libraries), "dim"), 0)


def _paths(console: Console, paths: dict[str, Any]) -> None:
    from simulator.reports.terminal import heading

    heading(console, "Paths")
    store = paths["store"]
    if store["found"]:
        runs = "" if store["runs"] is None else f" · {store['runs']:,} run{'' if store['runs'] == 1 else 's'}"
        state = f"{_size(store['bytes'])}{runs}"
    else:
        state = "keeps nothing" if store["path"] == ":memory:" else "not there yet"
    _path(console, "store", store["path"], state)
    for file in paths["settings_files"]:
        _path(console, f"{file['kind']} settings", file["path"], "" if file["found"] else "not there")
    for name in ("schemas", "fixtures"):
        _path(console, name, paths[name]["path"], "" if paths[name]["found"] else "missing")


def _path(console: Console, name: str, path: str, state: str) -> None:
    from rich.text import Text

    from simulator.masking import printable

    # Paths stay on one line, so that they can be copied.
    console.print(
        Text.assemble((f"  {name:<17}", "dim"), printable(path), (f"  {state}" if state else "", "dim")), soft_wrap=True
    )


def _limits(console: Console, limits: dict[str, Any]) -> None:
    from simulator.reports.terminal import heading, table

    heading(console, "Limits")
    free = limits["store_free_bytes"]
    rows = table("limit", "value")
    rows.show_header = False
    rows.add_row("  processors", f"{limits['processors']}")
    rows.add_row("  free space for the store", "–" if free is None else _size(free))
    rows.add_row("  longest line", _size(limits["line_bytes"]))
    rows.add_row("  largest JSON document", _size(limits["document_bytes"]))
    rows.add_row("  largest HAR file", _size(limits["har_bytes"]))
    rows.add_row("  deepest nesting", f"{limits['nesting']} levels")
    console.print(rows)


def _settings(console: Console, settings: list[dict[str, Any]]) -> None:
    from rich.text import Text

    from simulator.reports.terminal import heading, safe, table
    from simulator.settings.showing import shown_value

    heading(console, "Settings", "options > environment > project file > user file > defaults")
    rows = table("setting", "value", "origin", wide="origin")
    for setting in settings:
        changed = setting["origin"] != "default"
        shown = safe(shown_value(setting["value"]), 32) or "–"
        rows.add_row(
            f"  {setting['key']}",
            Text(shown, "bold" if changed else ""),
            Text(safe(setting["origin"], 300), "" if changed else "dim"),
        )
    console.print(rows)


def _tokens(console: Console, tokens: list[dict[str, Any]]) -> None:
    from simulator.reports.terminal import heading

    heading(console, "Access token", "its value is never shown")
    for token in tokens:
        console.print(f"  {token['variable']:<21} {'present' if token['present'] else 'not set'}")


def _problems(console: Console, document: dict[str, Any]) -> None:
    from rich.text import Text

    from simulator.reports.terminal import heading, indented, safe

    count = len(document["problems"])
    heading(console, f"{count} problem{'' if count == 1 else 's'}" if count else "No problems")
    for problem in document["problems"]:
        indented(console, Text.assemble((f"{problem['part']}  ", "red"), safe(problem["message"], 500)), 2)
    for hint in document["hints"]:
        indented(console, Text.assemble(("hint  ", "cyan"), safe(hint, 500)), 2)


def _size(count: int) -> str:
    """``16 MiB``, ``1.5 GiB``, ``512 bytes``."""
    size = float(count)
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if size < 1024:
            return f"{size:,.4g} {unit}"
        size /= 1024
    return f"{size:,.4g} TiB"
