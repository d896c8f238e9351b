"""Events to take away: the listed ones, in their order, with their findings."""

from __future__ import annotations

from stored_run import StoredRun, busy_run

from simulator.filtering import parse
from simulator.finding import Severity
from simulator.views.columns import Order
from simulator.views.export import export, export_numbers
from simulator.views.selection import Counted, count


def test_everything_is_what_the_store_tells() -> None:
    run = busy_run()
    assert [each.verdict for each in export(run.store, 1, None)] == list(run.store.lines(1))


def test_what_is_filtered_comes_in_its_order() -> None:
    run = busy_run()
    chosen = list(export(run.store, 1, parse("finding:*"), Order("n", descending=True)))
    assert [each.line.n for each in chosen] == [8, 2]
    assert [[finding.rule for finding in each.findings] for each in chosen] == [["REQ003"], ["EVT099", "EVT099"]]
    assert chosen[0].origin == "shop.jsonl:8"


def test_more_than_a_piece_is_read_in_pieces() -> None:
    run = StoredRun()
    for _ in range(1201):
        run.finding(run.event("server"), "USR001", 1)
    exported = list(export_numbers(run.store, 1, [range(1, 1202), [1, 1]]))
    assert [each.line.n for each in exported] == [*range(1, 1202), 1, 1]
    assert {len(each.findings) for each in exported} == {1}


def test_counting_tells_the_worst_finding_of_what_matches() -> None:
    run = busy_run()
    run.finding(10, "REQ001", 1)
    assert count(run.store, 1, None) == Counted(11, Severity.REJECTED)
    assert count(run.store, 1, parse("quarantined")) == Counted(2, Severity.ERROR)
    assert count(run.store, 1, parse("name:Lead")) == Counted(2, None)
    assert count(run.store, 1, parse("name:Nothing")) == Counted(0, None)
