"""The part of the application that replays: its keys, its one player, and what seeking means.

A run that is being replayed here is a file of which the rest is not decided yet. Seeking forward runs to the moment at
full speed. What is behind is decided and stays so: seeking back moves the view of Live, and the replay goes on where it
is. In a run that is stored seeking moves the view alone; nothing is ever decided anew.
"""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import reactive

from simulator.tui.exporting import ExportApp
from simulator.tui.jobs import ContinueRun, MakeShop, OpenFile
from simulator.tui.playing import Playing
from simulator.tui.reading import Reader
from simulator.tui.sharing import Way
from simulator.tui.text import count_of
from simulator.tui.transport import Goal
from simulator.views.moments import first_since, next_finding

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from simulator.tui.current import Current
    from simulator.tui.jobs import Job
    from simulator.tui.player import Player
    from simulator.tui.stores import Stores
    from simulator.tui.transport import Speed

_OF_A_REPLAY = frozenset({"play", "faster", "stop_replay", "step"})
_WRITING = frozenset({"open_source", "make_shop", "demo", "continue_run"})


class TransportApp(ExportApp):
    """An application with a transport. ``playing`` is how the replay stands, None without one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "open_source", "Open file", tooltip="Open a file and replay it"),
        Binding("D", "demo", "Demo", show=False, tooltip="Make up the demo's shop and replay it"),
        Binding("M", "make_shop", "Make a shop", show=False, tooltip="Make up a shop and replay it"),
        Binding("p", "play", "Play/pause"),
        Binding("n", "step", "Step", tooltip="Replay the next event"),
        Binding("N", "next_finding", "To the next finding", show=False),
        Binding("T", "go_to_time", "Go to a time", show=False),
        Binding("plus,equals_sign", "faster(1)", "Faster", show=False, key_display="+"),
        Binding("minus", "faster(-1)", "Slower", show=False, key_display="-"),
        Binding("X", "stop_replay", "Stop the replay", show=False),
    ]

    # What the application gives
    stores: Stores
    readonly: bool
    state_folder: Path | None
    source: str | None
    start: Callable[[Path], Job] | None
    current: reactive[Current]

    playing: reactive[Playing | None] = reactive(None)
    _player: Player | None = None
    _thread: threading.Thread | None = None

    def on_mount(self) -> None:
        self._moments = Reader(self, self.stores)
        if self.source is not None:
            self.replay(OpenFile(self.source))
        elif self.start is not None:
            self.replay(self.start(self.shop_folder()))

    def on_unmount(self) -> None:
        if self._player is not None and self._thread is not None:
            self._player.stop()
            # The run is to say that it was interrupted before the process ends.
            self._thread.join()

    # Beginning and ending

    def replay(self, job: Job, *, speed: Speed = None, paused: bool = False) -> None:
        """Begin a replay; while one is under way, say so instead."""
        from simulator.tui.player import Player

        if self.readonly:
            self.notify("Started with --readonly: nothing is replayed into this store.", severity="warning")
            return
        if self._player is not None:
            self.notify("A replay is under way: X stops it; it can be continued from Runs.", severity="warning")
            return
        tell = partial(self.call_later, self._played)
        opened = partial(self.call_later, self.open_run)
        way = Way()
        self._player = Player(job, self.stores, tell, opened, speed=speed, paused=paused, give_way=way.give)
        self.playing = Playing(job.title, "opening", speed)
        # No worker of Textual's, which would be waited for before anybody could tell it to stop.
        self._thread = threading.Thread(target=self._player.work, name="replay")
        self._thread.start()

    def watch_playing(self, before: Playing | None, after: Playing | None) -> None:
        """Keys come and go with a replay."""
        if (before is None) != (after is None):
            self.refresh_bindings()

    def open_run(self, run: int) -> None:
        """Open a run of the store."""
        raise NotImplementedError

    def _played(self, playing: Playing) -> None:
        if not playing.over:
            self.playing = playing
            return
        self._player, self.playing = None, None
        progress = playing.progress
        events = count_of(progress.read, "event") if progress is not None and progress.run else "nothing stored"
        if playing.phase == "failed":
            self.notify(playing.problem, title="The replay failed", severity="error", timeout=12, markup=False)
        elif playing.phase == "interrupted":
            text = f"{events}. Runs (5) continues it." if progress is not None and progress.run else events
            self.notify(text, title="Stopped", severity="warning", markup=False)
        else:
            self.notify(events, title="Replay complete", markup=False)

    def shop_folder(self) -> Path:
        """Where the events of made-up shops lie until they are replayed."""
        if self.state_folder is not None:
            return self.state_folder / "shops"
        from platformdirs import user_cache_path

        return user_cache_path("capisim", appauthor=False) / "shops"

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys of a replay are there while there is one, keys that write where writing is allowed."""
        if action in _OF_A_REPLAY:
            return self.playing is not None
        if action in _WRITING:
            return not self.readonly
        return super().check_action(action, parameters)

    def action_open_source(self) -> None:
        """Choose a file and how to replay it."""
        from simulator.tui.screens.source import SourceScreen

        self.push_screen(SourceScreen(), self._source_chosen)

    def _source_chosen(self, chosen: tuple[str, Speed, bool] | None) -> None:
        if chosen is not None:
            path, speed, paused = chosen
            self.replay(OpenFile(path), speed=speed, paused=paused)

    def action_make_shop(self) -> None:
        """Choose what shop to make up."""
        from simulator.tui.screens.shop import ShopScreen

        self.push_screen(ShopScreen(self.shop_folder()), self._shop_chosen)

    def _shop_chosen(self, chosen: tuple[MakeShop, Speed, bool] | None) -> None:
        if chosen is not None:
            job, speed, paused = chosen
            self.replay(job, speed=speed, paused=paused)

    def action_demo(self) -> None:
        """Make up the demo's shop and replay it."""
        from simulator.synthetic.demo import DEMO_FAULTS, DEMO_SHOPPERS
        from simulator.synthetic.settings import ShopSettings

        shop = ShopSettings(shoppers=DEMO_SHOPPERS)
        self.replay(MakeShop(shop, DEMO_FAULTS, "requests", self.shop_folder()))

    def action_continue_run(self, run: int) -> None:
        """Continue an interrupted run."""
        self.replay(ContinueRun(run))

    def action_play(self) -> None:
        """Play, or pause."""
        if self._player is not None:
            self._player.transport.toggle()

    def action_step(self) -> None:
        """Replay one line of the source."""
        if self._player is not None:
            self._player.transport.seek(Goal("event"))

    def action_faster(self, steps: int) -> None:
        """Another speed."""
        if self._player is not None and self.playing is not None:
            self._player.transport.faster(steps)
            self.playing = self.playing._replace(speed=self._player.transport.speed)

    def action_stop_replay(self) -> None:
        """End the replay where it is."""
        if self._player is not None:
            self._player.stop()

    def action_next_finding(self) -> None:
        """Run to the next event with a finding; in a stored run, show it."""
        if self._player is not None:
            self._player.transport.seek(Goal("finding"))
            return
        run, n = self.current.run, self._chosen()
        if run:
            none = "No event behind this one has a finding."
            self._moments.ask("moment", lambda store: next_finding(store, run, n), partial(self._show, none))

    def action_go_to_time(self) -> None:
        """Ask for a time, and go there."""
        from simulator.tui.screens.seek import SeekScreen

        about = self.playing.progress.latest if self.playing is not None and self.playing.progress else None
        self.push_screen(SeekScreen(about), self.go_to_moment)

    def go_to_moment(self, moment: float | None) -> None:
        """Seek to a moment (Unix seconds): forward in a replay, in what is stored by moving the view."""
        if moment is None:
            return
        progress = self.playing.progress if self.playing is not None else None
        if self._player is not None and (progress is None or moment > progress.latest):
            self._player.transport.seek(Goal("moment", moment))
            return
        run = self.current.run
        if run:
            none = "No event was received so late."
            self._moments.ask("moment", lambda store: first_since(store, run, moment), partial(self._show, none))

    def go_to_share(self, share: float) -> None:
        """Seek to a share (0 to 1) of the source: forward in the replay, else by moving the view."""
        done = self.playing.share if self.playing is not None else None
        if self._player is None or done is None:
            return
        if share > done:
            self._player.transport.seek(Goal("share", share))
        elif self.current.last:
            self._show("", max(1, round(self.current.last * share / done)))

    def _chosen(self) -> int:
        from simulator.tui.screens.live import LiveScreen

        return self.screen.events.chosen if isinstance(self.screen, LiveScreen) else 0

    def _show(self, none: str, n: int) -> None:
        """Show an event on Live."""
        from simulator.tui.screens.live import LiveScreen

        if not n:
            self.notify(none, markup=False)
            return

        def show() -> None:
            if isinstance(self.screen, LiveScreen):
                self.screen.action_show_event(n)

        if isinstance(self.screen, LiveScreen):
            show()
        else:
            self.switch_mode("live")
            self.call_after_refresh(show)
