"""One value under several profiles, as text for a reader and as one JSON document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from simulator.customer import Key, Normalized
from simulator.masking import printable
from simulator.reports.normalize_calling_code import CallingCode
from simulator.reports.normalize_groups import Group, group
from simulator.reports.normalize_words import in_words, listed, summary

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

SCHEMA: Final = "https://capisim.dev/schemas/normalize.schema.json"
_LABEL = 14
_CHANGED = "bold yellow underline"
_HASHING = {"required": "hashing required", "recommended": "hashing recommended", "never": "never hashed"}


class Comparison(NamedTuple):
    """One value of one key, prepared under one profile or more; the first one is the reference.

    ``country`` is a lower-case alpha-2 code; ``calling_code`` is there for phone numbers only.
    """

    key: Key
    country: str | None
    results: Sequence[Normalized]
    calling_code: CallingCode | None = None


def as_document(compared: Comparison) -> dict[str, Any]:
    """The document of ``normalize --format json``."""
    key, groups = compared.key, group(compared.results)
    code = compared.calling_code
    return {
        "schema": SCHEMA,
        "key": key.name,
        "means": key.means,
        "hashing": key.hashing,
        "source": key.source,
        "country": compared.country,
        "calling_code": code and {"state": code.state, "code": code.code, "region": code.region},
        "agree": len(groups) == 1,
        "reference": groups[0].profiles[0],
        "groups": [_group(groups[0], member) for member in groups],
        "profiles": [
            {
                "profile": result.profile,
                "normalized": result.normalized,
                "sha256": result.sha256,
                "notes": result.notes,
            }
            for result in compared.results
        ],
    }


def _group(reference: Group, member: Group) -> dict[str, Any]:
    return {
        "profiles": member.profiles,
        "normalized": member.normalized,
        "sha256": member.sha256,
        "parts": None if member is reference else in_words(reference, member),
        "differences": [
            {"at": part.at + 1, "reference": part.reference, "here": part.here} for part in member.differences
        ],
    }


def print_comparison(console: Console, compared: Comparison) -> None:
    """A summary, one block for each group of profiles that agree, the notes, and the source."""
    from rich.text import Text

    from simulator.reports.terminal import indented

    key, groups = compared.key, group(compared.results)
    console.print(Text.assemble((key.name, "bold"), f" · {key.means} · {_HASHING[key.hashing]}"))
    if told := summary(groups):
        indented(console, Text(told, "green" if len(groups) == 1 else "yellow"), 0)
    shared = _shared_notes(compared.results)
    for member in groups:
        _print_group(console, groups, member, shared)
    if shared or compared.calling_code:
        console.print()
    if compared.calling_code:
        _row(console, "calling code", compared.calling_code.text, indent=0)
    for note in shared:
        _row(console, "note", note, indent=0)
    console.print()
    console.print(Text(f"source: {key.source}", "dim"), soft_wrap=True)


def _print_group(console: Console, groups: list[Group], member: Group, shared: Sequence[str]) -> None:
    from rich.text import Text

    from simulator.reports.terminal import heading

    # With a single other group the summary has said how it differs.
    told = in_words(groups[0], member) if member is not groups[0] and len(groups) > 2 else ""
    heading(console, listed(member.profiles), told)
    nothing = Text("nothing to send")
    text = nothing if member.normalized is None else _marked(member.normalized, groups, member)
    digest = member.sha256 or ("not hashed" if member.normalized is not None else "–")
    # Long values and hashes stay on one line, so that they can be copied.
    console.print(Text.assemble(("  normalised  ", "dim"), text), soft_wrap=True)
    console.print(Text.assemble(("  SHA-256     ", "dim"), digest), soft_wrap=True)
    for note, names in _own_notes(member, shared).items():
        of_all = len(names) == len(member.results)
        _row(console, "note", note if of_all else f"{listed(names)}: {note}")


def _row(console: Console, label: str, text: str, *, indent: int = 2) -> None:
    from rich.text import Text

    lines = Text(text).wrap(console, console.width - _LABEL)
    for number, line in enumerate(lines):
        line.rstrip()
        start = f"{' ' * indent}{label}" if number == 0 else ""
        console.print(Text.assemble((start.ljust(_LABEL), "cyan"), line), soft_wrap=True)


def _marked(text: str, groups: list[Group], member: Group) -> Text:
    """The text with what differs underlined: here from the reference, and in the reference from anybody."""
    from rich.text import Text

    if member is groups[0]:
        spans = [(part.at, part.reference) for other in groups for part in other.differences]
    else:
        spans = [(part.at_here, part.here) for part in member.differences]
    changed = {place for at, part in spans for place in range(at, at + len(part))}
    # White space at an end would not be seen, and it changes the hash.
    quote = '"' if text != text.strip() else ""
    pieces = [(printable(c), _CHANGED if place in changed else "bold") for place, c in enumerate(text)]
    return Text.assemble(quote, *pieces, quote)


def _shared_notes(results: Sequence[Normalized]) -> list[str]:
    if len(results) == 1:
        return []
    return [note for note in results[0].notes if all(note in other.notes for other in results[1:])]


def _own_notes(member: Group, shared: Sequence[str]) -> dict[str, list[str]]:
    """Each note with the profiles that make it, in their order."""
    found: dict[str, list[str]] = {}
    for result in member.results:
        for note in result.notes:
            if note not in shared:
                found.setdefault(note, []).append(result.profile)
    return found
