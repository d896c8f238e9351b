"""What the first sight of a screen needs, made ready in idle moments, so that no key waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.tui.places import PLACES

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

# Between two screens, so that keys get their turn.
_PAUSE_SECONDS: Final = 0.05
_ANY_FILTER: Final = "n>=1"


def prepare_screens(app: App[None], then: Callable[[], object]) -> None:
    """Import one screen after the other and parse its style sheet, ready the filters' grammar, then call ``then``."""
    places = iter(PLACES)

    def ready_filters() -> None:
        from simulator.filtering import parse

        # The first text of a process builds the grammar, which takes the loop longer than a key may wait.
        parse(_ANY_FILTER)
        app.call_later(then)

    def prepare() -> None:
        place = next(places, None)
        if place is None:
            app.run_worker(ready_filters, thread=True, group="preparing")
            return
        for path in place.make().css_path:
            if not app.stylesheet.has_source(str(path), ""):
                app.stylesheet.read(path)
        app.stylesheet.parse()
        app.set_timer(_PAUSE_SECONDS, prepare)

    prepare()
