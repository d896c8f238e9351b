"""Forwards as text: what would be sent and why not, how sending gets on, what Meta said to an event."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import orjson
from textual.content import Content

from simulator.clock import format_span
from simulator.forward.agreeing import numbers
from simulator.forward.document import shown_text
from simulator.forward.request import shown_requests
from simulator.forward.sending import target_of
from simulator.masking import printable
from simulator.tui.forward_marks import MARK_STYLES, MARKS, STATE_STYLES
from simulator.tui.text import named, plain, safe
from simulator.tui.widgets.event_columns import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from simulator.forward.planning import Plan, Target
    from simulator.forward.refusals import Refusal
    from simulator.forward.sending import Outcome, Result
    from simulator.store.outbox import Forward

_QUIET: Final = "$quiet"
MEANS: Final = {
    "accepted": "{who} took it",
    "refused": "{who} refused it",
    "waiting": "not sent, or not answered; c sends it",
    "trying": "being sent just now, or its process was killed; c sends it",
    "unknown": "may have arrived; not sent again",
    "expired": "too old by now; forward it anew, moved to now",
}
# What the fields of the dialog are called; where none is meant, what to do is the same as on the command line.
_FIXES: Final = {
    "no-test-code": "Type the code that the dataset's Test Events tab in Events Manager shows.",
    "bad-test-code": "Type the code that the dataset's Test Events tab in Events Manager shows.",
    "no-pixel": "Type the id of a dataset that is there for tests; it is never taken from the events.",
    "bad-pixel": "Type the id of a dataset that is there for tests.",
    "captured": "Take a made-up run, or tick 'real ones' if you mean to send them.",
    "no-events": "Choose other events above, or another filter.",
    "too-many": "Choose fewer events above or with a filter, or allow more with forward.max_events.",
    "incomplete": "Leave them out with a filter: what was sent is not known any more.",
    "unfinished": "Continue it from Forwards (O), or tick 'anew' if you mean to.",
}
_REJECTED: Final = "Choose other events, or tick 'rejected' to learn what Meta says."
_OLD: Final = "Old events are moved to now with 'move to now'. "
_NAME = re.compile(r'^(\s*)("(?:[^"\\]|\\.)*")(:.*)$')
_MOST_LINES = 3000
DRY: Final = "Dry run: nothing is sent from here."


def plan_text(plan: Plan, most: int) -> Content:
    """Everything that a plan says: that Meta takes it for real, each reason not to, notes, the requests masked."""
    return Content("\n").join(_plan(plan, most))


def fix_of(refusal: Refusal) -> str:
    """What to do about a refusal, by the names of the fields."""
    if refusal.reason == "rejected":
        return (_OLD if "--shift-time" in refusal.fix else "") + _REJECTED
    return _FIXES.get(refusal.reason, refusal.fix)


def _plan(plan: Plan, most: int) -> Iterator[Content]:
    yield plain(plan.notes[0], "bold $warning")
    for each in plan.refusals:
        sentence = each.message[:1].upper() + each.message[1:].rstrip(".")
        yield Content.assemble(("× ", "bold $error"), plain(sentence), ".")
        yield Content.assemble("  ", plain(fix_of(each), _QUIET))
    for note in plan.notes[1:]:
        yield Content.assemble(("• ", _QUIET), plain(note))
    left = _MOST_LINES
    for number, request in enumerate(shown_requests(plan, most), 1):
        many = len(request["events"])
        aside = f"  {many:,} event{'' if many == 1 else 's'}, {request['bytes']:,} bytes, masked"
        yield Content.assemble(("\n", ""), (f"Request {number}", "bold $primary"), (aside, _QUIET))
        yield Content.assemble(("POST ", "bold"), plain(request["url"]))
        for name, value in request["headers"].items():
            yield Content.assemble((f"{name}: ", _QUIET), plain(value))
        lines = orjson.dumps(request["body"], option=orjson.OPT_INDENT_2).decode().splitlines()
        yield from (_json(line) for line in lines[:left])
        if len(lines) > left:
            yield Content.styled("… 'capisim forward' shows all of it", _QUIET)
            return
        left -= len(lines)


def _json(line: str) -> Content:
    found = _NAME.match(line)
    if found is None:
        return plain(line)
    return Content.assemble(found[1], plain(found[2], "$primary"), plain(found[3]))


def where_text(target: Target) -> Content:
    """Where it goes, in one line."""
    return Content.assemble(
        ("to dataset ", _QUIET),
        plain(target.pixel_id or "–", "bold"),
        (" at ", _QUIET),
        plain(f"{target.graph_url}, {target.version}", "bold"),
        (", test event code ", _QUIET),
        plain(target.test_code or "–", "bold"),
    )


def notes_text(notes: Sequence[str]) -> Content:
    """Sentences that whoever sends should know, the first of them louder."""
    first = plain(notes[0], "bold $warning")
    return Content("\n").join([first, *(Content.assemble(("• ", _QUIET), plain(each)) for each in notes[1:])])


def forward_text(forward: Forward, outcome: Outcome) -> Content:
    """What a forward is and how it stands, in three lines."""
    mark, style = MARKS[forward.state], MARK_STYLES[forward.state]
    changed = [
        f"moved {format_span(abs(forward.shifted_seconds))} {'later' if forward.shifted_seconds >= 0 else 'earlier'}"
        if forward.shifted_seconds is not None
        else "times as they were",
        f"ids end in {safe(forward.id_suffix, 30)}" if forward.id_suffix else "ids as they were",
    ]
    lines = [
        Content.assemble(
            (f"{mark} {forward.state}", f"bold {style}"),
            (f"  begun {clock(forward.started_at, day=True)} UTC, {', '.join(changed)}", _QUIET),
        ),
        Content.assemble((f"run {forward.run} ", "bold"), where_text(target_of(forward))),
        totals_text(outcome),
    ]
    if forward.stopped:
        lines.append(Content.assemble(("ended early: ", _QUIET), plain(forward.stopped, "$warning", 300)))
    return Content("\n").join(lines)


def totals_text(outcome: Outcome) -> Content:
    """How many events are in which state, and of how many Meta said something else than we."""
    counts = [
        Content.assemble((f"{outcome.count(state):,} ", f"bold {STATE_STYLES[state]}"), (state, _QUIET))
        for state in ("accepted", "refused", "waiting", "unknown", "expired")
        if outcome.count(state)
    ]
    differing = sum(each.disagrees for each in outcome.results)
    if differing:
        counts.append(Content.assemble((f"≠ {differing:,} ", "bold $warning"), ("not as we said", _QUIET)))
    return Content("   ").join(counts) if counts else Content.styled("no events", _QUIET)


def answer_text_in_full(result: Result) -> Content:
    """One event: what became of it, what Meta said, what we had said."""
    return Content("\n").join(_answer(result))


def _answer(result: Result) -> Iterator[Content]:
    item, found = result.item, result.answered
    yield Content.assemble(
        (f"#{item.n} ", _QUIET),
        named(item.event_name, "bold", absent="no event name"),
        ("  id ", _QUIET),
        named(item.event_id, "$secondary", absent="none"),
        (f"  happened {clock(item.event_time, day=True)} UTC", _QUIET),
    )
    tries = f", {item.attempts} attempt{'' if item.attempts == 1 else 's'}"
    yield Content.assemble(
        (f"{item.state}", f"bold {STATE_STYLES[item.state]}"),
        (f"  {MEANS[item.state].format(who=result.who)}{tries}", _QUIET),
    )
    ours = "nothing that Meta would refuse" if item.rule is None else f"{item.rule}: {numbers(item.code, item.subcode)}"
    yield Content.assemble(("we said    ", _QUIET), plain(ours))
    said = f"{result.who} said  "
    if found is None:
        yield Content.assemble((said, _QUIET), ("nothing yet", _QUIET))
    else:
        status = "no answer" if found.status is None else f"HTTP {found.status}"
        codes = f", {numbers(found.code, found.subcode)}" if found.code is not None else ""
        kind = f", {printable(found.type)}" if found.type else ""
        yield Content.assemble((said, _QUIET), plain(f"{status}{codes}{kind}", STATE_STYLES[item.state]))
        for text in dict.fromkeys((found.title, found.user_message, found.message)):
            if text:
                yield Content.assemble("           ", plain(shown_text(text) or ""))
        if found.fbtrace_id:
            yield Content.assemble(("trace      ", _QUIET), plain(found.fbtrace_id))
    if result.disagreement:
        yield Content.assemble(("≠ ", "bold $warning"), plain(result.disagreement, "bold $warning"))
