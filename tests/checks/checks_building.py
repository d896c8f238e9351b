"""Turning lines into findings the way the pipeline does, for the tests of the checks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from simulator.capture.read import read_item
from simulator.checks.checker import Checker
from simulator.checks.context import NO_CONTEXT, Context, context_of
from simulator.checks.examples import AT
from simulator.checks.schemas import SchemaSet
from simulator.event import Origin, Request
from simulator.finding import Finding, Severity
from simulator.settings import Limits, Settings, apply_tables


@cache
def _schemas(plan: Path | None) -> SchemaSet:
    return SchemaSet(plan=plan)


@cache
def checker(plan: Path | None = None, context: Context = NO_CONTEXT) -> Checker:
    return Checker(_schemas(plan), context)


def context(given: Mapping[str, Any]) -> Context:
    """The context that settings give, tables as in capisim.toml."""
    return _context(orjson.dumps(given))


@cache
def _context(given: bytes) -> Context:
    return context_of(apply_tables(Settings(), orjson.loads(given), "capisim.toml"))


def request(line: Mapping[str, Any]) -> Request:
    read = read_item(orjson.dumps(line), Origin("test", 1), "lines", Limits())
    assert isinstance(read, Request), read
    return read


def check(
    line: Mapping[str, Any], at: float | None = AT, plan: Path | None = None, context: Context = NO_CONTEXT
) -> list[tuple[Finding, ...]]:
    return checker(plan, context).check(request(line), at)


def findings(line: Mapping[str, Any], at: float | None = AT, context: Context = NO_CONTEXT) -> tuple[Finding, ...]:
    """The findings of a line that holds one event."""
    (found,) = check(line, at, context=context)
    return found


def codes(line: Mapping[str, Any], at: float | None = AT, context: Context = NO_CONTEXT) -> list[str]:
    return [finding.rule for finding in findings(line, at, context)]


def worst(line: Mapping[str, Any], at: float | None = AT) -> Severity | None:
    found = findings(line, at)
    return found[0].severity if found else None
