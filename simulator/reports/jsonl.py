"""One JSON object per input event, in input order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from simulator.reports.json import encode
from simulator.verdict import Verdict


def lines(verdicts: Iterable[Verdict]) -> Iterator[bytes]:
    """Each verdict as one line of ``--format jsonl``."""
    for verdict in verdicts:
        yield line(verdict)


def line(verdict: Verdict) -> bytes:
    """One verdict as UTF-8 JSON with a newline, in the shape of ``verdict-line.schema.json``."""
    return encode(members(verdict))


def members(verdict: Verdict) -> dict[str, Any]:
    """One verdict in the shape of ``verdict-line.schema.json``."""
    told = verdict._asdict()
    told["findings"] = [
        {
            "rule": finding.rule,
            "severity": finding.severity,
            "path": finding.path,
            "message": finding.message,
            "twin": finding.twin,
            "confidence": finding.confidence,
        }
        for finding in verdict.findings
    ]
    return told
