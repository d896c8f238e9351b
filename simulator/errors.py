"""The errors capisim raises on purpose, and the exit codes of the command line.

CapisimError
+-- UsageError        2  arguments, settings, or input that can't be read at all
+-- StoreError        3  the store or the disk below it
+-- WorkerError       3  a process of ours was killed
+-- NetworkError      4  the network
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What a command's exit status means; a contract with scripts."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    STORE = 3
    NETWORK = 4
    INTERRUPTED = 130


class CapisimError(Exception):
    """An error whose text is meant for the person at the terminal: one clear sentence."""

    exit_code: ExitCode = ExitCode.USAGE


class UsageError(CapisimError):
    """Arguments, settings or input that can't be used."""


class SettingsError(UsageError):
    """Settings that can't be used; ``problems`` holds every one of them."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class SourceError(UsageError):
    """A source that can't be read at all."""


class StoreError(CapisimError):
    """The store can't be opened, read or written."""

    exit_code = ExitCode.STORE


class WorkerError(CapisimError):
    """A process that helps this one has ended before its work was done."""

    exit_code = ExitCode.STORE


class NetworkError(CapisimError):
    """The network failed."""

    exit_code = ExitCode.NETWORK
