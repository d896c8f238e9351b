"""Keys one after the other: what a key does is done before the next one is looked at.

Textual looks at a key when it comes, and does what it means when it has passed through every part of the screen. Where
keys come faster than that, as from a script or while the screen is busy, the first one opens a field, and the next ones
still go where the focus was.
"""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from textual.app import App, ScreenStackError
from textual.events import Event, Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.message_pump import MessagePump

# What a key does may be told from one part to the next so many times; what comes all the time is not waited for.
_MOST_ROUNDS: Final = 6
# A part that goes away may take the messenger with it.
_PATIENCE_SECONDS: Final = 1.0
_AT_ONCE: Final = "ctrl+c"


class OrderedKeys(App[None]):
    """An application that sends a messenger behind each key, through the same parts, and waits for it to come back.

    Only keys wait, and only for each other.
    """

    def __init__(self) -> None:
        super().__init__()
        self._keys: deque[Key] = deque()
        self._under_way = False
        self._key_count = 0

    async def on_event(self, event: Event) -> None:
        """As Textual's, but for a key that comes before the one ahead of it is done with, or when all is over."""
        if isinstance(event, Key) and not self._running:
            # The screens are being taken down, and may be gone.
            return
        if not isinstance(event, Key) or event.is_forwarded or event.key == _AT_ONCE:
            await super().on_event(event)
            return
        self._keys.append(event)
        if not self._under_way:
            await self._next_key()
        elif len(self._keys) == 1:
            self._insist()

    async def _next_key(self) -> None:
        self._under_way = False
        while self._keys and not self._under_way:
            key = self._keys.popleft()
            field = self.focused
            # What is only typed into a field changes nothing for the next one, which waits in the same place.
            self._under_way = field is None or not field.check_consume_key(key.key, key.character)
            self._key_count += 1
            through = [*self._parts()]
            await super().on_event(key)
            if self._under_way:
                self._follow(self._key_count, through, 0, 1)
        if self._keys:
            self._insist()

    def _parts(self) -> Iterator[MessagePump]:
        """What a key passes through now, from the inside to the outside, the application at the end."""
        with suppress(ScreenStackError):
            yield from (self.focused or self.screen).ancestors_with_self

    def _follow(self, key: int, through: list[MessagePump], place: int, rounds: int) -> None:
        """Go to the next part behind whatever is waiting there."""
        if key != self._key_count:
            return
        for at in range(place, len(through)):
            part = through[at]
            if part is self:
                break
            if part.call_later(self._follow, key, through, at + 1, rounds):
                return
        self.call_later(self._back, key, through, rounds)

    async def _back(self, key: int, through: list[MessagePump], rounds: int) -> None:
        """The messenger is back; where it has passed something may have been told since."""
        if key != self._key_count:
            return
        parts = dict.fromkeys((*through, *self._parts()))
        if rounds < _MOST_ROUNDS and any(part.message_queue_size for part in parts if part is not self):
            self._follow(key, list(parts), 0, rounds + 1)
        else:
            await self._next_key()

    def _insist(self) -> None:
        """Go on without the messenger when it does not come back."""
        key = self._key_count

        async def insist() -> None:
            if key == self._key_count and self._under_way:
                await self._next_key()

        self.set_timer(_PATIENCE_SECONDS, insist)
