"""What match quality says in words: the estimate, what it would be, what would raise it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content

from simulator.masking import show_name
from simulator.match_quality.score import estimate
from simulator.match_quality.what_if import Supposed, what_if
from simulator.tui.bars import range_bar
from simulator.tui.text import cut, plain
from simulator.tui.widgets.quality_lists import estimate_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.match_quality.score import Estimate
    from simulator.views.quality import NameQuality

_QUIET: Final = "$quiet"
_LABEL: Final = 10


def headline(of: NameQuality, supposed: Mapping[str, Supposed], width: int) -> Content:
    """Three lines: the name, the estimate, and the estimate as it would be; the bars of both below each other."""
    bar = max(5, min(50, width - _LABEL - 26))
    name = cut(show_name(of.event_name), max(width - 40, 10))
    events = f"{of.events:,} server event{'s' if of.events != 1 else ''}"
    lines = [
        Content.assemble((name, "bold"), (f"  {events}  ·  estimate by model {of.estimate.version}", _QUIET)),
        Content.assemble(("estimate".ljust(_LABEL), _QUIET), _bar(of.estimate, bar), "  ", estimate_text(of.estimate)),
    ]
    label = ("what if".ljust(_LABEL), _QUIET)
    if not supposed:
        hint = "space on a key: what if every event had it, or none?"
        lines.append(Content.assemble(label, (cut(hint, width - _LABEL), _QUIET)))
        return Content("\n").join(lines)
    then = estimate(what_if(of.counts, supposed), calibrated=of.calibrated)
    moved = round(then.likely - of.estimate.likely, 1)
    colour = "$success" if moved > 0 else "$error" if moved < 0 else _QUIET
    by = f"  {moved:+.1f}" if moved else "  ±0"
    lines.append(Content.assemble(label, _bar(then, bar), "  ", estimate_text(then), (by, f"bold {colour}")))
    return Content("\n").join(lines)


def _bar(of: Estimate, cells: int) -> Content:
    return range_bar(of.low, of.likely, of.high, cells)


def advice(of: NameQuality, supposed: Mapping[str, Supposed]) -> Content:
    """The largest gains, what is supposed, what is known of Meta's own score."""
    lines = [Content.styled("Largest gains, estimated", "bold $primary")]
    if not of.gains:
        lines.append(Content.styled("Nothing that any site could send would raise the estimate by 0.1.", _QUIET))
    for gain in of.gains:
        said = gain.text.rpartition(": +")[0]
        lines.append(Content.assemble((f"+{gain.gain:.1f} ", "bold $success"), plain(said)))
    if supposed:
        every = ", ".join(key for key, what in supposed.items() if what is Supposed.EVERY)
        none = ", ".join(key for key, what in supposed.items() if what is Supposed.NONE)
        told = [f"{every} on every event" if every else "", f"{none} on none" if none else ""]
        words = "; ".join(each for each in told if each)
        lines += [Content(""), Content.assemble(("What if ", "bold $primary"), (words, ""), ("  x resets", _QUIET))]
    lines += [Content(""), Content.styled("Meta's own score", "bold $primary"), _of_meta(of)]
    return Content("\n").join(lines)


def _of_meta(of: NameQuality) -> Content:
    """What is known of it: a run keeps what it taught, and when, not the score itself."""
    if of.calibrated is None:
        told = "not known to this run. `capisim quality --fetch` or `--import FILE` shows it beside the estimate;"
        return Content.styled(f"{told} `--calibrate` teaches later runs.", _QUIET)
    return Content.assemble(
        (f"calibrated {of.calibrated.date}: ", "bold"),
        f"Meta's score was {of.calibrated.factor:g} times what the model says of the same coverage, and so is the "
        "estimate. ",
        ("The score itself is not kept: `capisim quality --fetch` or `--import FILE` shows it anew.", _QUIET),
    )


NOTE: Final = (
    "An estimate: Meta publishes no formula, and its own score holds the share of events matched to accounts, "
    "which no local tool can know."
)
