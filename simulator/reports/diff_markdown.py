"""What changed between two sides, as Markdown for a comment on a change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.reports.diff_sections import Section, sections, sentence
from simulator.reports.terminal import safe

if TYPE_CHECKING:
    from simulator.views.diffing import RunDiff

# What Markdown or the HTML inside it would obey wherever it stands, what it obeys at the beginning of a text, and what
# makes a link of itself. A mention or a number of an issue is linked after Markdown was read: only a gap prevents that.
_OBEYED = re.compile(r"([\\`*_{}\[\]<>()#!|~&$]|:(?=\S)|(?<=www)\.|^[-+=]|(?<=^\d)\.)")
_LINKED = re.compile(r"([@#])(?=\w)")
_GAP = "&#8203;"


def markdown(found: RunDiff) -> Iterator[bytes]:
    """The document, line by line, in UTF-8."""
    for line in _lines(found):
        yield f"{line}\n".encode()


def escape(text: str) -> str:
    """Text from outside as Markdown that shows it and obeys nothing of it."""
    return keep_unlinked(_OBEYED.sub(r"\\\1", text))


def keep_unlinked(text: str) -> str:
    """The text with a gap that nobody sees in what would become a mention or the number of an issue."""
    return _LINKED.sub(rf"\1{_GAP}", text)


def _lines(found: RunDiff) -> Iterator[str]:
    before, after = (escape(safe(side.label, 60)) for side in (found.before, found.after))
    yield f"## {before} → {after}"
    yield ""
    if not found.worse:
        yield "Nothing is worse."
    else:
        yield "**Worse:**"
        yield ""
        yield from (f"- {escape(sentence(each))}" for each in found.worse)
    shown = list(sections(found))
    for section in shown:
        yield from _table(section)
    if not shown:
        yield ""
        yield "Nothing changed."
    if found.events is None:
        yield ""
        yield "A stored report holds no events: verdicts and pairs were not compared."


def _table(section: Section) -> Iterator[str]:
    yield ""
    yield f"### {section.title}"
    yield ""
    if section.aside:
        yield escape(section.aside)
        yield ""
    yield _row(section.columns)
    yield _row(tuple("--:" if name in section.numbers else "---" for name in section.columns), raw=True)
    for row in section.rows:
        yield _row(row)
    if section.left:
        yield ""
        yield f"and {section.left:,} more"


def _row(cells: tuple[str, ...], *, raw: bool = False) -> str:
    return "| " + " | ".join(cell if raw else escape(cell) or " " for cell in cells) + " |"
