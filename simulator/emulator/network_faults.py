"""Faults of the network and of Meta's side, on purpose: what there are, and which request meets which.

A client that is only ever answered well has never shown what it does otherwise. Codes, HTTP statuses and the one
subcode are those of Meta's error reference and of clients' fixtures; where two statuses were seen, one is chosen.
"""

from __future__ import annotations

import difflib
import random
import re
import threading
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from simulator.emulator.refusals import TEMPORARILY_DOWN, UNPARSABLE, Refusal
from simulator.errors import SettingsError, UsageError
from simulator.finding import Evidence
from simulator.masking import printable, shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.settings import Emulator

HEADER = "x-capisim-fault"
NONE = "none"
SCOPE_KEY = "capisim.fault"
"""Under this key the scope of a request that is handled nevertheless names its fault."""
MOST_SECONDS = 600.0
_AFTER = "-after"
_SHAPE = re.compile(r"([a-z0-9-]+)(?::([0-9]+(?:\.[0-9]+)?))?(?:=([0-9]+(?:\.[0-9]+)?)(%?))?")


class Kind(NamedTuple):
    """One kind of fault: what the client sees. ``seconds`` is how long by default, where it takes time.

    ``stores`` tells whether the events are taken although the client may not learn of it.
    """

    sees: str
    stores: bool
    seconds: float | None = None
    refusal: Refusal | None = None


APP_LIMIT = Refusal(403, 4, None, "(#4) Application request limit reached", Evidence.DOCUMENTED, transient=True)
USER_LIMIT = Refusal(400, 17, 2446079, "(#17) User request limit reached", Evidence.DOCUMENTED, transient=True)

_LOST = {
    "timeout": Kind("no answer, until the connection is cut", stores=False, seconds=60.0),
    "reset": Kind("the connection is reset", stores=False),
    "http-500": Kind("HTTP 500 with an empty body", stores=False),
    "html-error": Kind("HTTP 502 with a page in HTML, as a proxy sends it", stores=False),
}
KINDS: Mapping[str, Kind] = {
    "latency": Kind("the answer, late", stores=True, seconds=2.0),
    "slow-body": Kind("the answer's head at once, its body little by little", stores=True, seconds=5.0),
    "code-2": Kind("temporarily unavailable, HTTP 500", stores=False, refusal=TEMPORARILY_DOWN),
    "code-4": Kind("the app's request limit, HTTP 403", stores=False, refusal=APP_LIMIT),
    "code-17": Kind("the user's request limit, HTTP 400", stores=False, refusal=USER_LIMIT),
    "code-190": Kind("an access token that can't be parsed, HTTP 401", stores=False, refusal=UNPARSABLE),
    **_LOST,
    **{f"{name}{_AFTER}": kind._replace(stores=True) for name, kind in _LOST.items()},
}
"""Every fault by name. Those that end in ``-after`` come once the events are committed."""


class Fault(NamedTuple):
    """A fault that a request meets, or may meet: ``rate`` is the share of requests, ``seconds`` how long it takes."""

    name: str
    seconds: float
    rate: float = 1.0

    @property
    def kind(self) -> Kind:
        """What it does."""
        return KINDS[self.name]

    @property
    def form(self) -> str:
        """The name without ``-after``: how the client is treated."""
        return self.name.removesuffix(_AFTER)


def fault_of(text: str) -> Fault:
    """``code-2``, ``latency:0.5``, ``reset-after=5%`` or ``timeout:30=0.01``; seconds stand after the colon.

    Raises UsageError.
    """
    found = _SHAPE.fullmatch(text.strip())
    shown = shorten(printable(text), 60)
    if found is None:
        raise UsageError(f"{shown!r} is no fault: it looks like code-2, latency:0.5 or reset=5%")
    name, seconds, rate, percent = found.groups()
    if name not in KINDS:
        near = difflib.get_close_matches(name, KINDS, 1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(KINDS))}"
        raise UsageError(f"there is no fault {shorten(printable(name), 60)}: {hint}")
    kind = KINDS[name]
    if seconds is not None and kind.seconds is None:
        raise UsageError(f"{shown}: {name} takes no time")
    if seconds is not None and float(seconds) > MOST_SECONDS:
        raise UsageError(f"{shown}: at most {MOST_SECONDS:g} seconds")
    share = 1.0 if rate is None else float(rate) / (100 if percent else 1)
    if not 0 <= share <= 1:
        raise UsageError(f"{shown}: a rate is from 0 to 1, or from 0% to 100%")
    return Fault(name, float(seconds) if seconds is not None else kind.seconds or 0.0, share)


class NetworkFaults:
    """Which request meets which fault: the same ones for the same seed, counted from the beginning of each run.

    ``stopping`` is set when the emulator ends: who waits for nothing then need not wait any longer.
    """

    def __init__(self, faults: tuple[Fault, ...] = (), seed: int = 7) -> None:
        self.stopping = threading.Event()
        self._faults = faults
        self._seed = seed
        self._run = self._count = 0
        self._next: deque[Fault | None] = deque()

    @classmethod
    def of(cls, settings: Emulator) -> NetworkFaults:
        """Those that the settings name. Raises SettingsError."""
        problems: list[str] = []
        faults: list[Fault] = []
        for text in settings.network_faults:
            try:
                faults.append(fault_of(text))
            except UsageError as error:
                problems.append(f"emulator.network_faults: {error}")
        if sum(fault.rate for fault in faults) > 1 + 1e-9:
            problems.append(
                "emulator.network_faults: the rates are more than 100% together; one alone without a rate is"
            )
        if problems:
            raise SettingsError(problems)
        return cls(tuple(faults), settings.fault_seed)

    def queue(self, *texts: str) -> None:
        """Let the next requests meet these faults, one each; ``none`` lets one pass. Raises UsageError."""
        self._next.extend([None if text == NONE else fault_of(text) for text in texts])

    def clear(self) -> None:
        """Forget what was queued."""
        self._next.clear()

    @property
    def are_expected(self) -> bool:
        """Whether the next request may meet any."""
        return bool(self._next or self._faults)

    def meet(self, run: int, *, is_graph: bool) -> Fault | None:
        """The fault that the next request of a run meets. Graph's codes are for the Graph API alone."""
        if self._next:
            fault = self._next.popleft()
            return fault if fault is None or is_graph or fault.kind.refusal is None else None
        if not self._faults:
            return None
        if run != self._run:
            self._run, self._count = run, 0
        self._count += 1
        lot = random.Random(f"{self._seed}:{self._count}").random()  # noqa: S311 - to be repeated, not to be secret
        for fault in self._faults:
            lot -= fault.rate
            if lot < 0:
                return fault if is_graph or fault.kind.refusal is None else None
        return None
