"""The part of the application that forwards: what is chosen, the one sender, what came of it.

Nothing of ``simulator.forward`` is imported before somebody asks for it: it holds the client that can connect.
"""

from __future__ import annotations

import os
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import reactive

from simulator.errors import UsageError
from simulator.tui.reading import Reader
from simulator.tui.transporting import TransportApp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.forward.resuming import Left
    from simulator.settings import Settings
    from simulator.store import Store
    from simulator.tui.screens.forward import Choice
    from simulator.tui.sending import Parcel, Sender, Sending

_FROM = frozenset({"live", "pairs", "setup"})
_READONLY = "Started with --readonly: nothing is sent, since what was sent has to be written down."


class ForwardApp(TransportApp):
    """An application that forwards. ``sending`` is how that stands, None without; ``last_sent`` the last forward."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "forward", "Forward", tooltip="Show what would be sent to Meta as test events, and send it"),
        Binding("O", "forwards", "Forwards", show=False, tooltip="What was forwarded, and what Meta said"),
        Binding("x", "stop_sending", "Stop sending", show=False, tooltip="Stop sending before the next request"),
    ]

    sending: reactive[Sending | None] = reactive(None)
    last_sent: int | None = None
    _sender: Sender | None = None
    _sending_thread: threading.Thread | None = None

    def on_mount(self) -> None:
        self._forwards = Reader(self, self.stores)

    def on_unmount(self) -> None:
        if self._sender is not None and self._sending_thread is not None:
            self._sender.stop()
            # What Meta has answered is to be written down before the process ends.
            self._sending_thread.join()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys of forwarding are there where there is something to forward, or to stop."""
        if action == "forward":
            return self.current.last > 0 and self.current_mode in _FROM
        if action == "stop_sending":
            return self.sending is not None
        return super().check_action(action, parameters)

    # What to send

    def action_forward(self) -> None:
        """Show what would be sent of what is chosen, marked or filtered."""
        from simulator.tui.screens.forward import ForwardScreen

        if self._sender is not None:
            self.notify("A forward is under way: x stops it; it can be continued.", severity="warning", markup=False)
            return
        self.push_screen(ForwardScreen(self.current.run, list(self._choices())), self._confirmed)

    def _choices(self) -> Iterator[Choice]:
        from simulator.tui.screens.forward import Choice
        from simulator.tui.screens.live import LiveScreen
        from simulator.tui.screens.pairs import PairsScreen
        from simulator.views.action_kinds import Kind

        screen = self.screen
        if isinstance(screen, LiveScreen):
            chosen, marked = screen.events.chosen, screen.events.marked
            if chosen:
                yield Choice(f"#{chosen:,}, the chosen event (of a browser's its server copies)", (chosen,))
            if marked and marked != chosen:
                yield Choice(f"#{marked:,}, the marked event", (marked,))
                yield Choice(f"#{marked:,} and #{chosen:,}, the marked and the chosen event", (marked, chosen))
        elif isinstance(screen, PairsScreen):
            pairs, kind = screen.pairs, screen.bar.kind
            if pairs.chosen:
                yield Choice(f"the server's copies of the chosen action, #{pairs.chosen:,}", (pairs.chosen,))
            if kind is not Kind.ALL:
                shown = tuple(pairs.rows.number(row) for row in range(len(pairs.rows)))
                yield Choice(f"the server's copies of the {len(shown):,} {kind} actions", shown)
        where = self.filter
        if where is not None:
            yield Choice(f"every server event that matches {where.text}", where=where)
        yield Choice(f"every server event of run {self.current.run}")

    def resume_forward(self, number: int) -> None:
        """Ask whether to send what a forward has left."""
        if self.readonly:
            self.notify(_READONLY, severity="warning", markup=False)
            return

        def question(store: Store) -> tuple[Left, Settings]:
            from simulator.checks.settled import settled
            from simulator.forward.resuming import left_of

            settings, _ = settled({"store": self.stores.path}, os.environ, Path.cwd())
            return left_of(store, settings, number), settings

        self._forwards.ask("resume", question, self._ask_to_resume, self._can_not)

    def _ask_to_resume(self, found: tuple[Left, Settings]) -> None:
        from simulator.tui.screens.confirm import ConfirmScreen

        self.push_screen(ConfirmScreen(*found), self._confirmed)

    def _can_not(self, sentence: str) -> None:
        self.notify(f"{sentence}.", title="Nothing to continue", severity="error", markup=False)

    # Sending

    def _confirmed(self, parcel: Parcel | None) -> None:
        if parcel is not None:
            self.send(parcel)

    def send(self, parcel: Parcel) -> None:
        """Send what somebody has confirmed; one at a time. Raises UsageError for an application that only reads."""
        from simulator.tui.screens.sent import SentScreen
        from simulator.tui.sending import Sender, Sending

        if self.readonly:
            raise UsageError(_READONLY)
        if self._sender is not None:
            self.notify("A forward is under way: x stops it; it can be continued.", severity="warning", markup=False)
            return
        self.last_sent = None
        self.sending = Sending(parcel.target)
        self._sender = Sender(parcel, self.stores, partial(self.call_later, self._told_of_sending))
        self._sending_thread = threading.Thread(target=self._sender.work, name="forward")
        self._sending_thread.start()
        self.refresh_bindings()
        self.push_screen(SentScreen())

    def _told_of_sending(self, sending: Sending) -> None:
        if not sending.over:
            self.sending = sending
            return
        self._sender = None
        self.last_sent = sending.outcome.forward.id if sending.outcome is not None else None
        self.sending = None
        self.refresh_bindings()
        self._tell_end(sending)

    def _tell_end(self, sending: Sending) -> None:
        outcome = sending.outcome
        if outcome is None:
            self.notify(
                f"{sending.problem}. O shows what was sent.",
                title="Forwarding failed",
                severity="error",
                timeout=12,
                markup=False,
            )
            return
        from simulator.forward.sending import target_of

        who = target_of(outcome.forward).who
        took = f"{who} took {outcome.count('accepted'):,} of {len(outcome.results):,}"
        for warning in outcome.warnings:
            self.notify(warning, title="Forwarding", severity="warning", timeout=12, markup=False)
        if outcome.stop is not None:
            text = f"{took}, then {outcome.stop.text}. O and c continue it; nothing that {who} took is sent again."
            stopped = outcome.stop.kind == "interrupted"
            self.notify(
                text,
                title="Stopped" if stopped else "Sending ended early",
                severity="warning" if stopped else "error",
                timeout=12,
                markup=False,
            )
            return
        differing = sum(each.disagrees for each in outcome.results)
        if differing:
            facts = f"'capisim forward --show {outcome.forward.id} --facts-out FILE' writes down what was learnt"
            text = f"{took}. {differing:,} not as our checks said: n goes to them; {facts}."
            self.notify(text, title=f"{who} and our checks disagree", severity="warning", timeout=12, markup=False)
        else:
            fine = outcome.count("accepted") == len(outcome.results)
            self.notify(
                f"{took}, as we said.",
                title="Forwarded",
                severity="information" if fine else "warning",
                markup=False,
            )

    def action_forwards(self) -> None:
        """Show what was forwarded from this store."""
        from simulator.tui.screens.forwards import ForwardsScreen

        self.push_screen(ForwardsScreen())

    def action_stop_sending(self) -> None:
        """Stop before the next request."""
        if self._sender is not None:
            self._sender.stop()
