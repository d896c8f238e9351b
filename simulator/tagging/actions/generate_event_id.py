"""Generate New Event Id: a random value in the data layer, for the pixel's and the server's copy of one action.

Adobe's quick start fills ``<data layer path>.conversionData.eventId`` with one in each rule
(https://experienceleague.adobe.com/en/docs/experience-platform/tags/extensions/server/meta/overview, read 2026-09-12);
that it is a UUID is our choice.
"""

from __future__ import annotations

from collections.abc import Iterator

from simulator.tagging.actions import Performer, Setup
from simulator.tagging.happening import Firing, Happening, Wrote
from simulator.tagging.layer import parse_path
from simulator.tagging.page import Page
from simulator.tagging.property import Action

PATH = "conversionData.eventId"


def prepare(action: Action, setup: Setup) -> Performer:
    """What writes a new id."""
    path = parse_path(action.settings.get("path", PATH), setup.property.data_layer)

    def perform(page: Page, firing: Firing) -> Iterator[Happening]:
        write = page.next_write(firing.rule)
        page.layer.set(path, page.number.uuid(), write)
        yield Wrote(path, write)

    return perform
