"""The results of a check as JUnit XML: one test case a scenario."""

from __future__ import annotations

from collections.abc import Sequence

from simulator import junit
from simulator.expectation.difference import describe, headline
from simulator.expectation.many import Result, Unreadable
from simulator.junit import Case, Problem


def document(results: Sequence[Result], updated: frozenset[str] = frozenset()) -> bytes:
    """One suite, one test case a scenario, in the order of ``results``; UTF-8.

    ``updated`` are the folders whose ``expected.json`` was written: they fail no longer.
    """
    return junit.document("capisim check", [_case(result, updated) for result in results])


def _case(result: Result, updated: frozenset[str]) -> Case:
    parts = [part for part in result.folder.parts[:-1] if part not in ("/", ".", "..")]
    return Case(".".join(parts), result.scenario, _problem(result, updated))


def _problem(result: Result, updated: frozenset[str]) -> Problem | None:
    if isinstance(result, Unreadable):
        return Problem("error", "unreadable", result.reason, result.reason)
    if result.passed or str(result.folder) in updated:
        return None
    first, count = result.differences[0], len(result.differences)
    message = f"{count} difference{'s' * (count != 1)}, the first in {headline(first)}: {first.what}"
    return Problem("failure", "difference", message, describe(result.differences))
