"""Events with the very same findings are told a few times and then counted."""

from __future__ import annotations

import pytest

from simulator.event import Origin
from simulator.finding import Finding, Severity
from simulator.pipeline import ValidatedEvent
from simulator.reports import alike
from simulator.reports.alike import Alike
from simulator.verdict import Outcome


def event(n: int | None, message: str = "The address is that of a proxy.", name: str = "Purchase") -> ValidatedEvent:
    finding = Finding("USR019", Severity.WARNING, "$.user_data.client_ip_address", message, None, None, "Send another.")
    return ValidatedEvent(n, Origin("events.jsonl", n or 1), "server", name, f"id-{n}", Outcome.KEPT, (finding,))


@pytest.mark.parametrize(
    ("count", "line"),
    [
        (1, None),
        (3, None),
        (4, "1 more event has the findings of #1: #4"),
        (13, "10 more events have the findings of #1: #4, #5, #6, #7, #8, #9, #10, #11, #12, #13"),
        (14, "11 more events have the findings of #1: #4, #5, #6, #7, #8, #9, #10, #11, #12, #13, …"),
        (1003, "1,000 more events have the findings of #1: #4, #5, #6, #7, #8, #9, #10, #11, #12, #13, …"),
    ],
)
def test_three_are_printed_and_the_others_counted(count: int, line: str | None) -> None:
    met = Alike()
    assert sum(met.is_printed(event(n)) for n in range(1, count + 1)) == min(count, 3)
    assert list(met.lines()) == ([] if line is None else [line])


def test_another_message_or_name_is_another_kind() -> None:
    met = Alike()
    assert all(met.is_printed(event(n, message=f"Message {n}.")) for n in range(1, 10))
    assert all(met.is_printed(event(n, name=f"Event{n}")) for n in range(10, 20))
    assert list(met.lines()) == []


def test_what_is_about_the_run_is_always_printed() -> None:
    met = Alike()
    assert all(met.is_printed(event(None)) for _ in range(9))


def test_kinds_that_are_forgotten_are_counted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike, "REMEMBERED", 2)
    met = Alike()
    for n in range(1, 6):
        met.is_printed(event(n))
    for n in range(6, 9):
        met.is_printed(event(n, message=f"Message {n}."))
    assert len(met._kinds) <= 2
    assert met.is_printed(event(9)), "a kind that was forgotten is printed anew"
    assert list(met.lines()) == ["2 more events have the findings of #1: #4, #5"]
