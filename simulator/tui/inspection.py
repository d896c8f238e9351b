"""One event in full, as text: what became of it and why, findings, payload, request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from simulator.masking import excerpt
from simulator.tui.payload_lines import PayloadLine, payload_lines
from simulator.tui.text import named, plain, safe
from simulator.tui.widgets.event_columns import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.finding import Finding
    from simulator.views.detail import Detail

COLOURS = {
    "kept": "$success",
    "duplicate": "$secondary",
    "rejected": "$error",
    "quarantined": "$warning",
    "error": "$error",
    "warning": "$warning",
    "note": "$secondary",
}
_KINDS = {
    "key": "$primary",
    "text": "$success",
    "number": "$warning",
    "word": "$accent",
    "masked": "italic $quiet",
    "mark": "$quiet",
}
_QUIET = "$quiet"
_MOST_FINDINGS = 100
_LONGEST_REQUEST = 4000


def inspection(detail: Detail, *, reveal: bool) -> Content:
    """Everything about one event; values are masked unless ``reveal``."""
    return Content("\n").join(_parts(detail, reveal=reveal))


def _parts(detail: Detail, *, reveal: bool) -> Iterator[Content]:
    line = detail.line
    yield Content.assemble(
        (f"#{line.n} ", _QUIET),
        named(line.event_name, "bold", absent="no event name"),
        ("  ", ""),
        (line.channel or "", _channel(line.channel)),
    )
    yield Content.assemble(
        ("id ", _QUIET),
        named(line.event_id, "$secondary", absent="none"),
        ("  dataset ", _QUIET),
        named(line.pixel_id, "$secondary"),
    )
    for label, moment in (("received ", line.received_at), ("event time ", line.event_time)):
        yield Content.assemble((label, _QUIET), clock(moment, day=True), (" UTC", _QUIET))
    yield Content.assemble(("from ", _QUIET), plain(detail.origin, _QUIET, 300))
    yield Content("")
    yield Content.assemble((f" {line.verdict} ", f"bold reverse {COLOURS[str(line.verdict)]}"), "  ", plain(detail.why))
    yield from _twins(detail)
    yield from _findings(detail.findings)
    yield from _payload(detail, reveal=reveal)
    yield from _request(detail, reveal=reveal)


def _channel(channel: str | None) -> str:
    return {"browser": "$primary", "server": "$accent"}.get(channel or "", _QUIET)


def _twins(detail: Detail) -> Iterator[Content]:
    for label, numbers in (("copies", detail.copies), ("looks like", detail.suspected)):
        if numbers:
            links = [
                Content.styled(f"#{n}", "underline $primary").stylize(f"@click=screen.show_event({n})")
                for n in numbers[:8]
            ]
            more = [Content.styled(f"and {len(numbers) - 8} more", _QUIET)] if len(numbers) > 8 else []
            hint = Content.styled("  t jumps", _QUIET) if label == "copies" or not detail.copies else Content("")
            yield Content.assemble((f"{label} ", _QUIET), Content(" ").join([*links, *more]), hint)


def _heading(text: str, hint: str = "") -> Content:
    return Content.assemble(("\n", ""), (text, "bold $primary"), (f"  {hint}" if hint else "", _QUIET))


def _findings(findings: tuple[Finding, ...]) -> Iterator[Content]:
    if not findings:
        return
    yield _heading(f"Findings ({len(findings)})")
    for each in findings[:_MOST_FINDINGS]:
        severity = each.severity.value
        yield Content.assemble(
            (f"{severity} ", f"bold {COLOURS[severity]}"), (f"{each.rule} ", "bold"), plain(each.path, "$secondary")
        )
        yield Content.assemble("  ", plain(each.message))
        if each.expected is not None or each.actual is not None:
            yield Content.assemble(
                ("  expected ", _QUIET), plain(each.expected or "–"), ("  found ", _QUIET), plain(each.actual or "–")
            )
        if each.fix:
            yield Content.assemble(("  fix ", _QUIET), plain(each.fix))
    if len(findings) > _MOST_FINDINGS:
        yield Content.styled(f"and {len(findings) - _MOST_FINDINGS} more", _QUIET)


def _payload(detail: Detail, *, reveal: bool) -> Iterator[Content]:
    if detail.payload is None:
        yield _heading("What was read", "masked")
        yield plain(detail.excerpt or "nothing")
        return
    yield _heading("Payload", "as it was sent; r masks" if reveal else "masked; r reveals")
    lines = payload_lines(detail.payload, reveal=reveal)
    marks = _marks(detail.findings, {line.path for line in lines})
    for line in lines:
        yield _payload_line(line, marks.get(line.path, []) if line.path else [])


def _marks(findings: tuple[Finding, ...], paths: set[str]) -> dict[str, list[Finding]]:
    """Findings by the line they belong to; what is about a missing member belongs to the object it is missing in."""
    marks: dict[str, list[Finding]] = {}
    for each in findings:
        path = each.path
        while path not in paths and path not in ("", "$"):
            path = path[: max(path.rfind("."), path.rfind("["), 1)]
        if path in paths:
            marks.setdefault(path, []).append(each)
    return marks


def _payload_line(line: PayloadLine, found: list[Finding]) -> Content:
    colour = COLOURS[found[0].severity.value] if found else ""
    content = Content.assemble(*((text, _KINDS[kind]) for text, kind in line.pieces))
    if found:
        codes = " ".join(dict.fromkeys(each.rule for each in found))
        content = Content.assemble(content.stylize(f"underline {colour}"), (f"  ◀ {codes}", f"bold {colour}"))
    return Content.assemble(("▌" if found else " ", colour), "  " * line.depth, content)


def _request(detail: Detail, *, reveal: bool) -> Iterator[Content]:
    if detail.request is None:
        return
    raw = detail.request.raw
    yield _heading("Request", detail.request.form + ("" if reveal else ", masked"))
    if detail.request.body:
        for line in payload_lines(detail.request.body, reveal=reveal):
            yield _payload_line(line, [])
    if raw is not None:
        yield Content(safe(raw, _LONGEST_REQUEST) if reveal else excerpt(raw, 600))
    elif not detail.request.body:
        yield Content.styled("The payload says everything that was sent.", _QUIET)
