"""The faults of the made-up shop, for people and machines: a list, one in full, JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from simulator.reports.json import encode
from simulator.reports.terminal import heading, indented, table

if TYPE_CHECKING:
    from rich.console import Console

    from simulator.synthetic.faults import Kind, Needs, Variant

SCHEMA = "https://capisim.dev/schemas/faults.schema.json"
NEEDED: dict[Needs, str] = {
    "production": "--environment production",
    "hosts": 'the setting hosts, ["made-up-shop.example"]',
    "customers": "--customers with the shoppers in clear (generate --customers-out)",
    "plan": "--schemas with a tracking plan",
}


def as_json(kinds: Sequence[Kind]) -> bytes:
    """The faults in one document."""
    return encode({"schema": SCHEMA, "faults": [_members(kind) for kind in kinds]}, indent=True)


def _members(kind: Kind) -> dict[str, Any]:
    return {
        "name": kind.name,
        "what": kind.what,
        "failure_mode": kind.mode,
        "variants": [
            {
                "name": variant.name,
                "what": variant.what,
                "rate": variant.rate,
                "rules": sorted(variant.rules),
                "form": variant.form,
                "needs": sorted(variant.needs),
            }
            for variant in kind.variants.values()
        ],
    }


def print_list(console: Console, kinds: Sequence[Kind]) -> None:
    """Every fault with the names of its variants, those that go wrong most in practice first."""
    from rich.text import Text

    groups = (
        ("What goes wrong most in practice", [kind for kind in kinds if kind.mode is not None]),
        ("And what else goes wrong", [kind for kind in kinds if kind.mode is None]),
    )
    width = max(len(kind.name) for kind in kinds)
    for title, group in groups:
        if not group:
            continue
        heading(console, title)
        rows = table("rank", "name", "what", wide="what")
        rows.show_header = False
        for column, fixed in zip(rows.columns, (2, width), strict=False):
            # A name is what one copies: it is never cut.
            column.width = column.min_width = fixed
        for kind in group:
            what = Text(kind.what)
            if len(kind.variants) > 1:
                what.append(f"\n{', '.join(kind.variants)}", "dim")
            rows.add_row(Text("" if kind.mode is None else str(kind.mode), "dim"), Text(kind.name, "bold"), what)
        console.print(rows)
    console.print()
    number = sum(len(kind.variants) for kind in kinds)
    told = f"{len(kinds)} faults in {number} variants. 'capisim faults NAME' explains one, "
    console.print(f"{told}'capisim generate --fault NAME:VARIANT=5%' makes it.", style="dim")


def print_fault(console: Console, kind: Kind) -> None:
    """Everything there is to know about one fault."""
    from rich.text import Text

    console.print(Text.assemble((kind.name, "bold"), f"  {kind.what}"))
    if kind.mode is not None:
        console.print(f"Failure mode {kind.mode}: 'capisim rules --failure-mode {kind.mode}'.", style="dim")
    for variant in kind.variants.values():
        console.print(Text(f"\n{kind.name}:{variant.name}", "bold"))
        indented(console, Text(variant.what), 2)
        indented(console, Text(_found(variant), "dim"), 2)


def _found(variant: Variant) -> str:
    parts = [f"Found by {', '.join(sorted(variant.rules))} at a rate of {100 * variant.rate:g}%"]
    if variant.form != "envelopes":
        parts.append(f"with --as {variant.form}")
    if variant.needs:
        parts.append(f"told {' and '.join(NEEDED[need] for need in sorted(variant.needs))}")
    return f"{', '.join(parts)}."
