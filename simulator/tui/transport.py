"""Play, pause, step, speed and seek: the pace of a replay, told by one thread and obeyed in another."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from simulator.pipeline import Ahead, StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable

Speed: TypeAlias = float | None
"""How many times faster than it happened; None waits for nothing."""

SPEEDS: Final[tuple[Speed, ...]] = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 1000.0, 3600.0, None)
FAST_ITEMS: Final = 200
"""Lines a batch at full speed: few enough that a key is obeyed at once."""


class Goal(NamedTuple):
    """Where to run at full speed: one ``event`` on, the next ``finding``, a ``moment`` (Unix seconds), a ``share``."""

    kind: Literal["event", "finding", "moment", "share"]
    until: float = 0.0


class Transport:
    """The pace of one replay. Every method may be called in any thread.

    A goal is reached at full speed, whatever the speed is; then the replay is again what it was, playing or paused,
    but for a finding, behind which it pauses. ``told`` is called in the replay's thread before it waits, with
    the seconds it waits if nothing is pressed, or None.
    """

    shared = True

    def __init__(
        self,
        speed: Speed = None,
        *,
        playing: bool = True,
        told: Callable[[float | None], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._changed = threading.Condition()
        self._speed = speed
        self._playing = playing
        self._told = told
        self._clock = clock
        self._goal: Goal | None = None
        self._steps = 0
        self._singly = False
        self._cut = 1
        self._share = self._stride = 0.0
        self._from: tuple[float, float] | None = None
        self._stopped = False

    # Told by whoever shows the replay

    @property
    def playing(self) -> bool:
        """Whether it plays, or will when its goal is reached."""
        return self._playing

    @property
    def speed(self) -> Speed:
        """How many times faster than it happened."""
        return self._speed

    @property
    def goal(self) -> Goal | None:
        """Where it runs to at full speed."""
        return self._goal

    @property
    def stopped(self) -> bool:
        """Whether it was told to end."""
        return self._stopped

    def toggle(self) -> None:
        """Pause, or play on. On the way to a goal: pause, and forget the goal."""
        with self._changed:
            self._playing = not self._playing and self._goal is None
            self._goal = self._from = None
            self._changed.notify_all()

    def seek(self, goal: Goal) -> None:
        """Run to a goal at full speed. A step ends playing; one asked for before the last is done adds to it."""
        with self._changed:
            if goal.kind == "event":
                self._playing = False
                self._steps = self._steps + 1 if self._goal == goal else 1
            self._goal, self._singly, self._from = goal, False, None
            self._changed.notify_all()

    def set_speed(self, speed: Speed) -> None:
        """Another speed from here on."""
        with self._changed:
            self._speed, self._from = speed, None
            self._changed.notify_all()

    def faster(self, steps: int) -> None:
        """Another of the speeds, so many steps up or down."""
        place = SPEEDS.index(self._speed) if self._speed in SPEEDS else 0
        self.set_speed(SPEEDS[max(0, min(place + steps, len(SPEEDS) - 1))])

    def stop(self) -> None:
        """End the replay before its next batch."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    # Asked by the replay

    def came_to(self, share: float) -> None:
        """So much of the source (0 to 1) is stored."""
        with self._changed:
            self._stride, self._share = max(share - self._share, 0.0), share

    def items(self) -> int:
        """Long batches where it runs, single ones where somebody watches or a goal is near."""
        with self._changed:
            goal = self._goal
            if goal is None:
                singly = not self._playing or self._speed is not None
            elif goal.kind == "share":
                singly = self._cut > 1 and self._share + self._stride >= goal.until
                singly = singly or (self._cut == 1 and self._share + self._stride * FAST_ITEMS >= goal.until)
            else:
                singly = self._singly or goal.kind == "event"
            self._cut = 1 if singly else FAST_ITEMS
            return self._cut

    def ready(self, ahead: Ahead) -> bool:
        """Wait until the batch may be stored; false when it is too long for that."""
        with self._changed:
            while not self._stopped:
                if self._goal is not None:
                    wanted = self._towards(self._goal, ahead)
                    if wanted is not None:
                        return wanted
                    continue
                if self._playing:
                    if self._speed is None:
                        return True
                    if self._cut > 1:
                        return False
                    due = self._due(ahead.first, self._speed)
                    if due <= 0:
                        return True
                    self._told(due)
                    self._changed.wait(due)
                else:
                    self._from = None
                    self._told(None)
                    self._changed.wait()
            raise StoppedError

    def _towards(self, goal: Goal, ahead: Ahead) -> bool | None:
        """What to do with the batch on the way to a goal; None when the goal was there already."""
        whole = self._cut > 1
        if goal.kind == "event":
            if whole:
                return False
            self._steps -= 1
            if not self._steps:
                self._goal = None
            return True
        if goal.kind == "finding":
            if not ahead.found:
                return True
            self._singly = True
            if whole:
                return False
            self._goal, self._playing = None, False
            return True
        if goal.kind == "moment":
            if ahead.last is None or ahead.last < goal.until:
                return True
            if whole:
                self._singly = True
                return False
            reached = ahead.first is not None and ahead.first >= goal.until
        else:
            reached = self._share >= goal.until
        if not reached:
            return True
        self._goal = None
        return None

    def _due(self, moment: float | None, speed: float) -> float:
        if moment is None:
            return 0.0
        if self._from is None:
            self._from = (moment, self._clock())
        first, began = self._from
        return began + (moment - first) / speed - self._clock()
