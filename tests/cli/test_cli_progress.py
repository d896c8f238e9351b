"""The progress bar: live on a terminal, silent elsewhere."""

from __future__ import annotations

import io

import pytest

from simulator.cli.progress import describe, progress_bar
from simulator.run import Progress

HALF = Progress(1, 500, 1000, 12_400, 12_390, 10, 3_100, 12, 2.0)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_listens_without_a_terminal() -> None:
    out = io.StringIO()
    with progress_bar(out) as listener:
        assert listener is None
    assert out.getvalue() == ""


def test_a_terminal_sees_numbers_and_gets_its_cursor_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "120")
    out = Terminal()
    with progress_bar(out) as listener:
        assert listener is not None
        listener(HALF)
    shown = out.getvalue()
    assert "12,400 events, 6,200/s, 3,100 duplicate, 12 rejected, 10 quarantined" in shown
    assert "50%" in shown
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")


def test_the_cursor_comes_back_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    out = Terminal()
    with pytest.raises(KeyboardInterrupt), progress_bar(out):
        raise KeyboardInterrupt
    assert "\x1b[?25h" in out.getvalue()


@pytest.mark.parametrize(
    ("progress", "text"),
    [
        (HALF._replace(seconds=0.0, duplicates=0, rejected=0, quarantined=0), "12,400 events"),
        (HALF._replace(duplicates=0, quarantined=0), "12,400 events, 6,200/s, 12 rejected"),
        (HALF._replace(read=0, stored=0, duplicates=0, rejected=0, quarantined=0), "0 events, 0/s"),
    ],
)
def test_only_what_happened_is_named(progress: Progress, text: str) -> None:
    assert describe(progress) == text
