"""The numbers above a run, counted against the report and by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from stored_run import StoredRun, busy_run

from simulator import pipeline
from simulator.match_quality.score import estimate
from simulator.reports.summary import summarize
from simulator.settings import Settings
from simulator.store import open_store
from simulator.views.totals import totals

FIXTURES = Path(__file__).parents[2] / "fixtures"


def test_a_busy_run_by_hand() -> None:
    run = busy_run()
    run.finding(run.event("server", worst=1), "USR001", 1)
    found = totals(run.store, 1)
    assert found[:6] == (12, 8, 6, 3, 1, 2)
    assert found.received == found.kept + found.duplicate + found.rejected + found.quarantined
    assert found.with_findings == 4
    # Two pairs; one Purchase and one ViewContent that the browser alone reported.
    assert found.coverage == 50.0
    assert found.estimate == estimate({(1, 1): 2, (3, 1): 1, (0, 0): 2})


def test_an_empty_run_has_nothing_and_no_estimate() -> None:
    assert totals(StoredRun().store, 1) == (0, 0, 0, 0, 0, 0, 0, None, None)


@pytest.mark.parametrize("scenario", ["clean-pair", "poisoned-batch", "har-shop-visit", "different-event-ids"])
def test_totals_agree_with_the_report(scenario: str) -> None:
    with open_store(":memory:") as store:
        run = pipeline.replay(store, [str(FIXTURES / scenario)], Settings(store=":memory:", workers=1))
        found, summary = totals(store, run), summarize(store, run)
        assert found.received == summary["events"]
        assert dict(zip(summary["verdicts"], found[2:6], strict=True)) == summary["verdicts"]
        names = summary["deduplication"]["event_names"]
        pairs = sum(name["pairs"] for name in names)
        whole = pairs + sum(name["browser_only"] for name in names)
        assert found.coverage == (round(100 * pairs / whole, 1) if whole else None)
        told = {n for verdict in store.lines(run) if verdict.findings for n in [verdict.n]}
        assert found.with_findings == len(told)
        clean = [
            verdict
            for verdict in store.lines(run)
            if verdict.verdict in ("kept", "duplicate")
            and not any(finding.severity in ("rejected", "error") for finding in verdict.findings)
        ]
        assert found.valid == len(clean)
