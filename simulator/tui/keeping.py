"""An answer that is kept up to date while a run grows, without asking more often than it can be answered."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.dom import DOMNode

    from simulator.store import Store
    from simulator.tui.reading import Reader

Result = TypeVar("Result")

_PAUSE_SECONDS = 0.25


class Kept(Generic[Result]):
    """A question that is asked again when something has changed, after the answer before it has come.

    ``question`` makes the function that is run in a thread; None for nothing to ask. A question that takes long
    is asked less often.
    """

    def __init__(
        self,
        node: DOMNode,
        reader: Reader,
        topic: str,
        question: Callable[[], Callable[[Store], Result] | None],
        answer: Callable[[Result], object],
    ) -> None:
        self._node, self._reader, self._topic = node, reader, topic
        self._question, self._answer = question, answer
        self._running = self._again = False
        self._since = 0.0

    def restart(self) -> None:
        """Ask now; what is still being answered is about something else."""
        self._again = False
        question = self._question()
        self._running = question is not None
        if question is None:
            self._reader.forget(self._topic)
            return
        self._since = time.monotonic()
        self._reader.ask(self._topic, question, self._answered, self._failed)

    def renew(self) -> None:
        """Ask again, as soon as what is being answered has been answered."""
        if self._running:
            self._again = True
        else:
            self.restart()

    def _answered(self, result: Result) -> None:
        self._answer(result)
        if self._again:
            self._node.set_timer(max(_PAUSE_SECONDS, time.monotonic() - self._since), self.restart)
        else:
            self._running = False

    def _failed(self, sentence: str) -> None:
        self._running = False
        self._node.app.notify(sentence, title="The store can't be read", severity="error", markup=False)
