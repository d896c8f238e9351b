"""What becomes of messages that reach a part of the screen while it is taken away."""

from __future__ import annotations

from textual._context import active_message_pump
from textual.app import App
from textual.css.query import NoMatches
from textual.dom import DOMNode


class LeavingInPeace(App[None]):
    """An application in which a part that is taken away may look in vain for its own parts.

    They go first. What was waiting for it by then, the answer to a question or a key, is still handed to it, and to
    end with a traceback because nobody needs that any more would be wrong.
    """

    def _handle_exception(self, error: Exception) -> None:
        if not (isinstance(error, NoMatches) and self._is_leaving(active_message_pump.get(None))):
            super()._handle_exception(error)

    def _is_leaving(self, part: object) -> bool:
        # At the end of the application a new screen gets no parts any more.
        return not self._running or (isinstance(part, DOMNode) and part._pruning)
