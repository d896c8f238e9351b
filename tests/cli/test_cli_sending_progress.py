"""The bar of a forward: on a terminal alone, and gone afterwards."""

from __future__ import annotations

import io

import pytest

from simulator.cli.progress import sending_bar


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_without_a_terminal_there_is_no_bar() -> None:
    with sending_bar(io.StringIO()) as update:
        assert update is None


def test_it_tells_what_is_waited_for_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    out = Terminal()
    with sending_bar(out) as update:
        assert update is not None
        update(1, 3, "1 accepted, waiting 2 s: [bold]HTTP 502[/]")
    shown = out.getvalue()
    assert "1 accepted, waiting 2 s: [bold]HTTP 502[/]" in shown
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l"), "the cursor is back"
