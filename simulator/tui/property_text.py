"""A property and its last run as text: all rules, one rule, the configuration, a data element."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from textual.content import Content

from simulator.masking import show_name
from simulator.quickstart.results import short
from simulator.quickstart.validation import State
from simulator.reports.tagged import masked
from simulator.tagging.happening import Firing, Sent, Unsent
from simulator.tagging.values import UNDEFINED, text_of
from simulator.tui.bars import range_bar
from simulator.tui.quality_text import NOTE
from simulator.tui.text import fit, plain, safe
from simulator.tui.widgets.quality_lists import estimate_text

if TYPE_CHECKING:
    from simulator.quickstart.validation import Result, Validated
    from simulator.reports.tagged import Ran
    from simulator.tagging.property import Property
    from simulator.tagging.tokens import Field

_QUIET: Final = "$quiet"
_MOST_FIRINGS: Final = 5
_WIDE: Final = 66
_STATE: Final = {State.FINE: "$success", State.ATTENTION: "$warning", State.FAILED: "bold $error"}
_WORDS: Final = {
    State.FINE: "fine",
    State.ATTENTION: "wants attention",
    State.FAILED: "fails",
    State.NOT_FIRED: "did not fire",
    State.NO_TRIGGER: "has no trigger",
    State.OFF: "is off",
}


def results_text(validated: Validated, width: int) -> Content:
    """The results page: a line for each rule, and what to do next about the first that want it."""
    wide = width >= _WIDE
    heads = ["pixel", "server", "same id", "valid", "paired"] if wide else ["pixel", "server", "paired"]
    cells = max(min(width - sum(len(head) + 1 for head in heads) - (10 if wide else 0), 24), 12)
    lines = [_totals(validated), Content("")]
    head = fit("rule", cells) + "".join(f" {each}" for each in heads) + ("  estimate" if wide else "")
    lines.append(Content.styled(head, _QUIET))
    lines += [_line(result, cells, heads, estimated=wide) for result in validated.results]
    lines += [Content(""), *_next(validated)]
    return Content("\n").join(lines)


def _totals(validated: Validated) -> Content:
    states = Counter(result.state for result in validated.results)
    told = [(f"{states[state]} {state.value}", _STATE.get(state, _QUIET)) for state in State if states[state]]
    parts: list[tuple[str, str]] = []
    for each in told:
        parts += [each, ("  ", "")]
    return Content.assemble(("Validation  ", "bold $primary"), *parts)


def _line(result: Result, cells: int, heads: list[str], *, estimated: bool) -> Content:
    name = fit(safe(short(result.rule), 60), cells)
    if not result.fired:
        return Content.assemble((name, _QUIET), (f" {_WORDS[result.state]}", _QUIET))
    fired = result.fired
    shown = {
        "pixel": (str(result.browser), bool(result.browser)),
        "server": (str(result.server), bool(result.server)),
        "same id": (f"{result.same_id}/{fired}", result.same_id == fired),
        "valid": (f"{result.valid}/{fired}", result.valid == fired),
        "paired": (f"{result.deduplicated}/{fired}", result.deduplicated == fired),
    }
    parts: list[tuple[str, str] | Content] = [(name, _STATE[result.state])]
    for head in heads:
        text, good = shown[head]
        parts.append((" " + fit(text, len(head), right=True), "" if good else "$warning"))
    if estimated and result.quality is not None:
        estimate = result.quality.estimate
        parts.append((f"  {estimate.low:.1f}-{estimate.high:.1f}", _QUIET))
    return Content.assemble(*parts)


def _next(validated: Validated) -> Iterator[Content]:
    yield Content.styled("What to do next", "bold $primary")
    for finding in validated.findings[:3]:
        yield Content.assemble((f"{finding.rule} ", "$warning"), plain(finding.message, limit=300))
    wanting = [result for result in validated.results if result.state in (State.FAILED, State.ATTENTION)]
    for result in wanting[:3]:
        yield Content.assemble((safe(short(result.rule), 40), "bold"), (": ", ""), plain(result.next, limit=400))
    if wanting or validated.findings:
        return
    if any(result.state is State.NO_TRIGGER for result in validated.results):
        yield Content("Rules without a trigger send nothing. Go to one, and t gives it one that may fit.")
    else:
        yield Content("Nothing is wrong. Go to a rule to see what it sent.")


def rule_text(result: Result, ran: tuple[Ran, ...]) -> Content:
    """One rule: how it stands, what to do, what it sent."""
    state = _WORDS[result.state]
    events = ", ".join(show_name(name, 40) for name in result.event_names) or "no event"
    lines = [
        Content.assemble((safe(result.rule, 60), "bold"), ("  ", ""), (state, _STATE.get(result.state, _QUIET))),
        Content.styled(events, _QUIET),
        Content(""),
    ]
    if result.fired:
        fired = result.fired
        counted = [("same id", result.same_id), ("valid", result.valid), ("one event", result.deduplicated)]
        told = f"fired {fired}×, pixel {result.browser}, server {result.server}"
        lines.append(Content(told + (f", not sent {result.unsent}" if result.unsent else "")))
        shares = [(f"{name} {count}/{fired}", "$success" if count == fired else "$warning") for name, count in counted]
        lines.append(Content("  ").join(Content.styled(*each) for each in shares))
        if result.quality is not None:
            lines.append(Content.assemble(("match quality ", _QUIET), estimate_text(result.quality.estimate)))
        lines.append(Content(""))
    lines += [Content.styled("What to do next", "bold $primary"), plain(result.next, limit=600)]
    for finding, count in result.findings:
        words = f"{finding.severity.value} {finding.rule}" + (f" {count}×" if count > 1 else "")
        lines.append(Content.assemble((f"{words} ", "$warning"), plain(finding.message, limit=400)))
    lines += [Content(""), *_sent(result.rule, ran)]
    return Content("\n").join(lines)


def _sent(rule: str, ran: tuple[Ran, ...]) -> Iterator[Content]:
    yield Content.styled("Sent in the last run", "bold $primary")
    firings = 0
    for each in ran:
        for happening in each.happenings:
            if isinstance(happening, Firing) and happening.rule == rule:
                firings += 1
                if firings <= _MOST_FIRINGS:
                    told = f"{happening.at - each.session.start:.1f} s, step {happening.step}"
                    yield Content.assemble((told, "bold"), (f"  {show_name(each.session.title, 40)}", _QUIET))
            elif firings <= _MOST_FIRINGS and isinstance(happening, (Sent, Unsent)) and happening.firing.rule == rule:
                yield from _request(happening)
    if not firings:
        yield Content.styled("nothing", _QUIET)
    elif firings > _MOST_FIRINGS:
        yield Content.styled(f"and {firings - _MOST_FIRINGS} firings more", _QUIET)


def _request(happening: Sent | Unsent) -> Iterator[Content]:
    if isinstance(happening, Unsent):
        yield Content.assemble((f"  {happening.channel} ", _QUIET), plain(f"nothing: {happening.reason}", "$warning"))
    else:
        name = show_name(text_of(happening.event_name), 40)
        yield Content.assemble((f"  {happening.channel} ", _QUIET), (name, "bold"))
    for field in happening.fields:
        yield Content.assemble((f"    {safe(field.name, 40)} ", _QUIET), _value(field))


def _value(field: Field) -> Content:
    if field.value is UNDEFINED:
        return Content.styled("nothing", "$warning" if field.element else _QUIET)
    return plain(masked(field), limit=120)


def configuration_text(prop: Property, validated: Validated, width: int) -> Content:
    """The configuration, and below it match quality by event name, as Adobe's extension shows it there."""
    lines = [Content.styled("Match quality by event name", "bold $primary")]
    names = {result.quality.event_name: result.quality for result in validated.results if result.quality}
    wide = width >= _WIDE
    for name, quality in names.items():
        estimate = quality.estimate
        lines.append(
            Content.assemble(
                fit(show_name(name, 40), 21),
                range_bar(estimate.low, estimate.likely, estimate.high, min(width - 46, 40)) if wide else "",
                "  " if wide else "",
                estimate_text(estimate),
                (" / 10" if wide else "", _QUIET),
            )
        )
    if not names:
        lines.append(
            Content.styled("The server sent no event in these sessions, so there is nothing to score.", _QUIET)
        )
    advised = next((quality.gains[0].text for quality in names.values() if quality.gains), "")
    if advised:
        lines += [Content(""), Content.assemble(("Largest gain  ", "bold"), plain(advised, limit=300))]
    lines += [Content(""), Content.styled(NOTE, _QUIET)]
    if prop.conversions_api is not None:
        lines += [
            Content(""),
            Content.styled("The access token is in the environment; only the name of its variable is here.", _QUIET),
        ]
    return Content("\n").join(lines)


def element_text(name: str, ran: tuple[Ran, ...]) -> Content:
    """A data element: which rules sent which of its values in the last run."""
    found: dict[tuple[str, str, str], int] = {}
    for each in ran:
        for happening in each.happenings:
            if not isinstance(happening, (Sent, Unsent)):
                continue
            for field in happening.fields:
                if field.element == name:
                    value = "nothing" if field.value is UNDEFINED else masked(field)
                    key = (short(happening.firing.rule), field.name, value)
                    found[key] = found.get(key, 0) + 1
    lines = [Content.styled(safe(name, 60), "bold"), Content(""), Content.styled("Sent as", "bold $primary")]
    for (rule, field_name, value), count in list(found.items())[:40]:
        often = f"  {count}×" if count > 1 else ""
        told = f"{safe(field_name, 40)} "
        lines.append(Content.assemble(fit(safe(rule, 40), 21), (told, _QUIET), plain(value, limit=80), (often, _QUIET)))
    if not found:
        lines.append(Content.styled("by no rule that fired", _QUIET))
    return Content("\n").join(lines)
