"""The page of what changed between two sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.reports.diff_sections import sections, sentence
from simulator.reports.html.frame import filled
from simulator.reports.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.views.diffing import RunDiff


def difference(found: RunDiff) -> Iterator[bytes]:
    """The file, in UTF-8 and in pieces."""
    before, after = (safe(side.label, 80) for side in (found.before, found.after))
    return filled(
        "difference.html",
        ("theme.js",),
        title=f"{'Worse' if found.worse else 'Not worse'}: {before} → {after}",
        found=found,
        before=before,
        after=after,
        worse=[sentence(each) for each in found.worse],
        sections=list(sections(found)),
    )
