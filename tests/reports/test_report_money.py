"""Money as a table and as JSON."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest

from simulator.reports.money import members, print_money
from simulator.reports.terminal import make_console
from simulator.views.money import Money, Sum

NONE = Sum(0, Decimal(0))


def entry(currency: str, name: str, counted: str, lost: str = "0", *, one_sided: bool = True) -> Money:
    side = NONE if one_sided else None
    missed = Sum(1, Decimal(lost)) if lost != "0" else NONE
    return Money(currency, name, Sum(3, Decimal(counted)), NONE, side, side, missed, missed)


def printed(monkeypatch: pytest.MonkeyPatch, *entries: Money) -> list[str]:
    monkeypatch.setenv("COLUMNS", "80")
    out = io.StringIO()
    print_money(make_console(out), [members(each) for each in entries])
    return [" ".join(line.split()) for line in out.getvalue().splitlines()]


def test_amounts_have_the_digits_of_their_currency(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = printed(
        monkeypatch,
        entry("EUR", "Purchase", "1234.5", "10"),
        entry("JPY", "Purchase", "28240"),
        entry("KWD", "Purchase", "1.125", one_sided=False),
    )
    assert lines[-3:] == [
        "EUR Purchase 1,234.50 0 0 0 10.00",
        "JPY Purchase 28,240 0 0 0 0",
        "KWD Purchase 1.125 0 – – 0",
    ]


def test_three_names_of_a_currency_are_shown_and_the_rest_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = printed(monkeypatch, *(entry("EUR", f"Event{n}", "1") for n in range(5)), entry("USD", "Purchase", "2"))
    assert [line.split()[1] for line in lines if line.startswith(("EUR", "USD"))] == [
        "Event0",
        "Event1",
        "Event2",
        "Purchase",
    ]
    assert lines[-1] == "and 2 more: --format json lists them all"


def test_no_money_is_no_section(monkeypatch: pytest.MonkeyPatch) -> None:
    assert printed(monkeypatch) == []


def test_a_name_is_safe_to_print(monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = printed(monkeypatch, entry("EUR", "\x1b[31mPay", "1"))[-1:]
    assert "\x1b" not in line
    assert "Pay" in line


def test_members_are_numbers_and_what_is_not_known_is_null() -> None:
    made = members(entry("KWD", "Purchase", "1.125", one_sided=False))
    assert made["counted"] == {"events": 3, "amount": 1.125}
    assert made["browser_only"] is None
    assert list(made) == list(Money._fields)
