"""Going to an event in Live from another screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App


def show_in_live(app: App[Any], n: int) -> None:
    """Show Live with the cursor on event ``n`` of the open run."""

    def show() -> None:
        screen: Any = app.screen
        screen.action_show_event(n)

    async def go() -> None:
        await app.switch_mode("live")
        # Behind what Live is told on coming into sight.
        app.screen.call_after_refresh(show)

    app.call_later(go)
