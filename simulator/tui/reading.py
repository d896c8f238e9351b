"""Reading a store without holding up the screen: in threads that post their results."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, TypeVar

from simulator.errors import CapisimError
from simulator.store.connect import explain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.dom import DOMNode

    from simulator.store import Store
    from simulator.tui.stores import Stores

Result = TypeVar("Result")


class Reader:
    """Runs functions over a store in worker threads, and hands their results to the loop as messages.

    A question replaces the one of the same topic that was asked before it: that one is stopped, and its result, should
    it come, is thrown away.
    """

    def __init__(self, node: DOMNode, stores: Stores) -> None:
        self._node = node
        self._stores = stores
        self._tickets: dict[str, int] = {}

    def ask(
        self,
        topic: str,
        question: Callable[[Store], Result],
        answer: Callable[[Result], object],
        problem: Callable[[str], object] | None = None,
    ) -> None:
        """Run ``question`` in a thread with a store of its own, then ``answer`` with its result on the loop.

        ``problem`` gets a sentence when the store can't be read; without it a toast says so.
        """

        def pieces(store: Store) -> Iterator[Result]:
            yield question(store)

        self.stream(topic, pieces, answer, problem=problem)

    def stream(
        self,
        topic: str,
        question: Callable[[Store], Iterator[Result]],
        piece: Callable[[Result], object],
        done: Callable[[], object] | None = None,
        problem: Callable[[str], object] | None = None,
    ) -> None:
        """As ``ask`` for a question with many results: ``piece`` gets each as it comes, ``done`` ends them."""
        self.forget(topic)
        ticket = self._tickets[topic]

        def outdated() -> bool:
            return self._tickets[topic] != ticket or self._stores.ending

        def deliver(receiver: Callable[..., object], *given: object) -> None:
            if not outdated():
                receiver(*given)

        def tell(receiver: Callable[..., object], *given: object) -> bool:
            # call_later posts a message, which is safe in any thread; false says that the node is gone.
            return self._node.call_later(deliver, receiver, *given)

        def read() -> None:
            try:
                with self._stores.reading(outdated) as store:
                    sentence = self._pieces(question, store, lambda each: not outdated() and tell(piece, each))
            except CapisimError as error:
                sentence = str(error)
            if outdated():
                return
            if sentence:
                tell(problem or self._toast, sentence)
            elif done is not None:
                tell(done)

        self._node.run_worker(read, thread=True, group=topic, exit_on_error=True)

    def _pieces(
        self, question: Callable[[Store], Iterator[Result]], store: Store, give: Callable[[Result], bool]
    ) -> str:
        """Give the results away one by one until nobody wants more; a sentence when the store can't be read.

        Nothing that still holds a statement of the store may outlive this: another thread has the store next.
        """
        results = question(store)
        try:
            for each in results:
                if not give(each):
                    break
        except (CapisimError, sqlite3.Error) as error:
            return str(error if isinstance(error, CapisimError) else explain(self._stores.path, error))
        finally:
            close = getattr(results, "close", None)
            if close is not None:
                close()
        return ""

    def forget(self, topic: str) -> None:
        """Stop what runs on a topic and throw its results away."""
        self._tickets[topic] = self._tickets.get(topic, 0) + 1

    def forget_all(self) -> None:
        """Stop everything; for a node that goes away."""
        for topic in self._tickets:
            self.forget(topic)

    def _toast(self, sentence: str) -> None:
        self._node.app.notify(sentence, title="The store can't be read", severity="error", markup=False)
