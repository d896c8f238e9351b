"""Turning lines into findings the way the pipeline does, for the tests of the checks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from simulator.capture.read import read_item
from simulator.checks.checker import Checker
from simulator.checks.examples import AT
from simulator.checks.schemas import SchemaSet
from simulator.event import Origin, Request
from simulator.finding import Finding, Severity
from simulator.settings import Limits


@cache
def checker(plan: Path | None = None) -> Checker:
    return Checker(SchemaSet(plan=plan))


def request(line: Mapping[str, Any]) -> Request:
    read = read_item(orjson.dumps(line), Origin("test", 1), "lines", Limits())
    assert isinstance(read, Request), read
    return read


def check(line: Mapping[str, Any], at: float | None = AT, plan: Path | None = None) -> list[tuple[Finding, ...]]:
    return checker(plan).check(request(line), at)


def findings(line: Mapping[str, Any], at: float | None = AT) -> tuple[Finding, ...]:
    """The findings of a line that holds one event."""
    (found,) = check(line, at)
    return found


def codes(line: Mapping[str, Any], at: float | None = AT) -> list[str]:
    return [finding.rule for finding in findings(line, at)]


def worst(line: Mapping[str, Any], at: float | None = AT) -> Severity | None:
    found = findings(line, at)
    return found[0].severity if found else None
