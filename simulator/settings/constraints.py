"""What a setting may be, beyond its type; written into the type with ``typing.Annotated``."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers a setting may have: more than ``above``, from ``least`` up to and with ``most``."""

    above: float | None = None
    least: float | None = None
    most: float | None = None

    def holds(self, number: float) -> bool:
        """Whether the number is inside; infinity and not-a-number never are."""
        return (
            math.isfinite(number)
            and (self.above is None or number > self.above)
            and (self.least is None or number >= self.least)
            and (self.most is None or number <= self.most)
        )

    def __str__(self) -> str:
        """``more than 0``, ``from 1 to 1024``, ``at least 0``."""
        if self.above is not None:
            return f"more than {self.above:.15g}" + ("" if self.most is None else f" and at most {self.most:.15g}")
        if self.least is not None and self.most is not None:
            return f"from {self.least:.15g} to {self.most:.15g}"
        return f"at most {self.most:.15g}" if self.least is None else f"at least {self.least:.15g}"


@dataclass(frozen=True, slots=True)
class Shape:
    """What each text must look like: a regular expression for all of it, and what to call such texts."""

    pattern: str
    called: str

    def holds(self, text: str) -> bool:
        """Whether the whole text has the shape."""
        return re.fullmatch(self.pattern, text) is not None


CODES = Shape(r"[A-Z]{3}[0-9]{0,3}", "rule codes (EVT013) or beginnings of codes (EVT, EVT05)")
"""Whether there are such rules is known to the catalog alone, further up."""

HOSTS = Shape(r"(\*\.)?[\w-]+(\.[\w-]+)*", "hosts (shop.example, *.shop.example)")
"""Names alone: no scheme, no port, no path."""


PIXELS = Shape(
    r"[1-9][0-9]{0,24}(:([A-Za-z_][A-Za-z0-9_]*)?(:[A-Za-z_][A-Za-z0-9_]*)?)?",
    "pixels (1234567890, or 1234567890:TOKEN_VARIABLE:SECRET_VARIABLE)",
)
"""An id, and perhaps the names of the environment variables that hold its access token and its app secret."""


FAULTS = Shape(
    r"[a-z0-9-]+(:[0-9]+(\.[0-9]+)?)?(=[0-9]+(\.[0-9]+)?%?)?", "faults of the network (code-2, latency:0.5, reset=5%)"
)
"""A name, perhaps with seconds, perhaps with a rate. Which names there are is known to the emulator, further up."""


CALIBRATION = Shape(
    r"[^\s].*=(10|[1-9](\.[0-9]{1,4})?|0\.[1-9][0-9]{0,3})@[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
    "calibrations (Purchase=1.18@2026-11-26)",
)
"""An event name, what its estimate is multiplied by, and the day on which Meta told its score."""


_NAMED = r"([^\s=].*=)?"

PERCENTS = Shape(
    _NAMED + r"(100(\.0{1,2})?|[0-9]{1,2}(\.[0-9]{1,2})?)", "limits in percent (75 for every event name, Purchase=90)"
)
KEY_PERCENTS = Shape(
    r"[^\s=].*\.[a-z0-9_]+=(100(\.0{1,2})?|[0-9]{1,2}(\.[0-9]{1,2})?)",
    "limits of match keys in percent (Purchase.em=90, *.client_user_agent=100)",
)
"""Which match keys there are is known further up."""
SECONDS = Shape(_NAMED + r"[0-9]{1,9}(\.[0-9]{1,3})?", "limits in seconds (3600 for every event name, Purchase=60)")
POINTS = Shape(_NAMED + r"(10(\.0)?|[0-9](\.[0-9])?)", "limits from 0 to 10 (6 for every event name, Purchase=7.5)")
SEEN = Shape(r"[^\s].*", "event names, perhaps with a channel (Purchase, Lead:server)")
UNSEEN = Shape(r"[a-z][a-z0-9-]*(=.*\S.*)?", "names, each with the filter it stands for (bots, admins=source:*admin*)")
"""Which names are known without a filter is known further up."""


@dataclass(frozen=True, slots=True)
class LocalPath:
    """The setting is a path: one that a settings file gives counts from the folder of that file."""
