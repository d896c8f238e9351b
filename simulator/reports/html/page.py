"""The page of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.reports.html.drawing import timeline
from simulator.reports.html.frame import filled
from simulator.reports.html.listing import listing
from simulator.reports.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.reports.handover import Handover
    from simulator.store import Store

PAIRS: Final = 40
"""How many pairs of each kind are told side by side unless it is asked for."""

EXAMPLES: Final = 5
UNREAD: Final = 50
_NAMES: Final = 100


def html(store: Store, handover: Handover) -> Iterator[bytes]:
    """The file, in UTF-8 and in pieces. May raise sqlite3.Error."""
    from markupsafe import Markup

    events = listing(store, handover.run.id)
    return filled(
        "page.html",
        ("theme.js", "page.js"),
        of=handover,
        title=_title(handover),
        listing=events,
        data=Markup(events.data.decode()),  # noqa: S704 - in_script made it safe
        timeline=timeline(handover.timeline),
        most_names=_NAMES,
        rule_names={rule.code: rule.name for rule in handover.rules},
    )


def _title(handover: Handover) -> str:
    run = handover.run
    named = safe(run.title, 120) if run.title else ", ".join(safe(source.path, 60) for source in run.sources[:2])
    return f"{'Go' if handover.gate.passed else 'No go'}: {named}"
