"""The application: which run is open, which screen is shown, what they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import reactive

from simulator.errors import CapisimError
from simulator.tui.collecting import spare_what_stays
from simulator.tui.current import Current
from simulator.tui.forwarding import ForwardApp
from simulator.tui.guarding import GUARD
from simulator.tui.key_order import OrderedKeys
from simulator.tui.leaving import LeavingInPeace
from simulator.tui.palette import commands
from simulator.tui.places import PLACES
from simulator.tui.preparing import prepare_screens
from simulator.tui.properties import PropertyApp
from simulator.tui.remembered import Remembered
from simulator.tui.sharing import share_one_heap, take_short_turns
from simulator.tui.signals import End, end_on_signals
from simulator.tui.stores import Stores
from simulator.tui.stylesheet import ParsedOnce
from simulator.tui.text import safe_lines
from simulator.tui.themes import OWN_VARIABLES, THEMES
from simulator.tui.watching import Watcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from textual.app import SystemCommand
    from textual.filter import LineFilter
    from textual.notifications import SeverityLevel
    from textual.screen import Screen

    from simulator.filtering import Filter
    from simulator.tui.jobs import Job

LOOK_SECONDS = 0.25
_STARTED_SECONDS = 1.0


class CapisimApp(PropertyApp, ForwardApp, OrderedKeys, LeavingInPeace):
    """The terminal application on one store.

    ``current`` is the open run, ``filter`` the common filter (None: none). Screens hear of changes by the messages
    in ``simulator.tui.messages``.
    """

    TITLE = "capisim"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    MODES = {place.mode: place.make for place in PLACES}  # noqa: RUF012 - Textual's own
    DEFAULT_MODE = PLACES[0].mode
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (116, "-normal"), (160, "-wide")]  # noqa: RUF012 - Textual's own
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall"), (45, "-very-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(place.key, f"go('{place.mode}')", place.title, show=False) for place in PLACES),
        Binding("q", "quit", "Quit"),
        Binding("L", "listen", "Listen", show=False, tooltip="Stand in for Meta and show what arrives"),
        Binding("colon", "command_palette", "Commands", key_display=":"),
        Binding("ctrl+c", "quit", "Quit", show=False, priority=True),
    ]

    # ``listening`` is the URL of the emulator whose events arrive here, ``wants_to_listen`` that one is asked for:
    # whoever runs the application starts it then.
    current: reactive[Current] = reactive(Current(""))
    filter: reactive[Filter | None] = reactive(None)

    def __init__(
        self,
        store_path: str,
        *,
        run: int | None = None,
        readonly: bool = False,
        source: str | None = None,
        start: Callable[[Path], Job] | None = None,
        state_folder: Path | None = None,
    ) -> None:
        """``run`` is the run to open, None for the newest; ``source`` a file to replay at once,
        ``start`` makes something else to replay, given the folder for a made-up shop's events.

        ``state_folder`` holds what is remembered between two starts (default: the user's).
        """
        super().__init__()
        self.stylesheet = ParsedOnce(variables=self.get_css_variables())
        self.state_folder = state_folder
        self.stores = Stores(store_path, readonly=readonly)
        self.readonly = self.stores.readonly
        self.source = source
        self.start = start
        self.remembered = Remembered(state_folder)
        self._wanted = run
        self._watcher = Watcher(self.stores)
        self._looking = False
        self._end: End | None = None
        self.listening: str | None = None
        self.wants_to_listen = False
        for theme in THEMES:
            self.register_theme(theme)
        self.set_reactive(CapisimApp.current, Current(self.stores.path))

    def run(self, **given: Any) -> Any:
        """As Textual's own; whoever told it to end is not waited for any more when it has."""
        share_one_heap()
        take_short_turns()
        try:
            return super().run(**given)
        finally:
            if self._end is not None:
                self._end.done()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Colours of our own."""
        return OWN_VARIABLES

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line goes through, at the end the guard of the terminal."""
        return [*super().get_line_filters(), GUARD]

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """As Textual's own; names of files in it are from outside."""
        super().notify(safe_lines(message), title=safe_lines(title), severity=severity, timeout=timeout, markup=markup)

    def on_mount(self) -> None:
        chosen = self.remembered.get("theme")
        self.theme = chosen if chosen in self.available_themes else THEMES[0].name
        self.theme_changed_signal.subscribe(self, lambda theme: self.remembered.put("theme", theme.name))
        if not self.is_headless:
            self._end = end_on_signals(self)
        self._look()
        self.set_interval(LOOK_SECONDS, self._look)

    def _look(self) -> None:
        """Start one look at the store; none is started while another is under way."""
        if not self._looking:
            self._looking = True
            self.run_worker(self._look_in_thread, thread=True, group="watch")

    def _look_in_thread(self) -> None:
        wanted = self._wanted
        try:
            seen = self._watcher.look(wanted, self.current)
        except CapisimError as error:
            seen = self.current._replace(problem=str(error), loaded=True)
        self.call_later(self._seen, seen, wanted)

    def _seen(self, seen: Current | None, wanted: int | None) -> None:
        self._looking = False
        if wanted != self._wanted:
            # Another run was asked for in the meantime.
            self._look()
        elif seen is not None:
            if not self.current.loaded and not self.is_headless:
                # Once what is asked first is on the screen there is time for what may be asked next.
                self.set_timer(_STARTED_SECONDS, lambda: prepare_screens(self, spare_what_stays))
            # From now on it is this run, also when another process begins a newer one.
            self._wanted = seen.run or self._wanted
            self.current = seen

    def open_run(self, run: int) -> None:
        """Open another run of the store; screens are told when it was looked at."""
        self._wanted = run
        self._look()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the command palette offers."""
        return commands(self, screen)

    def action_listen(self) -> None:
        """Leave, so that the emulator is started and the application opens on what it hears."""
        if self.listening is not None:
            self.notify(f"Listening on {self.listening} already.", markup=False)
        elif self.readonly:
            self.notify("Started with --readonly: what is heard can't be stored.", severity="warning", markup=False)
        else:
            self.wants_to_listen = True
            self.exit()

    def action_go(self, mode: str) -> None:
        """Show another screen."""
        self.switch_mode(mode)

    def exit(self, result: None = None, return_code: int = 0, message: Any = None) -> None:
        """End; what runs in threads is told to stop, or its end would have to be waited for."""
        self.stores.stop()
        super().exit(result, return_code, message)

    def on_unmount(self) -> None:
        self._watcher.close()
        self.stores.close()
