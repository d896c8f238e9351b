"""A fault as it is asked for: ``NAME``, ``NAME:VARIANT``, each with ``=RATE``."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from simulator.errors import UsageError
from simulator.masking import printable, shorten
from simulator.synthetic.faults import Applied, Kind, faults

if TYPE_CHECKING:
    from collections.abc import Iterable

_ASKED = re.compile(r"(?P<name>[^:=]+)(?::(?P<variant>[^:=]+))?(?:=(?P<rate>.+))?")
_RATE = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<percent>%?)", re.ASCII)


def asked(text: str, seed: int) -> Applied:
    """The fault that ``split-event-id:prefix=5%`` asks for, in a shop of that seed.

    Without a variant the fault's first one is taken, without a rate the variant's own. A rate is a percentage, or a
    share of 1 without the sign. Raises UsageError for what can't be asked for.
    """
    match = _ASKED.fullmatch(text.strip())
    if match is None:
        raise UsageError(f"{_shown(text)} is no fault: write NAME, NAME:VARIANT or NAME:VARIANT=5%")
    kind = fault_named(match["name"])
    name = match["variant"] or next(iter(kind.variants))
    variant = kind.variants.get(name)
    if variant is None:
        raise UsageError(
            f"fault {kind.name} has no variant {_shown(name)}: choose from {', '.join(kind.variants)}",
        )
    return Applied(kind, variant, variant.rate if match["rate"] is None else _rate(match["rate"]), seed)


def fault_named(name: str) -> Kind:
    """The fault of that name. Raises UsageError, with the nearest names, when there is none."""
    kind = faults().get(name)
    if kind is None:
        raise UsageError(f"unknown fault {_shown(name)}{_nearest(name, faults())}")
    return kind


def _rate(text: str) -> float:
    match = _RATE.fullmatch(text)
    rate = float(match["number"]) / (100 if match["percent"] else 1) if match else 0.0
    if not 0 < rate <= 1:
        raise UsageError(f"{_shown(text)} is no rate: write 5%, or 0.05, above 0 and at most 100%")
    return rate


def _nearest(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=3, cutoff=0.5)
    return f": did you mean {' or '.join(near)}?" if near else ": 'capisim faults' lists them"


def _shown(text: str) -> str:
    return shorten(printable(text), 60)
