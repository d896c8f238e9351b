"""Every error becomes one clear sentence and the right code; none becomes a traceback."""

from __future__ import annotations

import errno
import sqlite3

import click
import pytest

from simulator.cli.errors import explain, guard
from simulator.errors import (
    CapisimError,
    ExitCode,
    NetworkError,
    SettingsError,
    SourceError,
    StoreError,
    UsageError,
)

SECRET = "jane@example.com"


def raiser(error: BaseException) -> object:
    raise error


def os_error(number: int, name: str | None = None) -> OSError:
    return OSError(number, "the system's words", name)


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (UsageError("time is odd"), 2, "time is odd"),
        (SourceError("a.jsonl is empty"), 2, "a.jsonl is empty"),
        (SettingsError(["only one"]), 2, "only one"),
        (SettingsError(["one", "two"]), 2, "2 problems in the settings:\n  - one\n  - two"),
        (StoreError("store x: damaged"), 3, "store x: damaged"),
        (NetworkError("no answer"), 4, "no answer"),
        (CapisimError("something"), 2, "something"),
        (KeyboardInterrupt(), 130, "Interrupted."),
        (os_error(errno.ENOSPC, "out.json"), 3, "the disk is full: out.json"),
        (os_error(errno.ENOSPC), 3, "the disk is full;"),
        (os_error(errno.EACCES, "out.json"), 3, "no permission: out.json"),
        (os_error(errno.EROFS, "out.json"), 3, "no permission: out.json"),
        (os_error(errno.EIO), 3, "the system's words"),
        (sqlite3.OperationalError("database or disk is full"), 3, "the store failed: database or disk is full"),
        (MemoryError(), 3, "no memory left"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_each_error_has_its_sentence_and_code(
    error: BaseException, code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guard(lambda: raiser(error)) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("capisim: ")
    assert words in told.err
    assert "Traceback" not in told.err


def test_a_fault_of_ours_tells_its_place_but_not_the_value(capsys: pytest.CaptureFixture[str]) -> None:
    def faulty() -> None:
        explain({}[SECRET])

    assert guard(faulty) == ExitCode.STORE
    told = capsys.readouterr().err
    assert "KeyError in " in told
    assert "errors.py:" in told
    assert SECRET not in told


def test_a_fault_of_ours_is_raised_for_whoever_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPISIM_DEBUG", "1")
    with pytest.raises(KeyError):
        guard(lambda: {}[SECRET])
    assert guard(lambda: raiser(UsageError("still a sentence"))) == 2


def test_an_interrupt_keeps_what_the_command_noted() -> None:
    interrupt = KeyboardInterrupt()
    interrupt.add_note("'capisim replay --resume' continues.")
    abort = click.Abort()
    abort.__cause__ = interrupt
    assert explain(abort) == ("Interrupted. 'capisim replay --resume' continues.", 130)


def test_what_a_name_holds_is_not_obeyed(capsys: pytest.CaptureFixture[str]) -> None:
    guard(lambda: raiser(SourceError("\x1b[31mred.jsonl\x07 is empty")))
    assert capsys.readouterr().err == "capisim: \\x1b[31mred.jsonl\\x07 is empty\n"


@pytest.mark.parametrize(("result", "code"), [(None, 0), (ExitCode.FINDINGS, 1), (0, 0), ("text", 0)])
def test_a_command_that_returns_decides_its_code(result: object, code: int) -> None:
    assert guard(lambda: result) == code
