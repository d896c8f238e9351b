"""A comparison of two runs as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content

from simulator.checks.catalog import catalog
from simulator.masking import show_name
from simulator.tui.inspection import COLOURS
from simulator.tui.text import count_of, fit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.views.comparing import Comparison, CoverageChange, RuleChange, Twin

_QUIET: Final = "$quiet"
_MOST_SHOWN = 40
_NAME, _ID = 20, 26
_SIGNS: Final = {"appeared": ("+", "$error"), "vanished": ("-", "$success"), "changed": ("~", "$warning")}


def comparison_text(found: Comparison) -> Content:
    """What changed first, then what is the same."""
    return Content("\n").join(_parts(found))


def _parts(found: Comparison) -> Iterator[Content]:
    yield _headline(found)
    changed = [each for each in found.rules if each.kind != "same"]
    same = len(found.rules) - len(changed)
    yield _heading("Findings by rule", f"{same} rule{'' if same == 1 else 's'} as before" if same else "")
    yield from map(_rule, changed)
    if not changed:
        yield Content.styled("  nothing changed", "$success")
    yield _heading("Verdicts", f"{count_of(found.same_count, 'event')} as before")
    yield from _verdicts(found)
    yield from _events(f"Another verdict ({found.changed_count:,})", found.changed, found.changed_count)
    yield from _events(f"Only in run {found.before} ({found.vanished_count:,})", found.vanished, found.vanished_count)
    yield from _events(f"Only in run {found.after} ({found.appeared_count:,})", found.appeared, found.appeared_count)
    yield _heading("Event coverage", "of the browser's events, how many the server reported too")
    yield from map(_coverage, found.coverage)
    if not found.coverage:
        yield Content.styled("  no events with a name", _QUIET)


def _headline(found: Comparison) -> Content:
    parts = []
    for kind, word in (("appeared", "new"), ("vanished", "gone"), ("changed", "changed")):
        count = sum(each.kind == kind for each in found.rules)
        if count:
            sign, colour = _SIGNS[kind]
            parts.append(Content.styled(f"{sign}{count} rule{'' if count == 1 else 's'} {word}", f"bold {colour}"))
    for count, thing, word in (
        (found.changed_count, "verdict", "changed"),
        (found.vanished_count, "event", "gone"),
        (found.appeared_count, "event", "new"),
    ):
        if count:
            parts.append(Content.styled(f"{count:,} {thing}{'' if count == 1 else 's'} {word}", "bold"))
    return (
        Content("   ").join(parts) if parts else Content.styled("✓ Nothing changed between the two.", "bold $success")
    )


def _heading(text: str, hint: str = "") -> Content:
    return Content.assemble(("\n", ""), (text, "bold $primary"), (f"  {hint}" if hint else "", _QUIET))


def _rule(each: RuleChange) -> Content:
    sign, colour = _SIGNS[each.kind]
    rule = catalog().get(each.rule)
    return Content.assemble(
        (f"  {sign} ", f"bold {colour}"),
        (f"{each.rule} ", "bold"),
        (fit(each.severity.value, 9), COLOURS[each.severity.value]),
        (fit(rule.name if rule is not None else "", 32), ""),
        (f" {each.before:>9,}", _QUIET),
        (" → ", _QUIET),
        (f"{each.after:,}", f"bold {colour}"),
    )


def _verdicts(found: Comparison) -> Iterator[Content]:
    moved = sorted(((count, both) for both, count in found.verdicts.items() if both[0] != both[1]), reverse=True)
    for count, (before, after) in moved:
        yield Content.assemble(
            (f"  {count:>9,}  ", "bold"), (fit(before, 12), COLOURS[before]), ("→ ", _QUIET), (after, COLOURS[after])
        )
    if not moved:
        yield Content.styled("  no event that is in both has another verdict", "$success")


def _events(title: str, shown: list[Twin], count: int) -> Iterator[Content]:
    if not count:
        return
    yield _heading(title)
    for each in shown[:_MOST_SHOWN]:
        sides = [Content.styled(f"#{n} {word}", COLOURS[word]) for n, word in filter(None, (each.before, each.after))]
        yield Content.assemble(
            ("  ", ""),
            (fit(each.channel or "–", 8), {"browser": "$primary", "server": "$accent"}.get(each.channel or "", _QUIET)),
            (fit(show_name(each.event_name or "–"), _NAME) + " ", "bold"),
            (fit(show_name(each.event_id or "–"), _ID) + " ", "$secondary"),
            Content.styled(" → ", _QUIET).join(sides),
        )
    if count > min(len(shown), _MOST_SHOWN):
        yield Content.styled(f"  and {count - min(len(shown), _MOST_SHOWN):,} more", _QUIET)


def _coverage(each: CoverageChange) -> Content:
    before, after = ("–" if side is None else f"{side:g} %" for side in (each.before, each.after))
    name = fit(show_name(each.event_name), 28)
    if each.before == each.after:
        return Content.styled(f"    {name} {before:>9}", _QUIET)
    better = (each.after or 0) > (each.before or 0)
    colour = "$success" if better else "$error"
    return Content.assemble(
        ("  ~ ", f"bold {colour}"), (f"{name} {before:>9}", ""), (" → ", _QUIET), (after, f"bold {colour}")
    )
