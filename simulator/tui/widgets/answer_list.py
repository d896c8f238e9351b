"""The lists of forwarding: events with Meta's answers, and the forwards of a store."""

from __future__ import annotations

from textual.content import Content

from simulator.forward.document import answer_text
from simulator.forward.past import Past
from simulator.forward.sending import Result
from simulator.masking import show_name
from simulator.tui.forward_marks import MARK_STYLES, MARKS, STATE_STYLES
from simulator.tui.text import fit, plain, safe
from simulator.tui.widgets.event_columns import clock
from simulator.tui.widgets.item_list import ItemList

_QUIET = "$quiet"
_NUMBER, _STATE, _OURS, _NAME, _WIDE_NAME = 8, 10, 16, 18, 28
_WIDE = 110


class AnswerList(ItemList[Result]):
    """Events that were forwarded: what we said, what Meta said; ≠ where the two part."""

    who = "Meta"
    """Whose answers they are."""

    def titles(self, width: int) -> Content:
        """Titles."""
        name = _WIDE_NAME if width >= _WIDE else _NAME
        number = fit("#", _NUMBER - 1, right=True)
        titles = f"   {number} {fit('event', name)}{fit('state', _STATE)}{fit('we say', _OURS)}{self.who} says"
        return Content(titles)

    def draw(self, item: Result, width: int, *, at_cursor: bool) -> Content:  # noqa: ARG002 - drawn the same
        """One event."""
        event = item.item
        name = "–" if event.event_name is None else show_name(event.event_name, 80)
        ours = "fine" if event.rule is None else f"{event.rule} {event.subcode or event.code or ''}"
        style = STATE_STYLES[event.state]
        return Content.assemble(
            ("≠ " if item.disagrees else "  ", "bold $warning"),
            (fit(f"{event.n:,}", _NUMBER - 1, right=True) + " ", _QUIET),
            (fit(name, (_WIDE_NAME if width + 1 >= _WIDE else _NAME) - 1) + " ", "bold"),
            (fit(event.state, _STATE), style),
            (fit(ours, _OURS), _QUIET if event.rule is None else "$error"),
            plain(answer_text(item), style, 200),
        )

    def same(self, one: Result, other: Result) -> bool:
        """Whether both are of one event."""
        return one.item.ix == other.item.ix


class PastList(ItemList[Past]):
    """Forwards, the newest first: when, of which run, to where, how they stand."""

    def titles(self, width: int) -> Content:
        """Titles."""
        counts = "".join(fit(title, 8, right=True) for title in ("taken", "refused", "left", "differ"))
        wide = fit("dataset", 20) if width >= _WIDE else ""
        return Content(f" {fit('#', 5)}{fit('begun UTC', 17)}{fit('run', 6)}{wide}{fit('state', 13)}{counts}")

    def draw(self, item: Past, width: int, *, at_cursor: bool) -> Content:  # noqa: ARG002 - drawn the same
        """One forward."""
        forward, totals = item.forward, item.totals
        state = forward.state
        numbers = (
            (totals["accepted"], "$success"),
            (totals["refused"], "$error"),
            (item.left, "$warning"),
            (item.disagreeing, "$warning"),
        )
        return Content.assemble(
            (fit(f"{forward.id}", 5), "bold"),
            (fit(clock(forward.started_at, day=True)[:16], 17), _QUIET),
            fit(f"{forward.run}", 6),
            (fit(safe(forward.pixel_id, 40), 20) if width + 1 >= _WIDE else "", "bold"),
            (fit(f"{MARKS[state]} {state}", 13), MARK_STYLES[state]),
            *(
                (fit(f"{count:,}" if count else "·", 8, right=True), style if count else _QUIET)
                for count, style in numbers
            ),
        )

    def same(self, one: Past, other: Past) -> bool:
        """Whether both are one forward."""
        return one.forward.id == other.forward.id
