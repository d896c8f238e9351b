"""One thing that came out otherwise than expected, and how it is told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from simulator.masking import printable

_NOTHING = "nothing"


class Difference(NamedTuple):
    """One member of one event, or of the totals, that is not what ``expected.json`` says.

    ``scenario`` is the folder's name. ``n`` counts events from 1, None for what isn't about one
    event (a total, the file itself). ``origin`` is where the event was read (``events.jsonl:3``).
    ``what`` is the member (``verdict``, ``rules``, ``totals.kept``). ``expected`` and ``actual``
    are texts to show; for ``rules`` and ``run_rules`` one code each, None on the side where the rule isn't told.
    ``hint`` explains, such as a rule by its name.
    """

    scenario: str
    n: int | None
    origin: str | None
    what: str
    expected: str | None
    actual: str | None
    hint: str = ""


def describe(differences: Iterable[Difference]) -> str:
    """Differences as plain text: a line per event, and below it what was expected and what came."""
    lines: list[str] = []
    last: tuple[str, int | None, str | None] | None = None
    for difference in differences:
        place = (difference.scenario, difference.n, difference.origin)
        if place != last:
            lines.append(printable(headline(difference)))
            last = place
        lines += [f"  {printable(line)}" for line in detail(difference)]
    return "\n".join(lines)


def headline(difference: Difference) -> str:
    """Where it differs: scenario, number and source line."""
    if difference.n is None:
        return difference.scenario
    read = f" ({difference.origin})" if difference.origin else ""
    return f"{difference.scenario} #{difference.n}{read}"


def detail(difference: Difference) -> list[str]:
    """What differs: one line, and below it the hint, if there is one."""
    expected, actual = difference.expected or _NOTHING, difference.actual or _NOTHING
    hint = [f"  {difference.hint}"] if difference.hint else []
    if difference.what in ("rules", "run_rules"):
        if difference.expected is None:
            return [f"{difference.what}: {actual} is told, but not expected", *hint]
        return [f"{difference.what}: {expected} is expected, but not told", *hint]
    return [f"{difference.what}: expected {expected}, got {actual}", *hint]
