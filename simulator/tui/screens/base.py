"""What every screen of a run has: the bar on top, the filter bar, the footer, and news of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.screen import Screen
from textual.widgets import Static

from simulator.tui.css import beside
from simulator.tui.messages import FilterChanged, RunChanged, RunGrew
from simulator.tui.reading import Reader
from simulator.tui.text import safe_lines
from simulator.tui.widgets.filter_bar import FilterBar
from simulator.tui.widgets.key_footer import KeyFooter
from simulator.tui.widgets.sending_bar import SendingBar
from simulator.tui.widgets.top_bar import TopBar
from simulator.tui.widgets.transport_bar import TransportBar
from simulator.tui.widgets.welcome import Welcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.message import Message
    from textual.widget import Widget

    from simulator.tui.app import CapisimApp
    from simulator.tui.current import Current
    from simulator.tui.playing import Playing


_WITHOUT_EVENTS = frozenset({"help", "clear_filter"})


class RunScreen(Screen[None]):
    """A screen on the open run.

    A subclass gives ``content`` and handles ``on_run_changed``, ``on_run_grew`` and ``on_filter_changed``
    (see ``simulator.tui.messages``), usually by asking ``self.reader``. While there is nothing to show, the
    screen has the class ``-nothing`` and a text that says what to do; set ``needs_run`` to false for a screen
    that has something to show anyway. ``filters`` gives it the filter bar.
    ``about`` is what the help says of it.
    """

    DEFAULT_CSS = beside(__file__)
    BINDINGS: ClassVar[list[BindingType]] = [
        # With priority, so that the bar has the focus before the next key is looked at.
        Binding("slash", "filter", "Filter", key_display="/", priority=True),
        Binding("escape", "clear_filter", "Clear filter"),
        Binding("ctrl+o", "jump", "Jump", show=False, tooltip="Jump to a part of the screen"),
        Binding("question_mark", "help", "Help", key_display="?", tooltip="Which keys work here"),
        Binding("tab", "app.focus_next", "Next part of the screen", show=False),
        Binding("shift+tab", "app.focus_previous", "The part before", show=False),
    ]
    mode: ClassVar[str] = ""
    needs_run: ClassVar[bool] = True
    filters: ClassVar[bool] = False
    about: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        # What is made now gets today's styles; Textual takes it for older, and styles the screen before it anew, twice.
        self._css_update_count = self.app._css_update_count
        self._missed: dict[type[Message], None] = {}
        self._left: Widget | None = None

    @property
    def host(self) -> CapisimApp:
        """The application, by its own type."""
        return cast("CapisimApp", self.app)

    @property
    def current(self) -> Current:
        """The open run."""
        return self.host.current

    def content(self) -> Iterable[Widget]:
        """The widgets between the bars."""
        return ()

    def compose(self) -> ComposeResult:
        """The bars, and the content between them."""
        yield TopBar(self.mode)
        yield Static(id="nothing", markup=False)
        if self.needs_run:
            yield Welcome(readonly=self.host.readonly)
        with Container(id="content"):
            yield from self.content()
        if self.filters:
            yield FilterBar()
        yield TransportBar()
        yield SendingBar()
        yield KeyFooter(compact=True)

    def on_mount(self) -> None:
        self.reader = Reader(self, self.host.stores)
        self._told = self.current
        self._show_state(self.current)
        if self.current.run:
            self.post_message(RunChanged())
        self.watch(self.host, "current", self._current_changed, init=False)
        self.watch(self.host, "filter", self._filter_changed, init=False)
        self.watch(self.host, "playing", self._playing_changed, init=False)

    def on_unmount(self) -> None:
        self.reader.forget_all()

    def _current_changed(self, before: Current, now: Current) -> None:
        self._show_state(now)
        self._tell(RunChanged if (before.run, before.loaded) != (now.run, now.loaded) else RunGrew)

    def _playing_changed(self, before: Playing | None, now: Playing | None) -> None:
        if (before is None) != (now is None):
            self._show_state(self.current)

    def _filter_changed(self) -> None:
        self.refresh_bindings()
        self._tell(FilterChanged)

    def _tell(self, news: type[Message]) -> None:
        if self.is_current:
            self.post_message(news())
        else:
            self._missed[news] = None

    def on_screen_resume(self) -> None:
        missed, self._missed = self._missed, {}
        if RunChanged in missed:
            missed = {RunChanged: None}
        for news in missed:
            self.post_message(news())
        if not self.has_class("-nothing"):
            # It may have been without anything to show, and so without focus, in the meantime.
            self.focus_again()

    def _show_state(self, now: Current) -> None:
        nothing = self.needs_run and (not now.loaded or now.empty or bool(now.problem))
        if nothing != self.has_class("-nothing"):
            self.set_class(nothing, "-nothing")
            self.refresh_bindings()
        welcome = nothing and now.loaded and not now.problem and not now.running and self.host.playing is None
        if self.has_class("-welcome") and not welcome:
            self.query_one(Welcome).end()
            self.call_after_refresh(self._into_content)
        self.set_class(welcome, "-welcome")
        if not nothing:
            # The first events have come: what was out of sight could not keep the focus.
            self.focus_again()
            return
        if welcome:
            self.query_one(Welcome).begin()
        if now.problem:
            text = now.problem
        elif not now.loaded:
            text = "Opening the store…"
        elif self.host.listening is not None and now.running:
            from simulator.tui.listening_text import waiting_text

            text = waiting_text(self.host.listening)
        elif now.running:
            text = f"Run {now.run} has begun. Its first events will be here as soon as they are stored."
        else:
            text = "The first events will be here as soon as they are stored."
        self.query_one("#nothing", Static).update(safe_lines(text))

    def focus_again(self) -> None:
        """Focus what has come into sight, if nothing has the focus: what had it may have been out of sight."""
        if self.focused is None:
            self.call_after_refresh(self._into_content)

    def _into_content(self) -> None:
        """Focus what can be used; the welcome had the focus, and is gone."""
        for widget in self.query("#content *"):
            if widget.focusable and self.is_current:
                widget.focus()
                return

    # The common filter

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Keys that need events are there where some are; filter keys where there is a bar, and a filter to clear."""
        if self.has_class("-nothing") and action not in _WITHOUT_EVENTS:
            return False
        if action == "filter":
            return self.filters and not self.has_class("-nothing") and not self.query_one(FilterBar).is_open
        if action == "clear_filter":
            return self.filters and self.host.filter is not None
        return True

    def action_filter(self) -> None:
        """Type a filter."""
        self._left = self.focused
        self.query_one(FilterBar).open(self.host.filter)

    def action_clear_filter(self) -> None:
        """Show everything again."""
        self.host.filter = None

    def on_filter_bar_changed(self, message: FilterBar.Changed) -> None:
        self.host.filter = message.filter

    def on_filter_bar_closed(self) -> None:
        # A list that has nothing to show any more can't have the focus; nor may the field of a bar that is closed.
        if self._left is not None and self._left.focusable:
            self.set_focus(self._left)
        else:
            self.set_focus(None)
            self.focus_again()

    # Keys

    def action_jump(self) -> None:
        """Put letters on the parts of the screen, and go to the one that is pressed."""
        from simulator.tui.screens.jump import JumpScreen

        self.app.push_screen(JumpScreen(self), lambda chosen: chosen.focus() if chosen is not None else None)

    def action_help(self) -> None:
        """Say which keys work here."""
        from simulator.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self, about=self.about, filters=self.filters))
