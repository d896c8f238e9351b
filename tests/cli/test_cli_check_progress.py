"""The bar of capisim check: one, on a terminal, gone when it ends."""

from __future__ import annotations

import io

import pytest

from simulator.cli.progress import count_bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_listens_without_a_terminal() -> None:
    out = io.StringIO()
    with count_bar(3, "scenarios", out) as listener:
        assert listener is None
    assert out.getvalue() == ""


def test_a_terminal_sees_how_many_are_done_and_gets_its_cursor_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    out = Terminal()
    with count_bar(1200, "scenarios", out) as listener:
        assert listener is not None
        listener(700)
    shown = out.getvalue()
    assert "700 of 1,200 scenarios" in shown
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")
