"""The document, the most important first: decision, what to fix, findings, pairs, channels, match quality, the rest."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

from simulator.reports.diff_markdown import escape, keep_unlinked
from simulator.reports.diff_sections import sentence as worse_sentence
from simulator.reports.gate import sentence
from simulator.reports.handover.amounts import amount
from simulator.reports.markdown.fitting import LIMIT, Block, fitted
from simulator.reports.terminal import safe, safe_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from simulator.reports.handover import Handover
    from simulator.reports.handover.fixing import Problem
    from simulator.reports.handover.pairs import PairTold

PAIRS: Final = 5
EXAMPLES: Final = 1
UNREAD: Final = 5
_RULES_NAMED: Final = 5


def markdown(of: Handover, limit: int = LIMIT) -> Iterator[bytes]:
    """The document, line by line, in UTF-8; at most ``limit`` bytes."""
    for line in fitted(_blocks(of), limit):
        yield f"{line}\n".encode()


def _blocks(of: Handover) -> Iterator[Block]:
    yield _decision(of)
    if of.problems:
        yield Block("what to fix first", ("", "### What to fix first", ""), tuple(_problems(of.problems)))
    if of.rules:
        yield Block(
            "findings", _heads("Findings", "severity", "rule", "findings:", "example", "fix"), tuple(_findings(of))
        )
    if of.supposed:
        more = f", {len(of.supposed)} of them here" if of.suspicions > len(of.supposed) else ""
        title = f"Looks like one action, and counts twice ({of.suspicions:,} pairs{more})"
        yield Block("pairs that count twice", ("", f"### {title}"), tuple(_pair(each) for each in of.supposed))
    apart = [each for each in of.recognised if each.apart]
    if apart:
        title = f"Recognised as one event, and not alike ({len(apart)} of {of.pairs:,} pairs)"
        yield Block("pairs", ("", f"### {title}"), tuple(_pair(each) for each in apart))
    if of.names:
        heads = ("event", "browser:", "server:", "pairs:", "only browser:", "only server:", "coverage:")
        yield Block("event names", _heads("Event names on both channels", *heads), tuple(_names(of)))
    if of.quality:
        columns = ("event", "events:", "estimate, 0 to 10", "what would raise it most")
        yield Block("match quality", _heads("Match quality", *columns), tuple(_quality(of)))
    if of.prices:
        sums = ("currency", "event", "counted:", "counted twice:", "only browser:", "only server:", "lost to refusal:")
        yield Block("money", _heads("Money", *sums), tuple(_prices(of)))
    if of.unread:
        yield Block("unreadable lines", _heads("What could not be read", "where", "why"), tuple(_unread(of)))
    yield Block("how to repeat it", tuple(_repeating(of)))


def _decision(of: Handover) -> Block:
    gate = of.gate
    named = of.run.title or ", ".join(source.path for source in of.run.sources[:2])
    profile = f", profile {_text(gate.profile, 60)}" if gate.profile else ""
    met = f"{len(gate.conditions) - gate.failed} of {len(gate.conditions)} conditions are met{profile}."
    counts = ", ".join(f"{number:,} {verdict}" for verdict, number in of.verdicts.items() if number)
    told = f" {of.ignored}." if of.ignored else ""
    failed = [condition for condition in gate.conditions if not condition.passed]
    rows = [f"- ❌ `{condition.name}` {escape(sentence(condition))}" for condition in failed]
    rows += [f"  - {escape(worse_sentence(each))}" for each in (gate.baseline.worse if gate.baseline else ())]
    return Block(
        "conditions",
        (
            f"## {'✅ Go' if gate.passed else '❌ No go'}: {_text(named, 200)}",
            "",
            f"{met} {of.events:,} read{f': {counts}' if counts else ''}.{told}",
            *(("",) if rows else ()),
        ),
        tuple(rows),
    )


def _problems(problems: Iterable[Problem]) -> Iterator[str]:
    for place, problem in enumerate(problems, 1):
        costs = "; ".join(
            f"**{cost.currency} {amount(cost.amount)}** in {cost.events:,} {escape(safe_name(cost.event_name, 40))}"
            for cost in problem.costs
        )
        rules = ", ".join(f"`{found.rule}` ×{found.findings:,}" for found in problem.rules[:_RULES_NAMED])
        more = f" and {len(problem.rules) - _RULES_NAMED} more" if len(problem.rules) > _RULES_NAMED else ""
        parts = [
            f"**{problem.title}.** {_coded(problem.told)}",
            f"{costs}." if costs else "",
            f"{rules}{more}" if rules else "",
        ]
        yield f"{place}. {' '.join(part for part in parts if part)}"


def _findings(of: Handover) -> Iterator[str]:
    for rule in of.rules:
        shown = rule.examples[0] if rule.examples else None
        where = f"{escape(f'#{shown.n}')}: " if shown and shown.n else ""
        example = f"{where}{_coded(shown.message)}" if shown else ""
        yield _row(
            rule.severity, f"{escape(rule.code)} {escape(rule.name)}", f"{rule.findings:,}", example, _coded(rule.fix)
        )


def _pair(each: PairTold) -> str:
    """One pair, folded: a table of what is not alike. One row, so that it is cut as a whole."""
    one, other = each.sides
    title = f"{each.event_name}: {one.channel} #{one.n} and {other.channel} #{other.n}"
    codes = f" ({', '.join(each.rules)})" if each.rules else ""
    told = [
        "",
        f"<details><summary>{_html(title)}{_html(codes)}</summary>",
        "",
        escape(each.why),
        *(("", escape(each.lost)) if each.lost else ()),
    ]
    apart = [member for member in each.members if member.mark != "same"]
    if apart:
        told += ["", _row("", *(escape(f"{side.channel} #{side.n}") for side in each.sides)), "| --- | --- | --- |"]
        for member in apart:
            name = f"{member.section}.{member.name}" if member.section else member.name
            told.append(_row(escape(name), escape(member.left) or "–", escape(member.right) or "–"))
    return "\n".join([*told, "", "</details>"])


def _names(of: Handover) -> Iterator[str]:
    for each in of.names:
        numbers = (f"{each[part]:,}" for part in ("browser", "server", "pairs", "browser_only", "server_only"))
        coverage = "–" if each["coverage"] is None else f"{each['coverage']:.1f} %"
        yield _row(_text(each["event_name"], 60, named=True), *numbers, coverage)


def _quality(of: Handover) -> Iterator[str]:
    for each in of.quality:
        guess = each.estimate
        told = f"estimate {guess.low:.1f} to {guess.high:.1f}, likely {guess.likely:.1f}"
        gain = _coded(each.gains[0].text) if each.gains else ""
        yield _row(_text(each.event_name, 60, named=True), f"{each.events:,}", told, gain)


def _prices(of: Handover) -> Iterator[str]:
    for each in of.prices:
        sums = (each.counted, each.counted_twice, each.browser_only, each.server_only, each.lost)
        cells = ("–" if sum_ is None else amount(sum_.amount) if sum_.events else "0" for sum_ in sums)
        yield _row(each.currency, _text(each.event_name, 60, named=True), *cells)


def _unread(of: Handover) -> Iterator[str]:
    for each in of.unread:
        yield _row(escape(each.origin), escape(each.reason))


def _repeating(of: Handover) -> Iterator[str]:
    changed = [f"{each.key} = {each.value}" for each in of.repeating.settings if each.changed]
    facts = [f"{name} {value}" for name, value in of.repeating.facts]
    sources = [f"{path} {digest}" for path, digest, _ in of.repeating.sources]
    yield ""
    yield "<details><summary>To repeat it</summary>"
    yield ""
    for text in (*facts, *sources, *changed):
        yield f"- {escape(text)}"
    if of.repeating.command:
        yield f"- {escape(of.repeating.command)}"
    yield ""
    yield "</details>"


def _heads(title: str, *columns: str) -> tuple[str, ...]:
    """A heading and the head of a table; a column of numbers ends with a colon."""
    names = [column.removesuffix(":") for column in columns]
    rule = "| " + " | ".join("--:" if column.endswith(":") else "---" for column in columns) + " |"
    return ("", f"### {title}", "", _row(*names), rule)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell or " " for cell in cells) + " |"


def _text(text: str, limit: int, *, named: bool = False) -> str:
    return escape(safe_name(text, limit) if named else safe(text, limit))


def _coded(text: str) -> str:
    """Our own sentences: what stands between backticks in them is escaped as the rest is."""
    return escape(text.replace("`", ""))


def _html(text: str) -> str:
    """Text inside of an HTML element, where Markdown is not read but mentions and numbers of issues are linked."""
    return keep_unlinked(html.escape(text))
